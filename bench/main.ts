import { besideDeliveries } from './beside-deliveries.js';
import { cadence } from './cadence.js';
import { configuration } from './configuration.js';
import { cost } from './cost.js';
import { deliveries } from './deliveries.js';
import { enforcement } from './enforcement.js';
import { exports } from './exports.js';
import { fairness } from './fairness.js';
import { feedback } from './feedback.js';
import { fuzz } from './fuzz.js';
import { intake } from './intake.js';
import { mails } from './mails.js';
import { emptySweep, lateness } from './quiet.js';
import { type Line, print } from './report.js';
import { reports } from './reports.js';
import { Scene } from './scene.js';
import { workingTime } from './working-time.js';

const BENCHMARKS: Readonly<Record<string, (scene: Scene) => Promise<Line[]> | Line[]>> = {
  'working-time': workingTime,
  'empty-sweep': emptySweep,
  lateness,
  intake,
  cost,
  fairness,
  configuration,
  enforcement: (scene) => enforcement(scene),
  cadence: (scene) => cadence(scene),
  reports,
  feedback,
  exports,
  deliveries,
  mails: (scene) => mails(scene),
  'beside-deliveries': (scene) => besideDeliveries(scene),
  fuzz,
};

/** Runs the benchmarks that are named, or all. @returns the exit code */
export async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !(name in BENCHMARKS));
  if (unknown !== undefined) {
    process.stderr.write(`There is no benchmark "${unknown}"; there are ${Object.keys(BENCHMARKS).join(', ')}.\n`);
    return 1;
  }
  const scene = await Scene.open();
  const lines: Line[] = [];
  try {
    for (const name of names.length > 0 ? names : Object.keys(BENCHMARKS)) {
      process.stderr.write(`${name} …\n`);
      lines.push(...(await BENCHMARKS[name]!(scene)));
    }
  } finally {
    await scene.close();
  }
  print(lines);
  return lines.some(({ isMissed }) => isMissed === true) ? 1 : 0;
}
