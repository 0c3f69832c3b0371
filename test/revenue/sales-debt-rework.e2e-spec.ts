import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { anAccount } from './contracts.js';

const TERM = { startsOn: '2026-01-05', endsOn: '2026-12-31', noticeDays: 90 };
const CONTACTS = { dayToDay: { name: 'Kim Berg', email: 'kim@acme.example' } };
const BILLING = {
  lines: [{ kind: 'fixed', amount: '12000.00', period: 'a year' }],
  schedule: [{ on: '2026-01-15', amount: '12000.00' }],
};
const NOTHING = { handoffs: 0, returned: null, returns: null, exceptions: null, questions: null };

let app: TestApplication;
let olga: Json;
let keyOfOlga: string;
let acme: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-01-05T10:00:00Z');
  acme = await anAccount(app);
  olga = await aRep(app, 'Olga');
  const { id: teamId } = await app.must('POST', '/v1/teams', { name: 'All', repIds: [olga.id] });
  const start = { on: 'deal.won', when: { field: 'deal.product', op: 'ne', value: 'Self-service' } };
  await aHandoffKind(app, { teamId, repId: olga.id }, { start });
  ({ key: keyOfOlga } = await app.must('POST', '/v1/api-keys', { name: 'Olga', scopes: ['rep'], repId: olga.id }));
});
afterAll(() => app.stop());

let reps = 0;
async function aSeller(): Promise<Json> {
  reps += 1;
  return aRep(app, `Seller${reps}`);
}

async function aDeal(by: Json, fields: object = {}): Promise<Json> {
  return app.must('POST', '/v1/deals', {
    name: 'Suite',
    account: { id: acme.id },
    amount: '12000.00',
    currency: 'EUR',
    term: TERM,
    ownerRepId: by.id,
    ...fields,
  });
}

/** A won deal with everything that its receivers need. */
async function won(by: Json, fields: object = {}): Promise<Json> {
  const deal = await aDeal(by, fields);
  if (deal.handoff !== null)
    await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, {
      context: 'Growth',
      contacts: CONTACTS,
      billing: BILLING,
    });
  await win(deal);
  return deal;
}
async function win(deal: Json, body: object = {}): Promise<void> {
  await app.must('POST', `/v1/deals/${deal.id}/win`, body);
  await app.application.app.get(WonDeals).look();
}
const ofHandoff = ({ handoff }: Json, path: string, body: object) =>
  app.must('POST', `/v1/handoffs/${handoff.id}/${path}`, body, { key: keyOfOlga });
const giveBack = (deal: Json) =>
  ofHandoff(deal, 'receivers/Operations/return', { missing: ['/context'], note: 'Why did they buy?' });
async function reworkOf({ name }: Json): Promise<Json> {
  const { data } = await app.must('GET', '/v1/reports/sales-debt');
  return data.find(({ label }: Json) => label === name)?.rework;
}

it('sales debt counts how often won deals were returned', async () => {
  const [ann, bo] = [await aSeller(), await aSeller()];
  const [first, second] = [await won(ann), await won(ann)];
  await won(bo);
  expect(await reworkOf(ann)).toEqual({ handoffs: 2, returned: 0, returns: 0, exceptions: 0, questions: 0 });
  await giveBack(first);
  await app.must('PATCH', `/v1/handoffs/${first.handoff.id}/form`, {
    context: 'Growth, twice',
    contacts: CONTACTS,
    billing: BILLING,
  });
  await giveBack(first);
  await ofHandoff(second, 'questions', { text: 'Who pays?', to: 'giver' });
  expect(await reworkOf(ann)).toEqual({ handoffs: 2, returned: 1, returns: 2, exceptions: 0, questions: 1 });
  expect(await reworkOf(bo)).toEqual({ handoffs: 1, returned: 0, returns: 0, exceptions: 0, questions: 0 });
  const { total } = await app.must('GET', '/v1/reports/sales-debt');
  expect(total.rework).toEqual({ handoffs: 3, returned: 1, returns: 2, exceptions: 0, questions: 1 });
});

