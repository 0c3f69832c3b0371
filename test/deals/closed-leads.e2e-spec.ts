import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { OverdueLeads } from '../../src/deals/overdue-leads.service.js';
import { TestApplication } from '../support/application.js';
import { DAY, iso, MINUTE } from '../support/instants.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aCast, aDesk, aLead, aTouch, eventsOf, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let keys: Record<'ann' | 'bo' | 'program', string>;
let made = 0;

beforeAll(async () => {
  app = await TestApplication.start();
  const cast = await aCast(app, ['Ann', 'Bo']);
  ({ ann, bo } = cast.people);
  keys = cast.keys;
  // Ann works on leads, Bo on deals.
  await aDesk(app, [ann]);
  await aPolicy(
    app,
    { within: 'PT5M' },
    {
      time: 'elapsed',
      decideWithin: 'P30D',
      unreachable: Object.fromEntries([
        ['attempts', 3],
        ['over', 'P2D'],
        ['distinctDays', 3],
        ['then', { category: 'recycle', reason: 'unreachable' }],
      ]),
    },
  );
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const as = (key: string) => app.as(key);
const CLOSINGS: readonly (readonly [string, object])[] = [
  ['recycled', { category: 'recycle', reason: 'left_company' }],
  ['nurturing', { category: 'nurture', reason: 'not_now', fields: { wakeAt: '2030-01-01T00:00:00Z' } }],
  ['lost', { category: 'lost', reason: 'price' }],
  ['suppressed', { category: 'suppress', reason: 'do_not_contact' }],
];

async function aLeadOf(): Promise<Json> {
  made += 1;
  const lead = await aLead(app, { source: 'ads', contact: { email: `kim${made}@closed.example` } });
  await aTouch(app, lead, { outcome: 'connected' });
  return lead;
}

/** Creates a lead of Ann with a deal of Bo. */
async function aDealOfLead(fields: object = {}): Promise<{ lead: Json; deal: Json }> {
  const lead = await aLeadOf();
  return { lead, deal: await aDeal(lead, fields) };
}

const aDeal = (lead: Json, fields: object = {}): Promise<Json> =>
  as(keys.program).must('POST', '/v1/deals', {
    name: `Deal ${made}`,
    account: { name: `Account ${made}` },
    leadId: lead.id,
    ownerRepId: bo.id,
    amount: '9000.00',
    currency: 'EUR',
    ...fields,
  });
const close = (lead: Json, body: object) => as(keys.program).must('POST', `/v1/leads/${lead.id}/disposition`, body);
const act = (deal: Json, deed: string, body?: object) =>
  as(keys.program).must('POST', `/v1/deals/${deal.id}/${deed}`, body);
const rowsOf = async (lead: Json): Promise<Json[]> =>
  (await app.must('GET', '/v1/dispositions?limit=1000&include=milestones')).data.filter(
    ({ leadId }: Json) => leadId === lead.id,
  );
const kindsOf = (rows: readonly Json[]) => rows.map(({ kind }) => kind);
const running = ({ clocks }: Json) =>
  clocks.filter(({ state }: Json) => state === 'running').map(({ kind }: Json) => kind);

describe('a deal that is won', () => {
  it.each(CLOSINGS)('wins its lead, which was %s, and takes the earlier word back', async (status, disposition) => {
    const { lead, deal } = await aDealOfLead();
    await close(lead, disposition);
    expect((await leadNow(app, lead)).status).toBe(status);
    await app.moveBy(DAY);
    await act(deal, 'win');
    const won = await leadNow(app, lead);
    expect(won).toMatchObject({ status: 'won', ownerId: bo.id, disposition: null });
    expect(running(won)).toEqual([]);
    expect(kindsOf(await rowsOf(lead))).toEqual(['disposed', 'reversed', 'milestone']);
    await app.moveBy(400 * DAY);
    expect((await leadNow(app, lead)).status).toBe('won');
  });

  it('leaves the person on the suppression list', async () => {
    const { lead, deal } = await aDealOfLead();
    await close(lead, { category: 'suppress', reason: 'do_not_contact' });
    await act(deal, 'win');
    const { data } = await app.must('GET', '/v1/suppressions?inForce=true');
    expect(data).toMatchObject([{ leadId: lead.id }]);
  });

  it('wins a lead that it names only later, as of its win', async () => {
    const lead = await aLeadOf();
    await close(lead, CLOSINGS[0]![1]);
    const deal = await aDeal({ id: undefined });
    await app.moveBy(MINUTE);
    await act(deal, 'win');
    const occurredAt = iso(app.time.now());
    await app.moveBy(DAY);
    await as(keys.program).must('PATCH', `/v1/deals/${deal.id}`, { leadId: lead.id });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'won', milestones: [{ name: 'won', occurredAt }] });
  });

  it('wins its lead after another deal of it was lost too', async () => {
    const { lead, deal } = await aDealOfLead();
    await act(deal, 'lose', { reason: 'price' });
    const other = await aDeal(lead);
    await act(other, 'lose', { reason: 'no_need' });
    await act(deal, 'reopen');
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', ownerId: bo.id });
    await act(deal, 'win');
    expect((await leadNow(app, lead)).status).toBe('won');
    expect((await app.must('GET', `/v1/deals/${other.id}`)).stage).toBe('lost');
  });

  it('wins its lead in whatever order a CRM reports its deals', async () => {
    const lead = await aLeadOf();
    const put = (ref: string, stage: string) =>
      as(keys.program).must('PUT', `/v1/deals/by-ref/crm/${ref}`, {
        ...(ref === 'old' && { name: 'Old', account: { name: 'Juno' }, amount: '10.00', currency: 'EUR' }),
        ...(ref === 'new' && { name: 'New', account: { name: 'Juno' }, amount: '20.00', currency: 'EUR' }),
        leadId: lead.id,
        stage,
        ...(stage === 'lost' && { lostReason: 'price' }),
      });
    await put('old', 'lost');
    expect((await leadNow(app, lead)).status).toBe('lost');
    await put('new', 'won');
    expect(await leadNow(app, lead)).toMatchObject({ status: 'won', milestones: [{ value: { amount: '20.00' } }] });
    await put('old', 'lost');
    expect((await leadNow(app, lead)).status).toBe('won');
  });
});

