import fc from 'fast-check';
import type { LineBody } from '../../src/forms/contract-lines.dto.js';
import { type Day, daysAfter } from '../../src/platform/values/day.js';
import type { Agreement, ContractLine } from '../../src/revenue/contracts/contract.js';
import { readLines } from '../../src/revenue/contracts/reading-contracts.js';

const STARTS_ON: Day = '2026-01-01';
const PRODUCTS = ['A', 'B', 'C'];

/** Lines within a term of the given days: consecutive spans, with or without gaps. */
function linesOf(days: number): fc.Arbitrary<LineBody[]> {
  const span = fc.record({
    gap: fc.integer({ min: 0, max: 40 }),
    days: fc.integer({ min: 1, max: 200 }),
    amount: fc.integer({ min: 0, max: 1_000_000 }),
  });
  const line = fc.record({
    product: fc.constantFrom(...PRODUCTS),
    kind: fc.constantFrom('recurring' as const, 'commitment' as const, 'usage' as const, 'oneOff' as const),
    spans: fc.array(span, { minLength: 1, maxLength: 4 }),
  });
  return fc.array(line, { minLength: 1, maxLength: 3 }).map((all) =>
    all.map(({ product, kind, spans }) => {
      let at = 0;
      const segments = spans.flatMap(({ gap, days: long, amount }) => {
        const from = at + gap;
        const to = Math.min(from + long, days) - 1;
        if (to < from) return [];
        at = to + 1;
        return [{ from: daysAfter(STARTS_ON, from), to: daysAfter(STARTS_ON, to), amount: (amount / 100).toFixed(2) }];
      });
      return { product, kind, segments: segments.length > 0 ? segments : [{ from: STARTS_ON, amount: '1.00' }] };
    }),
  );
}

export const anAgreement: fc.Arbitrary<Agreement> = fc
  .record({
    days: fc.integer({ min: 30, max: 800 }),
    noticeDays: fc.integer({ min: 0, max: 120 }),
    autoRenewMonths: fc.option(fc.integer({ min: 1, max: 24 })),
  })
  .chain(({ days, noticeDays, autoRenewMonths }) =>
    linesOf(days).map((bodies) => {
      const endsOn = daysAfter(STARTS_ON, days - 1);
      const within = { from: STARTS_ON, to: endsOn, currency: 'EUR', cause: 'sold' } as const;
      const { lines } = readLines(bodies, within);
      return {
        currency: 'EUR',
        startsOn: STARTS_ON,
        noticeDays,
        autoRenewMonths,
        notice: null,
        lines,
        terms: [{ startsOn: STARTS_ON, endsOn, cause: 'signed' as const }],
        heldBy: [{ accountId: 'one', from: STARTS_ON }],
      };
    }),
  );

/** A day of its first two years. */
export const aDay: fc.Arbitrary<Day> = fc.integer({ min: 0, max: 730 }).map((days) => daysAfter(STARTS_ON, days));

export const productsOf = (lines: readonly ContractLine[]) => [...new Set(lines.map(({ product }) => product))];
