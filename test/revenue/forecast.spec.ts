import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FORECAST_FIGURES, type ForecastCell, forecastOf } from '../../src/revenue/forecast/forecast.js';

const ONE = { over: 1n, under: 1n };

const cell = (fields: Partial<ForecastCell> = {}): ForecastCell => ({
  month: '2026-03',
  ownerRepId: null,
  currency: 'EUR',
  isWon: false,
  category: 'pipeline',
  probability: null,
  isAtRisk: false,
  type: 'new',
  deals: 1,
  overdue: 0,
  amount: '100.00',
  ...fields,
});
const figures = (cells: readonly ForecastCell[], currency = 'EUR') => forecastOf(cells, currency, () => ONE);

describe('a forecast', () => {
  it('counts each category with the surer ones, and weighs deals without a probability by category', () => {
    const cells = [
      cell({ isWon: true, amount: '1000.00' }),
      cell({ category: 'commit', amount: '200.00' }),
      cell({ category: 'bestCase', amount: '40.00' }),
      cell({ category: 'pipeline', amount: '8.00' }),
      cell({ category: 'omitted', amount: '500.00' }),
    ];
    expect(figures(cells)).toEqual({
      closed: '1000.00',
      commit: '1200.00',
      bestCase: '1240.00',
      pipeline: '1248.00',
      weighted: '1202.00',
      worst: '1200.00',
    });
  });

  it('weighs by the given probability, and loses renewals at risk in the worst case', () => {
    const cells = [
      cell({ isWon: true, probability: '0.1', amount: '50.00' }),
      cell({ category: 'commit', probability: '0.3333', amount: '100.00' }),
      cell({ category: 'bestCase', isAtRisk: true, probability: '0.5', amount: '70.00' }),
    ];
    expect(figures(cells)).toMatchObject({ closed: '50.00', weighted: '118.33', commit: '150.00', worst: '80.00' });
  });

  it('is rounded once, to the decimals of the currency', () => {
    const half = cell({ category: 'pipeline', probability: '0.5', amount: '0.01' });
    expect(figures([half])).toMatchObject({ pipeline: '0.01', weighted: '0.01' });
    expect(figures([half, half, half])).toMatchObject({ weighted: '0.02' });
    expect(figures([cell({ currency: 'JPY', amount: '3', probability: '0.5' })], 'JPY').weighted).toBe('2');
  });

  it('adds amounts of other currencies by their rates', () => {
    const cells = [cell({ isWon: true }), cell({ isWon: true, currency: 'USD', amount: '10.00' })];
    const rateOf = (currency: string) => (currency === 'USD' ? { over: 9n, under: 10n } : ONE);
    expect(forecastOf(cells, 'EUR', rateOf).closed).toBe('109.00');
  });

  const anyCell = fc.record({
    isWon: fc.boolean(),
    category: fc.constantFrom('pipeline' as const, 'bestCase' as const, 'commit' as const, 'omitted' as const),
    probability: fc.option(fc.integer({ min: 0, max: 10_000 }).map((units) => (units / 10_000).toFixed(4))),
    isAtRisk: fc.boolean(),
    amount: fc.integer({ min: 0, max: 1e9 }).map((cents) => (cents / 100).toFixed(2)),
  });

  it('never has less in a wider category than in a surer one, and is the sum of its parts', () => {
    fc.assert(
      fc.property(fc.array(anyCell.map(cell), { maxLength: 20 }), fc.nat(), (cells, at) => {
        const all = figures(cells);
        const units = (told: Record<string, string>, figure: string) => BigInt(told[figure]!.replace('.', ''));
        const order = ['closed', 'commit', 'bestCase', 'pipeline'].map((figure) => units(all, figure));
        expect(order).toEqual([...order].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0)));
        expect(units(all, 'worst')).toBeLessThanOrEqual(units(all, 'commit'));
        expect(units(all, 'weighted')).toBeLessThanOrEqual(units(all, 'pipeline'));
        const cut = cells.length === 0 ? 0 : at % cells.length;
        const [before, after] = [figures(cells.slice(0, cut)), figures(cells.slice(cut))];
        for (const figure of FORECAST_FIGURES.filter((each) => each !== 'weighted'))
          expect(units(before, figure) + units(after, figure)).toBe(units(all, figure));
      }),
    );
  });
});
