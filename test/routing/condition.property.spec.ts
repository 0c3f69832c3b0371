import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkCondition } from '../../src/conditions/condition-check.js';
import { compileCondition } from '../../src/conditions/condition-evaluate.js';
import { type Condition, OPERATORS } from '../../src/conditions/condition-language.js';
import type { LeadFacts } from '../../src/conditions/lead-facts.js';
import { ValueList } from '../../src/conditions/value-list.js';
import { runs } from '../support/runs.js';

const fields = fc.constantFrom(
  'source',
  'contact',
  'contact.name',
  'contact.doNot',
  'company.employees',
  'attributes.a',
  'attributes.__proto__',
  'clickIds.clickedAt',
  'test',
  'receivedAt',
  'owner',
);
const scalars = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant('2026-01-01T00:00:00Z'),
  fc.constantFrom('a', 'A', 5),
);
const comparison = fc.record(
  {
    field: fields,
    op: fc.constantFrom(...OPERATORS, 'like'),
    value: fc.oneof(scalars, fc.array(scalars, { maxLength: 3 })),
  },
  { requiredKeys: ['field', 'op'] },
);
const { condition } = fc.letrec<{ condition: unknown }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    comparison,
    fc.constant({}),
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));
/** Conditions without a fault, so that the laws of evaluation are tested on many of them. */
const sound = fc
  .record({
    field: fc.constantFrom('source', 'contact.name', 'attributes.a', 'clickIds.gclid'),
    op: fc.constantFrom('eq', 'ne', 'contains', 'startsWith', 'endsWith'),
    value: fc.constantFrom('a', 'B', 'straße', '5'),
  })
  .map((leaf) => leaf as Condition);

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSparseArray: true,
});
const lead = fc.oneof(
  anything,
  fc.record({
    source: fc.oneof(anything, scalars),
    contact: fc.oneof(
      anything,
      fc.record({ name: fc.oneof(anything, scalars), doNot: fc.oneof(anything, fc.array(anything)) }),
    ),
    company: fc.oneof(anything, fc.record({ employees: fc.oneof(anything, scalars) })),
    attributes: fc.oneof(anything, fc.record({ a: fc.oneof(anything, scalars) })),
    clickIds: fc.record({ clickedAt: fc.oneof(anything, scalars), gclid: anything }),
    test: anything,
    receivedAt: anything,
  }),
);

describe('conditions', () => {
  it('are checked without an exception, whatever they are', () => {
    fc.assert(
      fc.property(fc.oneof(condition, fc.anything()), (raw) => {
        for (const fault of checkCondition(raw, '/when')) expect(fault.pointer.startsWith('/when')).toBe(true);
      }),
      { numRuns: runs(400, 2_000) },
    );
  });

  it('without a fault evaluate without an exception, whatever the lead holds', () => {
    let evaluated = 0;
    fc.assert(
      fc.property(condition, lead, (raw, facts) => {
        if (checkCondition(raw, '').length > 0) return;
        const { matched, failed } = compileCondition(raw as Condition).evaluate(facts as LeadFacts);
        evaluated += 1;
        if (matched) expect(failed).toBeUndefined();
        expect(() => JSON.stringify(failed)).not.toThrow();
      }),
      { numRuns: runs(1_200, 6_000) },
    );
    expect(evaluated).toBeGreaterThan(runs(120, 600));
  });

  it('keep the laws of logic', () => {
    const matches = (each: Condition, facts: unknown) => compileCondition(each).evaluate(facts as LeadFacts).matched;
    fc.assert(
      fc.property(sound, sound, lead, (one, other, facts) => {
        const both = matches({ all: [one, other] }, facts);
        expect(both).toBe(matches(one, facts) && matches(other, facts));
        expect(matches({ any: [one, other] }, facts)).toBe(matches(one, facts) || matches(other, facts));
        expect(matches({ not: { any: [{ not: one }, { not: other }] } }, facts)).toBe(both);
      }),
      { numRuns: runs(400, 2_000) },
    );
  });

  it('match a value list exactly as `in` matches the same values', () => {
    const id = '019cafc2-1a00-7000-8000-000000000003';
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 });
    const compiled = compileCondition({ field: 'source', op: 'inList', value: id });
    const others = compileCondition({ field: 'source', op: 'notInList', value: id });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), text, (values, other) => {
        const lists = new Map([[id, new ValueList('L', 1, values)]]);
        const among = compileCondition({ field: 'source', op: 'in', value: values });
        for (const source of [other, values[0]!, values.at(-1)!.toUpperCase()]) {
          const facts = { source, test: false, receivedAt: 0 };
          expect(compiled.evaluate(facts, lists).matched).toBe(among.evaluate(facts).matched);
          expect(others.evaluate(facts, lists).matched).toBe(!among.evaluate(facts).matched);
        }
      }),
      { numRuns: runs(200, 1_000) },
    );
  });

  it('ignore upper and lower case', () => {
    fc.assert(
      fc.property(sound, fc.string({ unit: 'grapheme' }), (leaf, name) => {
        const compiled = compileCondition(leaf);
        const of = (text: string) => compiled.evaluate({ source: text, test: false, receivedAt: 0 }).matched;
        expect(of(name.toUpperCase())).toBe(of(name));
      }),
      { numRuns: runs(200, 1_000) },
    );
  });
});
