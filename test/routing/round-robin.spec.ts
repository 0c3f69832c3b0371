import { describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../src/routing/pools/credit.js';
import { aLedger, dealTurn } from './ledger.builder.js';

const TIE = /they waited longest\.$/;

function winners(ledger: Ledger, leads: number): string {
  const all = [...ledger.weights.keys()];
  return Array.from({ length: leads }, (_, lead) => dealTurn(ledger, all, lead).winner).join('');
}

describe('the round robin', () => {
  it('takes turns in order if all weights are equal', () => {
    expect(winners(aLedger({ weights: [1, 1, 1, 1] }), 12)).toBe('012301230123');
  });

  it('spreads the turns of a heavy member between those of the light ones', () => {
    expect(winners(aLedger({ weights: [3, 1, 1] }), 10)).toBe('0102001020');
  });

  it('assigns to the only eligible member without changing credits', () => {
    const ledger = aLedger({ weights: [1, 7] });
    expect(dealTurn(ledger, [1], 1)).toEqual({
      winner: 1,
      because: 'The only one who could take it.',
    });
    expect(ledger.credits).toEqual([0, 0]);
  });

  it('breaks a tie in favor of the longest wait, and first of a member never served', () => {
    const ledger = aLedger({ weights: [1, 1, 1], lastTurns: [30, 20, 10] });
    expect(dealTurn(ledger, [0, 1, 2], 40)).toEqual({ winner: 2, because: expect.stringMatching(TIE) });
    const newcomer = aLedger({ weights: [1, 1], lastTurns: [5, Number.NEGATIVE_INFINITY] });
    expect(dealTurn(newcomer, [0, 1], 40).winner).toBe(1);
  });

  it('reports a tie only if there was one', () => {
    const ledger = aLedger({ weights: [1, 1], credits: [0.2, -0.2], lastTurns: [9, 1] });
    expect(dealTurn(ledger, [0, 1], 40)).toEqual({ winner: 0, because: expect.not.stringMatching(TIE) });
  });

  it('treats credits as equal if they differ only by rounding', () => {
    const ledger = aLedger({ weights: [1, 1], credits: [1e-12, 0], lastTurns: [9, 1] });
    expect(dealTurn(ledger, [0, 1], 40).winner).toBe(1);
  });

  it('explains how far the winner was from their share before this lead', () => {
    const ledger = aLedger({ weights: [1, 1] });
    const standings = Array.from({ length: 2 }, (_, lead) => dealTurn(ledger, [0, 1], lead).because);
    expect(standings).toEqual([
      'First in turn of 2 who could take it: entitled to 1 of 2 leads, and got exactly that so far; of equals, they waited longest.',
      'First in turn of 2 who could take it: entitled to 1 of 2 leads, and got 0.5 of a lead less than that so far.',
    ]);
    expect(dealTurn(aLedger({ weights: [2, 1], credits: [-0.1, 0.1] }), [0, 1], 3).because).toBe(
      'First in turn of 2 who could take it: entitled to 2 of 3 leads, and got 0.1 of a lead more than that so far, but nobody was due one sooner.',
    );
    expect(dealTurn(aLedger({ weights: [1, 1], credits: [-2, 0] }), [0], 3).because).toBe(
      'The only one who could take it.',
    );
  });

  it('leaves members alone who are not eligible', () => {
    const ledger = aLedger({ weights: [1, 1, 1] });
    dealTurn(ledger, [0, 2], 1);
    expect(ledger.credits).toEqual([-0.5, 0, 0.5]);
  });

  it('picks the smallest debt if all eligible members are in debt, whatever their weights', () => {
    const ledger = aLedger({ weights: [1, 4], credits: [-1, -1.7], lastTurns: [2, 1] });
    // With their shares added, the credits are -0.8 and -0.9.
    expect(dealTurn(ledger, [0, 1], 3).winner).toBe(0);
    const other = aLedger({ weights: [1, 4], credits: [-1, -1.5], lastTurns: [1, 2] });
    expect(dealTurn(other, [0, 1], 3).winner).toBe(1);
  });
});
