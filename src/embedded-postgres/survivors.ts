import { readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from '../platform/start-refusal.js';
import { becomesTrue, CLUSTER_NAME, stopProcess } from './process.js';
import { commandLineOf, identityOf, workingFolderOf } from './process-identity.js';

/** Sessions of a killed server end when they next look up from their statement. */
const SESSIONS_END_WITHIN_MS = 5_000;

/**
 * Clears a data folder of a server that outlived the program that started it, and of its traces. The caller holds the
 * folder's lock, so no running copy of this program uses that server; mostly it is stopping already.
 * @throws StartRefusal when the server is one that somebody started by hand, or cannot be stopped
 */
export async function stopSurvivors(dataFolder: string, log: (line: string) => void): Promise<void> {
  const folder = realpathSync(dataFolder);
  const server = serverOf(folder);
  try {
    if (server !== undefined) await stopServer(server, log);
    await stopSessions(folder);
  } catch (error) {
    if (error instanceof StartRefusal) throw error;
    throw new StartRefusal(
      `A former Postgres still uses ${folder} and cannot be stopped (${(error as Error).message}): stop it by hand.`,
    );
  }
  // The number in it may belong to another process by now, and Postgres would take that one for a running server.
  rmSync(join(folder, 'postmaster.pid'), { force: true });
}

async function stopServer(pid: number, log: (line: string) => void): Promise<void> {
  if (!commandLineOf(pid).includes(CLUSTER_NAME)) {
    throw new StartRefusal(
      `The data folder is in use by a Postgres that Touchline did not start (process ${pid}): stop that one first.`,
    );
  }
  log(`A former Postgres (process ${pid}) is still there; waiting until it has stopped.`);
  await stopProcess(pid, () => identityOf(pid) === undefined);
}

/** A killed server's own processes: two servers on one folder would destroy it. */
async function stopSessions(folder: string): Promise<void> {
  if (await becomesTrue(() => processesIn(folder).length === 0, SESSIONS_END_WITHIN_MS)) return;
  for (const pid of processesIn(folder)) {
    await stopProcess(pid, () => identityOf(pid) === undefined);
  }
}

/** The server that runs on a data folder, by the number it left there. */
function serverOf(folder: string): number | undefined {
  const pid = numberLeftIn(folder);
  if (pid === undefined || identityOf(pid) === undefined) return undefined;
  const itsFolder = workingFolderOf(pid);
  // Without /proc the command line has to do: ours names the folder.
  const isIts = itsFolder === undefined ? commandLineOf(pid).includes(folder) : itsFolder === folder;
  return isIts ? pid : undefined;
}

function numberLeftIn(folder: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(folder, 'postmaster.pid'), 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    // None was left, or a server that is just stopping removes it at this moment.
    return undefined;
  }
}

/** Each process of a Postgres works in the data folder and bears the cluster's name. Empty where the system does not tell. */
function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => workingFolderOf(pid) === folder && commandLineOf(pid).includes(CLUSTER_NAME));
}
