import { expect, it } from '@jest/globals';
import { NOTHING } from '../../src/rehearsal/backtest/outcome.js';
import {
  type ComparedLead,
  count,
  EXAMPLES_MAX,
  NO_TALLY,
  ROWS_MAX,
  resultOf,
} from '../../src/rehearsal/backtest/result.js';

const ASKED = { policies: [], from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };

function compared(facts: Partial<ComparedLead>): ComparedLead {
  return { leadId: 'lead', policy: null, source: 'web', repId: null, would: NOTHING, was: NOTHING, ...facts };
}

/** The part as a node that continues with it would read it. */
const kept = <Part>(part: Part): Part => JSON.parse(JSON.stringify(part));

it('counting continues from a saved tally, whatever sources are called', () => {
  const first = kept(count(NO_TALLY, [compared({ source: '__proto__' }), compared({ source: 'constructor' })]));
  const { bySource, leads } = resultOf(count(first, [compared({ source: '__proto__' })]), ASKED);
  expect(leads).toBe(3);
  expect(bySource).toMatchObject([
    { source: '__proto__', leads: 2 },
    { source: 'constructor', leads: 1 },
  ]);
});

it('groups beyond the limit are counted together, and only some of the differences are shown', () => {
  const many = Array.from({ length: ROWS_MAX + 3 }, (_, index) =>
    compared({ source: `s${index}`, repId: `r${index}`, policy: 0, would: { ...NOTHING, moves: 1 } }),
  );
  const { bySource, byOwner, examples, would } = resultOf(count(NO_TALLY, many), ASKED);
  expect(bySource).toHaveLength(ROWS_MAX + 1);
  expect(bySource[0]).toMatchObject({ source: null, leads: 3 });
  expect(byOwner[0]).toMatchObject({ repId: null, others: true, leads: 3 });
  expect(examples).toHaveLength(EXAMPLES_MAX);
  expect(would.moves).toBe(ROWS_MAX + 3);
});
