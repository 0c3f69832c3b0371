import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aCast } from '../support/people.js';
import { kindsThatBill } from './deliveries.js';

const TERM = { startsOn: '2026-01-01', endsOn: '2026-12-31', noticeDays: 30 };
const SEATS = { what: 'Seats', kind: 'fixed', period: 'a year' };
const SOLD = [{ ...SEATS, amount: '12000.00' }];
const MORE = [{ ...SEATS, amount: '14400.00' }];
const WHY = 'Four seats more, agreed in writing';

let app: TestApplication;
let people: Record<'ann' | 'mia' | 'fay' | 'eve', Json>;
let keys: Record<keyof typeof people | 'program', string>;
let deal: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-01-05T10:00:00Z');
  ({ people, keys } = await aCast(app, ['Ann', 'Mia', 'Fay', 'Eve']));
  await kindsThatBill(app, people.fay);
  const account = await app.must('POST', '/v1/accounts', {
    name: 'Acme',
    ownerRepId: people.ann.id,
    roles: { manager: people.mia.id },
  });
  deal = await by('ann').must('POST', '/v1/deals', {
    name: 'Suite',
    account: { id: account.id },
    amount: '12000.00',
    currency: 'EUR',
    term: TERM,
  });
  await by('ann').must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, { billing: { lines: SOLD } });
  await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
  await look();
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
const look = () => app.application.app.get(WonDeals).look();
const contract = async (): Promise<Json> => (await app.must('GET', '/v1/contracts')).data[0];

/** Delivers it on 1 July. @returns the path of the form of the delivery */
async function deliver(): Promise<string> {
  await app.moveTo('2026-07-01T10:00:00Z');
  const delivered = { name: 'delivery.completed', anyway: true };
  const { handoffs } = await by('mia').must('POST', `/v1/deals/${deal.id}/events`, delivered);
  return `/v1/handoffs/${handoffs[0].id}/form`;
}
async function deliverAs(lines: object, difference: string | null = WHY): Promise<string> {
  const form = await deliver();
  await by('mia').must('PATCH', form, { accepted: 'Kim', billing: { lines, difference } });
  await look();
  return form;
}
const answer = async (how: 'apply' | 'decline', body?: object, who: keyof typeof keys = 'mia') =>
  by(who).ask('POST', `/v1/contracts/${(await contract()).id}/proposals/${deal.id}/${how}`, body);

const remind = () => app.application.app.get(ContractsSweep).look();
const inYen = (fields: object = {}) =>
  by('ann').ask('PATCH', `/v1/deals/${deal.id}`, { amount: '1200000', currency: 'JPY', ...fields });
const state = async () => {
  const [row] = (await app.database.ask(
    `select due_at::text as due from won_deal where deal_id = '${deal.id}'`,
  )) as Json[];
  return [
    (await app.ask('GET', '/v1/contracts')).status,
    (await app.ask('GET', `/v1/deals/${deal.id}`)).status,
    row!.due,
  ];
};

describe('the currency of a sale changes while an amendment of its contract is proposed', () => {
  it('to one without cents', async () => {
    await deliverAs(MORE);
    await inYen();
    await look();
    expect(await state()).toEqual([200, 200, null]);
  });

  it('to one in which its prices cannot be read', async () => {
    await deliverAs([{ ...SEATS, amount: '14400.50' }]);
    await inYen();
    await look();
    expect(await state()).toEqual([200, 200, null]);
  });

  it('and it is reopened', async () => {
    await deliverAs(MORE);
    await inYen();
    await by('ann').ask('POST', `/v1/deals/${deal.id}/reopen`);
    await look();
    expect(await state()).toEqual([200, 200, null]);
  });

  it('after one was applied', async () => {
    await deliverAs(MORE);
    expect((await answer('apply')).status).toBe(200);
    await look();
    await inYen();
    await look();
    expect(await state()).toEqual([200, 200, null]);
  });

  it('after one was declined, and reminders go on', async () => {
    await deliverAs([{ ...SEATS, amount: '14400.50' }]);
    await inYen();
    await look();
    await app.moveTo('2026-07-20T10:00:00Z');
    await expect(remind()).resolves.toBeUndefined();
  });
});
