// Builds what has changed and plays the demo in this process.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';

let folder;
try {
  ({ folder } = await build());
} catch (error) {
  console.error(`Touchline cannot be built: ${error.message}`);
  process.exit(1);
}
const { main } = await import(pathToFileURL(join(folder, 'src', 'demo', 'main.js')).href);
const project = dirname(dirname(fileURLToPath(import.meta.url)));
// npm moves to the project's folder; names of files are meant from where the person stands.
process.exit(await main(process.argv.slice(2), { project, from: process.env.INIT_CWD ?? process.cwd() }));
