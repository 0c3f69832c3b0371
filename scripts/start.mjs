// `npm start` runs it with `exec`: else a signal to npm ends the shell between and never reaches the program.
// Builds what has changed and runs the program in this process, so that signals and the exit code are its own.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';

let folder;
try {
  ({ folder } = await build());
} catch (error) {
  console.error(`Touchline cannot be built: ${error.message}`);
  process.exit(1);
}
await import(pathToFileURL(join(folder, 'src', 'main.js')).href);
