import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from '../platform/input/refusal.js';
import { identityOf, isRunning, type ProcessIdentity } from './process.js';

const TURN = /^lock\.(\d+)$/;
const ATTEMPTS_MAX = 100;

interface FolderLock {
  release(): void;
}

/**
 * Makes this process the only holder of a folder until it releases it or ends, however it ends.
 * Holders take turns: `lock.7` names the seventh holder. A process that finds the newest holder ended creates the next
 * turn, which the file system grants to one process only, and then looks again. The newest turn is never deleted, so a
 * process that decided on an old view of the folder finds a newer turn there and gives way. (Deleting a stale lock and
 * creating a new one, the usual way, lets two processes that both saw the stale one delete each other's.)
 * @throws StartRefusal if the holder runs
 */
export function lockFolder(folder: string): FolderLock {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const newest = turnsIn(folder).at(-1) ?? 0;
    refuseWhileHeld(folder, newest);
    const mine = newest + 1;
    if (!claim(folder, mine)) continue;
    const turns = turnsIn(folder);
    if (turns.at(-1) !== mine) {
      rmSync(fileOf(folder, mine), { force: true });
      continue;
    }
    for (const turn of turns.slice(0, -1)) rmSync(fileOf(folder, turn), { force: true });
    return { release: () => release(folder, mine) };
  }
  throw new StartRefusal(`Too many copies of Touchline start at once in ${folder}: start one.`);
}

/** Returns the running process that holds a folder, or undefined if none does. */
export function holderOfFolder(folder: string): ProcessIdentity | undefined {
  return runningHolder(folder, turnsIn(folder).at(-1) ?? 0);
}

function turnsIn(folder: string): number[] {
  const turns = readdirSync(folder).flatMap((name) => TURN.exec(name)?.[1] ?? []);
  return turns.map(Number).sort((a, b) => a - b);
}

function refuseWhileHeld(folder: string, turn: number): void {
  const holder = runningHolder(folder, turn);
  if (holder === undefined) return;
  throw new StartRefusal(
    `The data folder ${folder} is in use by another running copy of Touchline (process ${holder.pid}): ` +
      'stop that copy, or set DATA_DIR to another folder.',
  );
}

function runningHolder(folder: string, turn: number): ProcessIdentity | undefined {
  const holder = holderOf(fileOf(folder, turn));
  return holder !== undefined && isRunning(holder) ? holder : undefined;
}

function holderOf(file: string): ProcessIdentity | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function claim(folder: string, turn: number): boolean {
  const self = identityOf(process.pid) ?? { pid: process.pid, begun: '' };
  try {
    // A link, unlike a file opened for writing, appears with its content or not at all.
    writeWhole(folder, self, (written) => linkSync(written, fileOf(folder, turn)));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function release(folder: string, turn: number): void {
  try {
    writeWhole(folder, null, (written) => renameSync(written, fileOf(folder, turn)));
  } catch {
    // On a full disk, for one. The lock is void anyway as soon as this process has ended.
  }
}

function writeWhole(folder: string, content: ProcessIdentity | null, place: (written: string) => void): void {
  const draft = join(folder, `lock-draft-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    writeFileSync(draft, JSON.stringify(content), { flag: 'wx', mode: 0o644 });
    place(draft);
  } finally {
    rmSync(draft, { force: true });
  }
}

function fileOf(folder: string, turn: number): string {
  return join(folder, `lock.${turn}`);
}
