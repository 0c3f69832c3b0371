import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFolder } from './program-folder.js';

/** The version of this program, from its package.json. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(join(programFolder(), 'package.json'), 'utf8')) as { version: string };
  return version;
}
