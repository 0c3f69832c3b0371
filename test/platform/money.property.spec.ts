import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  amountIn,
  decimalOf,
  digitsOf,
  minorUnitsOf,
  moneyInWords,
  ratioOf,
  round,
  roundedTo,
  scaledOf,
} from '../../src/platform/values/money.js';
import { runs } from '../support/runs.js';

const RUNS = { numRuns: runs(200, 5_000) };
const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CLF', 'HUF');
const units = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const under = fc.bigInt({ min: 1n, max: 10n ** 12n });
const size = (value: bigint) => (value < 0n ? -value : value);

describe('an amount', () => {
  it('is the same after it is written and read', () => {
    fc.assert(
      fc.property(units, currency, (amount, code) => {
        expect(minorUnitsOf(amountIn(amount, code), code)).toBe(amount);
      }),
      RUNS,
    );
  });

  it('has the decimals of ISO 4217 for its currency, whatever is customary today', () => {
    const written = ['EUR', 'JPY', 'KWD', 'CLF', 'HUF', 'IQD'].map((code) => amountIn(-1_050n, code));
    expect(written).toEqual(['-10.50', '-1050', '-1.050', '-0.1050', '-10.50', '-1.050']);
    expect(['0', '0.00'].map((text) => minorUnitsOf(text, 'EUR'))).toEqual([0n, 0n]);
    expect(amountIn(0n, 'EUR')).toBe('0.00');
    expect(amountIn(7n, 'KWD')).toBe('0.007');
  });

  it.each([
    ['12000.00', 'EUR', 'EUR 12,000.00'],
    ['-1234567.1234', 'CLF', 'CLF -1,234,567.1234'],
    ['999', 'JPY', 'JPY 999'],
    ['1000.50', null, '1,000.50'],
  ])('of %s %s is written for people as %s', (amount, currency, read) => {
    expect(moneyInWords(amount, currency)).toBe(read);
  });

  it('may have fewer decimals than its currency, but not more', () => {
    expect(['12', '12.5', '12.50', '012.50'].map((text) => minorUnitsOf(text, 'EUR'))).toEqual([
      1_200n,
      1_250n,
      1_250n,
      1_250n,
    ]);
    expect(['12.500', '12.', '.5', '1e3', '', ' 1', '+1', '1,5'].map((text) => minorUnitsOf(text, 'EUR'))).toEqual(
      Array(8).fill(null),
    );
    expect(minorUnitsOf('12.0', 'JPY')).toBeNull();
  });

  it('has two decimals unless its currency is known to have others', () => {
    expect(['EUR', 'CHF', 'XXX'].map(digitsOf)).toEqual([2, 2, 2]);
  });
});

describe('rounding', () => {
  it('goes to the nearest, and from halves away from zero', () => {
    const rounded = [5n, -5n, 4n, -4n, 15n, -15n, 14n, 0n].map((over) => round({ over, under: 10n }));
    expect(rounded).toEqual([1n, -1n, 0n, 0n, 2n, -2n, 1n, 0n]);
  });

  it('is off by at most a half, and symmetric around zero', () => {
    fc.assert(
      fc.property(units, under, (over, by) => {
        const rounded = round({ over, under: by });
        expect(2n * size(over - rounded * by) <= by).toBe(true);
        expect(round({ over: -over, under: by })).toBe(-rounded);
        if (2n * size(over % by) === by) expect(size(rounded) * by > size(over)).toBe(true);
      }),
      RUNS,
    );
  });

  it('happens in one step, never by way of more places', () => {
    const ratio = { over: 1_234_449_999n, under: 10n ** 10n };
    expect(roundedTo(4, ratio)).toBe('0.1234');
    expect(roundedTo(4, { over: 2n, under: 3n })).toBe('0.6667');
    expect(roundedTo(4, { over: -1n, under: 20_000n })).toBe('-0.0001');
    expect(roundedTo(4, { over: 1n, under: 1n })).toBe('1.0000');
  });
});

it('a decimal read as a ratio keeps its exact value', () => {
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 12 }), (scaled, places) => {
      const text = decimalOf(scaled, places);
      expect(ratioOf(text)).toEqual({ over: scaled, under: 10n ** BigInt(places) });
      expect(scaledOf(text, places)).toBe(scaled);
    }),
    RUNS,
  );
  expect(['', '1/3', '1e2', '-'].map(ratioOf)).toEqual([null, null, null, null]);
});
