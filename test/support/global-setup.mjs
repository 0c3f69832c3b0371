// One throwaway Postgres for a whole run of the tests, and in it the migrated database that every test file copies.
// Plain JavaScript: jest loads this file before its own compiler, so it uses the built program.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildTests } from '../../scripts/build-tests.mjs';

const TEMPLATE = 'touchline_template';
const MEMORY_DISK = '/dev/shm';
const MEMORY_DISK_FREE_MIN_BYTES = 1024 ** 3;
const NAME = 'touchline-test';

/** Nothing here outlives the run, so nothing has to be on disk. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

export default async function globalSetup() {
  const { program: built, tests } = await buildTests();
  const load = (folder, file) => import(pathToFileURL(join(built, 'src', folder, file)).href);
  const { identityOf } = await load('embedded-postgres', 'process-identity.js');
  removeAbandoned(identityOf);

  const folder = mkdtempSync(join(placeForData(), `${NAME}-${process.pid}-`));
  const dataDir = join(folder, 'server');
  const run = {
    folder,
    dataDir,
    stopped: false,
    removeSocket: (await load('embedded-postgres', 'socket.js')).removeSocketFolder,
  };
  endWithThisProcess(run);
  const { startEmbeddedPostgres } = await load('embedded-postgres', 'embedded-postgres.js');
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined, settings: SETTINGS });
  const template = Object.assign(new URL(postgres.ownerUrl), { pathname: `/${TEMPLATE}` }).href;
  await createTemplate(postgres.ownerUrl);
  const { migrate } = await load('platform', 'migrate.js');
  await migrate(template, { program: postgres.programRole });

  // For the workers, which are processes started after this.
  process.env.TEST_POSTGRES_URL = postgres.ownerUrl;
  process.env.TEST_PROGRAM_URL = postgres.url;
  process.env.TEST_BUILD_FOLDER = built;
  process.env.TEST_BUILD_TESTS = tests;
  // Removed with all that tests leave in it. Tests run programs as other users, who have to pass.
  process.env.TEST_FOLDER = folder;
  chmodSync(folder, 0o711);
  globalThis.stopTestPostgres = async () => {
    await postgres.stop();
    run.stopped = true;
    discard(folder);
  };
}

/** Also when the run ends early. After kill -9 Postgres stops by itself and the next run removes the folder. */
function endWithThisProcess(run) {
  const end = () => {
    try {
      if (!run.stopped) process.kill(serverIn(run.dataDir), 'SIGQUIT');
      run.removeSocket(run.dataDir);
      discard(run.folder);
    } catch {
      // Programs of interrupted tests still write there; the next run removes it.
    }
  };
  process.once('exit', end);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      end();
      process.kill(process.pid, signal);
    });
  }
}

function serverIn(dataDir) {
  return Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

function discard(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 50 });
}

async function createTemplate(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
}

function placeForData() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_DISK);
    if (bavail * bsize >= MEMORY_DISK_FREE_MIN_BYTES) return MEMORY_DISK;
  } catch {}
  return tmpdir();
}

/** What a killed run left behind. */
function removeAbandoned(identityOf) {
  for (const place of new Set([MEMORY_DISK, tmpdir()])) {
    let names = [];
    try {
      names = readdirSync(place);
    } catch {}
    for (const name of names) {
      const pid = new RegExp(`^${NAME}-(\\d+)-`).exec(name)?.[1];
      if (pid === undefined || identityOf(Number(pid))) continue;
      try {
        rmSync(join(place, name), { recursive: true, force: true });
      } catch {
        // Another user's; that user's next run removes it.
      }
    }
  }
}
