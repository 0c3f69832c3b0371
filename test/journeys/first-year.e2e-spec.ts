import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';

/* Two customers from their win to the end of their first year. Each figure is worked out by hand. */

const TERM = { startsOn: '2026-01-01', endsOn: '2026-12-31', noticeDays: 90 };

let app: TestApplication;
let ann: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-01-01T09:00:00.000Z');
  ann = await aRep(app, 'Ann');
});
afterAll(() => app.stop());

const goTo = async (day: string) => {
  app.time.moveTo(Date.parse(`${day}T09:00:00Z`));
  await app.application.app.get(ContractsSweep).look();
};
const look = () => app.application.app.get(WonDeals).look();
const act = (contract: Json, verb: string, body: object) =>
  app.must('POST', `/v1/contracts/${contract.id}/${verb}`, body);
const arrOn = async (account: Json, day: string): Promise<string> =>
  (await app.must('GET', `/v1/accounts/${account.id}/revenue?at=${day}`)).arr;
const movements = async (account: Json, query: string): Promise<Json> => {
  const { data } = await app.must('GET', `/v1/revenue/movements?by=account&${query}`);
  const { opening, closing, movements: moved } = data.find(({ key }: Json) => key.account === account.id);
  return { opening, closing, ...moved };
};
const renewalsOf = async (contract: Json): Promise<string[]> =>
  (await app.must('GET', `/v1/deals?type=renewal&contractId=${contract.id}`)).data.map(
    ({ stage, renewal, amount }: Json) => [renewal.term, stage, renewal.cause, amount].join(' '),
  );

async function won(fields: object): Promise<Json> {
  const deal = await app.must('POST', '/v1/deals', { currency: 'EUR', ownerRepId: ann.id, ...fields });
  await app.must('POST', `/v1/deals/${deal.id}/win`, {});
  await look();
  return app.must('GET', `/v1/deals/${deal.id}`);
}

