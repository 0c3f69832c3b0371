import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { askedIn, type Condition, compileCondition, covers } from '../../src/conditions/condition.js';
import type { LeadFacts } from '../../src/conditions/lead-facts.js';
import { runs } from '../support/runs.js';

const value = fc.constantFrom('a', 'A', 'b');
const field = fc.constantFrom('source', 'channel');
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ field, op: fc.constantFrom('eq', 'ne', 'matches'), value }) as fc.Arbitrary<Condition>,
    fc.constant({} as Condition),
    fc.array(tie('condition'), { minLength: 1, maxLength: 2 }).map((all) => ({ all }) as Condition),
    fc.array(tie('condition'), { minLength: 1, maxLength: 2 }).map((any) => ({ any }) as Condition),
    tie('condition').map((not) => ({ not }) as Condition),
  ),
}));
const LEADS = ['a', 'b', 'c'].flatMap((source) =>
  ['a', 'b', null].map((channel) => ({ source, ...(channel !== null && { channel }) }) as unknown as LeadFacts),
);

it('a condition that covers another is met by every lead that meets it', () => {
  fc.assert(
    fc.property(condition, condition, (wider, narrower) => {
      if (!covers(askedIn(wider), askedIn(narrower))) return;
      const [wide, narrow] = [compileCondition(wider), compileCondition(narrower)];
      for (const lead of LEADS) if (narrow.evaluate(lead).matched) expect(wide.evaluate(lead).matched).toBe(true);
    }),
    { numRuns: runs(2_000, 50_000) },
  );
});

it('a condition covers itself, what asks more, and what it offers besides', () => {
  fc.assert(
    fc.property(condition, condition, (one, other) => {
      expect(covers(askedIn(one), askedIn(one))).toBe(true);
      expect(covers(askedIn({ any: [one, other] }), askedIn(other))).toBe(true);
      expect(covers(askedIn(one), askedIn({ all: [one, other] }))).toBe(true);
    }),
  );
});
