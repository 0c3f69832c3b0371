// Builds what has changed and runs the benchmarks: all, or the named ones.
import { importBuilt } from './build.mjs';

const { main } = await importBuilt('bench/main.js');
process.exitCode = await main(process.argv.slice(2));
