import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
