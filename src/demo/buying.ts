import { percentile } from './percentile.js';
import { inPercent, inWords } from './table.js';
import { attainment, type Tally, totalOf } from './tally.js';

/** With fewer leads, the share won says little. */
const LEADS_MIN = 10;
const NAMED_MAX = 3;

/** Names up to three sources whose share of leads won is the lowest and below the overall share. */
export function buying(bySource: ReadonlyMap<string, Tally>): string[] {
  const all = totalOf(bySource.values());
  if (all.won === 0) return ['What do I stop buying? No lead was won, so sources cannot be compared yet.'];
  const behind = [...bySource]
    .filter(([, tally]) => tally.leads >= LEADS_MIN && shareWon(tally) < shareWon(all))
    .sort(([, one], [, other]) => shareWon(one) - shareWon(other))
    .slice(0, NAMED_MAX);
  const lines = behind.map(
    ([source, tally]) =>
      `  ${source}: won ${tally.won} of ${tally.leads} leads (${inPercent(shareWon(tally))}); ${tally.suppress} suppressed, ${tally.lost} lost; median time to first attempt: ${inWords(percentile(tally.speedsMs, 0.5))}.`,
  );
  return [
    `What do I stop buying? Of all sources together ${inPercent(shareWon(all))} of the leads were won.`,
    ...(lines.length === 0
      ? ['  Nothing stands out: of each source as large a share was won as of all together.']
      : [
          ...lines,
          '  Look at the time to the first attempt before you stop: a source that is answered late may be better than it looks.',
        ]),
  ];
}

function shareWon({ won, leads }: Tally): number {
  return won / leads;
}

/** With fewer promises, the share kept says little. */
const PROMISES_MIN = 10;

/** Names up to three reps whose share of kept promises is the lowest and below the overall share. */
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
