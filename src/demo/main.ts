import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createApplication } from '../application.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.js';
import { StartRefusal } from '../platform/input/refusal.js';
import type { Environment } from '../platform/running/environment.js';
import { SteppedTime } from '../platform/running/time-source.js';
import { migrate } from '../platform/sql/migrate.js';
import { say } from '../platform/values/text.js';
import { type DemoArguments, HELP, readArguments } from './arguments.js';
import { remarkLines } from './conclusion.js';
import { DEMO_BEGINS, playDemo } from './demo.js';
import { readLeads } from './files.js';
import type { MappedLead } from './row.js';
import { backgroundWorkOf, settling } from './settling.js';

const INTERRUPTED = 130;

/** The database is deleted after the demo, so it need not survive a crash. */
const POSTGRES_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/**
 * Plays a demo on a temporary database; prints one line on standard error if it cannot.
 * @param given the arguments after `npm run demo --`
 * @param places the project's folder, and the folder that relative file names start from
 * @returns the exit code
 */
export async function main(given: readonly string[], places: { project: string; from: string }): Promise<number> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
  try {
    const wanted = readArguments(given);
    if (wanted.kind === 'help') {
      say(HELP);
      return 0;
    }
    const { leads, remarks } = await readLeads(filesOf(wanted, places));
    for (const line of remarkLines(remarks)) say(line);
    const startedMs = performance.now();
    await onThrowAwayPostgres((postgres) => play(postgres, leads), interruption.signal);
    say(`The demo took ${Math.round((performance.now() - startedMs) / 1_000)} seconds.`);
    return 0;
  } catch (error) {
    // An interruption removes the database, so the failures that follow are expected.
    if (interruption.signal.aborted) return INTERRUPTED;
    const { message, stack } = error as Error;
    process.stderr.write(`${error instanceof StartRefusal ? message : `The demo failed: ${stack}`}\n`);
    return 1;
  }
}

function filesOf(wanted: DemoArguments, { project, from }: { project: string; from: string }) {
  return wanted.kind !== 'file'
    ? { leads: join(project, 'demo', 'leads.csv'), mapping: join(project, 'demo', 'leads.mapping.json') }
    : { leads: resolve(from, wanted.leads), mapping: resolve(from, wanted.mapping) };
}

async function play(postgres: EmbeddedPostgres, leads: readonly MappedLead[]): Promise<void> {
  const { url: databaseUrl, ownerUrl, programRole } = postgres;
  await migrate(ownerUrl, { program: programRole });
  const time = new SteppedTime(DEMO_BEGINS);
  // The role `api` starts no timers: the demo itself runs the engine whenever it has moved the clock.
  const environment: Environment = {
    port: 0,
    host: '127.0.0.1',
    databaseUrl,
    dataDir: '',
    adminKey: undefined,
    role: 'api',
    logLevel: 'error',
    drainMs: 0,
  };
  const application = await createApplication({ environment, time, databaseUrl });
  try {
    await application.app.listen(environment.port, environment.host);
    const { port } = application.app.getHttpServer().address() as AddressInfo;
    const url = `http://${environment.host}:${port}`;
    const engine = { settle: settling(application), tell: backgroundWorkOf(application) };
    await playDemo({ leads, url, adminKey: application.firstAdminKey!, time, ...engine, say });
  } finally {
    await application.close();
  }
}

async function onThrowAwayPostgres(
  work: (postgres: EmbeddedPostgres) => Promise<void>,
  interruption: AbortSignal,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-demo-'));
  // Started as root, Postgres runs as another user, who must be able to enter the folder.
  chmodSync(folder, 0o711);
  try {
    const postgres = await startEmbeddedPostgres({
      dataDir: join(folder, 'data'),
      log: () => undefined,
      settings: POSTGRES_SETTINGS,
    });
    try {
      await Promise.race([work(postgres), aborted(interruption)]);
    } finally {
      await postgres.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}
