// `npm start` runs it with `exec`: else a signal to npm ends the shell between and never reaches the program.
// Builds what has changed and runs the program in this process, so that signals and the exit code are its own.
import { importProgram } from './bundle.mjs';

await importProgram('main');
