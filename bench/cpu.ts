import { readdirSync, readFileSync } from 'node:fs';

/** `utime`, `stime`, and both of ended children that were waited for, as /proc/<pid>/stat counts them. */
const OWN = [13, 14];
const WITH_ENDED = [...OWN, 15, 16];
const PARENT = 3;
/** Linux tells them in hundredths of a second, whatever the kernel counts by. */
const MS_PER_TICK = 10;

/** What a process has used of the processor. */
export function cpuMsOf(pid: number): number {
  return sum(fieldsOf(pid), OWN);
}

/** What a server has used that serves each session by a child: itself, those that run, and those that have ended. */
export function cpuMsOfServer(pid: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => fieldsOf(Number(name)))
    .filter((fields) => Number(fields[PARENT]) === pid);
  return [sum(fieldsOf(pid), WITH_ENDED), ...children.map((fields) => sum(fields, OWN))].reduce((a, b) => a + b);
}

/** Its second field is a name in brackets, which may hold spaces. Nothing of a process that has just ended. */
function fieldsOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return [String(pid), '', ...stat.slice(stat.lastIndexOf(')') + 2).split(' ')];
  } catch {
    return [];
  }
}

function sum(fields: readonly string[], places: readonly number[]): number {
  return places.reduce((total, place) => total + Number(fields[place] ?? 0) * MS_PER_TICK, 0);
}
