import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../support/runs.js';
import { aLedger, dealTurn } from './ledger.builder.js';

const weights = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 1_000 })), {
  minLength: 1,
  maxLength: 12,
});

describe('the round robin', () => {
  it('keeps each member within one lead of their share for any weights of a fixed roster', () => {
    fc.assert(
      fc.property(weights, (of) => {
        const ledger = aLedger({ weights: of });
        const total = of.reduce((sum, weight) => sum + weight, 0);
        const got = of.map(() => 0);
        const all = [...of.keys()];
        let furthest = 0;
        for (let lead = 1; lead <= 400; lead += 1) {
          got[dealTurn(ledger, all, lead).winner]! += 1;
          for (const member of all)
            furthest = Math.max(furthest, Math.abs((lead * of[member]!) / total - got[member]!));
        }
        // The proven bound, which is tighter than one.
        expect(furthest).toBeLessThan(of.length > 1 ? 1 - 1 / (2 * of.length - 2) + 1e-6 : 1e-6);
      }),
      { numRuns: runs(60, 300) },
    );
  });

  it('keeps each member within two leads of their share as members come and go', () => {
    const rosters = fc.tuple(
      weights,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      fc.double({ min: 0.1, max: 0.9, noNaN: true }),
    );
    fc.assert(
      fc.property(rosters, ([of, chance, presence]) => {
        const ledger = aLedger({ weights: of });
        const present = of.map(() => true);
        for (let lead = 1; lead <= 250; lead += 1) {
          for (const member of of.keys())
            if (chance.next().value < 0.3) present[member] = chance.next().value < presence;
          const among = [...of.keys()].filter((member) => present[member]);
          if (among.length > 0) dealTurn(ledger, among, lead);
          for (const credit of ledger.credits) expect(Math.abs(credit)).toBeLessThan(2);
        }
      }),
      { numRuns: runs(20, 60) },
    );
  });

  it('conserves credit, and distributes only to eligible members', () => {
    fc.assert(
      fc.property(weights, fc.array(fc.nat(), { maxLength: 300 }), (of, masks) => {
        const ledger = aLedger({ weights: of });
        for (const [lead, mask] of masks.entries()) {
          const among = [...of.keys()].filter((member) => (mask >> member) % 2 === 1);
          if (among.length === 0) continue;
          const before = [...ledger.credits];
          const { winner } = dealTurn(ledger, among, lead);
          expect(among).toContain(winner);
          const total = among.reduce((sum, member) => sum + of[member]!, 0);
          for (const member of among) {
            const share = of[member]! / total - (member === winner ? 1 : 0);
            expect(ledger.credits[member]).toBeCloseTo(before[member]! + share, 9);
          }
          for (const member of of.keys())
            if (!among.includes(member)) expect(ledger.credits[member]).toBe(before[member]);
          expect(Math.abs(ledger.credits.reduce((sum, each) => sum + each, 0))).toBeLessThan(1e-9);
        }
      }),
      { numRuns: runs(40, 200) },
    );
  });
});
