import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { environmentOfPrograms } from '../platform/environment.js';
import { StartRefusal } from '../platform/refusal.js';
import type { PostgresBinaries } from './binaries.js';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Postgres refuses to run as root, and initdb to work for a user without a name. This one has one on every Unix. */
export const NOBODY: Owner = { uid: 65_534, gid: 65_534 };

/**
 * Whom Postgres runs as when root starts it. `nobody` is shared: whatever else runs as it could read the database and
 * end it. This number has no name and no login, lies apart from those that systems give to people and that systemd gives
 * to services, and below 65,536, as containers have no others.
 */
export const OURS: Owner = { uid: 60_918, gid: 60_918 };

/** Else access(2) answers as if there were no capability, and initdb asks it for the programs beside itself. */
const RETAINING_ACCESS = ['--securebits=+no_setuid_fixup'];
const CANNOT_REACH = 'cannot reach';

/** Runs programs of Postgres as the user it may run as. */
export interface PostgresLauncher {
  /** Whom the data folder must belong to. Absent: the user of this process. */
  readonly owner: Owner | undefined;
  spawn(program: string, args: readonly string[], stdio: StdioOptions): ChildProcess;
  mayWrite(folder: string): boolean;
}

/** One way to start a program: words to put before it, and options of `spawn`. */
interface Way {
  readonly prefix: readonly string[];
  readonly owner?: Owner;
}

/**
 * Finds a way to run Postgres that reaches its programs and the data folder.
 *
 * On Linux Postgres is told to stop when this process ends, so that not even `kill -9` leaves an orphan. Another user
 * gets the capability to pass private folders only where a private parent (a root's home, a temporary folder) stands in
 * the way.
 *
 * @param parent the folder that holds the data folder
 * @param owner whom it runs as, when not as this process
 * @throws StartRefusal when there is no way
 */
export function postgresLauncher(
  binaries: PostgresBinaries,
  parent: string,
  owner: Owner | undefined,
): PostgresLauncher {
  const failures: string[] = [];
  for (const way of waysFor(owner)) {
    const failure = whyNot(way, binaries, parent);
    if (failure === undefined) return launcher(way, owner);
    failures.push(failure);
  }
  throw new StartRefusal(refusalText(owner, failures, parent));
}

/**
 * Whom Postgres runs as when root starts it: whoever was given the data folder, else a user of our own.
 * @param dataFolder need not exist yet
 */
export function ownerOf(dataFolder: string): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const stat = statSync(dataFolder, { throwIfNoEntry: false });
  return stat === undefined || stat.uid === 0 || stat.uid === NOBODY.uid ? OURS : { uid: stat.uid, gid: stat.gid };
}

/** Best first. */
function waysFor(owner: Owner | undefined): Way[] {
  const stopsWithUs = ['--pdeathsig', 'INT'];
  const linux = process.platform === 'linux';
  if (owner === undefined) return [...(linux ? [{ prefix: ['setpriv', ...stopsWithUs] }] : []), { prefix: [] }];
  const dropped = ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...stopsWithUs];
  const passing = [...dropped, '--inh-caps=+dac_override', '--ambient-caps=+dac_override', ...RETAINING_ACCESS];
  return [...(linux ? [{ prefix: dropped }, { prefix: passing }] : []), { prefix: [], owner }];
}

function whyNot(way: Way, binaries: PostgresBinaries, parent: string): string | undefined {
  const script = 'for f; do test -x "$f" || { echo "$f"; exit 9; }; done; test -r "$0" || { echo "$0"; exit 9; }';
  const needed = [binaries.postgres, binaries.initdb, parent];
  const [program, ...args] = [...way.prefix, 'sh', '-c', script, binaries.catalog, ...needed];
  const done = spawnSync(program!, args, { encoding: 'utf8', env: environmentOfPrograms(), cwd: '/', ...way.owner });
  if (done.status === 0) return undefined;
  if (done.status === 9) return `${CANNOT_REACH} ${done.stdout.trim()}`;
  return done.error?.message ?? done.stderr.trim().split('\n')[0];
}

function launcher(way: Way, owner: Owner | undefined): PostgresLauncher {
  return {
    owner,
    spawn: (program, args, stdio) => {
      const [first, ...rest] = [...way.prefix, program, ...args];
      // In a session of its own: Ctrl-C, sent to the whole group, must not stop Postgres under requests that are
      // still being answered.
      return spawn(first!, rest, { stdio, env: environmentOfPrograms(), cwd: '/', detached: true, ...way.owner });
    },
    mayWrite: (folder) => {
      const [program, ...args] = [...way.prefix, 'sh', '-c', 'test -w "$0"', folder];
      return spawnSync(program!, args, { env: environmentOfPrograms(), cwd: '/', ...way.owner }).status === 0;
    },
  };
}

function refusalText(owner: Owner | undefined, failures: readonly string[], parent: string): string {
  if (owner === undefined) {
    return `The embedded Postgres cannot be started (${failures.at(-1)}): reinstall, or set DATABASE_URL.`;
  }
  const reach = failures.find((failure) => failure.startsWith(CANNOT_REACH)) ?? failures.at(-1);
  const passing = failures.find((failure) => !failure.startsWith(CANNOT_REACH)) ?? 'it changes nothing';
  return (
    `Postgres must not run as root, and user ${owner.uid}, as whom it runs instead, ${reach}; the capability ` +
    `DAC_OVERRIDE, which would let it pass, cannot be given (${passing}): open the parent folders of the project and ` +
    `of ${parent} to all (chmod o+x), start as an ordinary user, or set DATABASE_URL.`
  );
}
