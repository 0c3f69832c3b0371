import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from '../platform/input/refusal.js';
import { holderOfFolder } from './folder-lock.js';
import { DATABASE, OWNER_ROLE } from './roles.js';
import { socketFolderOf, socketUrl } from './socket.js';

export function hasDatabase(dataDir: string): boolean {
  return existsSync(join(dataDir, 'postgres'));
}

/**
 * Returns the owner's address of the database of a running copy, or null if none runs. Changes nothing there.
 * @throws StartRefusal if the database cannot be reached yet
 */
export function addressOfRunning(dataDir: string): string | null {
  const folder = realpathSync(dataDir);
  if (holderOfFolder(folder) === undefined) return null;
  const socketFolder = socketFolderOf(folder);
  const password = passwordIn(folder);
  if (socketFolder === undefined || password === '')
    throw new StartRefusal(`A copy of Touchline in ${dataDir} is just starting or stopping: try again in a moment.`);
  return socketUrl(socketFolder, { role: OWNER_ROLE, password, database: DATABASE });
}

function passwordIn(folder: string): string {
  const file = join(folder, 'postgres-password');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}
