import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CostAmount, costsOf, sumOfCosts } from '../../src/reporting/source-cost.js';

const ZONE = 'Europe/Berlin';
const day = (date: string) => Date.parse(`${date}T00:00:00+01:00`);
const window = (from: string, to: string) => ({ span: { from: day(from), to: day(to) }, timeZone: ZONE });
const base = (leads: number, qualified = 0, won = 0) => ({ leads, qualified, won });
const eur = (amount: string): CostAmount => ({ amount, currency: 'EUR' });
const perLead = (amount: string, currency = 'EUR') => ({ costPerLead: { amount, currency }, monthly: null });
const monthly = (...months: [string, string, string?][]) => ({
  costPerLead: null,
  monthly: months.map(([month, amount, currency = 'EUR']) => ({ month, amount, currency })),
});
const JANUARY = window('2026-01-01', '2026-02-01');

describe('the cost of a source', () => {
  it('is a price for each lead, divided among those that came further', () => {
    expect(costsOf(perLead('2.50'), base(7, 3, 2), JANUARY)).toEqual({
      cost: eur('17.50'),
      costPerQualified: eur('5.83'),
      costPerWon: eur('8.75'),
    });
    expect(costsOf(perLead('0.0125'), base(3), JANUARY)).toMatchObject({ cost: eur('0.04'), costPerWon: null });
    expect(costsOf(perLead('12.345'), base(1), JANUARY)).toMatchObject({ cost: eur('12.35') });
    expect(costsOf(perLead('57.50'), base(5, 4, 3), JANUARY)).toEqual({
      cost: eur('287.50'),
      costPerQualified: eur('71.88'),
      costPerWon: eur('95.83'),
    });
    expect(costsOf(perLead('0.0125'), base(3, 3), JANUARY).costPerQualified).toEqual(eur('0.01'));
    expect(costsOf(perLead('120', 'JPY'), base(3, 7), JANUARY)).toMatchObject({
      cost: { amount: '360', currency: 'JPY' },
      costPerQualified: { amount: '51', currency: 'JPY' },
    });
  });

  it('is that of its months, by the day where a window cuts a month', () => {
    const source = monthly(['2026-01', '310.00'], ['2026-02', '100.00']);
    expect(costsOf(source, base(1), JANUARY).cost).toEqual(eur('310.00'));
    expect(costsOf(source, base(1), window('2026-01-31', '2026-02-02')).cost).toEqual(eur('13.57'));
    expect(costsOf(source, base(1), window('2026-01-11', '2026-01-12')).cost).toEqual(eur('10.00'));
    // A day that the window touches counts as a whole.
    const part = { span: { from: day('2026-01-11') + 3_600_000, to: day('2026-01-11') + 7_200_000 }, timeZone: ZONE };
    expect(costsOf(source, base(1), part).cost).toEqual(eur('10.00'));
  });

  it('is unknown without prices, for a month without spend, and in several currencies', () => {
    const unknown = { cost: null, costPerQualified: null, costPerWon: null };
    expect(costsOf(undefined, base(5, 1, 1), JANUARY)).toEqual(unknown);
    expect(costsOf(monthly(), base(5), JANUARY)).toEqual(unknown);
    expect(costsOf(monthly(['2026-01', '10']), base(5), window('2026-01-31', '2026-02-02'))).toEqual(unknown);
    const mixed = monthly(['2026-01', '10'], ['2026-02', '10', 'USD']);
    expect(costsOf(mixed, base(5), window('2026-01-31', '2026-02-02'))).toEqual(unknown);
    const part = (source: Parameters<typeof costsOf>[0]) => ({
      base: base(2, 1),
      costs: costsOf(source, base(2, 1), JANUARY),
    });
    expect(sumOfCosts([part(perLead('1')), part(perLead('2'))])).toMatchObject({
      cost: eur('6.00'),
      costPerQualified: eur('3.00'),
      costPerWon: null,
    });
    expect(sumOfCosts([part(perLead('1')), part(perLead('1', 'USD'))]).cost).toBeNull();
    expect(sumOfCosts([part(perLead('1')), part(undefined)]).cost).toBeNull();
    expect(sumOfCosts([]).cost).toBeNull();
  });

  it('adds up to that of the month however its days are divided into windows, except for rounding', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999 }),
        fc.uniqueArray(fc.integer({ min: 2, max: 31 })),
        (cents, cuts) => {
          const amount = (cents / 100).toFixed(2);
          const source = monthly(['2026-01', amount]);
          const edges = [
            '2026-01-01',
            ...cuts.sort((a, b) => a - b).map((at) => `2026-01-${String(at).padStart(2, '0')}`),
            '2026-02-01',
          ];
          const parts = edges
            .slice(1)
            .map((to, index) => costsOf(source, base(1), window(edges[index]!, to)).cost!.amount);
          const sum = parts.reduce((all, each) => all + Math.round(Number(each) * 100), 0);
          expect(Math.abs(sum - cents)).toBeLessThanOrEqual(parts.length);
        },
      ),
    );
  });
});
