// Brings the schema of a database up to date, in this process: npm run migrate
import { importProgram } from './bundle.mjs';

const { main } = await importProgram('migrate');
process.exitCode = await main(process.argv.slice(2));
