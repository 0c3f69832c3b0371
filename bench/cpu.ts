import { readdirSync, readFileSync } from 'node:fs';

/** The fields `utime` and `stime` of /proc/<pid>/stat, and both of ended children that were waited for. */
const OWN = [13, 14];
const WITH_ENDED = [...OWN, 15, 16];
const PARENT = 3;
/** Linux reports hundredths of a second, whatever the tick of the kernel is. */
const MS_PER_TICK = 10;

export function cpuMsOf(pid: number): number {
  return sum(fieldsOf(pid), OWN);
}

/** The CPU time of a server with a child for each session: its own, and that of running and ended children. */
export function cpuMsOfServer(pid: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => fieldsOf(Number(name)))
    .filter((fields) => Number(fields[PARENT]) === pid);
  return [sum(fieldsOf(pid), WITH_ENDED), ...children.map((fields) => sum(fields, OWN))].reduce((a, b) => a + b);
}

/** The second field is a name in parentheses, which may contain spaces. Empty for a process that has just ended. */
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