describe('a lead that opens because of a deal', () => {
  it.each(CLOSINGS)(
    'was %s, belongs to the owner of the deal, and no first touch is owed',
    async (status, disposition) => {
      const lead = await aLeadOf();
      await close(lead, disposition);
      expect((await leadNow(app, lead)).status).toBe(status);
      await aDeal(lead);
      const open = await leadNow(app, lead);
      expect(open).toMatchObject({ status: 'open', ownerId: bo.id, workState: 'qualified', disposition: null });
      expect(running(open)).toEqual([]);
      const started = (await eventsOf(app, lead.id, 'sla.started')).map(({ data }) => data.kind);
      expect(started.filter((kind) => kind === 'firstTouch')).toHaveLength(1);
      expect(started.filter((kind) => kind === 'leadResponse')).toHaveLength(1);
    },
  );

  it('owes its next owner no first touch either', async () => {
    const { lead, deal } = await aDealOfLead();
    await act(deal, 'lose', { reason: 'price' });
    await act(deal, 'reopen');
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: ann.id, reason: 'Holiday' });
    const given = await leadNow(app, lead);
    expect(given.ownerId).toBe(ann.id);
    expect(running(given)).toEqual([]);
  });

  it('owes what it owed after a touch is taken back', async () => {
    const lead = await aLeadOf();
    await close(lead, CLOSINGS[0]![1]);
    await aDeal(lead);
    const { id } = await aTouch(app, lead, { outcome: 'noAnswer', repId: bo.id });
    const after = await leadNow(app, lead);
    await app.must('POST', `/v1/leads/${lead.id}/touches/${id}/void`, { reason: 'Nobody called' });
    const now = await leadNow(app, lead);
    expect([after, now].map((each) => [each.workState, running(each)])).toEqual([
      ['qualified', []],
      ['qualified', []],
    ]);
  });

  it('goes to its last owner if nobody active owns the deal, and still owes no first touch', async () => {
    const lead = await aLeadOf();
    const deal = await aDeal(lead);
    await act(deal, 'lose', { reason: 'price' });
    await app.must('PUT', `/v1/reps/${bo.id}`, { name: 'Bo', email: 'bo@example.com', active: false });
    await act(deal, 'reopen');
    const open = await leadNow(app, lead);
    expect(open).toMatchObject({ status: 'open', ownerId: ann.id });
    expect(running(open)).toEqual([]);
  });

  it('was won by the deal before', async () => {
    const { lead, deal } = await aDealOfLead();
    await act(deal, 'win');
    await app.moveBy(MINUTE);
    await act(deal, 'reopen');
    const open = await leadNow(app, lead);
    expect(open).toMatchObject({ status: 'open', ownerId: bo.id });
    expect(running(open)).toEqual([]);
  });

  it('stays won if it was won, whatever deals follow', async () => {
    const { lead, deal } = await aDealOfLead();
    await act(deal, 'win');
    await aDeal(lead, { type: 'expansion' });
    expect((await leadNow(app, lead)).status).toBe('won');
  });

  it('is no lead of which a renewal is reported', async () => {
    const lead = await aLeadOf();
    await close(lead, CLOSINGS[2]![1]);
    const deal = await aDeal(lead, { type: 'renewal' });
    expect((await leadNow(app, lead)).status).toBe('lost');
    await act(deal, 'win');
    expect((await leadNow(app, lead)).status).toBe('lost');
  });

  it.each(['win', 'lose'])('stays as it is if it is open and a renewal ends (%s)', async (end) => {
    const lead = await aLeadOf();
    const deal = await aDeal(lead, { type: 'renewal' });
    await act(deal, end, end === 'win' ? {} : { reason: 'price' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', milestones: [], disposition: null });
  });

  it('keeps its win and what that is worth, whatever becomes of a renewal', async () => {
    const value = { amount: '500.00', currency: 'EUR' };
    const { lead, deal } = await aDealOfLead(value);
    await act(deal, 'win');
    const reported = await aLeadOf();
    await app.must('POST', `/v1/leads/${reported.id}/milestones`, { name: 'won', value });
    for (const each of [lead, reported]) {
      const renewal = await aDeal(each, { type: 'renewal' });
      await act(renewal, 'win');
      expect(await leadNow(app, each)).toMatchObject({ status: 'won', milestones: [{ value, reversedAt: null }] });
      if (each === reported) await act(renewal, 'reopen');
    }
    expect(await leadNow(app, reported)).toMatchObject({ status: 'won', milestones: [{ value, reversedAt: null }] });
    await act(deal, 'reopen');
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', milestones: [{ value }] });
    expect((await leadNow(app, lead)).milestones[0].reversedAt).not.toBeNull();
  });
});

