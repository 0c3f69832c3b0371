import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { StartRefusal } from '../platform/start-refusal.js';
import type { PostgresBinaries } from './binaries.js';
import type { PostgresLauncher } from './launcher.js';
import { type Access, socketSettings } from './socket.js';

/** Tells our Postgres from one that somebody started by hand on the same data folder. */
export const CLUSTER_NAME = 'touchline-embedded';

const LOG_FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
const POLL_MS = 5;
/** After a crash Postgres first replays its log, up to `max_wal_size`. */
const READY_WITHIN_MS = 10 * 60_000;
/** A fast shutdown writes everything that is not yet in the tables. */
const STOP_WITHIN_MS = 60_000;
const KILL_WITHIN_MS = 10_000;

/** Settings of `postgres` for every use; each use adds its own. */
const COMMON_SETTINGS: Readonly<Record<string, string>> = {
  cluster_name: CLUSTER_NAME,
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
  /** Where it listens. */
  readonly socketFolder: string;
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
 * Starts Postgres and waits until it accepts connections.
 * @throws StartRefusal when it ends instead
 */
export async function launchPostgres(
  files: PostgresFiles,
  settings: Readonly<Record<string, string>>,
  access: Access = 'password',
): Promise<RunningPostgres> {
  const { launcher, binaries, dataFolder, logFile } = files;
  const all = { ...COMMON_SETTINGS, ...settings, ...socketSettings(files.socketFolder, access) };
  const given = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Not through a link: whoever may write in the data folder could lead root to another file.
  const log = openSync(logFile, LOG_FLAGS, 0o600);
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
  return new StartRefusal(`Postgres did not start: ${lastComplaint(said) ?? over}.`);
}

/** What a program of Postgres last said of a failure. */
export function lastComplaint(said: string): string | undefined {
  return [...said.matchAll(/\b(?:FATAL|PANIC|ERROR|error):\s+(.+)/g)].at(-1)?.[1]?.trim();
}
