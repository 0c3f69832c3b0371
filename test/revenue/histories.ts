import fc from 'fast-check';
import { daysAfter } from '../../src/platform/values/day.js';
import { amountIn, decimalOf } from '../../src/platform/values/money.js';

/** Days between two steps, with many close to the grace period. */
const waits = (graceDays: number) =>
  fc.oneof(
    fc.constantFrom(graceDays - 1, graceDays, graceDays + 1).map((days) => Math.max(1, days)),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 90 }),
  );

/** Zero, repeated values, cents, thousands. */
const arr = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0n) },
  { weight: 2, arbitrary: fc.constantFrom(1n, 10_000_00n, 6_000_00n) },
  { weight: 3, arbitrary: fc.bigInt({ min: 0n, max: 10n ** 9n }) },
);

function history(graceDays: number) {
  const steps = fc.array(fc.record({ wait: waits(graceDays), arr }), { maxLength: 8 });
  return fc.tuple(fc.integer({ min: 0, max: 200 }), steps).map(([offset, each]) => {
    let day = daysAfter('2026-01-01', offset);
    return each.map((step) => {
      day = daysAfter(day, step.wait);
      return { on: day, arr: step.arr };
    });
  });
}

const rate = fc.bigInt({ min: 1n, max: 5_000_000n }).map((scaled) => decimalOf(scaled, 6));
const currencies = fc.constantFrom(
  { currency: 'EUR' },
  { currency: 'JPY' },
  { currency: 'KWD' },
  { currency: 'EUR', customerCurrency: 'USD' },
  { currency: 'JPY', customerCurrency: 'EUR' },
  { currency: 'EUR', customerCurrency: 'JPY' },
  { currency: 'CHF', customerCurrency: 'KWD' },
);

/** Plausible and implausible names. */
const NAMES = ['Juno Foods', 'a/b~c', 'constructor', '7', 'Ö'];

/** Windows that begin and end beside steps as often as elsewhere. */
function windowAround(days: readonly string[]) {
  const edge = fc.oneof(
    fc.integer({ min: 0, max: 500 }).map((offset) => daysAfter('2026-01-01', offset)),
    ...(days.length === 0
      ? []
      : [fc.tuple(fc.constantFrom(...days), fc.integer({ min: -1, max: 1 })).map(([day, by]) => daysAfter(day, by))]),
  );
  return fc.tuple(edge, edge).map(([one, other]) => (one < other ? [one, other] : [other, one]) as [string, string]);
}

/** Valid requests for `POST /v1/revenue/rehearse`. */
export const REHEARSALS = fc
  .record({ graceDays: fc.constantFrom(0, 1, 2, 30), currencies })
  .chain(({ graceDays, currencies: of }) =>
    fc.record({
      graceDays: fc.constant(graceDays),
      of: fc.constant<{ currency: string; customerCurrency?: string }>(of),
      histories: fc.array(history(graceDays), { maxLength: NAMES.length }),
    }),
  )
  .chain(({ graceDays, of, histories }) => {
    const days = histories.flat().map(({ on }) => on);
    return fc.record({
      window: windowAround(days),
      reactivationAfterDays: fc.constant(graceDays),
      of: fc.constant(of),
      firstRate: rate,
      rates: fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), rate), { maxLength: 4 }),
      // Steps come in any order.
      arr: fc.tuple(...histories.map((steps) => fc.shuffledSubarray(steps, { minLength: steps.length }))),
    });
  })
  .map(({ window, reactivationAfterDays, of, firstRate, rates, arr: steps }) => ({
    window,
    reactivationAfterDays,
    ...of,
    ...(of.customerCurrency !== undefined && {
      rates: {
        '2025-12-01': firstRate,
        ...Object.fromEntries(rates.map(([offset, each]) => [daysAfter('2026-01-01', offset), each])),
      },
    }),
    arr: Object.fromEntries(
      steps.map((each, index) => [
        NAMES[index]!,
        each.map(({ on, arr: units }) => ({ on, arr: amountIn(units, of.customerCurrency ?? of.currency) })),
      ]),
    ),
  }));
