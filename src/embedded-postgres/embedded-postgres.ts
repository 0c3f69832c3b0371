import { accessSync, constants, existsSync, readFileSync, realpathSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from '../platform/input/refusal.js';
import { makeFolder, writePrivateFile } from '../platform/running/files.js';
import { findPostgresBinaries, type PostgresBinaries } from './binaries.js';
import { makeDataFolder, refuseForeign, removeDrafts, resetPassword, stopSurvivors } from './data-folder.js';
import { lockFolder } from './folder-lock.js';
import { ownerOf, postgresLauncher } from './launcher.js';
import { launchPostgres, newPassword, type PostgresFiles } from './process.js';
import { DATABASE, OWNER_ROLE, PROGRAM_ROLE, readyProgramRole } from './roles.js';
import { addressOfRunning, hasDatabase } from './running.js';
import { makeSocketFolder, removeSocketFolder, socketNote, socketUrl } from './socket.js';
import { SupervisedPostgres } from './supervisor.js';

const SETTINGS: Readonly<Record<string, string>> = {
  max_connections: '100',
  shared_buffers: '256MB',
  // Acknowledged data is on disk. These are the defaults of Postgres, repeated because everything depends on them.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // A batch of a thousand leads writes six megabytes of log before its commit, while others wait for it.
  wal_buffers: '64MB',
  // Avoids constant checkpoints during a bulk import, at the price of disk space and a longer recovery after a crash.
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
};

interface EmbeddedPostgresOptions {
  /** Created when missing. Also contains the lock, the password and the log of Postgres. */
  readonly dataDir: string;
  /** Receives messages for people, one line at a time. */
  readonly log: (line: string) => void;
  /** Called once when the process of Postgres has started, before it accepts connections. */
  readonly onLaunched?: () => void;
  /** Called once when Postgres has ended and cannot be restarted; the program should end too. */
  readonly onLost?: (why: StartRefusal) => void;
  /** Settings of Postgres that replace the durable ones or add to them, for disposable data. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Connects as the program's role, which reads and writes rows as far as the owner has granted it. */
  readonly url: string;
  /** Connects as the owner, who may change the schema. */
  readonly ownerUrl: string;
  /** The role of `url`, to be granted its rights once the schema exists. */
  readonly programRole: string;
  /** Ends all sessions, stops Postgres and releases the data folder. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts a Postgres that ends with this process, and restarts on the same socket if it ends by itself.
 * @throws StartRefusal one line that says what is wrong and what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options);
  } catch (error) {
    throw asRefusal(error, options.dataDir);
  }
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = openFolder(options.dataDir);
  const lock = lockFolder(folder);
  const giveFree = () => {
    removeSocketFolder(folder);
    lock.release();
  };
  try {
    const known = lookBefore(folder);
    const binaries = findPostgresBinaries(known);
    const files = await openDataFolder(binaries, folder, options.log);
    const postgres = await run(files, await ownersPassword(files, folder, options.log), options);
    if (binaries.look !== known) writePrivateFile(binariesNote(folder), binaries.look);
    let stopped: Promise<void> | undefined;
    return { ...postgres, stop: () => (stopped ??= postgres.stop().finally(giveFree)) };
  } catch (error) {
    giveFree();
    throw error;
  }
}

/** For root, the folder is passable by others but not readable: Postgres then runs as another user. */
function openFolder(dataDir: string): string {
  makeFolder(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  return realpathSync(dataDir);
}

/** Removes what an earlier start left, and determines how to run Postgres there. */
async function openDataFolder(
  binaries: PostgresBinaries,
  folder: string,
  log: (line: string) => void,
): Promise<PostgresFiles> {
  const dataFolder = join(folder, 'postgres');
  const launcher = postgresLauncher(binaries, folder, ownerOf(dataFolder));
  const logFile = join(folder, 'postgres.log');
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
  for (const path of [dataFolder, passwordFile(folder), socketNote(folder), binariesNote(folder)]) removeDrafts(path);
  if (existsSync(dataFolder)) {
    refuseForeign({ dataFolder, binaries, launcher });
    await stopSurvivors(dataFolder, log);
  }
  return { binaries, launcher, dataFolder, logFile, socketFolder: makeSocketFolder(folder, launcher) };
}

function binariesNote(folder: string): string {
  return join(folder, 'postgres-binaries');
}

function lookBefore(folder: string): string | undefined {
  try {
    return readFileSync(binariesNote(folder), 'utf8');
  } catch {
    return undefined;
  }
}

function passwordFile(folder: string): string {
  return join(folder, 'postgres-password');
}

/** Creates the database if there is none, and a new password if it was lost. */
async function ownersPassword(files: PostgresFiles, folder: string, log: (line: string) => void): Promise<string> {
  const file = passwordFile(folder);
  const isNew = !existsSync(files.dataFolder);
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const password = kept || newPassword();
  if (isNew) {
    log(`Making a database in ${folder}.`);
    await makeDataFolder(files, password);
  } else if (!kept) await resetPassword(files, password);
  // Written last: if the start is killed before, the next one sets another password.
  if (!kept) writePrivateFile(file, `${password}\n`);
  return password;
}

async function run(
  files: PostgresFiles,
  password: string,
  { log, onLaunched, onLost = () => undefined, dataDir, settings: given }: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const settings = { ...SETTINGS, ...given };
  const lost = (why: Error) => onLost(asRefusal(why, dataDir));
  const launching = launchPostgres(files, settings);
  onLaunched?.();
  const running = await launching;
  const supervised = new SupervisedPostgres({ files, settings, log, onLost: lost }, running);
  const urlFor = (role: string, key: string) =>
    socketUrl(files.socketFolder, { role, password: key, database: DATABASE });
  const ownerUrl = urlFor(OWNER_ROLE, password);
  // Stored only in memory, because each start sets a new one.
  const programPassword = newPassword();
  try {
    await readyProgramRole(ownerUrl, programPassword);
  } catch (error) {
    await supervised.stop();
    throw error;
  }
  return {
    url: urlFor(PROGRAM_ROLE, programPassword),
    ownerUrl,
    programRole: PROGRAM_ROLE,
    stop: () => supervised.stop(),
  };
}

/**
 * Runs `work` with the address of a data folder's database: that of a running copy, which continues undisturbed, or of
 * a Postgres started for this purpose.
 * @throws StartRefusal if the folder has no database, or it cannot be reached
 */
export async function onDatabaseOf<T>(
  dataDir: string,
  work: (ownerUrl: string, programRole: string) => Promise<T>,
): Promise<T> {
  if (!hasDatabase(dataDir))
    throw new StartRefusal(`There is no database in ${dataDir}: set DATA_DIR to its folder, or DATABASE_URL.`);
  const running = addressIn(dataDir);
  if (running !== null) return work(running, PROGRAM_ROLE);
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  try {
    return await work(postgres.ownerUrl, postgres.programRole);
  } finally {
    await postgres.stop();
  }
}

function addressIn(dataDir: string): string | null {
  try {
    return addressOfRunning(dataDir);
  } catch (error) {
    throw asRefusal(error, dataDir);
  }
}

/** Why a folder cannot be used, and the remedy if there is one other than another folder. */
const WHAT_TO_DO: Readonly<Record<string, readonly [why: string, mend?: string]>> = {
  ENOSPC: ['the disk is full', 'free some space'],
  EDQUOT: ['the disk quota is used up', 'free some space'],
  EROFS: ['the file system is read-only'],
  EACCES: ['this user may not write there', 'give it the folder'],
  EPERM: ['this user may not write there', 'give it the folder'],
  ENOENT: ['it cannot be made there'],
  ENOTDIR: ['a part of the path is a file', 'move it away'],
  EEXIST: ['it is a file', 'move it away'],
};

function asRefusal(error: unknown, dataDir: string): StartRefusal {
  if (error instanceof StartRefusal) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const [why, mend] = WHAT_TO_DO[code] ?? [message.split('\n')[0]];
  const way = mend === undefined ? 'Set DATA_DIR' : `${mend[0]!.toUpperCase()}${mend.slice(1)}, or set DATA_DIR`;
  return new StartRefusal(`The data folder ${dataDir} cannot be used: ${why}. ${way} to another folder.`);
}