it('a milestone of a lead ends no renewal of its customer', async () => {
  const lead = await aLeadOf();
  const renewal = await aDeal(lead, { type: 'renewal', amount: '77.00' });
  await app.must('POST', `/v1/leads/${lead.id}/milestones`, {
    name: 'won',
    value: { amount: '500.00', currency: 'EUR' },
  });
  expect((await leadNow(app, lead)).status).toBe('won');
  expect(await app.must('GET', `/v1/deals/${renewal.id}`)).toMatchObject({ stage: 'open', amount: '77.00' });
});

describe('a lead with an open deal', () => {
  const asksOf = (lead: Json, key: string, body: object) =>
    as(key).ask('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price', ...body });
  const stageOf = async ({ id }: Json) => (await app.must('GET', `/v1/deals/${id}`)).stage;

  it('is closed by a person only if they say what becomes of the deal, which is named', async () => {
    const { lead, deal } = await aDealOfLead();
    const { status, body } = await asksOf(lead, keys.ann, {});
    expect([status, body.type, body.dealIds]).toEqual([409, '/problems#open-deals', [deal.id]]);
    expect(body.detail).toContain(deal.name);
    expect((await leadNow(app, lead)).status).toBe('open');
    expect((await asksOf(lead, keys.ann, { deals: 'keep' })).body).toMatchObject({ status: 'lost' });
    expect(await stageOf(deal)).toBe('open');
    expect(await eventsOf(app, deal.id, 'deal.lost')).toEqual([]);
  });

  it('loses the deal for the same reason, and comes back with it', async () => {
    const { lead, deal } = await aDealOfLead({ ownerRepId: ann.id });
    const closing = { category: 'suppress', reason: 'do_not_contact', note: 'They called', deals: 'lose' };
    expect((await asksOf(lead, keys.ann, closing)).body).toMatchObject({ status: 'suppressed' });
    expect(await app.must('GET', `/v1/deals/${deal.id}`)).toMatchObject({
      stage: 'lost',
      lostReason: 'do_not_contact',
      lostNote: 'They called',
    });
    await act(deal, 'reopen');
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', ownerId: ann.id });
    // The loss of the deal itself had added them.
    expect((await app.must('GET', '/v1/suppressions?inForce=true')).data).toEqual([]);
  });

  it('loses no deal of another rep', async () => {
    const { lead, deal } = await aDealOfLead();
    const refused = await asksOf(lead, keys.ann, { deals: 'lose' });
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ pointer: '/deals', code: 'otherOwner' }]]);
    expect([(await leadNow(app, lead)).status, await stageOf(deal)]).toEqual(['open', 'open']);
  });

  it('is closed for a program, which is warned that the deal stays open', async () => {
    const { lead, deal } = await aDealOfLead();
    const { body } = await asksOf(lead, keys.program, {});
    expect(body).toMatchObject({ status: 'lost', warnings: [{ pointer: '/deals' }] });
    expect(body.warnings[0].message).toContain(deal.id);
    expect(await stageOf(deal)).toBe('open');
    const other = await aDealOfLead();
    expect((await asksOf(other.lead, keys.program, { deals: 'keep' })).body.warnings).toBeUndefined();
  });

  it('is refused in a batch of a person, and closed with a warning in that of a program', async () => {
    const { lead } = await aDealOfLead();
    const batch = { dispositions: [{ leadId: lead.id, category: 'lost', reason: 'price' }] };
    const refused = await as(keys.ann).must('POST', '/v1/dispositions/batch', batch);
    expect(refused.results).toMatchObject([
      { status: 'invalid', errors: [{ pointer: '/dispositions/0/deals', code: 'openDeals' }] },
    ]);
    const closed = await as(keys.program).must('POST', '/v1/dispositions/batch', batch);
    expect(closed.results).toMatchObject([{ status: 'recorded', warnings: [{ pointer: '/deals' }] }]);
  });

  it('is left out of a closing of many leads', async () => {
    const { lead, deal } = await aDealOfLead();
    const other = await aLeadOf();
    const body = { ids: [lead.id, other.id], disposition: { category: 'lost', reason: 'price' } };
    for (const query of ['?dryRun=true', '']) {
      const { done, skipped, whySkipped, results } = await app.must('POST', `/v1/leads/dispositions${query}`, body);
      expect([done, skipped, whySkipped[0].leads]).toEqual([1, 1, 1]);
      expect(results.find(({ leadId }: Json) => leadId === lead.id).why).toContain(deal.id);
    }
    expect([(await leadNow(app, lead)).status, (await leadNow(app, other)).status]).toEqual(['open', 'lost']);
  });

  it('whose win is reversed with a disposition asks about the deal that is open again', async () => {
    const { lead, deal } = await aDealOfLead({ ownerRepId: ann.id });
    await act(deal, 'win');
    const { milestones } = await leadNow(app, lead);
    const disposition = { category: 'lost', reason: 'price' };
    const reverse = (more: object) =>
      as(keys.ann).ask('POST', `/v1/leads/${lead.id}/milestones/${milestones[0].id}/reverse`, {
        reason: 'Cancelled',
        disposition: { ...disposition, ...more },
      });
    expect(await reverse({})).toMatchObject({ status: 409, body: { dealIds: [deal.id] } });
    expect([(await leadNow(app, lead)).status, await stageOf(deal)]).toEqual(['won', 'won']);
    expect(await reverse({ deals: 'lose' })).toMatchObject({ status: 200, body: { status: 'lost' } });
    expect(await stageOf(deal)).toBe('lost');
  });

  it('whose win is reversed goes to the owner of the deal, without a first touch', async () => {
    const { lead, deal } = await aDealOfLead();
    await act(deal, 'win');
    const { milestones } = await leadNow(app, lead);
    await app.must('POST', `/v1/leads/${lead.id}/milestones/${milestones[0].id}/reverse`, { reason: 'Cancelled' });
    const open = await leadNow(app, lead);
    expect([open.status, open.ownerId, running(open), await stageOf(deal)]).toEqual(['open', bo.id, [], 'open']);
  });

  it.each(['open', 'won'])('keeps its win as long as another deal of it is %s', async (stage) => {
    const { lead, deal } = await aDealOfLead();
    await act(deal, 'win');
    const other = await aDeal(lead);
    if (stage === 'won') await act(other, 'win');
    const { milestones } = await leadNow(app, lead);
    const path = `/v1/leads/${lead.id}/milestones/${milestones[0].id}/reverse`;
    const refused = await app.ask('POST', path, { reason: 'Cancelled' });
    expect([refused.status, refused.body.dealId]).toEqual([409, other.id]);
    expect([(await leadNow(app, lead)).status, await stageOf(deal)]).toEqual(['won', 'won']);
  });

  it.each(CLOSINGS.slice(0, 2))(
    'that was %s returns to the owner of the deal, without a first touch',
    async (_, body) => {
      const { lead } = await aDealOfLead();
      await asksOf(lead, keys.ann, { ...body, deals: 'keep' });
      // Nobody keeps a lead from the rep who sells to the person.
      await app.must('POST', '/v1/suppressions', { email: `kim${made}@closed.example`, reason: 'do_not_contact' });
      await app.moveTo(Date.parse('2030-01-02T00:00:00Z'));
      const open = await leadNow(app, lead);
      expect([open.status, open.ownerId, running(open)]).toEqual(['open', bo.id, []]);
    },
  );
});

