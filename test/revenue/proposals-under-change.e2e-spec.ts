import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aCastThatBills, dueLooks } from './deliveries.js';

const SETUP = { what: 'Setup', kind: 'fixed', amount: '2000.00' };
const MORE = [{ ...SETUP, amount: '2600.00' }];
const WHY = 'Two days more, agreed in writing';

let app: TestApplication;
let people: Record<'ann' | 'mia' | 'fay' | 'eve', Json>;
let keys: Record<keyof typeof people | 'program', string>;
let account: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-01-05T10:00:00Z');
  ({ people, keys, account } = await aCastThatBills(app));
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
const look = () => app.application.app.get(WonDeals).look();
const read = ({ id }: Json): Promise<Json> => app.must('GET', `/v1/deals/${id}`);
const answer = (deal: Json, how: 'apply' | 'decline', body?: object, who: keyof typeof keys = 'mia') =>
  by(who).ask('POST', `/v1/deals/${deal.id}/proposal/${how}`, body);

interface Sale {
  readonly fields?: object;
  readonly isBilled?: boolean;
}

/** A sale of two thousand, sold once, that was delivered. @returns it, with the path of the form of its delivery */
async function delivered(win: object = { oneOff: true }, { fields, isBilled = true }: Sale = {}) {
  const sold = { name: 'Setup', account: { id: account.id }, amount: '2000.00', currency: 'EUR', ...fields };
  const deal = await app.must('POST', '/v1/deals', { ...sold, ownerRepId: people.ann.id });
  if (isBilled) await by('ann').must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, { billing: { lines: [SETUP] } });
  await by('ann').must('POST', `/v1/deals/${deal.id}/win`, win);
  await app.moveTo('2026-02-02T10:00:00Z');
  const event = { name: 'delivery.completed', anyway: true };
  const { handoffs } = await by('mia').must('POST', `/v1/deals/${deal.id}/events`, event);
  return { deal, form: `/v1/handoffs/${handoffs[0].id}/form` };
}

async function bill(form: string, lines: object, difference: string | null = WHY): Promise<void> {
  await by('mia').must('PATCH', form, { accepted: 'Kim', billing: { lines, difference } });
  await look();
}

const halves = [{ ...SETUP, amount: '2600.50' }];
const remind = () => app.application.app.get(ContractsSweep).look();
const statusOf = async (path: string) => (await app.ask('GET', path)).status;
const inYen = (deal: Json) => by('ann').ask('PATCH', `/v1/deals/${deal.id}`, { amount: '200000', currency: 'JPY' });

describe('the currency of a deal changes while its delivery proposes another deal', () => {
  it('and the deal is read before the look', async () => {
    const { deal, form } = await delivered();
    await bill(form, MORE);
    expect((await inYen(deal)).status).toBe(200);
    expect([await statusOf(`/v1/deals/${deal.id}`), await statusOf('/v1/deals')]).toEqual([200, 200]);
  });

  it('and the deal is read after the look, with prices that the new one does not have', async () => {
    const { deal, form } = await delivered();
    await bill(form, halves);
    await inYen(deal);
    await look();
    expect([await statusOf(`/v1/deals/${deal.id}`), await statusOf('/v1/deals')]).toEqual([200, 200]);
  });

  it('and others are still reminded', async () => {
    const { deal, form } = await delivered();
    await bill(form, halves);
    await inYen(deal);
    await look();
    await app.moveTo('2026-02-17T10:00:00Z');
    await remind();
  });

  it('after one was applied, and the look goes on', async () => {
    const { deal, form } = await delivered();
    await bill(form, halves);
    expect((await answer(deal, 'apply')).status).toBe(201);
    await look();
    await inYen(deal);
    await look();
    expect(await dueLooks(app)).toBe(0);
  });

  it('and it is open again: the look goes on', async () => {
    const { deal, form } = await delivered();
    await bill(form, MORE);
    await inYen(deal);
    await by('ann').must('POST', `/v1/deals/${deal.id}/reopen`);
    await look();
    expect(await dueLooks(app)).toBe(0);
  });

  it('and it is sold for a term: the look goes on', async () => {
    const { deal, form } = await delivered({});
    await bill(form, MORE);
    const term = { startsOn: '2026-01-05', endsOn: '2026-12-31' };
    await by('ann').must('PATCH', `/v1/deals/${deal.id}`, { amount: '200000', currency: 'JPY', term });
    await look();
    await app.moveBy(120_000);
    await look();
    expect(await dueLooks(app)).toBe(0);
  });

  it('and the proposal is applied before the look', async () => {
    const { deal, form } = await delivered();
    await bill(form, MORE);
    await by('ann').must('PATCH', `/v1/deals/${deal.id}`, { amount: '2000.00', currency: 'USD' });
    const { status } = await answer(deal, 'apply');
    expect(status).toBe(404);
  });
});

