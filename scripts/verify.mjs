// Compares a database with its ledger, in this process: npm run verify
import { importProgram } from './bundle.mjs';

const { main } = await importProgram('verify');
process.exitCode = await main(process.argv.slice(2));
