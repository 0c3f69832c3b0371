import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daysAfter } from '../../src/platform/values/day.js';
import { TestApplication } from '../support/application.js';
import { runs } from '../support/runs.js';
import { REHEARSALS } from './histories.js';
import { naive } from './naive.js';

const REHEARSE = '/v1/revenue/rehearse';
let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

const GOOD = {
  window: ['2026-01-01', '2026-12-31'],
  currency: 'EUR',
  arr: { 'Juno Foods': [{ on: '2025-06-01', arr: '10000.00' }] },
};
const arrOf = (...steps: [on: string, arr: string][]) => ({
  arr: { 'a/b~c': steps.map(([on, arr]) => ({ on, arr })) },
});

async function faults(over: object): Promise<string[]> {
  const answer = await app.ask('POST', REHEARSE, { ...GOOD, ...over });
  expect(answer.status).toBe(422);
  return answer.body.errors.map(({ pointer, message }: Record<string, string>) => `${pointer}: ${message}`);
}

describe('a rehearsal', () => {
  it('reports what moved, in whatever order it is sent', async () => {
    const answer = await app.must('POST', REHEARSE, {
      ...GOOD,
      arr: {
        'Juno Foods': [
          { on: '2026-09-01', arr: '12000' },
          { on: '2025-06-01', arr: '10000.0' },
          { on: '2026-05-01', arr: '6000.50' },
        ],
        'North Mills': [{ on: '2026-03-01', arr: '4000.00' }],
        Rivet: [
          { on: '2024-01-01', arr: '5000.00' },
          { on: '2026-02-01', arr: '0' },
        ],
      },
    });
    expect(answer).toEqual({
      opening: '15000.00',
      closing: '16000.00',
      movements: {
        new: '4000.00',
        expansion: '5999.50',
        contraction: '-3999.50',
        churn: '-5000.00',
        reactivation: '0.00',
      },
      netNewArr: '1000.00',
      nrr: '0.8000',
      grr: '0.6667',
      logoChurn: '0.5000',
    });
  });

  it('answers with the decimals of the currency', async () => {
    const inYen = await app.must('POST', REHEARSE, { ...GOOD, currency: 'JPY', ...arrOf(['2026-02-01', '900']) });
    expect(inYen).toMatchObject({ opening: '0', closing: '900', movements: { new: '900', churn: '0' }, nrr: null });
    const inDinars = await app.must('POST', REHEARSE, { ...GOOD, currency: 'KWD', ...arrOf(['2026-02-01', '9.125']) });
    expect(inDinars).toMatchObject({ opening: '0.000', closing: '9.125', movements: { new: '9.125' } });
  });

  it('uses the given grace period, thirty days by default', async () => {
    const gone = arrOf(['2025-01-01', '10'], ['2026-03-01', '0'], ['2026-03-31', '10']);
    const churn = async (over: object) =>
      (await app.must('POST', REHEARSE, { ...GOOD, ...gone, ...over })).movements.churn;
    expect(await churn({})).toBe('0.00');
    expect(await churn({ reactivationAfterDays: 30 })).toBe('0.00');
    expect(await churn({ reactivationAfterDays: 29 })).toBe('-10.00');
    expect(await churn({ reactivationAfterDays: 0 })).toBe('-10.00');
  });

  it('equals a second computation, day by day', async () => {
    await fc.assert(
      fc.asyncProperty(REHEARSALS, async (body) => {
        expect(await app.must('POST', REHEARSE, body)).toEqual(naive(body));
      }),
      { numRuns: runs(30, 200) },
    );
  });

  it('accepts as many accounts and steps as it states', async () => {
    const accounts = Array.from({ length: 1_000 }, (_, account) => {
      const step = (at: number) => ({ on: daysAfter('2025-12-01', account + at * 100), arr: `${at + 1}.00` });
      return [`Account ${account}`, [0, 1, 2, 3].map(step)] as const;
    });
    const full = { ...GOOD, window: ['2026-01-01', '2026-12-31'] as const, arr: Object.fromEntries(accounts) };
    expect(await app.must('POST', REHEARSE, full)).toEqual(naive(full));
    const more = Object.fromEntries([
      ...accounts.slice(1),
      ['Another', [...accounts[0]![1], { on: '2020-01-01', arr: '1' }]],
    ]);
    expect(await faults({ arr: more })).toEqual(['/arr: Expected at most 4,000 entries together, not 4,001.']);
    expect(await faults({ arr: { ...full.arr, Another: [] } })).toEqual(['/arr: Expected at most 1000 fields.']);
  });

  it('reports faults of its shape and unknown values', async () => {
    expect(await faults({ window: ['2026-01-01'] })).toHaveLength(1);
    expect(await faults({ window: ['2026-01-01', '2026-02-30'] })).toEqual([
      '/window/1: Expected a date that exists, written YYYY-MM-DD, such as 2026-12-25, not "2026-02-30".',
    ]);
    expect(await faults({ currency: 'EURO' })).toEqual([
      '/currency: Expected an ISO 4217 currency code in capitals, such as EUR, not "EURO".',
    ]);
    expect(await faults({ reactivationAfterDays: -1 })).toEqual([
      '/reactivationAfterDays: Expected a number of at least 0, not -1.',
    ]);
    expect((await faults(arrOf(['2026-01-01', '-1.00'])))[0]).toMatch(
      /^\/arr\/a~1b~0c\/0\/arr: Expected a decimal amount of zero or more as text/,
    );
    expect((await faults({ customerCurrency: 'USD', rates: { 'every day': '1' } }))[0]).toMatch(
      /^\/rates\/every day: /,
    );
    expect((await faults({ customerCurrency: 'USD', rates: { '2026-01-01': '1,1' } }))[0]).toMatch(
      /^\/rates\/2026-01-01: Expected a rate above zero as text/,
    );
  });

  it.each<[string, object, string[]]>([
    [
      'a window that ends before it begins',
      { window: ['2026-02-01', '2026-01-31'] },
      ['/window/1: Expected the last day, 2026-02-01 or later, not 2026-01-31.'],
    ],
    [
      'more decimals than the currency has, also where they are zeros',
      arrOf(['2026-01-01', '1.00'], ['2026-02-01', '1.000']),
      ['/arr/a~1b~0c/1/arr: Expected an amount with at most 2 decimals, as many as EUR has.'],
    ],
    [
      'decimals of a currency that has none',
      { currency: 'JPY', ...arrOf(['2026-01-01', '1.0']) },
      ['/arr/a~1b~0c/0/arr: Expected an amount without decimals: JPY has none.'],
    ],
    [
      'the decimals of the answer where the amounts are in another currency',
      { customerCurrency: 'JPY', rates: { '2026-01-01': '0.006' }, ...arrOf(['2026-01-01', '1.00']) },
      ['/arr/a~1b~0c/0/arr: Expected an amount without decimals: JPY has none.'],
    ],
    [
      'two entries of one day',
      arrOf(['2026-01-01', '1'], ['2026-02-01', '2'], ['2026-01-01', '1']),
      ['/arr/a~1b~0c/2/on: This is the same day as that of entry 0 (counted from 0): expected one ARR a day.'],
    ],
    [
      'rates of nothing',
      { rates: { '2026-01-01': '1.1' } },
      ['/customerCurrency: "customerCurrency" is required with "rates": the currency that they convert.'],
    ],
    [
      'another currency without rates',
      { customerCurrency: 'USD' },
      ['/rates: "rates" is required with "customerCurrency": what it is worth in EUR.'],
    ],
    [
      'the same currency twice',
      { customerCurrency: 'EUR', rates: { '2026-01-01': '1' } },
      ['/customerCurrency: Expected another currency than EUR, or none, and no rates.'],
    ],
    [
      'a rate of zero',
      { customerCurrency: 'USD', rates: { '2026-01-01': '0.00' } },
      ['/rates/2026-01-01: Expected a rate above zero.'],
    ],
    [
      'a first day without a rate',
      { customerCurrency: 'USD', rates: { '2026-01-02': '1.1' } },
      ['/rates: Expected a rate of 2026-01-01 or of a day before it: the ARR of that day is converted.'],
    ],
    [
      'several things at once',
      { window: ['2026-02-01', '2026-01-01'], ...arrOf(['2026-01-01', '1.001'], ['2026-01-01', '2']) },
      [
        '/window/1: Expected the last day, 2026-02-01 or later, not 2026-01-01.',
        '/arr/a~1b~0c/0/arr: Expected an amount with at most 2 decimals, as many as EUR has.',
        '/arr/a~1b~0c/1/on: This is the same day as that of entry 0 (counted from 0): expected one ARR a day.',
      ],
    ],
  ])('refuses %s', async (_what, over, said) => {
    expect(await faults(over)).toEqual(said);
  });

  it('uses the rate of a day of the window, or the latest before it', async () => {
    const rates = { '2025-12-01': '2', '2026-12-31': '3', '2027-01-01': '4' };
    const answer = await app.must('POST', REHEARSE, { ...GOOD, customerCurrency: 'USD', rates });
    expect(answer).toMatchObject({ opening: '20000.00', closing: '30000.00', movements: { fx: '10000.00' } });
  });
});