describe('the unreachable rule', () => {
  it('closes no lead with an open deal', async () => {
    made += 1;
    const lead = await aLead(app, { contact: { phone: '+4930901820' } });
    const deal = await aDeal(lead);
    for (let day = 0; day < 4; day += 1) {
      await aTouch(app, lead, { outcome: 'noAnswer' });
      await app.moveBy(DAY);
    }
    expect((await leadNow(app, lead)).status).toBe('open');
    await act(deal, 'lose', { reason: 'price', lead: 'keep' });
    await aTouch(app, lead, { outcome: 'noAnswer' });
    expect((await leadNow(app, lead)).status).toBe('recycled');
  });
});

it('a deal may be lost into nurture, and its lead wakes once, as planned, while the deal stays lost', async () => {
  const { lead, deal } = await aDealOfLead();
  const wakeAt = iso(app.time.now() + 30 * DAY);
  await act(deal, 'lose', { reason: 'not_now', fields: { wakeAt } });
  expect(await leadNow(app, lead)).toMatchObject({ status: 'nurturing' });
  await app.moveBy(31 * DAY);
  expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2 });
  expect((await app.must('GET', `/v1/deals/${deal.id}`)).stage).toBe('lost');
  await close(lead, { category: 'lost', reason: 'price' });
  await app.moveBy(60 * DAY);
  expect(await leadNow(app, lead)).toMatchObject({ status: 'lost', cycle: 2 });
});

