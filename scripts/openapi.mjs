// Writes the API document, as the program serves it at /openapi.json, without a database: npm run openapi [file]
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { importBuilt } from './build.mjs';

const [file = 'dist/openapi.json'] = process.argv.slice(2);
const { describeApi } = await importBuilt('src/documentation.js');
await mkdir(dirname(file), { recursive: true });
await writeFile(file, `${JSON.stringify(await describeApi(), null, 2)}\n`);
console.log(`${file} describes the API.`);
