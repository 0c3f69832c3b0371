import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { worthOf } from '../../src/revenue/fx-rate.js';

const rate = (base: string, currency: string, cents: number, onDay = '2026-01-01') => ({
  base,
  currency,
  onDay,
  rate: (cents / 100).toFixed(2),
});
const shown = (ratio: { over: bigint; under: bigint } | null) => ratio && Number(ratio.over) / Number(ratio.under);

describe('the rate between two currencies', () => {
  const rates = [rate('EUR', 'USD', 125), rate('EUR', 'CHF', 90), rate('GBP', 'JPY', 20_000)];

  it('is one for itself, the rate from the base, its inverse to it, and otherwise goes through the base', () => {
    expect(shown(worthOf('EUR', 'EUR', []))).toBe(1);
    expect(shown(worthOf('EUR', 'USD', rates))).toBe(1.25);
    expect(shown(worthOf('USD', 'EUR', rates))).toBe(0.8);
    expect(shown(worthOf('USD', 'CHF', rates))).toBe(0.72);
    expect(worthOf('USD', 'JPY', rates)).toBeNull();
    expect(worthOf('USD', 'EUR', [])).toBeNull();
  });

  it('is the latest, whichever way, and on one day the one that is quoted', () => {
    const gbp = [rate('GBP', 'EUR', 136, '2016-01-01'), rate('EUR', 'GBP', 80, '2026-01-01')];
    expect(shown(worthOf('GBP', 'EUR', gbp))).toBe(1.25);
    expect(shown(worthOf('EUR', 'GBP', gbp))).toBe(0.8);
    expect(shown(worthOf('GBP', 'EUR', [rate('GBP', 'EUR', 136), rate('EUR', 'GBP', 80)]))).toBe(1.36);
    const crossed = [
      rate('USD', 'CHF', 90, '2026-01-02'),
      rate('EUR', 'USD', 125, '2026-01-01'),
      rate('EUR', 'CHF', 100),
    ];
    expect(shown(worthOf('USD', 'CHF', crossed))).toBe(0.9);
    const later = [rate('USD', 'CHF', 90, '2025-12-31'), ...crossed.slice(1)];
    expect(shown(worthOf('USD', 'CHF', later))).toBe(0.8);
  });

  it('is the inverse of the way back, whatever the rates', () => {
    const anyRates = fc.array(
      fc.record({
        base: fc.constantFrom('A', 'B'),
        currency: fc.constantFrom('C', 'D', 'E'),
        onDay: fc.constantFrom('2026-01-01', '2026-01-02'),
        rate: fc.integer({ min: 1, max: 1e9 }).map((millionths) => (millionths / 1e6).toFixed(6)),
      }),
      { maxLength: 6 },
    );
    const any = fc.constantFrom('A', 'B', 'C', 'D', 'E');
    fc.assert(
      fc.property(anyRates, any, any, (known, one, other) => {
        // One rate is known for each base and currency.
        const once = known.filter(
          ({ base, currency }, at) =>
            known.findIndex((each) => each.base === base && each.currency === currency) === at,
        );
        const [there, back] = [worthOf(one, other, once), worthOf(other, one, once)];
        expect(there === null).toBe(back === null);
        const isOneBase = new Set(once.map(({ base }) => base)).size <= 1;
        if (there !== null && back !== null && isOneBase) expect(there.over * back.over).toBe(there.under * back.under);
      }),
    );
  });
});
