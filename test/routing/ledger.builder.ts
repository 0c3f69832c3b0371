import type { Ledger } from '../../src/routing/credit.js';
import { roundRobin } from '../../src/routing/strategies/round-robin.js';
import { type Dealt, dealBy } from '../../src/routing/strategy.js';

/** A ledger of members of whom nobody is owed or has anything, but for what is given. */
export function aLedger({ weights, ...facts }: Pick<Ledger, 'weights'> & Partial<Ledger>): Ledger {
  return {
    weights,
    credits: weights.map(() => 0),
    loads: weights.map(() => 0),
    lastTurns: weights.map(() => Number.NEGATIVE_INFINITY),
    ...facts,
  };
}

/** Deals one lead in turn. */
export function dealTurn(ledger: Ledger, among: readonly number[], turn: number): Dealt {
  return dealBy(roundRobin, ledger, { among, offHours: false }, { turn });
}
