import { type Ledger, totalWeight } from '../credit.js';
import { type Strategy, TOLERANCE } from '../strategy.js';

/**
 * Fairness as a ledger: each lead deals one unit of credit among the members eligible for it, by weight, and the winner
 * pays one. The sum of credits therefore never changes, and a credit is exactly "share due minus leads got". Members
 * who are away or full neither earn nor owe; for those who leave and come back see `membershipAfter`. The winner is chosen
 * as in the chairman assignment problem (R. Tijdeman, Discrete Mathematics 32, 1980): among those with a credit of at
 * least 1/(2n-2) after the deal, the one whose claim falls due first. From a level start with the same n members
 * throughout, nobody is ever further than 1 - 1/(2n-2) from their share, which is the best possible; always taking the
 * largest credit misses by more than one.
 */
export const roundRobin: Strategy = {
  description: 'in turn, by weight; at every moment each member is less than one lead from their share.',
  compares: ['credit'],
  offers: false,
  options: {},
  choose(ledger, deal) {
    const turn = earliestClaim(ledger, deal.among);
    return { winner: turn.winner, because: wordsOf(turn, ledger, deal.among) };
  },
};

/** The member who is next in turn. */
interface NextInTurn {
  readonly winner: number;
  /** Whether another member's claim fell due at the same time, and the winner had waited longer. */
  readonly tied: boolean;
}

function earliestClaim(ledger: Ledger, among: readonly number[]): NextInTurn {
  const { weights, credits, lastTurns } = ledger;
  const total = totalWeight(weights, among);
  const threshold = among.length > 1 ? 1 / (2 * among.length - 2) : 0;
  // With a changing roster, all present members may be in debt to absent ones. Claims then lie far ahead and say
  // little, and the largest credit keeps everybody closer to their share (measured: 1.7 to 1.9 leads, not 2).
  const reached = among.some((member) => credits[member]! >= threshold - TOLERANCE);
  let winner = -1;
  let earliest = Number.POSITIVE_INFINITY;
  let tied = false;
  for (const member of among) {
    const credit = credits[member]!;
    if (reached && credit < threshold - TOLERANCE) continue;
    const due = reached ? ((1 - threshold - credit) * total) / weights[member]! : -credit;
    if (winner >= 0 && due > earliest + TOLERANCE) continue;
    const level = winner >= 0 && due >= earliest - TOLERANCE;
    if (level && lastTurns[member]! >= lastTurns[winner]!) {
      tied = true;
      continue;
    }
    tied = level;
    winner = member;
    earliest = Math.min(earliest, due);
  }
  return { winner, tied };
}

/** Explains whose turn it was, by how much, and how that follows from the weights. */
function wordsOf({ winner, tied }: NextInTurn, { weights, credits }: Ledger, among: readonly number[]): string {
  if (among.length === 1) return 'The only one who could take it.';
  const total = totalWeight(weights, among);
  // Without the share of this lead, which was added before the comparison: before the first lead, nobody is behind.
  const credit = credits[winner]! - weights[winner]! / total;
  const share = `entitled to ${rounded(weights[winner]!)} of ${rounded(total)} leads`;
  const level = tied ? '; of equals, they waited longest' : '';
  return `First in turn of ${among.length} who could take it: ${share}, and got ${standing(credit)}${level}.`;
}

/** @param credit leads due by weight minus leads got, both before this lead */
function standing(credit: number): string {
  const leads = rounded(Math.abs(credit));
  const count = leads === 1 ? '1 lead' : leads < 1 ? `${leads} of a lead` : `${leads} leads`;
  if (leads === 0) return 'exactly that so far';
  const difference = credit > 0 ? 'less than that so far' : 'more than that so far, but nobody was due one sooner';
  return `${count} ${difference}`;
}

/** The number for people to read; the trace holds the exact one. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