describe('a proposal', () => {
  it('is not applied once its deal is open again, before the look', async () => {
    const { deal, form } = await delivered();
    await bill(form, MORE);
    await by('ann').must('POST', `/v1/deals/${deal.id}/reopen`);
    const { status } = await answer(deal, 'apply');
    expect(status).toBe(404);
  });

  it('is none if what was sold is corrected upwards after one was applied, to what was delivered', async () => {
    const { deal, form } = await delivered();
    await bill(form, MORE);
    await answer(deal, 'apply');
    const { handoff } = await read(deal);
    const sold = [{ ...SETUP, amount: '3000.00' }];
    await by('ann').must('PATCH', `/v1/deals/${deal.id}`, { amount: '3000.00' });
    await by('ann').must('PATCH', `/v1/handoffs/${handoff.id}/form`, { billing: { lines: sold } });
    await look();
    await bill(form, sold);
    expect((await read(deal)).proposal).toBeNull();
  });

  it('counts what was applied in the currency in which it was', async () => {
    const { deal, form } = await delivered();
    await bill(form, MORE);
    await answer(deal, 'apply');
    await look();
    await by('ann').must('PATCH', `/v1/deals/${deal.id}`, { amount: '2000', currency: 'JPY' });
    await look();
    expect((await read(deal)).proposal).toBeNull();
  });

  it('whose answer was lost is not answered twice', async () => {
    const { deal, form } = await delivered();
    await bill(form, MORE);
    const asking = { headers: { 'idempotency-key': 'once' }, key: keys.mia };
    const first = await app.ask('POST', `/v1/deals/${deal.id}/proposal/apply`, undefined, asking);
    await app.database.ask(
      `update idempotent_answer set status = null, body = null, content_type = null, etag = null where key = 'once'`,
    );
    await app.moveBy(31_000);
    const second = await app.ask('POST', `/v1/deals/${deal.id}/proposal/apply`, undefined, asking);
    expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
  });

  it('is applied once by two at a time', async () => {
    const { deal, form } = await delivered();
    await bill(form, MORE);
    const [one, two] = await Promise.all([answer(deal, 'apply'), answer(deal, 'apply', undefined, 'ann')]);
    expect([one.status, two.status].sort()).toEqual([201, 404]);
  });

  it('cannot be answered without a right', async () => {
    const { deal, form } = await delivered();
    await bill(form, MORE);
    const reader = app.as(await app.keyFor(['read']));
    const intake = app.as(await app.keyFor(['intake']));
    const nobody = app.as('');
    const ask = (who: typeof reader) => who.ask('POST', `/v1/deals/${deal.id}/proposal/apply`);
    expect([(await ask(reader)).status, (await ask(intake)).status]).toEqual([403, 403]);
    expect((await ask(nobody)).status).toBe(401);
    const { status, body } = await answer(deal, 'apply', undefined, 'program');
    expect(status).toBe(201);
    expect((await by('program').ask('POST', `/v1/deals/${body.id}/proposal/decline`, { reason: 'x' })).status).toBe(
      404,
    );
  });

  it('of a deal of a lead says nothing of its person once they are erased', async () => {
    const lead = await app.must('POST', '/v1/leads', {
      source: 'web',
      contact: { name: 'Zorbas Quill', email: 'zorbas@post.example' },
    });
    const { deal, form } = await delivered({ oneOff: true }, { fields: { name: 'Zorbas Quill', leadId: lead.id } });
    await bill(form, MORE, 'Zorbas Quill asked for it');
    await answer(deal, 'decline', { reason: 'Zorbas Quill is a friend' });
    await bill(form, [{ ...SETUP, amount: '2700.00' }], 'Zorbas Quill asked for more');
    await app.must('POST', '/v1/erasures', { email: 'zorbas@post.example', reason: 'objection' });
    await look();
    const rows = await app.database.ask(`select reasons, proposals from won_deal where deal_id = '${deal.id}'`);
    expect(JSON.stringify(rows)).not.toContain('Zorbas');
    expect((await read(deal)).proposal).not.toBeNull();
  });

  it('is not shown to a receiver who does not see the billing of the form', async () => {
    const { data } = await app.must('GET', '/v1/handoff-kinds?limit=100');
    const { id } = data.find(({ name }: Json) => name === 'To finance');
    const {
      version: _,
      createdAt: __,
      updatedAt: ___,
      id: ____,
      ...kind
    } = await app.must('GET', `/v1/handoff-kinds/${id}`);
    const team = await app.must('POST', '/v1/teams', { name: 'Service', repIds: [people.eve.id] });
    const { sections: _____, ...receiver } = kind.receivers[0];
    const other = {
      ...receiver,
      name: 'Service',
      teamId: team.id,
      ownerOfDoneRepId: people.eve.id,
      sections: ['accepted'],
    };
    await app.must('PUT', `/v1/handoff-kinds/${id}`, { ...kind, receivers: [receiver, other] });
    const { deal, form } = await delivered();
    await bill(form, MORE, 'The client threatened to sue');
    expect((await by('eve').must('GET', `/v1/deals/${deal.id}`)).proposal).toBeNull();
    expect(JSON.stringify(await by('eve').must('GET', `/v1/deals/${deal.id}/timeline`))).not.toContain('sue');
    expect((await by('ann').must('GET', `/v1/deals/${deal.id}`)).proposal.reason).toContain('sue');
  });

  it.each([
    ['2000.00', 'EUR', '2000.01', '0.01'],
    ['2000.0000', 'EUR', '2000.00', null],
    ['200000.00', 'JPY', '200000', null],
  ])(
    'is only for what is more than the amount of the deal, %s %s, if its form has no lines',
    async (amount, currency, billed, more) => {
      const { deal, form } = await delivered({ oneOff: true }, { fields: { amount, currency }, isBilled: false });
      await bill(form, [{ ...SETUP, amount: billed }]);
      expect((await read(deal)).proposal?.amount ?? null).toBe(more);
      expect(await dueLooks(app)).toBe(0);
    },
  );

  it('counts what was applied once the product of the deal has another name', async () => {
    const { deal, form } = await delivered({ oneOff: true }, { isBilled: false });
    await bill(form, MORE);
    expect((await answer(deal, 'apply')).status).toBe(201);
    await by('ann').must('PATCH', `/v1/deals/${deal.id}`, { product: 'Setup of the suite' });
    await look();
    expect((await read(deal)).proposal).toBeNull();
    await bill(form, [{ ...SETUP, amount: '3600.00' }]);
    expect((await read(deal)).proposal).toMatchObject({ amount: '1000.00' });
  });
});
