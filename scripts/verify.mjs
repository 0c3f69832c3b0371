// Builds what has changed and compares a database with its ledger, in this process: npm run verify
import { importBuilt } from './build.mjs';

const { main } = await importBuilt('src/verify.js');
process.exitCode = await main(process.argv.slice(2));
