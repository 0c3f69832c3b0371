import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { DAY, iso, MINUTE } from '../support/instants.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, leadNow } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let ofProgram: string;
let made = 0;

beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  await aDesk(app, [ann]);
  ofProgram = await app.keyFor(['integration']);
});
afterAll(() => app.stop());
beforeEach(() => app.moveBy(MINUTE));

const must = (method: string, path: string, body?: unknown): Promise<Json> =>
  app.must(method, path, body, { key: ofProgram });
const aLeadOf = () => {
  made += 1;
  return aLead(app, { contact: { email: `kim${made}@won.example` } });
};
const aDealOf = (lead: Json, fields: object = {}): Promise<Json> =>
  must('POST', '/v1/deals', {
    name: `Deal ${made}`,
    account: { name: `Account ${made}` },
    amount: '1000.00',
    currency: 'EUR',
    leadId: lead.id,
    ...fields,
  });
const dealNow = ({ id }: Json) => must('GET', `/v1/deals/${id}`);
const milestonesOf = async (lead: Json): Promise<Json[]> =>
  (await leadNow(app, lead)).milestones.filter(({ name }: Json) => name === 'won');
/** The wins of the lead as platforms and programs receive them, in order. */
const toldOf = async (lead: Json): Promise<[string, string | null][]> =>
  (await app.must('GET', '/v1/dispositions?include=milestones&limit=1000')).data
    .filter(({ leadId, milestone }: Json) => leadId === lead.id && milestone?.name === 'won')
    .map(({ kind, milestone }: Json) => [kind, milestone.value?.amount ?? null]);
const stageEventsOf = async ({ id }: Json): Promise<string[]> =>
  (await must('GET', `/v1/deals/${id}/timeline`)).data
    .map(({ type }: Json) => type)
    .filter((type: string) => ['deal.won', 'deal.lost', 'deal.reopened'].includes(type));

