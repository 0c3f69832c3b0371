import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileCondition } from '../../src/conditions/condition-evaluate.js';
import type { Condition } from '../../src/conditions/condition-language.js';
import { comparable, covers } from '../../src/conditions/coverage.js';
import type { LeadFacts } from '../../src/conditions/lead-facts.js';
import { runs } from '../support/runs.js';

const value = fc.constantFrom('a', 'A', 'b');
const field = fc.constantFrom('source', 'channel');
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ field, op: fc.constantFrom('eq', 'ne', 'matches', 'contains'), value }) as fc.Arbitrary<Condition>,
    fc.record({
      field,
      op: fc.constantFrom('in', 'notIn'),
      value: fc.array(value, { minLength: 1, maxLength: 2 }),
    }) as fc.Arbitrary<Condition>,
    fc.record({ field, op: fc.constantFrom('exists', 'missing') }) as fc.Arbitrary<Condition>,
    fc.record({
      field: fc.constantFrom('company.employees', 'attributes.visits'),
      op: fc.constantFrom('lt', 'lte', 'gt', 'gte', 'eq', 'ne'),
      value: fc.constantFrom(1, 2, 3),
    }) as fc.Arbitrary<Condition>,
    fc.constant({} as Condition),
    fc.array(tie('condition'), { minLength: 1, maxLength: 2 }).map((all) => ({ all }) as Condition),
    fc.array(tie('condition'), { minLength: 1, maxLength: 2 }).map((any) => ({ any }) as Condition),
    tie('condition').map((not) => ({ not }) as Condition),
  ),
}));
const LEADS = ['a', 'b', 'c'].flatMap((source) =>
  ['a', 'b', null].flatMap((channel) =>
    [0, 1, 2, 3, 4, null, '2', '1-3'].map(
      (size) =>
        ({
          source,
          ...(channel !== null && { channel }),
          ...(size !== null && { company: { employees: size }, attributes: { visits: size } }),
        }) as unknown as LeadFacts,
    ),
  ),
);

it('a condition that covers another is met by every lead that meets the other', () => {
  fc.assert(
    fc.property(condition, condition, (wider, narrower) => {
      if (!covers(comparable(wider), comparable(narrower))) return;
      const [wide, narrow] = [compileCondition(wider), compileCondition(narrower)];
      for (const lead of LEADS) if (narrow.evaluate(lead).matched) expect(wide.evaluate(lead).matched).toBe(true);
    }),
    { numRuns: runs(2_000, 50_000) },
  );
});

it('a condition covers itself, a stricter one, and each of its alternatives', () => {
  fc.assert(
    fc.property(condition, condition, (one, other) => {
      expect(covers(comparable(one), comparable(one))).toBe(true);
      expect(covers(comparable({ any: [one, other] }), comparable(other))).toBe(true);
      expect(covers(comparable(one), comparable({ all: [one, other] }))).toBe(true);
    }),
  );
});

it('a condition covers one that lets fewer leads through', () => {
  const covered = (wider: object, narrower: object) =>
    covers(comparable(wider as Condition), comparable(narrower as Condition));
  const employees = (op: string, value: unknown) => ({ field: 'company.employees', op, value });
  const country = (op: string, value?: unknown) => ({ field: 'company.country', op, value });
  expect(covered(employees('gte', 100), employees('gte', 500))).toBe(true);
  expect(covered(employees('gt', 100), employees('gte', 100))).toBe(false);
  expect(covered(employees('gte', 100), employees('gt', 100))).toBe(true);
  expect(covered(employees('lt', 10), employees('eq', 9))).toBe(true);
  expect(covered(employees('lt', 10), employees('gt', 9))).toBe(false);
  expect(covered(country('in', ['DE', 'AT', 'CH']), country('eq', 'at'))).toBe(true);
  expect(covered(country('in', ['DE', 'AT']), country('in', ['AT', 'FR']))).toBe(false);
  expect(covered(country('exists'), country('eq', 'DE'))).toBe(true);
  expect(covered(country('exists'), country('ne', 'DE'))).toBe(false);
});
