import { describe, expect, it } from '@jest/globals';
import { ratioOf } from '../../src/platform/values/money.js';
import { rateOn } from '../../src/revenue/fx-rate.js';
import type { AccountHistory } from '../../src/revenue/retention.js';
import { scaleOf, type Valuation, ValuedTally, valuedIn } from '../../src/revenue/valuation.js';

const YEAR = { first: '2026-01-01', last: '2026-12-31' };
type History = Readonly<Record<string, number>>;

function tallied(accounts: readonly AccountHistory[], valuation: Valuation, of: string, window = YEAR) {
  const tally = new ValuedTally(window, 30, valuation);
  for (const { steps, carried } of accounts)
    tally.add(({ factors }) => {
      const factor = factors.get(of)!;
      const valued = steps.map(({ on, arr, transferred }) => ({
        on,
        arr: arr * factor,
        ...(transferred !== undefined && { transferred: transferred * factor }),
      }));
      return { steps: valued, carried: (carried ?? 0n) * factor };
    });
  return tally;
}

const historyOf = (account: History): AccountHistory => ({
  steps: Object.entries(account).map(([on, arr]) => ({ on, arr: BigInt(arr) * 100n })),
});
const inEuros = (...accounts: History[]) => tallied(accounts.map(historyOf), valuedIn('EUR'), 'EUR').view();
const NOTHING = { new: '0.00', expansion: '0.00', contraction: '0.00', churn: '0.00', reactivation: '0.00' };

