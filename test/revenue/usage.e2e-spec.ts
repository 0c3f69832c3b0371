import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { yearlyUsage } from '../../src/revenue/usage/usage-report.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { faults, NOBODY } from '../support/people.js';
import { aLine, anAccount } from './contracts.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start('2026-06-15T10:00:00Z');
});
afterAll(() => app.stop());

async function aContract(fields: object = {}): Promise<Json> {
  const { id: accountId } = await anAccount(app);
  const lines = [aLine('12000.00'), aLine('0', { product: 'Messages', kind: 'usage' })];
  const dates = { startsOn: '2026-01-01', endsOn: '2026-12-31' };
  return app.must('POST', '/v1/contracts', { accountId, currency: 'EUR', ...dates, lines, ...fields });
}
const used = ({ id }: Json, fields: object = {}) => ({
  contractId: id,
  product: 'Messages',
  from: '2026-05-01',
  to: '2026-05-31',
  amount: '310.00',
  ...fields,
});
const put = (ref: string, body: object) => app.ask('PUT', `/v1/usage/by-ref/meter/${ref}`, body);
const revenueOf = ({ accountId }: Json, query = '') => app.must('GET', `/v1/accounts/${accountId}/revenue${query}`);

describe('usage', () => {
  it('of three months is shown times four beside the ARR, but is not ARR', async () => {
    const contract = await aContract();
    await put('a', used(contract));
    // 16 of its 31 days, from the 16th on, are in the three months that end on 15 June.
    await put('b', used(contract, { from: '2026-03-01', to: '2026-03-31', amount: '31.00' }));
    await put('c', used(contract, { from: '2026-01-01', to: '2026-01-31', amount: '99.00' }));
    await put('d', used(contract, { amount: undefined, quantity: '1000' }));
    expect(await revenueOf(contract)).toMatchObject({
      currency: 'EUR',
      arr: '12000.00',
      committedArr: '12000.00',
      usage: '1304.00',
      byCurrency: [{ currency: 'EUR', arr: '12000.00', committedArr: '12000.00', usage: '1304.00' }],
    });
    expect((await revenueOf(contract, '?at=2026-03-31')).usage).toBe('520.00');
    expect((await revenueOf(contract, '?at=2026-12-31')).usage).toBe('0.00');
  });

  it('counts for the account that has the contract on the day, also after it has moved', async () => {
    const contract = await aContract();
    const { id: toId } = await anAccount(app);
    await put('moved', used(contract));
    await app.must('POST', `/v1/contracts/${contract.id}/transfer`, { accountId: toId });
    const usageOn = async (accountId: string, at: string) => (await revenueOf({ accountId }, `?at=${at}`)).usage;
    for (const [day, here, there] of [
      ...[['2026-05-31', '1240.00', '0.00'] as const, ['2026-06-14', '1240.00', '0.00'] as const],
      ...[['2026-06-15', '0.00', '1240.00'] as const, ['2026-06-16', '0.00', '1240.00'] as const],
    ])
      expect([day, await usageOn(contract.accountId, day), await usageOn(toId, day)]).toEqual([day, here, there]);
  });

  it('reported twice counts once, and a different report replaces the former', async () => {
    const contract = await aContract();
    const { status, body } = await put('e', used(contract, { quantity: '1000' }));
    expect([status, body.quantity, body.amount]).toEqual([201, '1000', '310.00']);
    const again = await put('e', used(contract, { quantity: '1000', amount: '310' }));
    expect([again.status, again.body]).toEqual([200, body]);
    await put('e', used(contract, { amount: '10.00' }));
    const { data } = await app.must('GET', `/v1/contracts/${contract.id}/usage`);
    expect(data.map(({ ref, quantity, amount }: Json) => [ref, quantity, amount])).toEqual([['e', null, '10.00']]);
    expect((await revenueOf(contract)).usage).toBe('40.00');
  });

  it('in another currency than the ARR has a total of its own', async () => {
    const contract = await aContract();
    const yen = await aContract({ accountId: contract.accountId, currency: 'JPY', lines: [aLine('0')] });
    await put('f', used(yen, { amount: '1000' }));
    expect(await revenueOf(contract)).toMatchObject({
      currency: null,
      usage: null,
      byCurrency: [
        { currency: 'EUR', arr: '12000.00', usage: '0.00' },
        { currency: 'JPY', arr: '0', usage: '4000' },
      ],
    });
  });

  it('is refused with its faults, and accepted with a warning if the contract has no such line', async () => {
    const contract = await aContract();
    const faultsWith = async (fields: object) => faults(await put('g', used(contract, fields)));
    expect(await faultsWith({ contractId: NOBODY })).toEqual(['/contractId unknownId']);
    expect(await faultsWith({ to: '2026-04-30', amount: undefined })).toEqual(['/to tooEarly', '/amount required']);
    expect(await faultsWith({ amount: '0.001' })).toEqual(['/amount decimals']);
    expect(await faultsWith({ quantity: '1e3' })).toEqual(['/quantity format']);
    const { body } = await put('g', used(contract, { product: 'Letters' }));
    expect(body.warnings).toEqual([
      { pointer: '/product', message: 'The contract has no line of this product; it has Suite, Messages.' },
    ]);
  });

  it('comes in batches, in which each report is checked on its own', async () => {
    const contract = await aContract();
    const entry = (id: string, fields: object = {}) => ({ ref: { system: 'meter', id }, ...used(contract, fields) });
    const usage = [entry('h'), entry('h'), entry('h', { amount: '1.00' }), entry('i', { to: '2026-01-01' })];
    const { results } = await app.must('PUT', '/v1/usage/batch', { usage });
    expect(
      results.map(({ status, errors = [] }: Json) => [status, ...errors.map(({ pointer }: Json) => pointer)]),
    ).toEqual([...[['created'], ['unchanged'], ['updated']], ['invalid', '/usage/3/to']]);
  });
});

it('usage of three months is rounded once', () => {
  const third = { currency: 'EUR', days: 3, amountDays: '1' };
  expect(yearlyUsage([third, third, third])).toEqual(new Map([['EUR', 4n]]));
  expect(yearlyUsage([{ ...third, days: 8 }])).toEqual(new Map([['EUR', 1n]]));
});
