import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OURS } from '../../src/embedded-postgres/launcher.js';
import { identityOf } from '../../src/embedded-postgres/process.js';
import { removeSocketFolder } from '../../src/embedded-postgres/socket.js';
import { PostgresOwner, until } from './postgres-owner.js';

const TEST_FOLDER = process.env.TEST_FOLDER!;
/** The user as which Postgres runs under root. */
export const POSTGRES = OURS.uid;
export const NOBODY = 65_534;
export const isRoot = process.getuid?.() === 0;
export const linux = process.platform === 'linux';

/** Returns a user with a name, because initdb refuses users without one. */
function ordinaryUser(): number {
  const users = readFileSync('/etc/passwd', 'utf8').trim().split('\n');
  return users.map((line) => Number(line.split(':')[2])).find((uid) => uid !== 0 && uid !== NOBODY) ?? NOBODY;
}

export const ORDINARY = isRoot ? ordinaryUser() : process.getuid?.();

/** An ordinary user must be able to reach the project and Node, which is impossible below a private folder. */
function ordinaryUserReaches(): boolean {
  const script = 'test -r "$0" && test -x "$1"';
  const files = [join(process.cwd(), 'scripts', 'build.mjs'), process.execPath];
  return spawnSync('sh', ['-c', script, ...files], { uid: ORDINARY!, gid: ORDINARY!, cwd: '/' }).status === 0;
}

export const othersMayRead = !isRoot || ordinaryUserReaches();
/** The users as whom the tests run. */
export const users: [string, number | undefined][] = [[isRoot ? 'root' : 'an ordinary user', undefined]];
if (isRoot && othersMayRead) users.push(['an ordinary user', ORDINARY]);
if (!othersMayRead) console.warn('Not tried as an ordinary user: a parent folder of this project is private.');

const owners: PostgresOwner[] = [];
let parent: string | undefined;

/** Returns a data folder below a folder that no other user may enter, like a home. */
export function newDataDir(uid?: number): string {
  parent = mkdtempSync(join(TEST_FOLDER, 'touchline-embedded-'));
  if (uid !== undefined) chownSync(parent, uid, uid);
  return join(parent, 'data');
}

/** One complete data folder for each user. Most tests start with a copy of it, which is ten times faster. */
const made = new Map<number | undefined, string>();

export async function madeDataDir(uid?: number): Promise<string> {
  const dataDir = newDataDir(uid);
  if (!made.has(uid)) {
    const master = mkdtempSync(join(TEST_FOLDER, 'touchline-embedded-'));
    if (uid !== undefined) chownSync(master, uid, uid);
    const owner = new PostgresOwner(master, { uid });
    await owner.tells('url');
    await owner.stop();
    made.set(uid, master);
  }
  if (spawnSync('cp', ['-a', made.get(uid)!, dataDir]).status !== 0) throw new Error('cp fails');
  return dataDir;
}

export function own(dataDir: string, options: ConstructorParameters<typeof PostgresOwner>[1] = {}): PostgresOwner {
  const owner = new PostgresOwner(dataDir, options);
  owners.push(owner);
  return owner;
}

/**
 * Interrupts the server instead of killing it: a killed one leaves shared memory that only the next start on its folder
 * removes.
 */
function isOver(pid: number): boolean {
  if (identityOf(pid) === undefined) return true;
  try {
    process.kill(pid, 'SIGINT');
    return false;
  } catch {
    return true;
  }
}

/** Must run after each test. */
export async function endOwners(): Promise<void> {
  for (const owner of owners.splice(0)) {
    await owner.kill();
    const server = owner.postgresPid;
    if (server) await until('the server has ended', () => isOver(server));
    if (existsSync(join(owner.dataDir, 'postgres-socket'))) removeSocketFolder(owner.dataDir);
  }
  if (parent) rmSync(parent, { recursive: true, force: true, maxRetries: 20 });
}
