import { describe, expect, it } from '@jest/globals';
import { ratioOf } from '../../src/platform/money.js';
import { rateOn } from '../../src/revenue/fx-rate.js';
import { WindowTally } from '../../src/revenue/retention.js';
import { convertedView, viewOf } from '../../src/revenue/valuation.js';

const YEAR = { first: '2026-01-01', last: '2026-12-31' };
type History = Readonly<Record<string, number>>;

function figures(accounts: readonly History[], { window = YEAR, graceDays = 30 } = {}) {
  const tally = new WindowTally(window, graceDays);
  for (const account of accounts)
    tally.add(Object.entries(account).map(([on, arr]) => ({ on, arr: BigInt(arr) * 100n })));
  return tally.figures();
}

const inEuros = (...accounts: History[]) => viewOf(figures(accounts), 'EUR');
const NOTHING = { new: '0.00', expansion: '0.00', contraction: '0.00', churn: '0.00', reactivation: '0.00' };

describe('a window', () => {
  it('compares two days: what moved back and forth is not lost', () => {
    expect(inEuros({ '2025-06-01': 10_000, '2026-05-01': 6_000, '2026-09-01': 12_000 })).toEqual({
      opening: '10000.00',
      closing: '12000.00',
      movements: { ...NOTHING, expansion: '6000.00', contraction: '-4000.00' },
      netNewArr: '2000.00',
      nrr: '1.2000',
      grr: '1.0000',
      logoChurn: '0.0000',
    });
  });

  it('has what changes on its first day in its opening, and what changes on its last among its movements', () => {
    expect(inEuros({ '2025-12-31': 1, '2026-01-01': 2, '2026-12-31': 3, '2027-01-01': 4 })).toMatchObject({
      opening: '2.00',
      closing: '3.00',
      movements: { ...NOTHING, expansion: '1.00' },
    });
    expect(inEuros({ '2026-01-02': 2 })).toMatchObject({ opening: '0.00', movements: { new: '2.00' } });
  });

  it('of one day moves nothing', () => {
    const day = { first: '2026-01-01', last: '2026-01-01' };
    const view = viewOf(figures([{ '2026-01-01': 5 }, { '2026-01-02': 7 }], { window: day }), 'EUR');
    expect(view).toMatchObject({ opening: '5.00', closing: '5.00', movements: NOTHING, nrr: '1.0000' });
  });

  it('knows of nobody who came within it as retained, nor of their growth', () => {
    expect(inEuros({ '2025-01-01': 100 }, { '2026-02-01': 100, '2026-03-01': 900 })).toMatchObject({
      movements: { ...NOTHING, new: '100.00', expansion: '800.00' },
      nrr: '1.0000',
      grr: '1.0000',
    });
  });

  it('does not offset who shrinks by who grows in GRR, and does in NRR', () => {
    expect(inEuros({ '2025-01-01': 100, '2026-02-01': 60 }, { '2025-01-01': 100, '2026-02-01': 190 })).toMatchObject({
      nrr: '1.2500',
      grr: '0.8000',
    });
  });

  it('counts who has none on the last day, whatever they were worth', () => {
    const three = [{ '2025-01-01': 9_900 }, { '2025-01-01': 50, '2026-07-01': 0 }, { '2025-01-01': 50 }];
    expect(inEuros(...three)).toMatchObject({ logoChurn: '0.3333', grr: '0.9950' });
    expect(inEuros({ '2025-01-01': 1, '2026-02-01': 0, '2026-10-01': 1 })).toMatchObject({
      movements: { churn: '-1.00', reactivation: '1.00' },
      logoChurn: '0.0000',
      grr: '1.0000',
    });
  });

  it('has no shares where there was nothing on its first day', () => {
    const nothing = { nrr: null, grr: null, logoChurn: null };
    expect(inEuros()).toEqual({ opening: '0.00', closing: '0.00', movements: NOTHING, netNewArr: '0.00', ...nothing });
    expect(inEuros({ '2026-02-01': 5 })).toMatchObject(nothing);
  });

  it('within whose lapse it ends has the ARR from before', () => {
    const lapsed = { '2025-01-01': 10, '2026-12-20': 0, '2027-01-10': 12 };
    expect(inEuros(lapsed)).toMatchObject({ closing: '10.00', movements: NOTHING, logoChurn: '0.0000' });
    // Not so where nobody has come back.
    expect(inEuros({ '2025-01-01': 10, '2026-12-20': 0 })).toMatchObject({ closing: '0.00', logoChurn: '1.0000' });
  });

  it('within whose lapse it begins has the ARR from before', () => {
    const lapsed = { '2025-01-01': 10, '2025-12-20': 0, '2026-01-10': 12 };
    expect(inEuros(lapsed)).toMatchObject({ opening: '10.00', movements: { ...NOTHING, expansion: '2.00' } });
  });

  it('calls who had ARR before it reactivated, not new', () => {
    expect(inEuros({ '2020-01-01': 10, '2021-01-01': 0, '2026-06-01': 8 })).toMatchObject({
      movements: { ...NOTHING, reactivation: '8.00' },
    });
  });
});

describe('a window in two currencies', () => {
  const at = (first: string, last: string) => ({
    of: 'USD',
    in: 'EUR',
    rates: { first: ratioOf(first)!, last: ratioOf(last)! },
  });

  it('has a movement of its own for the rate, and retains at the rate of its first day', () => {
    const grown = figures([{ '2025-01-01': 10_000, '2026-06-01': 12_000 }]);
    expect(convertedView(grown, at('0.9', '0.8'))).toEqual({
      opening: '9000.00',
      closing: '9600.00',
      movements: { ...NOTHING, expansion: '1800.00', fx: '-1200.00' },
      netNewArr: '1800.00',
      nrr: '1.2000',
      grr: '1.0000',
      logoChurn: '0.0000',
    });
  });

  it('rounds each amount once, from its exact sum', () => {
    // Two cents of 0.01 at 0.25 are half a cent: one by one they would be nothing.
    const cents = new WindowTally(YEAR, 30);
    for (let account = 0; account < 2; account += 1) cents.add([{ on: '2025-01-01', arr: 1n }]);
    expect(convertedView(cents.figures(), at('0.25', '0.25'))).toMatchObject({ opening: '0.01', closing: '0.01' });
  });

  it('goes from and to currencies with other decimals', () => {
    const account = new WindowTally(YEAR, 30);
    account.add([{ on: '2025-01-01', arr: 1_000n }]);
    const rates = { first: ratioOf('160.5')!, last: ratioOf('160.5')! };
    expect(convertedView(account.figures(), { of: 'EUR', in: 'JPY', rates }).opening).toBe('1605');
    expect(convertedView(account.figures(), { of: 'KWD', in: 'JPY', rates }).opening).toBe('161');
    expect(convertedView(account.figures(), { of: 'JPY', in: 'KWD', rates }).opening).toBe('160500.000');
  });
});

it('the rate of a day is its own, else the latest before it', () => {
  const rates = ['2026-03-01', '2026-01-01', '2026-02-01'].map((on, at) => ({ on, rate: ratioOf(String(at))! }));
  const [march, january, february] = rates.map(({ rate }) => rate);
  expect(
    ['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01', '2027-01-01'].map((day) => rateOn(day, rates)),
  ).toEqual([null, january, january, february, march]);
});
