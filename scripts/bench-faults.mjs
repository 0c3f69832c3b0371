// Builds what has changed and runs the fault bench: all faults, or the named ones.
import { importBuilt } from './build.mjs';

const { main } = await importBuilt('bench/faults.js');
process.exitCode = await main(process.argv.slice(2));