it('a faulty ramp is refused, an upsell ends with its contract, and the renewal is signed early', async () => {
  const deal = await won({
    name: 'Juno: suite',
    account: { name: 'Juno' },
    amount: '12000.00',
    term: TERM,
    product: 'Suite',
  });
  const juno = deal.account;
  const made = await app.must('GET', `/v1/contracts/${deal.contractId}`);
  expect([made.startsOn, made.endsOn, made.lines[0].segments[0].arr]).toEqual(['2026-01-01', '2026-12-31', '12000.00']);

  // The ERP reports half the price in the first half of the year. Overlapping steps are refused.
  const step = (from: string, to: string, amount: string) => ({ from, to, amount });
  const signed = { accountId: juno.id, dealId: deal.id, currency: 'EUR', ...TERM };
  const told = (segments: object[]) =>
    app.ask('PUT', '/v1/contracts/by-ref/erp/4711', { ...signed, lines: [{ product: 'Suite', segments }] });
  const overlapping = await told([
    step('2026-01-01', '2026-07-31', '3500.00'),
    step('2026-07-01', '2026-12-31', '6000.00'),
  ]);
  expect([overlapping.status, overlapping.body.errors[0].pointer]).toEqual([422, '/lines/0/segments/1/from']);
  const ramp = await told([step('2026-01-01', '2026-06-30', '3000.00'), step('2026-07-01', '2026-12-31', '6000.00')]);
  expect([ramp.status, ramp.body.id]).toEqual([200, made.id]);
  const contract = ramp.body;
  expect([await arrOn(juno, '2026-06-30'), await arrOn(juno, '2026-07-01')]).toEqual(['6000.00', '12000.00']);

  await goTo('2026-05-01');
  const { contractId } = await won({
    name: 'Juno: seats',
    account: { id: juno.id },
    type: 'expansion',
    contractId: contract.id,
    product: 'Seats',
    amount: '2400.00',
    term: { startsOn: '2026-05-01', endsOn: '2027-04-30' },
  });
  expect(contractId).toBe(contract.id);
  const { lines } = await app.must('GET', `/v1/contracts/${contract.id}`);
  expect(lines[1].segments).toMatchObject([{ from: '2026-05-01', to: '2026-12-31', arr: '2400.00' }]);

  await goTo('2026-06-20');
  const before = new Date(app.time.now()).toISOString();
  // It is talked about before the last day for notice, although it does not renew by itself.
  expect(await renewalsOf(contract)).toEqual(['1 open  14400.00']);
  await app.moveBy(1_000);
  const half = (product: string, amount: string) => ({ product, segments: [step('2026-07-01', '2026-12-31', amount)] });
  const refused = {
    effectiveOn: '2026-07-01',
    reason: 'They stay at the first price',
    lines: [half('Suite', '3000.00'), half('Seats', '1200.00')],
  };
  await act(contract, 'amend', refused);
  const year = 'from=2026-01-31&to=2026-12-31';
  const kept = {
    opening: '6000.00',
    new: '0.00',
    contraction: '0.00',
    churn: '0.00',
    reactivation: '0.00',
    transfer: '0.00',
  };
  expect(await movements(juno, `${year}&at=${before}`)).toEqual({ ...kept, expansion: '8400.00', closing: '14400.00' });
  expect(await movements(juno, year)).toEqual({ ...kept, expansion: '2400.00', closing: '8400.00' });

  // It is signed long before the end.
  await goTo('2026-09-02');
  expect(await renewalsOf(contract)).toEqual(['1 open  8400.00']);
  const next = (product: string, amount: string) => ({ product, segments: [{ from: '2027-01-01', amount }] });
  await act(contract, 'renew', { endsOn: '2027-12-31', lines: [next('Suite', '6000.00'), next('Seats', '3000.00')] });
  expect(await renewalsOf(contract)).toEqual(['1 won renewed 9000.00']);
  expect([await arrOn(juno, '2026-12-31'), await arrOn(juno, '2027-01-01')]).toEqual(['8400.00', '9000.00']);
  expect(await movements(juno, 'from=2026-12-31&to=2027-01-31')).toMatchObject({ expansion: '600.00', churn: '0.00' });
});

it('a notice a day late lets a contract renew, and reports the term with which it ends', async () => {
  const mills = await app.must('POST', '/v1/accounts', { name: 'North Mills', ownerRepId: ann.id });
  const contract = await app.must('POST', '/v1/contracts', {
    accountId: mills.id,
    currency: 'EUR',
    ...TERM,
    autoRenewMonths: 12,
    lines: [{ product: 'Suite', segments: [{ from: '2026-01-01', amount: '5000.00' }] }],
  });
  await goTo('2026-09-03');
  expect(await renewalsOf(contract)).toEqual(['1 open  5000.00']);
  await goTo('2026-10-03');
  expect(await renewalsOf(contract)).toEqual(['1 won auto 5000.00']);
  const noticed = await act(contract, 'notice', { givenOn: '2026-10-03', reason: 'budget_cut' });
  expect(noticed.notice).toMatchObject({ late: true, lastDayForNotice: '2026-10-02', endsOn: '2027-12-31' });
  expect([await arrOn(mills, '2027-12-31'), await arrOn(mills, '2028-01-01')]).toEqual(['5000.00', '0.00']);
  // Both customers: 11,000 on the first day, and nothing lost within the year.
  const kept = await app.must('GET', '/v1/reports/retention?from=2026-01-31&to=2026-12-31');
  expect(kept.total).toMatchObject({ opening: '11000.00', accounts: 2, lost: 0, nrr: '1.2182', grr: '1.0000' });
  // By present knowledge both are lost a year later: one contract is not renewed, and the other has notice.
  const later = await app.must('GET', '/v1/reports/retention?from=2026-12-31&to=2028-01-01');
  expect(later.total).toMatchObject({ opening: '13400.00', accounts: 2, lost: 2, nrr: '0.0000' });
});