describe('the value of a deal that is won', () => {
  it(`is the value of its lead's win, and is sent again whenever it changes`, async () => {
    const lead = await aLeadOf();
    const deal = await aDealOf(lead);
    await must('POST', `/v1/deals/${deal.id}/win`);
    await app.moveBy(DAY);
    await must('PATCH', `/v1/deals/${deal.id}`, { amount: '1200.00' });
    await must('PATCH', `/v1/deals/${deal.id}`, { amount: '1200' });
    await must('PATCH', `/v1/deals/${deal.id}`, { name: 'Renamed' });
    for (const amount of ['1200', '1200.0', '01200.000'])
      expect((await must('PATCH', `/v1/deals/${deal.id}`, { amount })).amount).toBe('1200.00');
    await must('PATCH', `/v1/deals/${deal.id}`, { amount: '1300.00', currency: 'USD' });
    expect(await milestonesOf(lead)).toMatchObject([{ value: { amount: '1300.00', currency: 'USD' } }]);
    expect(await toldOf(lead)).toEqual([
      ['milestone', '1000.00'],
      ['revalued', '1200.00'],
      ['revalued', '1300.00'],
    ]);
  });

  it('can be changed but not removed, since no platform accepts a win that loses its value', async () => {
    const lead = await aLeadOf();
    const deal = await aDealOf(lead, { refs: { crm: 'kept-amount' } });
    await must('POST', `/v1/deals/${deal.id}/win`);
    const nothing = { amount: null, currency: null };
    const path = '/v1/deals/by-ref/crm/kept-amount';
    for (const [method, to, body] of [
      ['PATCH', `/v1/deals/${deal.id}`, nothing],
      ['PATCH', `/v1/deals/${deal.id}`, { amount: null }],
      ['PUT', path, { ...nothing, name: 'Another name' }],
      ['PUT', path, { ...nothing, stage: 'won' }],
    ] as const) {
      const { status, body: problem } = await app.ask(method, to, body);
      expect([status, problem.errors]).toEqual([
        422,
        [{ pointer: '/amount', code: 'required', message: expect.stringMatching(/^A won deal keeps an amount/) }],
      ]);
    }
    expect(await dealNow(deal)).toMatchObject({ name: deal.name, amount: '1000.00' });
    expect(await milestonesOf(lead)).toMatchObject([{ value: { amount: '1000.00' } }]);
    await must('PATCH', `/v1/deals/${deal.id}`, { amount: '0.00' });
    expect(await milestonesOf(lead)).toMatchObject([{ value: { amount: '0.00', currency: 'EUR' } }]);
    // A reopened deal may lose its amount, and be won without one like any other.
    await must('PUT', path, { ...nothing, stage: 'open' });
    await app.moveBy(DAY);
    await must('POST', `/v1/deals/${deal.id}/win`);
    expect(await dealNow(deal)).toMatchObject({ stage: 'won', amount: null });
    expect((await milestonesOf(lead)).map(({ value, reversedAt }: Json) => [value, reversedAt === null])).toEqual([
      [{ amount: '0.00', currency: 'EUR' }, false],
      [null, true],
    ]);
  });

  it('stays that of the lead if the deal that takes over the win has none', async () => {
    const lead = await aLeadOf();
    const one = await aDealOf(lead);
    await must('POST', `/v1/deals/${one.id}/win`);
    const other = await aDealOf(lead);
    await must('PATCH', `/v1/deals/${other.id}`, { amount: null, currency: null });
    await must('POST', `/v1/deals/${other.id}/win`);
    await must('POST', `/v1/deals/${one.id}/reopen`);
    expect(await milestonesOf(lead)).toMatchObject([{ value: { amount: '1000.00' }, reversedAt: null }]);
    await must('PATCH', `/v1/deals/${other.id}`, { amount: '50.00', currency: 'EUR' });
    expect(await milestonesOf(lead)).toMatchObject([{ value: { amount: '50.00' } }]);
  });

  it('appears in both timelines, before and after, until the win is reversed', async () => {
    const lead = await aLeadOf();
    const deal = await aDealOf(lead);
    await must('POST', `/v1/deals/${deal.id}/win`);
    await must('PATCH', `/v1/deals/${deal.id}`, { amount: '1200.00', product: 'Website' });
    await must('PATCH', `/v1/deals/${deal.id}`, { amount: '1300.00', currency: 'USD' });
    await must('POST', `/v1/deals/${deal.id}/reopen`);
    await must('PATCH', `/v1/deals/${deal.id}`, { amount: null, currency: null });
    const textsOf = async (of: string) =>
      (await app.must('GET', `/v1/${of}/timeline`)).data.map(({ text }: Json) => text);
    expect((await textsOf(`deals/${deal.id}`)).slice(1)).toEqual([
      'Won, worth EUR 1,000.00',
      'Updated: product, amount from EUR 1,000.00 to EUR 1,200.00',
      'The win of its lead is worth EUR 1,200.00 now',
      'Updated: amount from EUR 1,200.00 to USD 1,300.00',
      'The win of its lead is worth USD 1,300.00 now',
      'Open again, after it was won',
      'The win of its lead was taken back',
      'Its lead is open again',
      'Updated: amount is not known any more',
    ]);
    const texts = await textsOf(`leads/${lead.id}`);
    expect(texts).toContain(`Won: worth EUR 1,200.00 now, as deal “${deal.name}” is`);
    expect(texts).toContain(`Taken back: won, because deal “${deal.name}” is no longer won`);
    expect(texts).toContain(`Open again, because deal “${deal.name}” was reopened`);
  });

  it('follows the value of the lead, and is sent with a win that has none', async () => {
    const lead = await aLeadOf();
    const deal = await aDealOf(lead);
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won' });
    expect(await milestonesOf(lead)).toMatchObject([{ value: { amount: '1000.00', currency: 'EUR' } }]);
    const [{ id }] = (await milestonesOf(lead)) as [Json];
    await app.must('PUT', `/v1/leads/${lead.id}/milestones/${id}/value`, { amount: '900.00', currency: 'EUR' });
    expect(await dealNow(deal)).toMatchObject({ stage: 'won', amount: '900.00' });
    expect(await toldOf(lead)).toEqual([
      ['milestone', null],
      ['revalued', '1000.00'],
      ['revalued', '900.00'],
    ]);
  });

  it('is updated by a CRM for many deals at once', async () => {
    const leads = [await aLeadOf(), await aLeadOf()];
    const deals: Json[] = [];
    for (const [index, lead] of leads.entries()) deals.push(await aDealOf(lead, { refs: { crm: `v-${index}` } }));
    for (const deal of deals) await must('POST', `/v1/deals/${deal.id}/win`);
    const secret = 'a-client-secret-of-the-crm';
    const connection = await app.must('POST', '/v1/crm-connections', {
      name: 'CRM',
      system: 'crm',
      secret,
      proof: { kind: 'header', header: 'X-Secret' },
      mapping: { ref: '{{ item.id }}', amount: '{{ item.amount }}', currency: 'EUR' },
    });
    await fetch(`${app.url}/v1/crm-connections/${connection.id}/deals`, {
      method: 'POST',
      body: JSON.stringify(leads.map((_, index) => ({ id: `v-${index}`, amount: 2000 + index }))),
      headers: { 'content-type': 'application/json', 'x-secret': secret },
    });
    for (const [index, lead] of leads.entries())
      expect(await milestonesOf(lead)).toMatchObject([{ value: { amount: String(2000 + index) } }]);
  });

  it('is also sent if the deal is won by an exception', async () => {
    const max = await aRep(app, 'Max');
    const team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [max.id] });
    const kind = await aHandoffKind(app, { teamId: team.id, repId: max.id });
    const lead = await aLeadOf();
    const deal = await aDealOf(lead);
    const exception = { deciderRepId: max.id, reason: 'Begins on Monday', completeBy: iso(app.time.now() + DAY) };
    await must('POST', `/v1/deals/${deal.id}/win`, { exception });
    await must('PATCH', `/v1/deals/${deal.id}`, { amount: '1.00' });
    await must('POST', `/v1/deals/${deal.id}/reopen`);
    expect(await toldOf(lead)).toEqual([
      ['milestone', '1000.00'],
      ['revalued', '1.00'],
      ['milestoneReversed', '1.00'],
    ]);
    await app.must('DELETE', `/v1/handoff-kinds/${kind.id}`);
  });
});

