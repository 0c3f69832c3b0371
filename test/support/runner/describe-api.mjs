// Writes the API document of a build, in a process of its own beside the start of Postgres.
//   node describe-api.mjs <folder of the build> <file>
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [program, file] = process.argv.slice(2);
const { describeApi } = await import(pathToFileURL(join(program, 'src', 'documentation.js')).href);
const draft = `${file}.${process.pid}`;
writeFileSync(draft, JSON.stringify(await describeApi()));
// Other runs of the same build may read it already.
renameSync(draft, file);
