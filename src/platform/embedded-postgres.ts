import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from './configuration.js';
import { lockFolder } from './folder-lock.js';
import { makeFolder } from './make-folder.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { postgresLauncher } from './postgres-launcher.js';
import {
  freePort,
  launchPostgres,
  makeDataFolder,
  newPassword,
  PortTakenError,
  type PostgresFiles,
  postgresUrl,
  type RunningPostgres,
  setPassword,
} from './postgres-process.js';
import { SupervisedPostgres } from './postgres-supervisor.js';
import { stopSurvivors } from './postgres-survivors.js';

const PORT_ATTEMPTS_MAX = 5;

const SETTINGS: Readonly<Record<string, string>> = {
  max_connections: '100',
  shared_buffers: '256MB',
  // What is acknowledged is on disk. These are Postgres's own defaults, repeated because everything rests on them.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // A bulk import must not checkpoint all the time; the price is disk space and a longer recovery after a crash.
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
};

export interface EmbeddedPostgresOptions {
  /** Created when missing. Also holds the lock, the password and what Postgres says. */
  readonly dataDir: string;
  /** Takes one line for people at a time. */
  readonly log: (line: string) => void;
  /** Called once when Postgres ended and cannot be brought back; the program should end too. */
  readonly onLost?: (why: StartRefusal) => void;
  /** Of Postgres, beside or in place of those that keep what was acknowledged: for data that nobody keeps. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly url: string;
  /** Ends all sessions, stops Postgres and gives the data folder free. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts a Postgres that belongs to this process: it ends with it, and comes back on the same port when it dies alone.
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
  const { dataDir, log, onLost = () => undefined } = options;
  const settings = { ...SETTINGS, ...options.settings };
  const binaries = findPostgresBinaries();
  const folder = openFolder(dataDir);
  const lock = lockFolder(folder);
  try {
    const dataFolder = join(folder, 'postgres');
    const launcher = postgresLauncher(binaries, folder, dataFolder);
    const files = { binaries, launcher, dataFolder, logFile: join(folder, 'postgres.log') };
    const password = await prepare(files, log);
    const { postgres, port } = await launchOnFreePort(files, settings);
    const lost = (why: Error) => onLost(asRefusal(why, folder));
    const supervised = new SupervisedPostgres({ files, port, settings, log, onLost: lost }, postgres);
    let stopped: Promise<void> | undefined;
    return {
      url: postgresUrl(port, password),
      stop: () => (stopped ??= supervised.stop().finally(() => lock.release())),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** As root others may pass the folder, never look into it: Postgres then runs as a user who has to. */
function openFolder(dataDir: string): string {
  makeFolder(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  return realpathSync(dataDir);
}

/** Leaves a data folder that Postgres can start on. Returns its password. */
async function prepare(files: PostgresFiles, log: (line: string) => void): Promise<string> {
  const { dataFolder, logFile } = files;
  const folder = join(dataFolder, '..');
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith('postgres.new-'))) {
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 10 });
  }
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);

  const isNew = !existsSync(dataFolder);
  if (!isNew) {
    refuseForeign(files);
    await stopSurvivors(dataFolder, log);
  }
  const passwordFile = join(folder, 'postgres-password');
  const kept = existsSync(passwordFile) ? readFileSync(passwordFile, 'utf8').trim() : '';
  const password = kept || newPassword();
  if (!kept) writeWhole(passwordFile, `${password}\n`);
  if (isNew) {
    log(`Making a database in ${folder}.`);
    await makeDataFolder(files, password);
  } else if (!kept) await setPassword(files, password);
  return password;
}

function refuseForeign({ dataFolder, binaries, launcher }: PostgresFiles): void {
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

function writeWhole(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

async function launchOnFreePort(
  files: PostgresFiles,
  settings: Readonly<Record<string, string>>,
): Promise<{ postgres: RunningPostgres; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { postgres: await launchPostgres(files, port, settings), port };
    } catch (error) {
      // Another program took it between our look and Postgres's.
      if (!(error instanceof PortTakenError) || attempt >= PORT_ATTEMPTS_MAX) throw error;
    }
  }
}

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the disk quota is used up: free some space',
  EROFS: 'the file system is read-only',
  EACCES: 'this user may not write there: give it the folder',
  EPERM: 'this user may not write there: give it the folder',
  ENOTDIR: 'a part of the path is a file: move it away',
  EEXIST: 'it is a file: move it away',
};

function asRefusal(error: unknown, dataDir: string): StartRefusal {
  if (error instanceof StartRefusal) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const why = WHAT_TO_DO[code] ?? message.split('\n')[0];
  return new StartRefusal(`The data folder ${dataDir} cannot be used, ${why}, or set DATA_DIR to another folder.`);
}
