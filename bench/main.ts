import { parseArgs } from 'node:util';
import { besideDeliveries } from './beside-deliveries.js';
import { cadence } from './cadence.js';
import { configuration } from './configuration.js';
import { cost } from './cost.js';
import { deliveries } from './deliveries.js';
import { doors } from './doors.js';
import { enforcement } from './enforcement.js';
import { exports } from './exports.js';
import { fairness } from './fairness.js';
import { feedback } from './feedback.js';
import { buildFormer } from './former.js';
import { fuzz } from './fuzz.js';
import { idle } from './idle.js';
import { IMPORTED, imports } from './import.js';
import { intake } from './intake.js';
import { mails } from './mails.js';
import { order } from './order.js';
import { emptySweep, lateness } from './quiet.js';
import { type Line, print, printBeside } from './report.js';
import { reports } from './reports.js';
import { revenue } from './revenue.js';
import { routing } from './routing.js';
import { scale } from './scale.js';
import { start } from './start.js';
import { attacks } from './strangers.js';
import { Workbench } from './workbench.js';
import { workingTime } from './working-time.js';

type Benchmark = (workbench: Workbench, rows?: number) => Promise<Line[]> | Line[];

/** Benchmarks that use the protocol of bench/app.ts or the program as operators do, and so can measure any version. */
const PLAYED: Readonly<Record<string, Benchmark>> = {
  start,
  'empty-sweep': emptySweep,
  lateness,
  idle,
  intake,
  cost,
  fairness,
  doors,
  attacks,
  scale,
  configuration,
  enforcement: (workbench) => enforcement(workbench),
  cadence: (workbench) => cadence(workbench),
  feedback,
  exports,
  order,
  deliveries,
  mails: (workbench) => mails(workbench),
  'beside-deliveries': (workbench) => besideDeliveries(workbench),
  import: imports,
};
/** Benchmarks that call functions of this version. */
const CALLED: Readonly<Record<string, Benchmark>> = { 'working-time': workingTime, reports, revenue, routing, fuzz };
const ALL = { ...PLAYED, ...CALLED };
/** Turns of each version, in alternating order, because the speed of the machine drifts. */
const TURNS = 2;

/**
 * Runs the named benchmarks, or all; `--against <commit>` runs those of that commit in turns with these,
 * `--rows <count>` imports fewer rows, and `--keep <folder>` keeps the databases of `scale` for the next run.
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals: names } = parseArgs({
    args: [...args],
    options: {
      against: { type: 'string' },
      keep: { type: 'string' },
      rows: { type: 'string', default: String(IMPORTED) },
    },
    allowPositionals: true,
  });
  const known = values.against === undefined ? ALL : PLAYED;
  const unknown = names.find((name) => !(name in known));
  if (unknown !== undefined) {
    process.stderr.write(`There is no benchmark "${unknown}"; there are ${Object.keys(known).join(', ')}.\n`);
    return 1;
  }
  const chosen = names.length > 0 ? names : Object.keys(known);
  return values.against === undefined
    ? alone(chosen, Number(values.rows), values.keep)
    : beside(values.against, chosen);
}

async function alone(names: readonly string[], rows: number, keptIn: string | undefined): Promise<number> {
  const workbench = await Workbench.open({ ...(keptIn !== undefined && { keptIn }) });
  const lines: Line[] = [];
  try {
    for (const name of names) {
      process.stderr.write(`${name} …\n`);
      lines.push(...(await ALL[name]!(workbench, rows)));
    }
  } finally {
    await workbench.close();
  }
  print(lines);
  return lines.some(({ isMissed }) => isMissed === true) ? 1 : 0;
}

/** Runs each benchmark on both versions, in turns, each time on a server of its own. */
async function beside(commit: string, names: readonly string[]): Promise<number> {
  const former = await buildFormer(commit);
  try {
    for (const name of names) {
      const turns: { old: Line[]; new: Line[] }[] = [];
      for (let turn = 0; turn < TURNS; turn += 1) {
        const measured: { old: Line[]; new: Line[] } = { old: [], new: [] };
        for (const side of turn % 2 === 0 ? (['old', 'new'] as const) : (['new', 'old'] as const)) {
          process.stderr.write(`${name}, ${side} …\n`);
          measured[side] = await once(PLAYED[name]!, side === 'old' ? former.build : undefined);
        }
        turns.push(measured);
      }
      printBeside(turns);
    }
  } finally {
    former.remove();
  }
  return 0;
}

async function once(benchmark: Benchmark, build: string | undefined): Promise<Line[]> {
  const workbench = await Workbench.open({ ...(build !== undefined && { build }) });
  try {
    return await benchmark(workbench);
  } finally {
    await workbench.close();
  }
}
