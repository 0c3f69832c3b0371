import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep, faults } from '../support/people.js';
import { aLine, anAccount } from './contracts.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T15:00:00.000Z');
});
afterAll(() => app.stop());

const aContract = (accountId: string, fields: object = {}): Promise<Json> =>
  app.must('POST', '/v1/contracts', {
    accountId,
    currency: 'EUR',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    lines: [aLine('12000')],
    ...fields,
  });
const revenueOf = (account: Json, at?: string): Promise<Json> =>
  app.must('GET', `/v1/accounts/${account.id}/revenue${at === undefined ? '' : `?at=${at}`}`);
const LAST_YEAR = [{ product: 'Suite', segments: [{ from: '2025-01-01', amount: '12000' }] }];
const sums = async (account: Json, at?: string) => {
  const { arr, committedArr } = await revenueOf(account, at);
  return [arr, committedArr];
};

describe('the revenue of an account', () => {
  it('is zero without contracts, in the currency of the settings', async () => {
    const account = await anAccount(app);
    expect(await revenueOf(account)).toEqual({
      accountId: account.id,
      at: '2026-03-02',
      currency: 'EUR',
      arr: '0.00',
      committedArr: '0.00',
      usage: '0.00',
      byCurrency: [{ currency: 'EUR', arr: '0.00', committedArr: '0.00', usage: '0.00' }],
      lines: [],
      lastDayForNotice: null,
    });
  });

  it('is the ARR that is live on a day, with the changes of that day', async () => {
    const account = await anAccount(app);
    const { id } = await aContract(account.id, { noticeDays: 90 });
    expect(await revenueOf(account)).toMatchObject({
      arr: '12000.00',
      committedArr: '12000.00',
      lastDayForNotice: '2026-10-02',
      lines: [
        {
          contractId: id,
          product: 'Suite',
          kind: 'recurring',
          currency: 'EUR',
          arr: '12000.00',
          since: '2026-01-01',
          cause: 'sold',
        },
      ],
    });
    expect(await sums(account, '2025-12-31')).toEqual(['0.00', '12000.00']);
    expect(await sums(account, '2026-01-01')).toEqual(['12000.00', '12000.00']);
    expect(await sums(account, '2026-12-31')).toEqual(['12000.00', '12000.00']);
    expect(await sums(account, '2027-01-01')).toEqual(['0.00', '0.00']);
    expect((await revenueOf(account, '2026-11-30')).lastDayForNotice).toBe('2026-10-02');
    expect((await revenueOf(account, '2027-01-01')).lastDayForNotice).toBeNull();
  });

  it('commits what is signed but has not begun, without contracts under notice', async () => {
    const account = await anAccount(app);
    const ramp = ['2026-01-01', '2027-01-01', '2028-01-01'].map((from, year) => ({
      from,
      amount: `${12 + 6 * year}000`,
    }));
    const ramped = await aContract(account.id, { endsOn: '2028-12-31', lines: [{ product: 'Suite', segments: ramp }] });
    expect(await sums(account)).toEqual(['12000.00', '24000.00']);
    const later = { startsOn: '2026-07-01', endsOn: '2027-06-30' };
    const lines = [{ product: 'Later', segments: [{ from: '2026-07-01', amount: '5000' }] }];
    await aContract(account.id, { ...later, noticeDays: 30, lines });
    expect(await sums(account)).toEqual(['12000.00', '29000.00']);
    await app.must('POST', `/v1/contracts/${ramped.id}/notice`, { givenOn: '2026-03-02', reason: 'price' });
    expect(await sums(account, '2026-03-01')).toEqual(['12000.00', '29000.00']);
    expect(await sums(account, '2026-03-02')).toEqual(['12000.00', '5000.00']);
    expect((await revenueOf(account)).lastDayForNotice).toBe('2027-05-31');
  });

  it('continues through a gap of up to 30 days, in which its lines have lapsed', async () => {
    const [late, lost] = [await anAccount(app), await anAccount(app)];
    for (const { id } of [late, lost])
      await aContract(id, { startsOn: '2025-01-01', endsOn: '2025-12-31', lines: LAST_YEAR });
    const of = (startsOn: string) => ({
      startsOn,
      endsOn: '2026-12-31',
      lines: [{ product: 'Suite', segments: [{ from: startsOn, amount: '9000', arr: '10000' }] }],
    });
    await aContract(late.id, of('2026-01-31'));
    await aContract(lost.id, of('2026-02-01'));
    expect(await revenueOf(late, '2026-01-30')).toMatchObject({
      arr: '12000.00',
      lines: [{ arr: '12000.00', lapsed: true }],
    });
    expect((await revenueOf(late, '2026-01-31')).lines).toEqual([expect.not.objectContaining({ lapsed: true })]);
    expect(await revenueOf(lost, '2026-01-30')).toMatchObject({ arr: '0.00', committedArr: '10000.00', lines: [] });
  });

  it('has no gap while there is ARR in another currency, and a gap may end in another one', async () => {
    const [kept, changed] = [await anAccount(app), await anAccount(app)];
    const line = (from: string) => [{ product: 'Suite', segments: [{ from, amount: '10000', arr: '10000' }] }];
    for (const { id } of [kept, changed])
      await aContract(id, { startsOn: '2025-01-01', endsOn: '2025-12-31', lines: LAST_YEAR });
    const usd = { startsOn: '2025-06-01', currency: 'USD', lines: line('2025-06-01') };
    await aContract(kept.id, usd);
    await aContract(kept.id, { startsOn: '2026-01-11', lines: line('2026-01-11') });
    await aContract(changed.id, { ...usd, startsOn: '2026-01-11', lines: line('2026-01-11') });
    expect(await revenueOf(kept, '2026-01-05')).toMatchObject({
      byCurrency: [
        { currency: 'EUR', arr: '0.00', committedArr: '10000.00' },
        { currency: 'USD', arr: '10000.00' },
      ],
      lines: [expect.not.objectContaining({ lapsed: true })],
    });
    expect(await revenueOf(changed, '2026-01-05')).toMatchObject({
      byCurrency: [
        { currency: 'EUR', arr: '12000.00', committedArr: '0.00' },
        { currency: 'USD', arr: '0.00', committedArr: '10000.00' },
      ],
      lines: [{ currency: 'EUR', lapsed: true }],
    });
  });

  it('continues through a gap without what has moved to another account', async () => {
    const [other, account] = [await anAccount(app), await anAccount(app)];
    const { id } = await aContract(account.id);
    const back = {
      startsOn: '2026-03-20',
      lines: [{ product: 'Suite', segments: [{ from: '2026-03-20', amount: '1' }] }],
    };
    await aContract(account.id, back);
    await app.must('POST', `/v1/contracts/${id}/transfer`, { accountId: other.id });
    expect(await revenueOf(account, '2026-03-10')).toMatchObject({ arr: '0.00', lines: [] });
    expect((await revenueOf(other, '2026-03-10')).arr).toBe('12000.00');
    const partly = await anAccount(app);
    const moving = await aContract(partly.id, { lines: [aLine('12000'), aLine('365', { product: 'Support' })] });
    await aContract(partly.id, back);
    await app.must('POST', `/v1/contracts/${moving.id}/amend`, {
      effectiveOn: '2026-03-02',
      reason: 'Less',
      lines: [{ product: 'Support', segments: [{ from: '2026-03-02', amount: '0', arr: '365' }] }],
    });
    await app.must('POST', `/v1/contracts/${moving.id}/transfer`, { accountId: other.id, lines: ['Support'] });
    for (const day of ['2026-03-02', '2026-03-19'])
      expect(await revenueOf(partly, day)).toMatchObject({
        arr: '12000.00',
        lines: [{ product: 'Suite', arr: '12000.00', lapsed: true }],
      });
    const report = `from=2026-03-10&to=2026-03-10&by=account&currency=EUR`;
    const { data } = await app.must('GET', `/v1/revenue/movements?${report}&accountId=${partly.id}`);
    expect(data[0].closing).toBe('12000.00');
  });

  it('is given for each currency where there are several', async () => {
    const account = await anAccount(app);
    await aContract(account.id);
    await aContract(account.id, { currency: 'JPY', lines: [aLine('900000')] });
    expect(await revenueOf(account)).toMatchObject({
      currency: null,
      arr: null,
      committedArr: null,
      byCurrency: [
        { currency: 'EUR', arr: '12000.00', committedArr: '12000.00' },
        { currency: 'JPY', arr: '900000', committedArr: '900000' },
      ],
    });
  });

  it('is visible to everyone who sees the account', async () => {
    const ann = await aRep(app, 'Ann');
    const key = await app.keyFor(['rep'], ann.id);
    const [own, other] = [await anAccount(app, { ownerRepId: ann.id }), await anAccount(app)];
    expect((await app.ask('GET', `/v1/accounts/${own.id}/revenue`, undefined, { key })).status).toBe(200);
    expect((await app.ask('GET', `/v1/accounts/${other.id}/revenue`, undefined, { key })).status).toBe(404);
  });
});

