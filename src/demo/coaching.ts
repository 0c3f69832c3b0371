import { percentile } from './percentile.js';
import { inPercent, inWords } from './table.js';
import { attainment, type Tally, totalOf } from './tally.js';

/** Of fewer promises a share says little. */
const PROMISES_MIN = 10;
const NAMED_MAX = 3;

/** Whom a manager talks to first: those who kept the smallest share of their own promises, below that of all together. */
export function coaching(byRep: ReadonlyMap<string, Tally>, nameOf: (repId: string) => string): string[] {
  const shareOf = (tally: Tally) => attainment(tally) ?? 1;
  const all = totalOf(byRep.values());
  const behind = [...byRep]
    .filter(([, tally]) => tally.promises >= PROMISES_MIN && shareOf(tally) < shareOf(all))
    .sort(([, one], [, other]) => shareOf(one) - shareOf(other))
    .slice(0, NAMED_MAX);
  const lines = behind.map(
    ([repId, tally]) =>
      `  ${nameOf(repId)}: kept ${tally.kept} of ${tally.promises} promises (${inPercent(shareOf(tally))}); ${tally.moves} leads moved on to others; median time to first attempt: ${inWords(percentile(tally.speedsMs, 0.5))}.`,
  );
  return [
    `Whom do I coach? All reps together kept ${inPercent(attainment(all))} of the promises that they made as owners.`,
    ...(lines.length === 0 ? ['  Nobody stands out: each kept as large a share as all together.'] : lines),
  ];
}
