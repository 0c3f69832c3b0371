import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';

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
