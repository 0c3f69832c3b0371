// One throwaway Postgres for a whole run of the tests, and in it the migrated database that every test file copies.
// Plain JavaScript: jest loads this file before its own compiler, so it uses the built program.
import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../../scripts/build.mjs';

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
  const { folder: built } = await build();
  const load = (path) => import(pathToFileURL(join(built, 'src', 'platform', path)).href);
  const { identityOf } = await load('process-identity.js');
  removeAbandoned(identityOf);

  const folder = mkdtempSync(join(placeForData(), `${NAME}-${process.pid}-`));
  const run = { folder, postgres: undefined };
  endWithThisProcess(run);
  const url = await startPostgres(run, load);
  await createTemplate(url);
  const { migrate } = await load('migrate.js');
  await migrate(url(TEMPLATE));

  // For the workers, which are processes started after this.
  process.env.TEST_POSTGRES_URL = url('postgres');
  process.env.TEST_BUILD_FOLDER = built;
  // Removed with all that tests leave in it. Tests run programs as other users, who have to pass.
  process.env.TEST_FOLDER = folder;
  chmodSync(folder, 0o711);
  globalThis.stopTestPostgres = async () => {
    await run.postgres.stop();
    run.postgres = undefined;
    discard(folder);
  };
}

/** Also when the run ends early. After kill -9 Postgres stops by itself and the next run removes the folder. */
function endWithThisProcess(run) {
  const end = () => {
    try {
      if (run.postgres) process.kill(run.postgres.pid, 'SIGQUIT');
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

/** @returns how to reach a database of it */
async function startPostgres(run, load) {
  const { newPassword, makeDataFolder, freePort, launchPostgres, postgresUrl } = await load('postgres-process.js');
  const { findPostgresBinaries } = await load('postgres-binaries.js');
  const { postgresLauncher } = await load('postgres-launcher.js');
  const binaries = findPostgresBinaries();
  const dataFolder = join(run.folder, 'postgres');
  const launcher = postgresLauncher(binaries, run.folder, dataFolder);
  const files = { binaries, launcher, dataFolder, logFile: join(run.folder, 'postgres.log') };
  const password = newPassword();
  await makeDataFolder(files, password);
  const port = await freePort();
  run.postgres = await launchPostgres(files, port, SETTINGS);
  return (database) => postgresUrl(port, password, database);
}

function discard(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 50 });
}

async function createTemplate(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url('postgres') });
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
