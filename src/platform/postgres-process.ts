import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { StartRefusal } from './configuration.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import type { PostgresLauncher } from './postgres-launcher.js';

export const POSTGRES_USER = 'touchline';
export const POSTGRES_DATABASE = 'touchline';
/** Tells our Postgres from one that somebody started by hand on the same data folder. */
export const CLUSTER_NAME = 'touchline-embedded';

const POLL_MS = 5;
/** After a crash Postgres first replays its log, up to `max_wal_size`. */
const READY_WITHIN_MS = 10 * 60_000;
/** A fast shutdown writes everything that is not yet in the tables. */
const STOP_WITHIN_MS = 60_000;
const KILL_WITHIN_MS = 10_000;

/** Settings of `postgres` for every use; each use adds its own. */
const COMMON_SETTINGS: Readonly<Record<string, string>> = {
  cluster_name: CLUSTER_NAME,
  // TCP, not a Unix socket: a socket's path may not pass 107 bytes, and data folders lie deeper than that.
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // No statement, no refused row: both hold personal data.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  // Compiling a plan takes longer than our short statements run.
  jit: 'off',
  random_page_cost: '1.1',
};

export interface PostgresFiles {
  readonly binaries: PostgresBinaries;
  readonly launcher: PostgresLauncher;
  readonly dataFolder: string;
  /** Takes what Postgres says, appended. */
  readonly logFile: string;
}

/** A Postgres that accepts connections. */
export interface RunningPostgres {
  readonly pid: number;
  /** Settles when it has ended, with the reason in a few words. */
  readonly ended: Promise<string>;
  /** Ends every session and then Postgres, with nothing left to recover. */
  stop(): Promise<void>;
}

/**
 * Makes a data folder with the database and the user of this program. All at once: whoever is killed in the middle
 * leaves a folder of another name, `<dataFolder>.new-…`.
 * @throws StartRefusal when it cannot be made
 */
