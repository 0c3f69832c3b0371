// A program that owns an embedded Postgres and nothing else, for tests that kill it.
// node owns-postgres.mjs <folder of the build> <data folder>; prints one JSON object a line; stops at "stop" on stdin.
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [built, dataDir] = process.argv.slice(2);
const tell = (fact) => console.log(JSON.stringify(fact));
const load = (folder, file) => import(pathToFileURL(join(built, 'src', folder, file)).href);
const { startEmbeddedPostgres } = await load('embedded-postgres', 'embedded-postgres.js');
const { StartRefusal } = await load('platform/input', 'refusal.js');

// Ctrl-C reaches the whole process group; the program decides itself when to stop.
process.on('SIGINT', () => tell({ interrupted: true }));
const end = (error) => {
  tell(error instanceof StartRefusal ? { refusal: error.message } : { crash: String(error.stack) });
  process.exit(1);
};
try {
  const log = (line) => tell({ log: line });
  const postgres = await startEmbeddedPostgres({ dataDir, log, onLost: end });
  tell({ url: postgres.ownerUrl, programUrl: postgres.url });
  for await (const line of createInterface(process.stdin)) {
    if (line !== 'stop') continue;
    await postgres.stop();
    process.exit(0);
  }
} catch (error) {
  end(error);
}
