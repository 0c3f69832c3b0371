import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { StartRefusal } from '../platform/input/refusal.js';
import { environmentOfPrograms } from '../platform/running/environment.js';
import type { PostgresBinaries } from './binaries.js';
import type { PostgresLauncher } from './launcher.js';
import { type Access, socketSettings } from './socket.js';

/** Identity of a process on this machine. The pid alone is not enough, because it is reused. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The start time of the process as the system writes it; two processes with the same pid differ in it. */
  readonly begun: string;
}

/** Returns undefined if no such process runs. A zombie does not count as running. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const begun = process.platform === 'linux' ? begunOnLinux(pid) : begunElsewhere(pid);
  return begun === undefined ? undefined : { pid, begun };
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.begun === identity.begun;
}

/** Source: proc_pid_stat(5): the state is field 3, the start in ticks since boot field 22. */
function begunOnLinux(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses and may itself contain spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${boot}/${fields[19]}`;
}

function begunElsewhere(pid: number): string | undefined {
  const columns = ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)];
  const { status, stdout } = spawnSync('ps', columns, { encoding: 'utf8', env: environmentOfPrograms() });
  const [state = '', ...begun] = (stdout ?? '').trim().split(/\s+/);
  return status === 0 && !state.startsWith('Z') ? begun.join(' ') : undefined;
}

/** Returns the command line of a process, which it may have rewritten; empty if it does not run. */
export function commandLineOf(pid: number): string {
  if (process.platform === 'linux') return (readIfThere(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** Returns undefined where the system does not reveal it. */
export function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Distinguishes our Postgres from one started by hand on the same data folder. */
export const CLUSTER_NAME = 'touchline-embedded';

const LOG_FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
const POLL_MS = 5;
/** After a crash, Postgres first replays its log, up to `max_wal_size`. */
const READY_WITHIN_MS = 10 * 60_000;
/** A fast shutdown writes all pending changes to the tables. */
const STOP_WITHIN_MS = 60_000;
const KILL_WITHIN_MS = 10_000;

/** Settings of `postgres` for every use; each use adds its own. */
const COMMON_SETTINGS: Readonly<Record<string, string>> = {
  cluster_name: CLUSTER_NAME,
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Logs no statements and no rejected rows, because both contain personal data.
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
  readonly logFile: string;
  readonly socketFolder: string;
}

export interface RunningPostgres {
  readonly pid: number;
  /** Resolves when it has ended, with the reason in a few words. */
  readonly ended: Promise<string>;
  /** Ends every session and then Postgres, so that no recovery is needed. */
  stop(): Promise<void>;
}

/**
 * Starts Postgres and waits until it accepts connections.
 * @throws StartRefusal if it ends instead
 */
export async function launchPostgres(
  files: PostgresFiles,
  settings: Readonly<Record<string, string>>,
  access: Access = 'password',
): Promise<RunningPostgres> {
  const { launcher, binaries, dataFolder, logFile } = files;
  const all = { ...COMMON_SETTINGS, ...settings, ...socketSettings(files.socketFolder, access) };
  const given = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Does not follow a link: a user with write access to the data folder could redirect root to another file.
  const log = openSync(logFile, LOG_FLAGS, 0o600);
  const logFrom = statSync(logFile).size;
  // Not a pipe: Postgres must not block while this process is busy, and its last messages must outlive this process.
  const child = launcher.spawn(binaries.postgres, ['-D', dataFolder, ...given], ['ignore', log, log]);
  closeSync(log);
  // Neither a stopped nor a running server must keep this process from ending; a running one ends with it.
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

/** Returns 192 random bits in hex. */
export function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/** Stops a server with increasingly forceful signals. @throws Error if it is still running after all of them */
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

/** Postgres writes its state into line 8 of this file, which pg_ctl reads too. Source: src/include/utils/pidfile.h */
function isReady(dataFolder: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(`${dataFolder}/postmaster.pid`, 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function whyItEnded(over: string, output: string): Error {
  return new StartRefusal(`Postgres did not start: ${lastComplaint(output) ?? over}.`);
}

/** Returns the last error message in the output of a Postgres program. */
export function lastComplaint(output: string): string | undefined {
  return [...output.matchAll(/\b(?:FATAL|PANIC|ERROR|error):\s+(.+)/g)].at(-1)?.[1]?.trim();
}
