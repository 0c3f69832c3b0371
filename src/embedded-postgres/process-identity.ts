import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { environmentOfPrograms } from '../platform/environment.js';

/** One process of this machine. The number alone is not enough: it is given to another process later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process began, in the words of the system; two processes with one number differ in it. */
  readonly begun: string;
}

/** Absent when no such process runs. One that has ended and only waits for its parent to notice does not run. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const begun = process.platform === 'linux' ? begunOnLinux(pid) : begunElsewhere(pid);
  return begun === undefined ? undefined : { pid, begun };
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.begun === identity.begun;
}

/** Source: proc_pid_stat(5): the state is field 3, the start in ticks since boot field 22. */
function begunOnLinux(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${boot}/${fields[19]}`;
}

function begunElsewhere(pid: number): string | undefined {
  const columns = ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)];
  const { status, stdout } = spawnSync('ps', columns, { encoding: 'utf8', env: environmentOfPrograms() });
  const [state = '', ...begun] = (stdout ?? '').trim().split(/\s+/);
  return status === 0 && !state.startsWith('Z') ? begun.join(' ') : undefined;
}

/** The words a process was started with, or calls itself now; empty when it does not run. */
export function commandLineOf(pid: number): string {
  if (process.platform === 'linux') return (readIfThere(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** Absent where the system does not tell. */
export function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
