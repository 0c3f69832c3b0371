import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf, toldTo } from '../support/notifications.js';
import { aDesk, aLead, aTouch, faults, leadNow, NOBODY, nineToFive, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const START = Date.parse(MONDAY) + 60 * MINUTE;
const STALE = { category: 'recycle', reason: 'stale' };

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeAll(async () => {
  app = await TestApplication.start(iso(START));
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await aPolicy(app, {}, { mode: 'measure' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const closeAll = (body: object, query = '', asking?: object) =>
  app.ask('POST', `/v1/leads/dispositions${query}`, { disposition: STALE, ...body }, asking);
const undo = (bulkId: string) => app.ask('POST', `/v1/leads/dispositions/${bulkId}/undo`);
const statuses = async (leads: readonly Json[]) =>
  Promise.all(leads.map(async (lead) => (await leadNow(app, lead)).status));
const leadsNotified = async (rep: Json, type: string) =>
  (await notificationsOf(app, rep, type)).map(({ leadIds }) => leadIds);
const keyOf = async (scope: string, rep: Json) =>
  (await app.must('POST', '/v1/api-keys', { name: `${scope} ${rep.name}`, scopes: [scope], repId: rep.id })).key;

describe('leads in a bulk closing', () => {
  it('are found by the filter, whatever the case of ids and reasons', async () => {
    const lead = await aLead(app, { owner: { repId: ann.id } });
    const filter = { ownerId: ann.id.toUpperCase(), hadBy: ann.id };
    expect((await closeAll({ filter })).body).toMatchObject({ done: 1 });
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'Asked again' });
    expect((await closeAll({ filter: { closedWith: 'STALE' } })).body).toMatchObject({ done: 1 });
  });

  it('are the given ones, each with a result, and each owner is notified once', async () => {
    const leads = [await aLead(app), await aLead(app), await aLead(app), await aLead(app)];
    await aTouch(app, leads[0]!);
    await app.must('POST', `/v1/leads/${leads[3]!.id}/disposition`, { category: 'lost', reason: 'price' });
    const { status, body } = await closeAll({ ids: [...leads.map(({ id }) => id), NOBODY] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ bulkId: expect.any(String), done: 3, skipped: 2, hasMore: false });
    expect(body.results).toEqual([
      { leadId: NOBODY, status: 'skipped', why: 'There is no such lead.' },
      ...leads.slice(0, 3).map(({ id }) => ({ leadId: id, status: 'closed' })),
      { leadId: leads[3]!.id, status: 'skipped', why: 'It is closed already: lost.' },
    ]);
    expect(await statuses(leads)).toEqual(['recycled', 'recycled', 'recycled', 'lost']);
    const { data } = await app.feed('/v1/dispositions?category=recycle');
    expect(data.map(({ leadId, attempts }: Json) => [leadId, attempts])).toEqual([
      [leads[0]!.id, 1],
      [leads[1]!.id, 0],
      [leads[2]!.id, 0],
    ]);
    expect(await toldTo(app, ann, 'leads.closed')).toEqual(['2 leads of yours were closed at once: Gone stale']);
    expect(await toldTo(app, bo, 'leads.closed')).toEqual(['1 lead of yours was closed at once: Gone stale']);
    expect(await leadsNotified(ann, 'leads.closed')).toEqual([[leads[0]!.id, leads[2]!.id]]);
    expect(await leadsNotified(bo, 'leads.closed')).toEqual([[leads[1]!.id]]);
    const messages = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
    const one = messages.data.find(({ type }: Json) => type === 'leads.closed');
    expect(one).toMatchObject({ leadCount: 2 });
    expect(one).not.toHaveProperty('filter');
  });

  it('come back spread over working days, as the dry run says', async () => {
    await nineToFive(app);
    const leads = [await aLead(app), await aLead(app), await aLead(app), await aLead(app)];
    // A Friday.
    const wakeAt = iso(START + 4 * DAY);
    const disposition = { category: 'nurture', reason: 'not_now', fields: { wakeAt } };
    const body = { ids: leads.map(({ id }) => id).reverse(), disposition, spreadOver: 'P2D' };
    const foreseen = await closeAll(body, '?dryRun=true');
    const half = [
      { repId: ann.id, leads: 1 },
      { repId: bo.id, leads: 1 },
    ];
    expect(foreseen.body.returns).toEqual([
      { day: '2026-03-06', leads: 2, byOwner: half },
      { day: '2026-03-09', leads: 2, byOwner: half },
    ]);
    const { body: closed } = await closeAll(body);
    expect(closed).toMatchObject({ done: 4 });
    expect(closed).not.toHaveProperty('returns');
    const returns = await Promise.all(
      leads.map(async (lead) => clockOf(await leadNow(app, lead), 'nurtureWake').dueAt),
    );
    expect(returns).toEqual([wakeAt, wakeAt, iso(START + 7 * DAY), iso(START + 7 * DAY)]);
    await app.moveTo(START + 4 * DAY);
    expect(await statuses(leads)).toEqual(['open', 'open', 'nurturing', 'nurturing']);
    await app.moveTo(START + 7 * DAY);
    expect(await statuses(leads)).toEqual(['open', 'open', 'open', 'open']);
  });

  it('come back spread if a job closes them, in the order in which it does', async () => {
    const leads = [await aLead(app), await aLead(app)];
    const body = { filter: { source: 'web' }, all: true, spreadOver: 'P30D' };
    const { returns } = (await closeAll(body, '?dryRun=true')).body;
    expect(returns.map((day: Json) => day.leads)).toEqual([1, 1]);
    await closeAll(body);
    await app.settleJobs();
    const days = await Promise.all(
      leads.map(async (lead) => clockOf(await leadNow(app, lead), 'recycle').dueAt.slice(0, 10)),
    );
    expect(days).toEqual(returns.map(({ day }: Json) => day));
  });

  it('can only be spread over days, and if they come back', async () => {
    const ids = [(await aLead(app)).id];
    expect(faults(await closeAll({ ids, spreadOver: 'PT5H' }))).toEqual(['/spreadOver days']);
    const lost = { category: 'lost', reason: 'price' };
    expect(faults(await closeAll({ ids, disposition: lost, spreadOver: 'P5D' }))).toEqual([
      '/spreadOver contradiction',
    ]);
  });

  it('can be those untouched for a long time, after a dry run', async () => {
    const [silent, called, wrote, automated] = [await aLead(app), await aLead(app), await aLead(app), await aLead(app)];
    await app.moveTo(START + 20 * DAY);
    const fresh = await aLead(app);
    await aTouch(app, called);
    await aTouch(app, wrote, { direction: 'inbound', kind: 'email', outcome: 'replied' });
    await aTouch(app, automated, { automated: true, kind: 'email', outcome: 'sent' });
    await app.moveTo(START + 30 * DAY);
    const filter = { untouchedSince: iso(START + 10 * DAY) };
    const foreseen = await closeAll({ filter }, '?dryRun=true');
    expect(foreseen.body).toMatchObject({ bulkId: null, done: 2, skipped: 0 });
    const all = [silent, called, wrote, automated, fresh];
    expect(await statuses(all)).toEqual(['open', 'open', 'open', 'open', 'open']);
    const { body } = await closeAll({ filter });
    expect(body.results).toEqual(foreseen.body.results);
    expect(await statuses(all)).toEqual(['recycled', 'open', 'open', 'recycled', 'open']);
  });

  it('are only those that the key may close, under the same requirements', async () => {
    const [hers, his] = [await aLead(app, { owner: { repId: ann.id } }), await aLead(app, { owner: { repId: bo.id } })];
    const key = await keyOf('rep', ann);
    const ids = [hers.id, his.id];
    await app.must('POST', '/v1/disposition-reasons', {
      code: 'gone',
      category: 'lost',
      label: 'Gone',
      intent: 'realButLost',
      proof: { attempts: 3 },
    });
    const disposition = { category: 'lost', reason: 'gone' };
    const refused = await closeAll({ ids, disposition }, '', { key });
    expect(refused.body).toMatchObject({ done: 0, skipped: 2 });
    expect(refused.body.results[0].why).toMatch('asks for 3 attempts');
    expect((await closeAll({ ids }, '', { key })).body).toMatchObject({ done: 1, skipped: 1 });
    expect(await statuses([hers, his])).toEqual(['recycled', 'open']);
  });

  it('are at most the oldest thousand', async () => {
    const leads = Array.from({ length: 1_000 }, () => ({ source: 'fair', contact: {} }));
    await app.must('POST', '/v1/leads/batch', { leads });
    const last = await aLead(app, { source: 'fair' });
    const { body } = await closeAll({ filter: { source: 'Fair' } });
    expect(body).toMatchObject({ done: 1_000, hasMore: true });
    expect(await statuses([last])).toEqual(['open']);
    const named = await leadsNotified(ann, 'leads.closed');
    expect(named.map(({ length }: Json) => length)).toEqual([100]);
    const listsAll = async (type: string) => {
      const { data } = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
      const { leadIds, leadCount, filter } = data.find((each: Json) => each.type === type);
      const { data: found } = await app.must('GET', `/v1/leads?${new URLSearchParams(filter)}&limit=1000`);
      expect([leadCount, found.length]).toEqual([500, 500]);
      expect(found.map(({ id }: Json) => id)).toEqual(expect.arrayContaining(leadIds));
    };
    await listsAll('leads.closed');
    expect((await undo(body.bulkId)).body).toMatchObject({ done: 1_000, skipped: 0 });
    await listsAll('leads.reopened');
  });

  it('are closed once, however often the same request is sent', async () => {
    const lead = await aLead(app);
    const asking = { headers: { 'idempotency-key': 'bulk-1' } };
    const first = await closeAll({ ids: [lead.id] }, '', asking);
    expect((await closeAll({ ids: [lead.id] }, '', asking)).body).toEqual(first.body);
  });

  it('cause suppressions if the reason blocks', async () => {
    const lead = await aLead(app, { contact: { email: 'spam@one.example' } });
    await closeAll({ ids: [lead.id], disposition: { category: 'suppress', reason: 'spam' } });
    expect((await aLead(app, { contact: { email: 'spam@one.example' } })).status).toBe('suppressed');
  });
});

describe('an undone bulk closing', () => {
  it('returns each lead to its owner, even one who is not at work', async () => {
    const leads = [await aLead(app), await aLead(app)];
    const owners = leads.map(({ ownerId }) => ownerId);
    const { body } = await closeAll({ ids: leads.map(({ id }) => id) });
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    await app.moveBy(15 * MINUTE);
    const answer = await undo(body.bulkId);
    expect(answer.body).toMatchObject({ done: 2, skipped: 0 });
    for (const [index, lead] of leads.entries())
      expect(await leadNow(app, lead)).toMatchObject({ status: 'open', ownerId: owners[index], disposition: null });
    const { data } = await app.feed('/v1/dispositions');
    expect(data.map(({ kind }: Json) => kind)).toEqual(['disposed', 'disposed', 'reversed', 'reversed']);
    expect(await toldTo(app, ann, 'leads.reopened')).toEqual([
      expect.stringMatching(
        /^1 lead is yours again: what had closed it was undone\. It is a lead from web .*, due by /,
      ),
    ]);
    expect(await leadsNotified(ann, 'leads.reopened')).toHaveLength(1);
    expect(await leadsNotified(ann, 'leads.reopened')).toEqual(await leadsNotified(ann, 'leads.closed'));
    expect((await undo(body.bulkId)).body.results).toEqual(
      leads.map(({ id }) => ({ leadId: id, status: 'skipped', why: 'It is open again already.' })),
    );
    const { data: timeline } = await app.must('GET', `/v1/leads/${leads[0]!.id}/timeline`);
    expect(timeline.map(({ text }: Json) => text)).toContain('Reopened: the closing of many leads was undone');
  });

  it('skips leads with later decisions, and is possible for 15 minutes', async () => {
    const leads = [await aLead(app), await aLead(app)];
    const { body } = await closeAll({ ids: leads.map(({ id }) => id) });
    await app.must('POST', `/v1/leads/${leads[0]!.id}/disposition/correct`, { category: 'lost', reason: 'price' });
    expect((await undo(body.bulkId)).body.results).toEqual([
      { leadId: leads[0]!.id, status: 'skipped', why: 'Something else has been decided since.' },
      { leadId: leads[1]!.id, status: 'reopened' },
    ]);
    await app.moveBy(15 * MINUTE + 1);
    expect(await undo(body.bulkId)).toMatchObject({ status: 409, body: { type: '/problems#undo-too-late' } });
    expect((await undo(NOBODY)).status).toBe(404);
  });

  it('says which leads stay closed, because their person was suppressed since', async () => {
    const leads = [await aLead(app), await aLead(app, { contact: { email: 'no@one.example' } })];
    const { body } = await closeAll({ ids: leads.map(({ id }) => id) });
    await app.must('POST', '/v1/suppressions', { email: 'no@one.example', reason: 'do_not_contact' });
    expect((await undo(body.bulkId)).body).toMatchObject({
      done: 1,
      skipped: 1,
      results: [
        { leadId: leads[0]!.id, status: 'reopened' },
        { leadId: leads[1]!.id, status: 'skipped', why: 'Its person was suppressed since, so it stays closed.' },
      ],
    });
    expect(await statuses(leads)).toEqual(['open', 'suppressed']);
  });

  it('distributes the leads of a rep who has left to others', async () => {
    const lead = await aLead(app, { owner: { repId: ann.id } });
    const { body } = await closeAll({ ids: [lead.id] });
    const rep = await app.must('GET', `/v1/reps/${ann.id}`);
    await app.must('PUT', `/v1/reps/${ann.id}`, { ...rep, active: false });
    await undo(body.bulkId);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', ownerId: bo.id });
  });
});

it.each([
  ['neither ids nor a filter', {}, [' oneOf']],
  ['both', { ids: [NOBODY], filter: { source: 'web' } }, [' oneOf']],
  ['a filter of nothing', { filter: {} }, ['/filter tooFew']],
  [
    'a span that ends before it begins',
    { filter: { receivedFrom: MONDAY, receivedTo: '2026-03-02T14:59:59.999Z' } },
    ['/filter/receivedTo inverted'],
  ],
  ['an owner that there is not', { filter: { ownerId: NOBODY } }, ['/filter/ownerId unknownId']],
  [
    'other things that there are not',
    { filter: { hadBy: NOBODY, poolId: NOBODY, policyId: NOBODY, closedWith: 'stail' }, all: true },
    ['hadBy unknownId', 'poolId unknownId', 'policyId unknownId', 'closedWith unknownReason'].map(
      (each) => `/filter/${each}`,
    ),
  ],
  ['closed leads', { filter: { status: 'lost' } }, ['/filter/status unknown']],
  [
    'a faulty disposition',
    { ids: [NOBODY], disposition: { category: 'lost', reason: 'stale' } },
    ['/disposition/reason otherCategory'],
  ],
])('a bulk closing is refused with %s', async (_what, body, expected) => {
  const lead = await aLead(app);
  expect(faults(await closeAll(body))).toEqual(expected);
  expect(await statuses([lead])).toEqual(['open']);
});
