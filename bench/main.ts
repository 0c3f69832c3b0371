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
import { intake } from './intake.js';
import { mails } from './mails.js';
import { emptySweep, lateness } from './quiet.js';
import { type Line, print, printBeside } from './report.js';
import { reports } from './reports.js';
import { revenue } from './revenue.js';
import { routing } from './routing.js';
import { TransactionContext } from './scene.js';
import { start } from './start.js';
import { workingTime } from './working-time.js';

type Benchmark = (scene: TransactionContext) => Promise<Line[]> | Line[];

/** Those that reach the program by its protocol (bench/app.ts) or as operators do, and so can measure any version. */
const PLAYED: Readonly<Record<string, Benchmark>> = {
  start,
  'empty-sweep': emptySweep,
  lateness,
  idle,
  intake,
  cost,
  fairness,
  doors,
  configuration,
  enforcement: (scene) => enforcement(scene),
  cadence: (scene) => cadence(scene),
  feedback,
  exports,
  deliveries,
  mails: (scene) => mails(scene),
  'beside-deliveries': (scene) => besideDeliveries(scene),
};
/** Those that call this version's own functions. */
const CALLED: Readonly<Record<string, Benchmark>> = { 'working-time': workingTime, reports, revenue, routing, fuzz };
const ALL = { ...PLAYED, ...CALLED };
/** Of each version. The order changes with every turn: the machine's speed drifts. */
const TURNS = 2;

/** Runs the benchmarks that are named, or all; `--against <commit>` runs those of that commit in turns with these. @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  const isBeside = args[0] === '--against';
  const known = isBeside ? PLAYED : ALL;
  const names = isBeside ? args.slice(2) : args;
  const unknown = names.find((name) => !(name in known));
  if (unknown !== undefined || (isBeside && args[1] === undefined)) {
    const said = unknown === undefined ? '--against needs a commit' : `There is no benchmark "${unknown}"`;
    process.stderr.write(`${said}; there are ${Object.keys(known).join(', ')}.\n`);
    return 1;
  }
  const chosen = names.length > 0 ? names : Object.keys(known);
  return isBeside ? beside(args[1]!, chosen) : alone(chosen);
}

async function alone(names: readonly string[]): Promise<number> {
  const scene = await TransactionContext.open();
  const lines: Line[] = [];
  try {
    for (const name of names) {
      process.stderr.write(`${name} …\n`);
      lines.push(...(await ALL[name]!(scene)));
    }
  } finally {
    await scene.close();
  }
  print(lines);
  return lines.some(({ isMissed }) => isMissed === true) ? 1 : 0;
}

/** Each benchmark on both versions, in turns, each time on a server of its own. */
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
  const scene = await TransactionContext.open(build);
  try {
    return await benchmark(scene);
  } finally {
    await scene.close();
  }
}
