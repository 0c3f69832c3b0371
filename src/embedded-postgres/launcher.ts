import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { StartRefusal } from '../platform/input/refusal.js';
import { environmentOfPrograms } from '../platform/running/environment.js';
import type { PostgresBinaries } from './binaries.js';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Postgres refuses to run as root, and initdb needs a user with a name. This one has a name on every Unix. */
export const NOBODY: Owner = { uid: 65_534, gid: 65_534 };

/**
 * The user that Postgres runs as when root starts it. Not `nobody`, which is shared: any other process of it could read
 * the database and stop it. This id has no name and no login, is outside the ranges that systems assign to people and
 * systemd to services, and is below 65,536, the limit of containers.
 */
export const OURS: Owner = { uid: 60_918, gid: 60_918 };

/** Without it, access(2) ignores the capability, and initdb checks the programs beside it with access(2). */
const RETAINING_ACCESS = ['--securebits=+no_setuid_fixup'];
const CANNOT_REACH = 'cannot reach';

export interface PostgresLauncher {
  /** The required owner of the data folder. Absent: the user of this process. */
  readonly owner: Owner | undefined;
  spawn(program: string, args: readonly string[], stdio: StdioOptions): ChildProcess;
  mayWrite(folder: string): boolean;
}

interface Way {
  readonly prefix: readonly string[];
  readonly owner?: Owner;
}

/**
 * Finds a way to run Postgres that reaches its programs and the data folder.
 * On Linux, the kernel signals Postgres to stop when this process ends, so that not even `kill -9` leaves an orphan.
 * Another user gets the capability to pass private folders only if a private parent (root's home, a temporary folder)
 * blocks the path.
 * @param parent the folder that contains the data folder
 * @param owner the user to run as, if not that of this process
 * @throws StartRefusal if there is no way
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
 * Returns the user that Postgres runs as when root starts it: the owner of the data folder, else a user of our own.
 * @param dataFolder need not exist yet
 */
export function ownerOf(dataFolder: string): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const stat = statSync(dataFolder, { throwIfNoEntry: false });
  return stat === undefined || stat.uid === 0 ? OURS : { uid: stat.uid, gid: stat.gid };
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
      // In a session of its own: Ctrl-C, sent to the whole group, must not stop Postgres while requests are still being
      // answered.
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
