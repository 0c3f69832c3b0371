// Builds what has changed and runs the benchmarks: all, or those that are named.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';

const { folder } = await build();
const { main } = await import(pathToFileURL(join(folder, 'bench', 'main.js')).href);
process.exitCode = await main(process.argv.slice(2));
