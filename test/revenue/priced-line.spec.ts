import { describe, expect, it } from '@jest/globals';
import { pricedLine } from '../../src/forms/priced-line.js';
import { monthsOf, readQuantity } from '../../src/forms/quantity.js';

const YEAR = { startsOn: '2026-01-01', endsOn: '2026-12-31', currency: 'EUR' };
const priced = (line: object, agreed = YEAR) => {
  const read = pricedLine(line, agreed);
  return typeof read === 'string' ? read : `${read.kind} ${read.amount}`;
};

describe('a billing line as a line of a contract', () => {
  it('is billed once if its amount is fixed, and recurs if it names a period', () => {
    expect(priced({ kind: 'fixed', amount: '2500.00' })).toBe('oneOff 250000');
    expect(priced({ kind: 'fixed', amount: '12000', period: 'a year' })).toBe('recurring 1200000');
    expect(priced({ kind: 'fixed', amount: '12000.0000' })).toBe('oneOff 1200000');
  });

  it('recurs as a retainer, by its amount over the term, else by its rate', () => {
    expect(priced({ kind: 'retainer', amount: '6000.00', rate: '900', period: 'a month' })).toBe('recurring 600000');
    expect(priced({ kind: 'retainer', rate: '500.00', cap: '4000.00', period: 'a month' })).toBe('recurring 600000');
    expect(priced({ kind: 'retainer', rate: '1,500 EUR a quarter', cap: '-', period: 'a year' })).toBe(
      'recurring 600000',
    );
    expect(priced({ kind: 'retainer', rate: '140.00 an hour', cap: '80 hours', period: 'monthly' })).toBe(
      'recurring 13440000',
    );
  });

  it('of usage is a commitment up to its cap, and usage without one', () => {
    expect(priced({ kind: 'usage', rate: '0.02 a message', cap: '10000 messages', period: 'a month' })).toBe(
      'commitment 240000',
    );
    expect(priced({ kind: 'usage', rate: '0.02 a message', cap: '300.00', period: 'a month' })).toBe(
      'commitment 360000',
    );
    expect(priced({ kind: 'usage', rate: '0.02 a message', cap: 'none', period: 'a month' })).toBe('usage 0');
    expect(priced({ kind: 'timeAndMaterial', rate: '140.00 an hour', cap: '80 hours', period: 'a month' })).toBe(
      'usage 0',
    );
  });

  it('has no price where its words leave it open', () => {
    expect(priced({ kind: 'retainer', rate: '140.00 an hour', cap: '80 days', period: 'a month' })).toBe('unpriced');
    expect(priced({ kind: 'retainer', rate: '500.00', cap: 'none', period: 'as it comes' })).toBe('unpriced');
    expect(priced({ kind: 'retainer', rate: '500.00 USD', cap: 'none', period: 'a month' })).toBe('unpriced');
    // Of messages, or of money?
    expect(priced({ kind: 'usage', rate: '0.02 a message', cap: '10000', period: 'a month' })).toBe('unpriced');
    expect(priced({ kind: 'fixed', amount: '10.005' })).toBe('amount');
    expect(priced({ kind: 'fixed', amount: '-1.00' })).toBe('amount');
    expect(priced({ kind: 'fixed', amount: '1000000000000.00' })).toBe('amount');
    expect(priced({ kind: 'fixed', amount: '999999999999.99' })).toBe('oneOff 99999999999999');
  });

  it.each(['1.500', '1.500 a month', 'EUR 1.500 a month', '150.000', '1.500 an hour'])(
    'has no price where the point may separate thousands (%s)',
    (rate) => {
      expect(priced({ kind: 'retainer', rate, cap: '80 hours', period: 'a month' })).toBe('unpriced');
    },
  );

  it('has a price where the point is certainly that of decimals', () => {
    expect(priced({ kind: 'retainer', rate: '1.50 a month' })).toBe('recurring 1800');
    expect(priced({ kind: 'retainer', rate: '1500.500 a month' })).toBe('recurring 1800600');
    expect(priced({ kind: 'usage', rate: '0.025 a message', cap: '10000 messages', period: 'a month' })).toBe(
      'commitment 300000',
    );
    expect(priced({ kind: 'usage', rate: '0.02 a message', cap: '10.000 messages', period: 'a month' })).toBe(
      'unpriced',
    );
    expect(priced({ kind: 'fixed', amount: '1.500' })).toBe('amount');
    const dinars = { ...YEAR, currency: 'KWD' };
    expect(priced({ kind: 'retainer', rate: '1.500 a month' }, dinars)).toBe('recurring 18000');
    expect(priced({ kind: 'fixed', amount: '1.500' }, dinars)).toBe('oneOff 1500');
  });

  it('has the amount for the days of a term that is not of whole months', () => {
    const days = { ...YEAR, endsOn: '2026-01-30' };
    expect(priced({ kind: 'retainer', rate: '365.00', period: 'a year' }, days)).toBe('recurring 3000');
    const yen = { ...YEAR, currency: 'JPY' };
    expect(priced({ kind: 'retainer', rate: '500', period: 'a month' }, yen)).toBe('recurring 6000');
  });
});

it('a quantity is read as people write it', () => {
  const read = (text: unknown) => {
    const quantity = readQuantity(text, 'CHF');
    return quantity && [Number(quantity.value.over) / Number(quantity.value.under), quantity.unit, quantity.isMoney];
  };
  expect(read("CHF 1'200 a month")).toEqual([1200, 'month', true]);
  expect(read('80 hours')).toEqual([80, 'hour', false]);
  expect(read('140.50/h')).toEqual([140.5, 'h', true]);
  expect(read(12)).toEqual([12, '', false]);
  expect([read('EUR 5'), read('about 5'), read(''), read(undefined), read('5 or 6 hours')]).toEqual(
    Array(5).fill(null),
  );
  expect(['Monthly', 'per quarter', 'each year', 'a half-year', 'weekly', ''].map(monthsOf)).toEqual([
    ...[1n, 3n, 12n, 6n],
    ...[null, null],
  ]);
});
