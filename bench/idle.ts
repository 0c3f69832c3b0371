import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { Line } from './report.js';
import { ADMIN_KEY, configure, connect, sendLeads, type Workbench } from './workbench.js';

const LEADS = 3_000;
const ROLES = ['all', 'api', 'worker'] as const;
/** By then reports and the search index include all leads, and the days are packed. */
const REST_MS = 20_000;
/**
 * Excludes the work after a start: V8 compacts the heap half a minute later, and the first look of the minute reads the
 * configuration.
 */
const SETTLE_MS = 75_000;
/** A whole minute, so that what runs once a minute counts as often as it happens. */
const MEASURE_MS = 60_000;
const STATEMENTS_MAX = 5;
/** Linux reports CPU time in hundredths of a second, whatever the tick of the kernel is. */
const TICK_MS = 10;
const KB_PER_MB = 1_024;

/** What an idle node of each role uses: ten reps, a pool, a policy, and leads that do not fall due for hours. */
export async function idle(workbench: Workbench): Promise<Line[]> {
  if (process.platform !== 'linux') throw new Error('Processor time of other programs is read as Linux tells it');
  const database = await workbench.database('idle', 'ours');
  const { player, ready } = await workbench.app(database, 'running');
  await configure(ready.url!, 'PT8H');
  await sendLeads(ready.url!, LEADS);
  await setTimeout(REST_MS);
  player.stop();
  await workbench.analyze('idle');
  const lines: Line[] = [];
  for (const role of ROLES) lines.push(...(await measured(workbench, database, role)));
  return lines;
}

async function measured(workbench: Workbench, database: string, role: string): Promise<Line[]> {
  const statements = await workbench.countStatements('idle');
  const node = await started(workbench, database, role);
  const postmaster = await postmasterOf(database);
  await setTimeout(SETTLE_MS);
  const before = { count: await statements.read(), node: cpuMs(node.pid!), postgres: familyCpuMs(postmaster) };
  const begunMs = performance.now();
  await setTimeout(MEASURE_MS);
  const after = { count: await statements.read(), node: cpuMs(node.pid!), postgres: familyCpuMs(postmaster) };
  const tookMs = performance.now() - begunMs;
  const rssMb = residentMb(node.pid!);
  node.kill('SIGKILL');
  await statements.end();
  const perSecond = ((after.count - before.count) / tookMs) * 1_000;
  const share = (ms: number) => `${((ms / tookMs) * 100).toFixed(2)} %`;
  const line = (what: string, ours: string, target: string): Line => ({
    what: `idle node, ROLE=${role}: ${what}`,
    floor: '',
    ours,
    ratio: '',
    target,
  });
  return [
    {
      ...line('statements', `${perSecond.toFixed(1)}/s`, `≤ ${STATEMENTS_MAX}/s`),
      isMissed: perSecond > STATEMENTS_MAX,
    },
    line('CPU of the program', share(after.node - before.node), '≤ 1 % of a core'),
    line('CPU of Postgres', share(after.postgres - before.postgres), ''),
    line('memory', `${Math.round(rssMb)} MB`, ''),
  ];
}

/** Starts the program as operators do, so that any version can run in any role. */
async function started({ build, nodeOptions }: Workbench, database: string, role: string): Promise<ChildProcess> {
  const env = { ...process.env, DATABASE_URL: database, ROLE: role, PORT: '0', ADMIN_KEY, LOG_LEVEL: 'error' };
  const command = [...nodeOptions, join(build, 'src', 'main.js')];
  const node = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'], env });
  for await (const line of createInterface(node.stdout!)) if (line.includes(' listens on ')) return node;
  throw new Error(`A node of the role ${role} ended before it listened`);
}

async function postmasterOf(database: string): Promise<number> {
  const client = await connect(database);
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const { parent } = statOf(rows[0]!.pid)!;
  await client.end();
  return parent;
}

interface Stat {
  readonly parent: number;
  readonly own: number;
  readonly ended: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, its name, may contain spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (number: number) => Number(fields[number - 3]);
    return { parent: at(4), own: at(14) + at(15), ended: at(16) + at(17) };
  } catch {
    return undefined;
  }
}

function cpuMs(pid: number): number {
  return statOf(pid)!.own * TICK_MS;
}

/** The CPU time of a process and its children, including ended ones. */
function familyCpuMs(pid: number): number {
  const { own, ended } = statOf(pid)!;
  const children = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : []));
  return (own + ended + sum(children.filter(({ parent }) => parent === pid).map((child) => child.own))) * TICK_MS;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function residentMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / KB_PER_MB;
}