describe('a window', () => {
  it('compares two days: what moved down and up again is not lost', () => {
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

  it('includes changes of its first day in its opening, and those of its last in its movements', () => {
    expect(inEuros({ '2025-12-31': 1, '2026-01-01': 2, '2026-12-31': 3, '2027-01-01': 4 })).toMatchObject({
      opening: '2.00',
      closing: '3.00',
      movements: { ...NOTHING, expansion: '1.00' },
    });
    expect(inEuros({ '2026-01-02': 2 })).toMatchObject({ opening: '0.00', movements: { new: '2.00' } });
  });

  it('of one day moves nothing', () => {
    const day = { first: '2026-01-01', last: '2026-01-01' };
    const accounts = [{ '2026-01-01': 5 }, { '2026-01-02': 7 }].map(historyOf);
    expect(tallied(accounts, valuedIn('EUR'), 'EUR', day).view()).toMatchObject({
      opening: '5.00',
      closing: '5.00',
      movements: NOTHING,
      nrr: '1.0000',
    });
  });

  it('counts accounts that came within it neither as retained nor as growth', () => {
    expect(inEuros({ '2025-01-01': 100 }, { '2026-02-01': 100, '2026-03-01': 900 })).toMatchObject({
      movements: { ...NOTHING, new: '100.00', expansion: '800.00' },
      nrr: '1.0000',
      grr: '1.0000',
    });
  });

  it('offsets shrinking accounts by growing ones in NRR, but not in GRR', () => {
    expect(inEuros({ '2025-01-01': 100, '2026-02-01': 60 }, { '2025-01-01': 100, '2026-02-01': 190 })).toMatchObject({
      nrr: '1.2500',
      grr: '0.8000',
    });
  });

  it('counts accounts without ARR on the last day as lost, whatever they were worth', () => {
    const three = [{ '2025-01-01': 9_900 }, { '2025-01-01': 50, '2026-07-01': 0 }, { '2025-01-01': 50 }];
    expect(inEuros(...three)).toMatchObject({ logoChurn: '0.3333', grr: '0.9950' });
    expect(inEuros({ '2025-01-01': 1, '2026-02-01': 0, '2026-10-01': 1 })).toMatchObject({
      movements: { churn: '-1.00', reactivation: '1.00' },
      logoChurn: '0.0000',
      grr: '1.0000',
    });
  });

  it('has no shares if there was no ARR on its first day', () => {
    const nothing = { nrr: null, grr: null, logoChurn: null };
    expect(inEuros()).toEqual({ opening: '0.00', closing: '0.00', movements: NOTHING, netNewArr: '0.00', ...nothing });
    expect(inEuros({ '2026-02-01': 5 })).toMatchObject(nothing);
  });

  it('that ends within a lapse has the ARR from before it', () => {
    const lapsed = { '2025-01-01': 10, '2026-12-20': 0, '2027-01-10': 12 };
    expect(inEuros(lapsed)).toMatchObject({ closing: '10.00', movements: NOTHING, logoChurn: '0.0000' });
    // Not if the account has not come back.
    expect(inEuros({ '2025-01-01': 10, '2026-12-20': 0 })).toMatchObject({ closing: '0.00', logoChurn: '1.0000' });
  });

  it('that begins within a lapse has the ARR from before it', () => {
    const lapsed = { '2025-01-01': 10, '2025-12-20': 0, '2026-01-10': 12 };
    expect(inEuros(lapsed)).toMatchObject({ opening: '10.00', movements: { ...NOTHING, expansion: '2.00' } });
  });

  it('calls an account that had ARR before it reactivated, not new', () => {
    expect(inEuros({ '2020-01-01': 10, '2021-01-01': 0, '2026-06-01': 8 })).toMatchObject({
      movements: { ...NOTHING, reactivation: '8.00' },
    });
  });
});

describe('a window in two currencies', () => {
  const at = (of: string, currency: string, first: string, last = first): Valuation => {
    const [scaleOfFirst, scaleOfLast] = [first, last].map((rate) => scaleOf(currency, new Map([[of, ratioOf(rate)!]])));
    return { in: currency, first: scaleOfFirst!, last: scaleOfLast!, isConverted: true };
  };

  it('has a separate movement for the rate, and retains at the rate of its first day', () => {
    const grown = historyOf({ '2025-01-01': 10_000, '2026-06-01': 12_000 });
    expect(tallied([grown], at('USD', 'EUR', '0.9', '0.8'), 'USD').view()).toEqual({
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
    // Two times 0.01 at 0.25 is half a cent; one by one they would be zero.
    const cent = { steps: [{ on: '2025-01-01', arr: 1n }] };
    expect(tallied([cent, cent], at('USD', 'EUR', '0.25'), 'USD').view()).toMatchObject({
      opening: '0.01',
      closing: '0.01',
    });
  });

  it('converts between currencies with different decimals', () => {
    const account = { steps: [{ on: '2025-01-01', arr: 1_000n }] };
    const opening = (of: string, currency: string) => tallied([account], at(of, currency, '160.5'), of).view().opening;
    expect([opening('EUR', 'JPY'), opening('KWD', 'JPY'), opening('JPY', 'KWD')]).toEqual([
      ...['1605', '161', '160500.000'],
    ]);
  });

  it('adds up currencies exactly', () => {
    const third = new Map([
      ['USD', { over: 1n, under: 3n }],
      ['CHF', { over: 1n, under: 7n }],
    ]);
    const scale = scaleOf('EUR', third);
    expect([scale.under, scale.factors.get('USD'), scale.factors.get('CHF')]).toEqual([21n, 7n, 3n]);
  });
});

describe('ARR that goes to another account', () => {
  const moves: readonly AccountHistory[] = [
    {
      steps: [
        { on: '2025-01-01', arr: 10_000n },
        { on: '2026-05-01', arr: 0n, transferred: -10_000n },
      ],
      carried: -10_000n,
    },
    {
      steps: [
        { on: '2025-01-01', arr: 5_000n },
        { on: '2026-05-01', arr: 14_000n, transferred: 10_000n },
      ],
      carried: 10_000n,
    },
  ];

  it('is neither lost nor sold', () => {
    const tally = tallied(moves, valuedIn('EUR'), 'EUR');
    expect(tally.view()).toMatchObject({
      opening: '150.00',
      closing: '140.00',
      netNewArr: '-10.00',
      movements: { ...NOTHING, contraction: '-10.00' },
      nrr: '0.9333',
      grr: '0.9333',
      logoChurn: '0.0000',
    });
    expect(tally.transferred()).toBe('0.00');
  });

  it('appears in the movements of each single account', () => {
    const [from, to] = moves.map((account) => tallied([account], valuedIn('EUR'), 'EUR'));
    expect([from!.transferred(), to!.transferred()]).toEqual(['-100.00', '100.00']);
    expect(from!.view()).toMatchObject({ closing: '0.00', movements: NOTHING, logoChurn: null });
    expect(to!.view()).toMatchObject({ closing: '140.00', nrr: '0.9333' });
  });
});

it('the rate of a day is its own, else the latest before it', () => {
  const rates = ['2026-03-01', '2026-01-01', '2026-02-01'].map((on, at) => ({ on, rate: ratioOf(String(at))! }));
  const [march, january, february] = rates.map(({ rate }) => rate);
  expect(
    ['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01', '2027-01-01'].map((day) => rateOn(day, rates)),
  ).toEqual([null, january, january, february, march]);
});