describe('a lead that an earlier version left behind its deal', () => {
  const found = async () => (await verified(app.database.url)).found;
  /** Makes a deal of the lead as earlier versions did, which changed nothing about a closed lead. */
  async function left(lead: Json, deal: Json): Promise<void> {
    await app.asOwner(`update deal set lead_id = '${lead.id}' where id = '${deal.id}'`);
    expect(await found()).toEqual([expect.stringContaining(`deal ${deal.id}`)]);
    await app.application.app.get(OverdueLeads).catchUp();
    expect(await found()).toEqual([]);
  }
  const aDealAlone = () => aDeal({ id: undefined });

  it('is won as of the win of its deal', async () => {
    const lead = await aLeadOf();
    await app.moveBy(DAY);
    const deal = await aDealAlone();
    await act(deal, 'win');
    const wonAt = iso(app.time.now());
    await close(lead, CLOSINGS[0]![1]);
    await app.moveBy(DAY);
    await left(lead, deal);
    expect(await leadNow(app, lead)).toMatchObject({
      status: 'won',
      ownerId: bo.id,
      milestones: [{ name: 'won', occurredAt: wonAt, value: { amount: '9000.00' } }],
    });
  });

  it('is opened for its open deal, if a rule had closed it', async () => {
    made += 1;
    const lead = await aLead(app, { contact: { phone: '+4930901820' } });
    for (let day = 0; day < 3; day += 1) {
      await aTouch(app, lead, { outcome: 'noAnswer' });
      await app.moveBy(DAY);
    }
    expect((await leadNow(app, lead)).status).toBe('recycled');
    await left(lead, await aDealAlone());
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', ownerId: bo.id });
  });
});
