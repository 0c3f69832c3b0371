import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StartRefusal } from '../platform/input/refusal.js';
import { NOBODY, type Owner, type PostgresLauncher, postgresLauncher } from './launcher.js';
import {
  becomesTrue,
  CLUSTER_NAME,
  commandLineOf,
  identityOf,
  lastComplaint,
  launchPostgres,
  type PostgresFiles,
  stopProcess,
  workingFolderOf,
} from './process.js';
import { OWNER_ROLE, setOwnerPassword } from './roles.js';

/** initdb looks its user up by name, which fails in a container that runs as an arbitrary user id. */
const NAMELESS = /could not look up effective user ID (\d+)/;

/**
 * Creates a data folder with the database and the role of its owner, atomically: a start killed in the middle leaves
 * only a folder of another name, `<dataFolder>.new-…`.
 * @throws StartRefusal if it cannot be created
 */
export async function makeDataFolder(files: PostgresFiles, password: string): Promise<void> {
  const room = `${files.dataFolder}.new-${randomBytes(4).toString('hex')}`;
  const draft = join(room, 'postgres');
  try {
    mkdirSync(room, { mode: 0o700 });
    await initialise(files, draft);
    // The owner of the draft must be able to enter; the draft itself stays closed to all others.
    chmodSync(room, 0o711);
    await resetPassword({ ...files, dataFolder: draft }, password);
    // Syncs once at the end, in 50 ms: otherwise a power cut in the first half minute could lose the whole folder.
    await run(files, draft, files.launcher, ['-D', draft, '--sync-only']);
    renameSync(draft, files.dataFolder);
  } finally {
    rmSync(room, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Removes drafts beside a folder or file that a killed start left behind. */
export function removeDrafts(path: string): void {
  const [parent, name] = [dirname(path), basename(path)];
  for (const draft of readdirSync(parent).filter((entry) => entry.startsWith(`${name}.new-`))) {
    rmSync(join(parent, draft), { recursive: true, force: true, maxRetries: 10 });
  }
}

async function initialise(files: PostgresFiles, draft: string): Promise<void> {
  const maker = makerIn(dirname(draft), files);
  mkdirSync(draft, { mode: 0o700 });
  if (maker.owner) chownSync(draft, maker.owner.uid, maker.owner.gid);
  // The builtin locale sorts the same on every system, and a system update cannot corrupt indexes.
  const locale = ['--locale-provider=builtin', '--locale=C.UTF-8', '--encoding=UTF8'];
  // Access is configured at every start (socket.ts), not by the file created here.
  const quick = ['--no-sync', '--no-instructions', '--auth=reject'];
  await run(files, draft, maker, ['-D', draft, '-U', OWNER_ROLE, ...quick, ...locale]);
  if (files.launcher.owner) giveTo(files.launcher.owner, draft);
}

/**
 * Returns a launcher for initdb, which needs a user with a name: `nobody`, because our own user has none. Other
 * processes of `nobody` stay out of the room if the launcher has the capability to pass.
 */
function makerIn(room: string, { binaries, launcher }: PostgresFiles): PostgresLauncher {
  if (launcher.owner === undefined) return launcher;
  try {
    return postgresLauncher(binaries, room, NOBODY);
  } catch {
    chmodSync(room, 0o711);
    return postgresLauncher(binaries, room, NOBODY);
  }
}

/** @throws StartRefusal if the data folder has another version or another owner */
export function refuseForeign({
  dataFolder,
  binaries,
  launcher,
}: Pick<PostgresFiles, 'dataFolder' | 'binaries' | 'launcher'>): void {
  const { uid } = statSync(dataFolder);
  const self = launcher.owner?.uid ?? process.getuid?.() ?? uid;
  if (uid !== self) {
    throw new StartRefusal(
      `${dataFolder} belongs to user ${uid} and this copy runs as user ${self}: start as the user who started ` +
        'before, give the whole data folder to this one (chown -R), or set DATA_DIR to another folder.',
    );
  }
  const versionFile = join(dataFolder, 'PG_VERSION');
  const major = existsSync(versionFile) ? Number(readFileSync(versionFile, 'utf8')) : undefined;
  if (major === binaries.major) return;
  throw new StartRefusal(
    major === undefined
      ? `${dataFolder} is not a data folder of Postgres: move it away, or set DATA_DIR to another folder.`
      : `${dataFolder} was made by Postgres ${major} and this version has Postgres ${binaries.major}: ` +
          'start the former version of Touchline to move the data out, or set DATA_DIR to another folder.',
  );
}

/** Uses the system's `chown`, which links cannot mislead: those who own the folder could write in it. */
function giveTo({ uid, gid }: Owner, folder: string): void {
  // The slash also covers a folder that is a link to another place.
  const { status, stderr } = spawnSync('chown', ['-RPh', `${uid}:${gid}`, `${folder}/`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`chown fails: ${stderr.trim()}`);
}

/** Sets the password on a temporary server that requires none: only its own user and root reach the socket. */
export async function resetPassword(files: PostgresFiles, password: string): Promise<void> {
  const postgres = await launchPostgres(files, { log_checkpoints: 'off' }, 'everybody');
  try {
    await setOwnerPassword(files.socketFolder, password);
  } finally {
    await postgres.stop();
  }
}

async function run(
  { binaries, dataFolder }: PostgresFiles,
  draft: string,
  launcher: PostgresLauncher,
  args: readonly string[],
): Promise<void> {
  const child = launcher.spawn(binaries.initdb, args, ['ignore', 'pipe', 'pipe']);
  let output = '';
  child.stdout!.on('data', (chunk) => (output += chunk));
  child.stderr!.on('data', (chunk) => (output += chunk));
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? `code ${code}`}`));
  });
  if (failure === undefined) return;
  const nameless = NAMELESS.exec(output)?.[1];
  if (nameless !== undefined) {
    throw new StartRefusal(
      `The database cannot be made in ${dataFolder}: user ${nameless} has no name on this system, and Postgres requires one. ` +
        'Give it a line in /etc/passwd, start as a user who has one or as root, or set DATABASE_URL to a Postgres of yours.',
    );
  }
  const complaint = lastComplaint(output) ?? (output.trim().split('\n').at(-1) || failure);
  throw new StartRefusal(
    `The database cannot be made in ${dataFolder}: ${complaint.replaceAll(draft, dataFolder)}. ` +
      'Check the space and the rights there, or set DATA_DIR to another folder.',
  );
}

/** Sessions of a killed server end once they finish their statement. */
const SESSIONS_END_WITHIN_MS = 5_000;

/**
 * Stops a server that outlived the program that started it, and removes its traces from the data folder. The caller
 * holds the folder's lock, so no running copy of this program uses that server; mostly it is stopping already.
 * @throws StartRefusal if the server was started by hand, or cannot be stopped
 */
export async function stopSurvivors(dataFolder: string, log: (line: string) => void): Promise<void> {
  const folder = realpathSync(dataFolder);
  const server = serverOf(folder);
  try {
    if (server !== undefined) await stopServer(server, log);
    await stopSessions(folder);
  } catch (error) {
    if (error instanceof StartRefusal) throw error;
    throw new StartRefusal(
      `A former Postgres still uses ${folder} and cannot be stopped (${(error as Error).message}): stop it by hand.`,
    );
  }
  // Its process id may belong to another process by now, which Postgres would take for a running server.
  rmSync(join(folder, 'postmaster.pid'), { force: true });
}

async function stopServer(pid: number, log: (line: string) => void): Promise<void> {
  if (!commandLineOf(pid).includes(CLUSTER_NAME)) {
    throw new StartRefusal(
      `The data folder is in use by a Postgres that Touchline did not start (process ${pid}): stop that one first.`,
    );
  }
  log(`A former Postgres (process ${pid}) is still there; waiting until it has stopped.`);
  await stopProcess(pid, () => identityOf(pid) === undefined);
}

/** Stops a killed server's remaining processes: two servers on one folder would destroy it. */
async function stopSessions(folder: string): Promise<void> {
  if (await becomesTrue(() => processesIn(folder).length === 0, SESSIONS_END_WITHIN_MS)) return;
  for (const pid of processesIn(folder)) {
    await stopProcess(pid, () => identityOf(pid) === undefined);
  }
}

/** Returns the running server of a data folder, by the process id in it. */
function serverOf(folder: string): number | undefined {
  const pid = numberLeftIn(folder);
  if (pid === undefined || identityOf(pid) === undefined) return undefined;
  const itsFolder = workingFolderOf(pid);
  // Without /proc, the command line identifies it: ours contains the folder.
  const isIts = itsFolder === undefined ? commandLineOf(pid).includes(folder) : itsFolder === folder;
  return isIts ? pid : undefined;
}

function numberLeftIn(folder: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(folder, 'postmaster.pid'), 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    // There is none, or a stopping server removes it at this moment.
    return undefined;
  }
}

/** Finds the processes of a folder by working folder and cluster name. Empty on systems other than Linux. */
function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => workingFolderOf(pid) === folder && commandLineOf(pid).includes(CLUSTER_NAME));
}
