import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from '../platform/refusal.js';
import { holderOfFolder } from './folder-lock.js';
import { DATABASE, OWNER_ROLE } from './roles.js';
import { socketFolderOf, socketUrl } from './socket.js';

/** Whether a data folder has a database, running or not. */
export function hasDatabase(dataDir: string): boolean {
  return existsSync(join(dataDir, 'postgres'));
}

/**
 * The address, for its owner, of the database of a copy of the program that runs on a data folder; null when none runs.
 * Only looks: nothing there is changed.
 * @throws StartRefusal when its database is not to be reached yet
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