export async function makeDataFolder(files: PostgresFiles, password: string): Promise<void> {
  const draft = `${files.dataFolder}.new-${randomBytes(4).toString('hex')}`;
  try {
    await makeDraft({ ...files, dataFolder: draft }, password);
    renameSync(draft, files.dataFolder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

async function makeDraft(files: PostgresFiles, password: string): Promise<void> {
  const { binaries, launcher, dataFolder } = files;
  mkdirSync(dataFolder, { mode: 0o700 });
  if (launcher.owner) chownSync(dataFolder, launcher.owner.uid, launcher.owner.gid);
  // The builtin locale sorts alike on every system, and an update of the system cannot spoil indexes.
  const locale = ['--locale-provider=builtin', '--locale=C.UTF-8', '--encoding=UTF8'];
  const quick = ['--no-sync', '--no-instructions'];
  await run(files, binaries.initdb, ['-D', dataFolder, '-U', POSTGRES_USER, '--auth=trust', ...quick, ...locale]);
  await setPassword(files, password, `create database ${POSTGRES_DATABASE}`);
  writeFileSync(`${dataFolder}/pg_hba.conf`, 'host all all 127.0.0.1/32 scram-sha-256\n');
  // Once at the end, 50 ms: without it a power cut in the first half minute could take the whole folder.
  await run(files, binaries.initdb, ['-D', dataFolder, '--sync-only']);
}

/** Sets the password while Postgres does not run. @param also one more statement */
export async function setPassword(files: PostgresFiles, password: string, also = ''): Promise<void> {
  // One round of hashing: 4,096 protect words that people choose, not 192 random bits, and cost 3 ms a connection.
  const statements = ['set scram_iterations = 1', `alter role ${POSTGRES_USER} password '${password}'`, also];
  const single = ['--single', '-D', files.dataFolder, '-c', 'log_min_messages=error', '-c', 'log_checkpoints=off'];
  await run(files, files.binaries.postgres, [...single, 'postgres'], `${statements.join('\n')}\n`);
}

/**
 * Starts Postgres and waits until it accepts connections.
 * @throws PortTakenError
 * @throws StartRefusal when it ends instead
 */
export async function launchPostgres(
  files: PostgresFiles,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<RunningPostgres> {
  const { launcher, binaries, dataFolder, logFile } = files;
  const given = Object.entries({ ...COMMON_SETTINGS, ...settings, port }).flatMap(([k, v]) => ['-c', `${k}=${v}`]);
  const log = openSync(logFile, 'a', 0o600);
  const logFrom = statSync(logFile).size;
  // A file, not a pipe to us: Postgres must not stop when we are too busy to read, and its last words outlive us.
  const child = launcher.spawn(binaries.postgres, ['-D', dataFolder, ...given], ['ignore', log, log]);
  closeSync(log);
  // A stopped server must not keep this process from ending, nor a running one: it ends with us.
  child.unref();
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
  });
  let over: string | undefined;
  void ended.then((reason) => {
    over = reason;
  });

  const deadline = performance.now() + READY_WITHIN_MS;
  while (!isReady(dataFolder, child.pid)) {
    if (over !== undefined) throw whyItEnded(over, readFileSync(logFile).subarray(logFrom).toString());
    if (performance.now() > deadline) {
      child.kill('SIGINT');
      throw new StartRefusal(`Postgres is not ready after ${READY_WITHIN_MS / 60_000} minutes: see ${logFile}.`);
    }
    await wait(POLL_MS);
  }
  const pid = child.pid!;
  return { pid, ended, stop: () => stopProcess(pid, () => over !== undefined) };
}

/** The port was free a moment ago. */
export class PortTakenError extends Error {}

/** A port of 127.0.0.1 that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export function postgresUrl(port: number, password: string, database = POSTGRES_DATABASE): string {
  return `postgres://${POSTGRES_USER}:${password}@127.0.0.1:${port}/${database}`;
}

/** Letters and digits, 192 random bits. */
export function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/** Asks a server to stop, more and more firmly. @throws Error when it is still there after all */
export async function stopProcess(pid: number, hasEnded: () => boolean): Promise<void> {
  const steps = [
    ['SIGINT', STOP_WITHIN_MS],
    ['SIGQUIT', KILL_WITHIN_MS],
    ['SIGKILL', KILL_WITHIN_MS],
  ] as const;
  for (const [signal, withinMs] of steps) {
    if (hasEnded()) return;
    kill(pid, signal);
    if (await becomesTrue(hasEnded, withinMs)) return;
  }
  throw new Error(`Postgres (process ${pid}) does not stop`);
}

export async function becomesTrue(fact: () => boolean, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!fact()) {
    if (performance.now() > deadline) return false;
    await wait(POLL_MS);
  }
  return true;
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Postgres writes its state into line 8 of this file, as pg_ctl reads it. Source: src/include/utils/pidfile.h */
function isReady(dataFolder: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(`${dataFolder}/postmaster.pid`, 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function whyItEnded(over: string, said: string): Error {
  if (/could not bind|could not create any TCP\/IP sockets/.test(said))
    return new PortTakenError('another program has its port');
  return new StartRefusal(`Postgres did not start: ${lastComplaint(said) ?? over}.`);
}

/** Runs a program to its end. */
async function run(files: PostgresFiles, program: string, args: readonly string[], input = ''): Promise<void> {
  const child = files.launcher.spawn(program, args, ['pipe', 'pipe', 'pipe']);
  let said = '';
  child.stdout!.on('data', (chunk) => (said += chunk));
  child.stderr!.on('data', (chunk) => (said += chunk));
  // A program that has ended already says more by its end than by not reading.
  child.stdin!.on('error', () => undefined).end(input);
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? `code ${code}`}`));
  });
  // In single-user mode a failed statement is said, not shown by the exit code.
  const complaint = lastComplaint(said);
  if (failure === undefined && complaint === undefined) return;
  throw new StartRefusal(
    `The database cannot be made in ${files.dataFolder}: ${complaint ?? (said.trim().split('\n').at(-1) || failure)}. ` +
      'Check the space and the rights there, or set DATA_DIR to another folder.',
  );
}

function lastComplaint(said: string): string | undefined {
  return [...said.matchAll(/\b(?:FATAL|PANIC|ERROR|error):\s+(.+)/g)].at(-1)?.[1]?.trim();
}
