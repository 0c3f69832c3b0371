import { readProgramFile } from './files.js';

/** Returns the version of this program, from its package.json. */
export function programVersion(): string {
  const { version } = JSON.parse(readProgramFile('package.json')) as { version: string };
  return version;
}
