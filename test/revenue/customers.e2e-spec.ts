import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountTypes } from '../../src/deals/accounts/account-types.service.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLine, anAccount } from './contracts.js';

let app: TestApplication;
let told = 0;

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T10:00:00.000Z');
});
afterAll(() => app.stop());

const aContract = async (accountId: string, fields: Json = {}): Promise<Json> => {
  told += 1;
  return app.must('PUT', `/v1/contracts/by-ref/erp/${told}`, bodyOf(accountId, fields));
};
const bodyOf = (accountId: string, fields: Json) => ({
  accountId,
  currency: 'EUR',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  lines: [aLine('12000')],
  ...fields,
});
const aWin = async ({ id }: Json): Promise<Json> => {
  const deal = await app.must('POST', '/v1/deals', {
    name: 'Suite',
    account: { id },
    amount: '24000.00',
    currency: 'EUR',
    term: { startsOn: '2026-01-01', endsOn: '2027-12-31', noticeDays: 30 },
  });
  await app.must('POST', `/v1/deals/${deal.id}/win`, {});
  await app.application.app.get(WonDeals).look();
  return deal;
};
const typeOf = async (id: string): Promise<string> => (await app.must('GET', `/v1/accounts/${id}`)).type;
const goTo = async (day: string) => {
  app.time.moveTo(Date.parse(`${day}T10:00:00Z`));
  await app.application.app.get(AccountTypes).reckonDue();
};

describe('an account', () => {
  it('is a customer in a batch as in a single report, and whoever has the contract now is one', async () => {
    const [one, other] = [await anAccount(app), await anAccount(app)];
    const refs = [`b${told}`, `c${told}`];
    const { results } = await app.must('PUT', '/v1/contracts/batch', {
      contracts: [one, other].map(({ id }, place) => ({ ref: { system: 'erp', id: refs[place] }, ...bodyOf(id, {}) })),
    });
    expect(await Promise.all([one, other].map(({ id }) => typeOf(id)))).toEqual(['customer', 'customer']);
    const heir = await anAccount(app);
    await app.must('POST', `/v1/contracts/${results[0].id}/transfer`, { accountId: heir.id });
    expect([await typeOf(heir.id), await typeOf(one.id)]).toEqual(['customer', 'prospect']);
  });

  it('is a customer by a deal and its contract, and none once the win is taken back', async () => {
    const account = await anAccount(app);
    const deal = await aWin(account);
    expect(await typeOf(account.id)).toBe('customer');
    await app.application.app.get(WonDeals).look();
    // Taken back, there is neither deal nor contract.
    await app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
    await app.application.app.get(WonDeals).look();
    expect(await typeOf(account.id)).toBe('prospect');
  });

  it('with a running contract that an ERP reports is a customer, and a former one after it', async () => {
    const { id } = await anAccount(app);
    const { id: partner } = await anAccount(app, { type: 'partner' });
    expect(await typeOf(id)).toBe('prospect');
    const contract = await aContract(id);
    await aContract(partner);
    // The contract says how long it is one, whatever the deal says.
    const sold = await anAccount(app);
    await aContract(sold.id, { dealId: (await aWin(sold)).id });
    expect([await typeOf(id), await typeOf(partner)]).toEqual(['customer', 'partner']);
    const { data } = await app.must('GET', `/v1/accounts/${id}/timeline`);
    expect(data.at(-1)).toMatchObject({ text: 'Now a customer' });
    await app.must('POST', `/v1/contracts/${contract.id}/renew`, {
      endsOn: '2027-12-31',
      lines: [{ product: 'Suite', segments: [{ from: '2027-01-01', amount: '12000' }] }],
    });
    await goTo('2026-12-31');
    expect(await typeOf(sold.id)).toBe('customer');
    await goTo('2027-01-01');
    expect([await typeOf(id), await typeOf(sold.id)]).toEqual(['customer', 'former']);
    await goTo('2028-01-01');
    expect(await typeOf(id)).toBe('former');
  });
});
