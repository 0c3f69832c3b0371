import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Makes a folder with those above it. Node's own `recursive` never comes back where the system lists a folder and
 * takes nothing in it (`/proc`).
 * @throws the system's error when it cannot be made
 */
export function makeFolder(path: string, mode = 0o777): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Somebody else made it in between.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Writes a file that only this user may read, whole or not at all. What stood there before is replaced, not written to:
 * it may be a link to elsewhere, or a file that others may read.
 * @throws the system's error when it cannot be written
 */
export function writePrivateFile(path: string, content: string): void {
  const draft = `${path}.new-${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, content, { flag: 'wx', mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** The folder of this program, where its package.json is: sources and builds lie at different depths. */
export function programFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** A text that comes with the program, by its path from that folder. */
export function readProgramFile(...path: readonly string[]): string {
  return readFileSync(join(programFolder(), ...path), 'utf8');
}

/** The files in a folder that comes with the program, and in those within it, by their paths from there. */
export function listProgramFolder(...path: readonly string[]): string[] {
  return readdirSync(join(programFolder(), ...path), { recursive: true, encoding: 'utf8' }).sort();
}
