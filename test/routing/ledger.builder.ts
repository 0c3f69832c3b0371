import type { Ledger } from '../../src/routing/pools/credit.js';
import { roundRobin } from '../../src/routing/pools/strategies/round-robin.js';
import { dealBy, type StrategyChoice } from '../../src/routing/pools/strategy.js';

/** A ledger whose members have neither credit nor load, except for the given facts. */
export function aLedger({ weights, ...facts }: Pick<Ledger, 'weights'> & Partial<Ledger>): Ledger {
  return {
    weights,
    credits: weights.map(() => 0),
    loads: weights.map(() => 0),
    lastTurns: weights.map(() => Number.NEGATIVE_INFINITY),
    ...facts,
  };
}

export function dealTurn(ledger: Ledger, among: readonly number[], turn: number): StrategyChoice {
  return dealBy(roundRobin, ledger, { among, offHours: false }, { turn });
}