describe('exchange rates', () => {
  const put = (rates: object[], base = 'EUR') => app.ask('PUT', '/v1/fx-rates', { base, rates });

  it('are stored once, and a corrected rate replaces the former', async () => {
    const usd = { on: '2026-03-02', currency: 'USD', rate: '1.0842' };
    expect((await put([usd, { ...usd, on: '2026-03-03' }])).body).toEqual({ created: 2, updated: 0, unchanged: 0 });
    expect((await put([usd, usd])).body).toEqual({ created: 0, updated: 0, unchanged: 2 });
    expect(
      (
        await put([
          { ...usd, rate: '1.08420' },
          { ...usd, on: '2026-03-03', rate: '1.1' },
        ])
      ).body,
    ).toEqual({
      created: 0,
      updated: 1,
      unchanged: 1,
    });
    const first = await app.must('GET', '/v1/fx-rates?base=EUR&limit=1');
    expect(first.data).toEqual([{ base: 'EUR', ...usd }]);
    const rest = await app.must('GET', `/v1/fx-rates?base=EUR&limit=1&cursor=${first.nextCursor}`);
    expect(rest).toEqual({ data: [{ base: 'EUR', ...usd, on: '2026-03-03', rate: '1.1' }], nextCursor: null });
    expect((await app.must('GET', '/v1/fx-rates?from=2026-03-03&currency=USD')).data).toEqual(rest.data);
  });

  it('are refused with the field', async () => {
    const usd = { on: '2026-03-04', currency: 'USD', rate: '1.1' };
    expect(faults(await put([{ ...usd, rate: '0.00' }]))).toEqual(['/rates/0/rate tooSmall']);
    expect(faults(await put([{ ...usd, currency: 'EUR' }, usd, { ...usd, rate: '1.2' }]))).toEqual([
      ...['/rates/0/currency contradiction', '/rates/2 duplicate'],
    ]);
    expect((await app.must('GET', '/v1/fx-rates?from=2026-03-04')).data).toEqual([]);
  });
});
