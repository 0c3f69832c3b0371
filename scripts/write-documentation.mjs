// Writes the documentation of a build as files: node scripts/write-documentation.mjs <its documentation.js> <folder>
import { pathToFileURL } from 'node:url';

const [module, folder] = process.argv.slice(2);
const { writeDocumentation } = await import(pathToFileURL(module).href);
await writeDocumentation(folder);
