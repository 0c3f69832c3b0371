import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Creates a folder and its parents. Node's own `recursive` hangs where the system lists a folder but allows nothing to
 * be created in it (`/proc`).
 * @throws the system's error if it cannot be created
 */
export function makeFolder(path: string, mode = 0o777): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process created it in the meantime.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Writes a file that only this user may read, as a whole or not at all. An existing file is replaced, not written to:
 * it may be a link to elsewhere, or readable by others.
 * @throws the system's error if it cannot be written
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

/** Returns the folder of this program, which contains its package.json: sources and builds lie at different depths. */
export function programFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/**
 * Finds something that the build made beside the program, above its compiled or bundled modules.
 * @returns undefined if it is not built
 */
export function findBuilt(...path: readonly string[]): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, ...path))) {
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  return join(folder, ...path);
}

/** Reads a text file that is part of the program, by its path from the program's folder. */
export function readProgramFile(...path: readonly string[]): string {
  return readFileSync(join(programFolder(), ...path), 'utf8');
}

/** Lists a folder that is part of the program, with its subfolders, as sorted paths from that folder. */
export function listProgramFolder(...path: readonly string[]): string[] {
  return readdirSync(join(programFolder(), ...path), { recursive: true, encoding: 'utf8' }).sort();
}
