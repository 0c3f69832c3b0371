import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { anAccount } from './contracts.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start('2026-09-01T10:00:00.000Z');
});
afterAll(() => app.stop());

const look = () => app.application.app.get(WonDeals).look();
const aDeal = async (fields: object = {}): Promise<Json> =>
  app.must('POST', '/v1/deals', {
    name: 'Suite',
    account: { id: (await anAccount(app)).id },
    amount: '54000.00',
    currency: 'EUR',
    term: { startsOn: '2026-10-01', endsOn: '2029-09-30', noticeDays: 90 },
    ...fields,
  });
const worthOf = async ({ id }: Json) => {
  const { amount, arr, netNewArr } = await app.must('GET', `/v1/deals/${id}`);
  return [amount, arr, netNewArr];
};
const act = (deal: Json, verb: string, body: object = {}) => app.must('POST', `/v1/deals/${deal.id}/${verb}`, body);

describe('a deal says what its whole term is worth, what that is a year, and what it adds', () => {
  it('open, won with a contract that a program reports otherwise, and opened again', async () => {
    const deal = await aDeal();
    expect(deal).toMatchObject({ amount: '54000.00', arr: '18000.00', netNewArr: '18000.00' });
    expect(await act(deal, 'win')).toMatchObject({ arr: '18000.00', netNewArr: '18000.00' });
    await look();
    expect(await worthOf(deal)).toEqual(['54000.00', '18000.00', '18000.00']);
    await app.must('PUT', '/v1/contracts/by-ref/erp/1', {
      accountId: deal.account.id,
      dealId: deal.id,
      currency: 'EUR',
      startsOn: '2026-10-01',
      endsOn: '2029-09-30',
      lines: [
        {
          product: 'Suite',
          segments: [
            { from: '2026-10-01', to: '2027-09-30', amount: '12000' },
            { from: '2027-10-01', to: '2029-09-30', amount: '42000' },
          ],
        },
      ],
    });
    await look();
    expect(await worthOf(deal)).toEqual(['54000.00', '12000.00', '12000.00']);
    // What is added to its contract later is another deal's.
    const { contractId } = await app.must('GET', `/v1/deals/${deal.id}`);
    const more = await aDeal({ account: { id: deal.account.id }, type: 'expansion', contractId, amount: '9000.00' });
    expect(await worthOf(more)).toEqual(['9000.00', '3000.00', '3000.00']);
    await act(more, 'win');
    await look();
    expect(await worthOf(more)).toEqual(['9000.00', '3000.00', '3000.00']);
    expect(await worthOf(deal)).toEqual(['54000.00', '12000.00', '12000.00']);
    const { data } = await app.must('GET', `/v1/deals?accountId=${deal.account.id}`);
    expect(data.map(({ arr }: Json) => arr)).toEqual(['12000.00', '3000.00']);
    await act(more, 'reopen');
    await act(deal, 'reopen');
    await look();
    expect([await worthOf(deal), await worthOf(more)]).toEqual([
      ['54000.00', '18000.00', '18000.00'],
      ['9000.00', '3000.00', '3000.00'],
    ]);
  });

  it('agrees with the sales debt, and with the movements of its account', async () => {
    const deal = await aDeal({
      amount: '8000.00',
      term: { startsOn: '2026-09-01', endsOn: '2027-08-28', noticeDays: 0 },
    });
    await act(deal, 'win');
    await look();
    expect(await worthOf(deal)).toEqual(['8000.00', '8066.30', '8066.30']);
    const { total } = await app.must('GET', '/v1/reports/sales-debt');
    expect(total.wonArr).toBe('8066.30');
    const { total: moved } = await app.must(
      'GET',
      `/v1/revenue/movements?accountId=${deal.account.id}&from=2026-08-31&to=2026-09-01`,
    );
    expect(moved).toMatchObject({ netNewArr: '8066.30' });
  });

  it('is not known without a term, and lost it keeps what it would have brought', async () => {
    const deal = await aDeal({ term: undefined });
    expect(await worthOf(deal)).toEqual(['54000.00', null, null]);
    await act(deal, 'win');
    await look();
    expect(await worthOf(deal)).toEqual(['54000.00', null, null]);
    const lost = await aDeal();
    await act(lost, 'lose', { reason: 'price' });
    expect(await worthOf(lost)).toEqual(['54000.00', '18000.00', '18000.00']);
  });

  it('of a renewal: the whole new term, at the present ARR, which adds nothing until more is agreed', async () => {
    const contract = await app.must('PUT', '/v1/contracts/by-ref/erp/2', {
      accountId: (await anAccount(app)).id,
      currency: 'EUR',
      startsOn: '2025-01-01',
      endsOn: '2026-12-31',
      noticeDays: 30,
      lines: [{ product: 'Suite', segments: [{ from: '2025-01-01', amount: '24000' }] }],
    });
    await app.application.app.get(ContractsSweep).look();
    const [deal] = (await app.must('GET', `/v1/deals?contractId=${contract.id}`)).data;
    expect(await worthOf(deal)).toEqual(['24000.00', '12000.00', '0.00']);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '30000.00' });
    expect(await worthOf(deal)).toEqual(['30000.00', '15000.00', '3000.00']);
    const lines = [{ product: 'Suite', segments: [{ from: '2027-01-01', amount: '16000' }] }];
    await act(deal, 'win', { renew: { endsOn: '2027-12-31', lines } });
    expect(await worthOf(deal)).toEqual(['16000.00', '16000.00', '4000.00']);
    await act(deal, 'reopen');
    expect(await worthOf(deal)).toEqual(['24000.00', '12000.00', '0.00']);
    // As proposed, it is renewed without a warning.
    const won = await act(deal, 'win');
    expect(won.warnings ?? []).toEqual([]);
    expect(await worthOf(deal)).toEqual(['24000.00', '12000.00', '0.00']);
  });
});
