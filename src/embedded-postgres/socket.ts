import {
  closeSync,
  fchmodSync,
  lchownSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { StartRefusal } from '../platform/input/refusal.js';
import { writePrivateFile } from '../platform/running/files.js';
import type { PostgresLauncher } from './launcher.js';

/** Only the suffix of the socket's name: Postgres listens on no port. */
const PORT = 5432;
const SOCKET = `.s.PGSQL.${PORT}`;
const ACCESS = 'access.conf';
const FILES = [SOCKET, `${SOCKET}.lock`, ACCESS];

/** The limit of the system that allows least. */
const PATH_BYTES_MAX = 103;
const PREFIX = 'touchline-';

/** Returns the file in which a data folder stores the path of its Postgres's socket folder. */
export function socketNote(folder: string): string {
  return join(folder, 'postgres-socket');
}

/** Who may connect: those who know a role's password or, while passwords are being set, all who reach the socket. */
export type Access = 'password' | 'everybody';
const METHODS: Readonly<Record<Access, string>> = { password: 'scram-sha-256', everybody: 'trust' };

/**
 * Creates a folder for the socket that only Postgres's own user and root may enter: on a TCP port, any local user could
 * occupy all connections. It is outside the data folder, whose path may be too long for a socket.
 * @param folder stores the path, so that the next start removes what a killed one left
 * @throws StartRefusal if no place is suitable
 */
export function makeSocketFolder(folder: string, launcher: PostgresLauncher): string {
  removeSocketFolder(folder);
  for (const place of new Set([resolve(tmpdir()), '/tmp', folder])) {
    if (Buffer.byteLength(join(place, `${PREFIX}XXXXXX`, `${SOCKET}.lock`)) > PATH_BYTES_MAX) continue;
    const made = madeIn(place);
    if (made === undefined) continue;
    if (launcher.owner) lchownSync(made, launcher.owner.uid, launcher.owner.gid);
    if (launcher.mayWrite(made)) {
      writePrivateFile(socketNote(folder), `${made}\n`);
      return made;
    }
    rmdirSync(made);
  }
  throw new StartRefusal(
    `There is no place for the socket of Postgres: set TMPDIR to a folder with a short path that user ` +
      `${launcher.owner?.uid ?? process.getuid?.()} may write in.`,
  );
}

function madeIn(place: string): string | undefined {
  try {
    return mkdtempSync(join(place, PREFIX));
  } catch {
    return undefined;
  }
}

/** Removes the stored socket folder, but only our own files in it. */
export function removeSocketFolder(folder: string): void {
  const made = socketFolderOf(folder);
  if (made !== undefined) {
    emptySocketFolder(made);
    try {
      rmdirSync(made);
    } catch {}
  }
  rmSync(socketNote(folder), { force: true });
}

/** Returns the stored socket folder of a data folder, which may be that of a former start. */
export function socketFolderOf(folder: string): string | undefined {
  try {
    const made = readFileSync(socketNote(folder), 'utf8').trim();
    return basename(made).startsWith(PREFIX) && lstatSync(made).isDirectory() ? made : undefined;
  } catch {
    return undefined;
  }
}

/** A killed Postgres leaves its pid there, and would take another process that has this pid by now for itself. */
function emptySocketFolder(socketFolder: string): void {
  for (const name of FILES) rmSync(join(socketFolder, name), { force: true });
}

/** Prepares the folder for one run. @returns the settings that make Postgres listen there only */
export function socketSettings(socketFolder: string, access: Access): Readonly<Record<string, string>> {
  emptySocketFolder(socketFolder);
  const file = join(socketFolder, ACCESS);
  const open = openSync(file, 'wx', 0o644);
  writeSync(open, `local all all ${METHODS[access]}\n`);
  // Independent of the umask: when root starts Postgres, it reads the file as another user.
  fchmodSync(open, 0o644);
  closeSync(open);
  return {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    port: String(PORT),
    hba_file: file,
  };
}

export function socketUrl(
  socketFolder: string,
  { role, password, database }: { role: string; password: string; database: string },
): string {
  // Some parsers of addresses require a host name; the parameter `host` overrides it.
  const host = encodeURIComponent(socketFolder);
  return `postgres://${role}:${password}@localhost:${PORT}/${database}?host=${host}`;
}