it('sales debt counts handovers by exception', async () => {
  const cy = await aSeller();
  const deal = await aDeal(cy);
  await win(deal, {
    exception: { deciderRepId: olga.id, reason: 'They begin on Monday', completeBy: '2026-01-09T10:00:00Z' },
  });
  expect(await reworkOf(cy)).toMatchObject({ handoffs: 1, exceptions: 1 });
});

it('sales debt has no rework without a handoff, and counts a deal with two contracts once', async () => {
  const [dan, eve] = [await aSeller(), await aSeller()];
  await won(dan, { product: 'Self-service' });
  expect(await reworkOf(dan)).toEqual(NOTHING);
  const deal = await won(eve);
  await app.must('POST', '/v1/contracts', {
    accountId: acme.id,
    dealId: deal.id,
    currency: 'EUR',
    startsOn: '2026-01-05',
    endsOn: '2026-12-31',
    lines: [{ product: 'Support', segments: [{ from: '2026-01-05', amount: '600.00' }] }],
  });
  await giveBack(deal);
  expect(await reworkOf(eve)).toMatchObject({ handoffs: 1, returned: 1, returns: 1 });
});

it('sales debt leaves out the handoff of a win that was reversed', async () => {
  const fay = await aSeller();
  const deal = await won(fay);
  await giveBack(deal);
  await app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
  await app.application.app.get(WonDeals).look();
  expect(await reworkOf(fay)).toBeUndefined();
  await app.must('PATCH', `/v1/handoffs/${(await app.must('GET', `/v1/deals/${deal.id}`)).handoff.id}/form`, {
    context: 'Growth',
    contacts: CONTACTS,
    billing: BILLING,
  });
  await win(deal);
  expect(await reworkOf(fay)).toEqual({ handoffs: 1, returned: 0, returns: 0, exceptions: 0, questions: 0 });
});

it('sales debt has the same columns in each CSV file', async () => {
  const ask = async (query: string) =>
    (
      await app.ask('GET', `/v1/reports/sales-debt?${query}`, undefined, { headers: { accept: 'text/csv' } })
    ).body.split('\r\n')[0];
  expect(await ask('by=rep')).toContain(
    'rework.handoffs,rework.returned,rework.returns,rework.exceptions,rework.questions',
  );
  expect(await ask('by=rep&wonTo=2020-01-01')).toContain(
    'rework.handoffs,rework.returned,rework.returns,rework.exceptions,rework.questions',
  );
});

it('sales debt leaves out what other deals have added to the contract of a deal', async () => {
  const gus = await aSeller();
  const sold = await won(gus, { product: 'Self-service', amount: '1000.00' });
  const { contractId } = await app.must('GET', `/v1/deals/${sold.id}`);
  await won(await aSeller(), {
    type: 'expansion',
    contractId,
    product: 'Self-service',
    amount: '500.00',
    term: { startsOn: '2026-01-05', endsOn: '2026-12-31' },
  });
  const leftOf = async () => {
    const { data } = await app.must('GET', '/v1/reports/sales-debt?days=30&by=rep');
    const { wonArr, survival } = data.find(({ label }: Json) => label === gus.name);
    return [wonArr, survival[0].liveArr];
  };
  const arr = await app.must('GET', `/v1/contracts/${contractId}`).then(({ lines }) => lines[0].segments[0].arr);
  await app.moveTo('2026-03-01T10:00:00Z');
  expect(await leftOf()).toEqual([arr, arr]);
  const draft = await app.must('GET', `/v1/contracts/${contractId}/amend?effectiveOn=2026-01-20`);
  const lines = draft.lines.filter(({ dealId }: Json) => dealId !== undefined);
  await app.must('POST', `/v1/contracts/${contractId}/amend`, { ...draft, lines, reason: 'All of it ends' });
  expect(await leftOf()).toEqual([arr, '0.00']);
});
