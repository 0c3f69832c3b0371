// Starts one throwaway Postgres for a whole run, with the migrated database that every test file copies.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beginRun, discard } from './run-folder.mjs';

const TEMPLATE = 'touchline_template';

/** Settings without durability, because no data outlives the run. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  autovacuum: 'off',
  // The tables of tests are small, so any plan is good, and one per session is enough.
  plan_cache_mode: 'force_generic_plan',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

export default async function globalSetup() {
  const { folder, load } = await beginRun();
  const described = describeApi();
  const dataDir = join(folder, 'server');
  const { removeSocketFolder } = await load('embedded-postgres/socket.js');
  const run = { folder, dataDir, stopped: false, removeSocket: removeSocketFolder };
  endWithThisProcess(run);
  const { startEmbeddedPostgres } = await load('embedded-postgres/embedded-postgres.js');
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined, settings: SETTINGS });
  const template = Object.assign(new URL(postgres.ownerUrl), { pathname: `/${TEMPLATE}` }).href;
  await asOwner(postgres.ownerUrl, `create database ${TEMPLATE}`);
  const { migrate } = await load('platform/sql/migrate.js');
  await migrate(template, { program: postgres.programRole });
  const rows = join(process.env.TEST_BUILD_TESTS, 'test', 'support', 'remembered-rows.js');
  const { COUNT_DEFINITIONS } = await import(pathToFileURL(rows).href);
  await asOwner(template, COUNT_DEFINITIONS);
  await described;

  process.env.TEST_POSTGRES_URL = postgres.ownerUrl;
  process.env.TEST_PROGRAM_URL = postgres.url;
  globalThis.stopTestPostgres = async () => {
    await postgres.stop();
    run.stopped = true;
    discard(folder);
  };
}

/**
 * Makes the API document once for all processes and for later runs of this build. It takes a second of processor time,
 * for which a process of tests would answer nothing. If it cannot be made, tests that need it get the reason from the
 * program.
 */
async function describeApi() {
  const { TEST_BUILD_FOLDER: program, TEST_BUILD_TESTS: tests } = process.env;
  const file = join(tests, 'openapi.json');
  const maker = fileURLToPath(new URL('describe-api.mjs', import.meta.url));
  if (!existsSync(file)) await new Promise((resolve) => execFile(process.execPath, [maker, program, file], resolve));
  process.env.TEST_API_DOCUMENT = file;
}

/**
 * Also stops Postgres when the run ends early. After kill -9 it stops by itself, and the next run removes the folder.
 */
function endWithThisProcess(run) {
  const end = () => {
    try {
      if (!run.stopped) process.kill(serverIn(run.dataDir), 'SIGQUIT');
      run.removeSocket(run.dataDir);
      discard(run.folder);
    } catch {
      // Programs of interrupted tests may still write there; the next run removes it.
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

async function asOwner(url, statements) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statements);
  await client.end();
}
