import { readable } from './rulebook.js';
import type { Deal, Ledger, Shares, Strategy } from './strategy.js';

/**
 * Fairness as a ledger: each lead deals one unit of credit among the members eligible for it, by weight, and the winner
 * pays one. The sum of credits therefore never changes, and a credit is exactly "share due minus leads got". Members
 * who are away or full neither earn nor owe; for those who leave and come back see membership.ts. The winner is chosen
 * as in the chairman assignment problem (R. Tijdeman, Discrete Mathematics 32, 1980): among those with a credit of at
 * least 1/(2n-2) after the deal, the one whose claim falls due first. From a level start with the same n members
 * throughout, nobody is ever further than 1 - 1/(2n-2) from their share, which is the best possible; always taking the
 * largest credit misses by more than one.
 */
export const roundRobin: Strategy = {
  goesByLoad: false,
  deal(ledger, deal, turn) {
    const dealt = dealTurn(ledger, deal.among, turn);
    return { winner: dealt.winner, because: wordsOf(dealt, ledger, deal) };
  },
  share: shareOut,
  pay,
  shown: ({ weights, credits }, member) => ({ weight: weights[member]!, credit: readable(credits[member]!) }),
};

interface Turn {
  readonly winner: number;
  /** The winner's credit that was compared: after the unit was dealt, before the winner paid. */
  readonly credit: number;
  /** Another member's claim fell due at the same time; the winner had waited longer. */
  readonly tied: boolean;
}

/** Thirds and sevenths are not exact in binary: claims this close are the same claim. */
const TOLERANCE = 1e-9;

/**
 * Deals one lead and books it.
 * @param among the members eligible for it, as positions in the ledger, ascending, at least one
 * @param turn larger than any turn before
 */
export function dealTurn(ledger: Ledger, among: readonly number[], turn: number): Turn {
  shareOut(ledger, among);
  const { winner, tied } = earliestClaim(ledger, among);
  const credit = ledger.credits[winner]!;
  pay(ledger, winner);
  ledger.lastTurns[winner] = turn;
  return { winner, credit, tied };
}

/** Deals one unit by weight. The trace replays this arithmetic, so that its numbers are the same to the last bit. */
function shareOut({ weights, credits }: Shares, among: readonly number[]): void {
  const total = totalWeight(weights, among);
  for (const member of among) credits[member]! += weights[member]! / total;
}

function pay({ credits }: Shares, winner: number): void {
  credits[winner]! -= 1;
}

function totalWeight(weights: readonly number[], among: readonly number[]): number {
  let total = 0;
  for (const member of among) total += weights[member]!;
  return total;
}

function earliestClaim(ledger: Ledger, among: readonly number[]): { winner: number; tied: boolean } {
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
function wordsOf({ winner, credit, tied }: Turn, { weights }: Ledger, { among, offHours }: Deal): string {
  const who = offHours ? 'otherwise eligible' : 'eligible';
  if (among.length === 1) return `The only one ${who}, ${standing(credit)}.`;
  const weight = `weight ${rounded(weights[winner]!)} of ${rounded(totalWeight(weights, among))}`;
  const level = tied ? '; of equals, they waited longest' : '';
  return `First in turn of ${among.length} ${who}: ${weight}, ${standing(credit)}${level}.`;
}

/** @param credit leads due by weight, a part of this one included, less leads got before */
function standing(credit: number): string {
  const leads = rounded(Math.abs(credit));
  const count = leads === 1 ? '1 lead' : leads < 1 ? `${leads} of a lead` : `${leads} leads`;
  if (leads === 0) return 'exactly at their fair share before this one';
  return credit > 0 ? `${count} behind their fair share before this one` : `${count} ahead of their fair share already`;
}

/** The number for people to read; the trace holds the exact one. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
