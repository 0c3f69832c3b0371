// Builds what has changed and runs the program in this process, so that signals and the exit code are its own. `npm
// start` runs it with `exec`: otherwise a signal to npm ends the shell in between and never reaches the program.
import { importProgram } from './bundle.mjs';

await importProgram('main');