describe('a win whose deal is reopened', () => {
  it('reverses the milestone of its lead once, and reopens the lead with the same owner', async () => {
    const lead = await aLeadOf();
    const deal = await aDealOf(lead);
    await must('POST', `/v1/deals/${deal.id}/win`);
    const [{ id }] = (await milestonesOf(lead)) as [Json];
    await app.moveBy(DAY);
    await must('POST', `/v1/deals/${deal.id}/reopen`);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2, ownerId: ann.id });
    await app.must('POST', `/v1/leads/${lead.id}/milestones/${id}/reverse`, { reason: 'Once more' });
    expect(await toldOf(lead)).toEqual([
      ['milestone', '1000.00'],
      ['milestoneReversed', '1000.00'],
    ]);
    expect(await stageEventsOf(deal)).toEqual(['deal.won', 'deal.reopened']);
    await must('POST', `/v1/deals/${deal.id}/win`);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'won', cycle: 2 });
    expect(await milestonesOf(lead)).toHaveLength(2);
  });

  it('is also reopened by reversing the milestone of its lead, once, in either order', async () => {
    const lead = await aLeadOf();
    const deal = await aDealOf(lead);
    await must('POST', `/v1/deals/${deal.id}/win`);
    const [first] = (await milestonesOf(lead)) as [Json];
    await app.must('POST', `/v1/leads/${lead.id}/milestones/${first.id}/reverse`, { reason: 'Cancelled' });
    expect(await dealNow(deal)).toMatchObject({ stage: 'open' });
    expect((await app.ask('POST', `/v1/deals/${deal.id}/reopen`)).status).toBe(409);
    await must('POST', `/v1/deals/${deal.id}/win`);
    await app.must('POST', `/v1/leads/${lead.id}/milestones/${first.id}/reverse`, { reason: 'Cancelled' });
    expect(await dealNow(deal)).toMatchObject({ stage: 'won' });
    expect(await stageEventsOf(deal)).toEqual(['deal.won', 'deal.reopened', 'deal.won']);
  });

  it('reverses only its own milestone, even if two deals of a lead were won at one instant', async () => {
    const lead = await aLeadOf();
    const first = await aDealOf(lead);
    const wonAt = iso(app.time.now());
    await must('POST', `/v1/deals/${first.id}/win`, { wonAt });
    const second = await aDealOf(lead, { amount: '50.00' });
    await must('POST', `/v1/deals/${second.id}/win`, { wonAt });
    await must('PATCH', `/v1/deals/${second.id}`, { amount: '60.00' });
    expect(await milestonesOf(lead)).toMatchObject([{ value: { amount: '1000.00' } }]);
    // The other deal keeps the lead won, with its own value.
    await must('POST', `/v1/deals/${first.id}/reopen`);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'won', cycle: 1 });
    expect(await milestonesOf(lead)).toMatchObject([{ reversedAt: null, value: { amount: '60.00' } }]);
    await must('POST', `/v1/deals/${first.id}/lose`, { reason: 'price' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'won' });
    await must('POST', `/v1/deals/${second.id}/reopen`);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2 });
    expect(await toldOf(lead)).toEqual([
      ['milestone', '1000.00'],
      ['revalued', '60.00'],
      ['milestoneReversed', '60.00'],
    ]);
  });

  it('leaves the win to another won deal, also of a lead that has come back since', async () => {
    const lead = await aLeadOf();
    const first = await aDealOf(lead);
    await must('POST', `/v1/deals/${first.id}/win`);
    const other = await aDealOf(lead, { amount: '700.00' });
    await must('POST', `/v1/deals/${other.id}/win`);
    await app.moveBy(MINUTE);
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'Wants more' });
    await must('POST', `/v1/deals/${first.id}/reopen`);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2 });
    expect(await milestonesOf(lead)).toMatchObject([{ cycle: 1, value: { amount: '700.00' }, reversedAt: null }]);
  });
});

