// Builds what has changed and runs the demo in this process.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importBuilt } from './build.mjs';

const { main } = await importBuilt('src/demo/main.js');
const project = dirname(dirname(fileURLToPath(import.meta.url)));
// npm changes to the project's folder, but file names are relative to the user's folder.
process.exit(await main(process.argv.slice(2), { project, from: process.env.INIT_CWD ?? process.cwd() }));
