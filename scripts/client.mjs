// Generates the types of clients/typescript from the API document: npm run client
import { writeFile } from 'node:fs/promises';
import { importBuilt } from './build.mjs';
import { clientTypesOf } from './client-types.mjs';

const FILE = 'clients/typescript/src/api.ts';

const { describeApi } = await importBuilt('src/documentation.js');
await writeFile(FILE, await clientTypesOf(await describeApi()));
console.log(`${FILE} says what the API takes and answers.`);