describe('a deal that is reported after its lead was won', () => {
  it('takes over that win with its value, and reverses it when reopened', async () => {
    const lead = await aLeadOf();
    const occurredAt = iso(app.time.now());
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won', occurredAt });
    const deal = await aDealOf(lead);
    await must('POST', `/v1/deals/${deal.id}/win`, { wonAt: occurredAt });
    expect(await milestonesOf(lead)).toMatchObject([{ value: { amount: '1000.00', currency: 'EUR' } }]);
    await must('POST', `/v1/deals/${deal.id}/reopen`);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2 });
    expect(await toldOf(lead)).toEqual([
      ['milestone', null],
      ['revalued', '1000.00'],
      ['milestoneReversed', '1000.00'],
    ]);
  });

  it('wins a lead that came back since, even with the instant of the former win', async () => {
    const lead = await aLeadOf();
    const occurredAt = iso(app.time.now());
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won', occurredAt });
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'They want more' });
    const deal = await aDealOf(lead);
    await must('POST', `/v1/deals/${deal.id}/win`, { wonAt: occurredAt });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'won', cycle: 2 });
    await must('POST', `/v1/deals/${deal.id}/reopen`);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 3 });
    expect((await milestonesOf(lead)).map(({ reversedAt }) => reversedAt !== null)).toEqual([false, true]);
  });
});

it('`npm run verify` names each contradiction between a deal and its lead', async () => {
  const lead = await aLeadOf();
  const deal = await aDealOf(lead);
  await must('POST', `/v1/deals/${deal.id}/win`);
  const lost = await aDealOf(await aLeadOf());
  await must('POST', `/v1/deals/${lost.id}/lose`, { reason: 'price' });
  const damages: [string, string, RegExp][] = [
    [
      `update milestone set amount = 5 where lead_id = '${lead.id}'`,
      `update milestone set amount = 1000.00`,
      /worth what/,
    ],
    [
      `update milestone set reversed_at = recorded_at`,
      `update milestone set reversed_at = null`,
      /a lead is won by one deal/,
    ],
    [
      `update deal set lost_reason = 'no_need'`,
      `update deal set lost_reason = 'price'`,
      /for the reason for which its deal/,
    ],
  ];
  const session = new pg.Client({ connectionString: app.database.url });
  await session.connect();
  try {
    for (const [damage, mend, named] of damages) {
      const isOfDeal = damage.startsWith('update deal');
      const where = isOfDeal ? ` where id = '${lost.id}'` : ` where lead_id = '${lead.id}'`;
      await session.query(damage.includes('where') ? damage : damage + where);
      const { found } = await verified(app.database.url);
      await session.query(mend + where);
      // A milestone that differs from the ledger is also named for that.
      expect(found.filter((each) => named.test(each))).toHaveLength(1);
    }
  } finally {
    await session.end();
  }
});

it('no delivery is made about a person who was erased', async () => {
  const lead = await aLeadOf();
  const deal = await aDealOf(lead);
  await must('POST', `/v1/deals/${deal.id}/win`);
  await app.must('POST', '/v1/erasures', { leadId: lead.id, reason: 'Asked for it' });
  await must('PATCH', `/v1/deals/${deal.id}`, { amount: '5.00' });
  await must('POST', `/v1/deals/${deal.id}/reopen`);
  expect(await dealNow(deal)).toMatchObject({ stage: 'open', amount: '5.00' });
  expect(await toldOf(lead)).toEqual([['milestone', '1000.00']]);
});
