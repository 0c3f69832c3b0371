import type { Ledger } from '../credit.js';
import { type Strategy, TOLERANCE } from '../strategy.js';

/**
 * A lead goes to the member with the fewest leads for their weight. Among eligible members the loads by weight level
 * out: a winner had no more for their weight than anybody else, so afterwards they are ahead by this lead at most.
 */
export const leastLoaded: Strategy = {
  description: 'to the member with the fewest leads for their weight; among equals, to the one who has waited longest.',
  compares: ['load', 'lastAssignedAt'],
  offers: false,
  options: { load: 'open' },
  choose(ledger, deal, { load }) {
    const found = fewest(ledger, deal.among);
    return { winner: found.winner, because: wordsOf(found, ledger, deal.among, `${load} lead`) };
  },
};

interface Found {
  readonly winner: number;
  /** Whether another member had as few for their weight, and the winner had waited longer. */
  readonly tied: boolean;
}

function fewest({ weights, loads, lastTurns }: Ledger, among: readonly number[]): Found {
  let winner = -1;
  let least = Number.POSITIVE_INFINITY;
  let tied = false;
  for (const member of among) {
    const each = loads[member]! / weights[member]!;
    if (each > least * (1 + TOLERANCE)) continue;
    const level = each >= least * (1 - TOLERANCE);
    if (level && lastTurns[member]! >= lastTurns[winner]!) {
      tied = true;
      continue;
    }
    tied = level;
    winner = member;
    least = Math.min(least, each);
  }
  return { winner, tied };
}

/** @param lead what is counted: `open lead` */
function wordsOf({ winner, tied }: Found, { weights, loads }: Ledger, among: readonly number[], lead: string): string {
  const load = loads[winner]!;
  if (among.length === 1) return `The only one who could take it, with ${load} ${lead}${load === 1 ? '' : 's'}.`;
  const weight = weights[winner]!;
  const byWeight = among.some((member) => weights[member] !== weight);
  const fewest = byWeight ? `Fewest ${lead}s for their weight` : `Fewest ${lead}s`;
  const figures = byWeight ? `${load} at weight ${weight}` : load;
  const level = tied ? '; of equals, they waited longest' : '';
  return `${fewest} of ${among.length} who could take it: ${figures}${level}.`;
}
