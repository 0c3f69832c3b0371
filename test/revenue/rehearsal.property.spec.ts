import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daysAfter } from '../../src/platform/values/day.js';
import { MOVEMENT_KINDS } from '../../src/revenue/movements.js';
import { rehearse } from '../../src/revenue/rehearsal/rehearsal.js';
import type { RevenueRehearsalBody } from '../../src/revenue/rehearsal/rehearsal.schema.js';
import type { WindowView } from '../../src/revenue/valuation.js';
import { runs } from '../support/runs.js';
import { REHEARSALS } from './histories.js';
import { naive } from './naive.js';

const RUNS = { numRuns: runs(1_500, 10_000) };

function answerTo(body: RevenueRehearsalBody): WindowView {
  const parts = rehearse(body);
  for (;;) {
    const part = parts.next();
    if (part.done === true) return part.value;
  }
}

/** In minor units, with any number of decimals. */
const units = (amount: string) => BigInt(amount.replace('.', ''));

describe('a window of ARR histories', () => {
  it('equals a computation day by day, to the cent', () => {
    fc.assert(
      fc.property(REHEARSALS, (body) => {
        expect(answerTo(body)).toEqual(naive(body));
      }),
      RUNS,
    );
  });

  it('closes with its opening plus its movements, and retains no more than there was', () => {
    fc.assert(
      fc.property(REHEARSALS, (body) => {
        const { opening, closing, movements, netNewArr, grr, nrr } = answerTo(body);
        const { fx = '0', ...moved } = movements;
        const unit = body.customerCurrency === undefined ? 0n : 3n;
        const rest = units(closing) - units(opening) - units(netNewArr) - units(fx);
        // With two currencies, each figure is rounded by itself.
        expect(rest <= unit && rest >= -unit).toBe(true);
        expect(Object.values(moved).map((each) => units(each) >= 0n)).toEqual([
          true,
          true,
          units(moved.contraction) === 0n,
          units(moved.churn) === 0n,
          true,
        ]);
        if (grr !== null) expect([Number(grr) <= 1, Number(grr) <= Number(nrr)]).toEqual([true, true]);
      }),
      RUNS,
    );
  });

  it('equals two windows that share a day', () => {
    fc.assert(
      fc.property(REHEARSALS, fc.integer({ min: 0, max: 600 }), ({ rates: _, customerCurrency, ...body }, offset) => {
        const given = { ...body, currency: customerCurrency ?? body.currency };
        const [first, last] = given.window;
        const shared = [daysAfter(first, offset), last].sort()[0]!;
        const [whole, before, after] = [
          [first, last],
          [first, shared],
          [shared, last],
        ].map((window) => answerTo({ ...given, window: window as [string, string] })) as [
          WindowView,
          WindowView,
          WindowView,
        ];
        expect([before.opening, before.closing, after.closing]).toEqual([whole.opening, after.opening, whole.closing]);
        for (const kind of MOVEMENT_KINDS)
          expect(units(before.movements[kind]) + units(after.movements[kind])).toBe(units(whole.movements[kind]));
      }),
      RUNS,
    );
  });

  it('has shares that depend neither on the rates nor on the order of accounts', () => {
    fc.assert(
      fc.property(REHEARSALS, (body) => {
        const turned = { ...body, arr: Object.fromEntries(Object.entries(body.arr).reverse()) };
        expect(answerTo(turned)).toEqual(answerTo(body));
        const { nrr, grr, logoChurn } = answerTo(body);
        const tenfold = { ...body, ...(body.rates && { rates: { '2025-12-01': '10' } }) };
        expect(answerTo(tenfold)).toMatchObject({ nrr, grr, logoChurn });
      }),
      RUNS,
    );
  });
});
