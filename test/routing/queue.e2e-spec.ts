import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { aDesk, aLead, aPool, eventsOf, faults, leadNow, ownersOf, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: { id: string };
let bo: { id: string };
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const queue = (query = '') => app.must('GET', `/v1/routing/queue${query}`);
const away = (rep: { id: string }, until?: string) =>
  app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: false, ...(until !== undefined && { until }) });
const back = (rep: { id: string }) => app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: true });

describe('the queue', () => {
  it('lists the waiting leads, oldest first, with since when and why they wait', async () => {
    expect(await queue()).toEqual({ data: [], nextCursor: null });
    const first = await aLead(app);
    await app.moveTo('2026-03-02T15:10:00.000Z');
    await away(ann);
    const pool = await aPool(app, 'P', [ann]);
    const rules = [
      { name: 'Phone', when: { field: 'channel', op: 'eq', value: 'phone' }, assign: { poolId: pool.id } },
    ];
    await app.must('PUT', '/v1/routing', { rules });
    const second = await aLead(app, { channel: 'phone' });
    expect(await queue()).toEqual({
      data: [
        {
          leadId: first.id,
          name: null,
          ownerId: null,
          since: MONDAY,
          poolId: null,
          queue: null,
          outBy: null,
          overdue: false,
          rule: null,
          why: 'No rule matches it, and there is no fallback pool.',
          waiting: 'queue',
          test: false,
        },
        {
          leadId: second.id,
          name: null,
          ownerId: null,
          since: '2026-03-02T15:10:00.000Z',
          poolId: pool.id,
          queue: null,
          outBy: null,
          overdue: false,
          rule: 'Phone',
          why: 'Nobody in P can take it now: 1 is not available.',
          waiting: 'queue',
          test: false,
        },
      ],
      nextCursor: null,
    });
  });

  it('gives the present reason of a wait, not the one at its beginning', async () => {
    const waiting = async () => (await queue()).data.map(({ why }: { why: string }) => why);
    await aLead(app);
    expect(await waiting()).toEqual(['No rule matches it, and there is no fallback pool.']);
    await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann', email: 'ann@example.com', capacity: { open: 0 } });
    await away(bo);
    const { pool } = await aDesk(app, [], { name: 'Empty' });
    expect(await waiting()).toEqual(['There is nobody who could take it.']);
    const fallback = await aPool(app, 'Fallback', [ann, bo]);
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Empty', members: [], fallbackPoolId: fallback.id });
    expect(await waiting()).toEqual(['Nobody in Fallback can take it now: 1 is at capacity and 1 is not available.']);
    await back(bo);
    expect(await waiting()).toEqual(['A rep can take it now: it will be assigned in a moment.']);
    await app.settle();
    expect(await waiting()).toEqual([]);
  });

  it('says of a missed lead why it stays with its owner', async () => {
    await aPolicy(app);
    await away(bo);
    await aDesk(app, [ann, bo]);
    await aLead(app);
    await app.moveBy(10 * 60_000);
    expect((await queue()).data).toMatchObject([
      {
        waiting: 'move',
        test: false,
        why: 'Nobody in Desk can take it now: 1 has had it already and 1 is not available.',
      },
    ]);
  });

  it('can be read in pages while leads leave it', async () => {
    const leads = [];
    for (let sent = 0; sent < 5; sent += 1) leads.push((await aLead(app)).id);
    const first = await queue('?limit=2');
    expect(first.data.map(({ leadId }: { leadId: string }) => leadId)).toEqual(leads.slice(0, 2));
    const same = await queue(`?limit=2&cursor=${first.nextCursor}`);
    expect(same.data.map(({ leadId }: { leadId: string }) => leadId)).toEqual(leads.slice(2, 4));
    await app.must('POST', `/v1/leads/${leads[1]}/reassign`, { repId: ann.id, reason: 'mine' });
    await app.must('POST', `/v1/leads/${leads[3]}/reassign`, { repId: ann.id, reason: 'mine' });
    const second = await queue(`?limit=2&cursor=${first.nextCursor}`);
    expect(second.data.map(({ leadId }: { leadId: string }) => leadId)).toEqual([leads[2], leads[4]]);
    expect(second.nextCursor).toBeNull();
    for (const query of ['?limit=0', '?limit=1001', '?cursor=nonsense', '?owner=me']) {
      expect(faults(await app.get(`/v1/routing/queue${query}`))).toHaveLength(1);
    }
    const forged = Buffer.from(JSON.stringify([1e20, leads[0]])).toString('base64url');
    expect(faults(await app.get(`/v1/routing/queue?cursor=${forged}`))).toEqual(['/cursor cursor']);
  });

  it('is distributed oldest first, as far as capacity allows', async () => {
    await away(ann);
    await aDesk(app, [ann]);
    const leads = [];
    for (let sent = 0; sent < 3; sent += 1) {
      leads.push(await aLead(app));
      await app.moveBy(1_000);
    }
    await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann', email: 'ann@example.com', capacity: { open: 2 } });
    await back(ann);
    await app.settle();
    expect(await ownersOf(app, leads)).toEqual([ann.id, ann.id, null]);
    const [assigned] = await eventsOf(app, leads[0].id, 'lead.assigned');
    expect(assigned.data).toMatchObject({ repId: ann.id, cause: 'queue' });
    expect((await queue()).data).toMatchObject([{ leadId: leads[2].id }]);
  });

  it('is distributed by the rules as soon as there are any', async () => {
    const leads = [await aLead(app), await aLead(app, { channel: 'phone' })];
    const rules = [
      { name: 'Phone', when: { field: 'channel', op: 'eq', value: 'phone' }, assign: { repId: bo.id } },
      { name: 'Rest', when: {}, assign: { poolId: (await aPool(app, 'P', [ann])).id } },
    ];
    await app.must('PUT', '/v1/routing', { rules });
    await app.settle();
    expect(await ownersOf(app, leads)).toEqual([ann.id, bo.id]);
    expect(await leadNow(app, leads[1])).toMatchObject({ rule: 'Phone' });
    expect(await queue()).toEqual({ data: [], nextCursor: null });
  });

  it('keeps leads for the members that new rules name, also while they are unavailable', async () => {
    const lead = await aLead(app);
    const until = '2026-03-02T16:00:00.000Z';
    await away(ann, until);
    const { pool } = await aDesk(app, [ann]);
    await app.settle();
    expect((await queue()).data).toMatchObject([
      {
        leadId: lead.id,
        since: MONDAY,
        poolId: pool.id,
        queue: null,
        outBy: null,
        overdue: false,
        rule: 'All',
        why: 'Nobody in Desk can take it now: 1 is not available.',
      },
    ]);
    // Changed rules that leave the lead waiting for the same pool write no event.
    const { rules } = await app.must('GET', '/v1/routing');
    await app.must('PUT', '/v1/routing', { rules: [...rules, { ...rules[0], name: 'Never' }] });
    await app.settle();
    expect(await eventsOf(app, lead.id, 'lead.queued')).toHaveLength(2);
    await app.moveTo(Date.parse(until) - 1);
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.moveTo(until);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('follows the rules from pool to pool', async () => {
    await away(ann);
    await aDesk(app, [ann], { name: 'Of Ann' });
    const lead = await aLead(app);
    expect(lead.ownerId).toBeNull();
    await aDesk(app, [bo], { name: 'Of Bo' });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  });

  it('keeps a lead for the pool that a person chose, whatever the rules say', async () => {
    await away(ann);
    const chosen = await aPool(app, 'Chosen', [ann]);
    await aDesk(app, [bo], { name: 'By rule' });
    const lead = await aLead(app);
    const moved = await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: chosen.id, reason: 'hers' });
    expect(moved).toMatchObject({ ownerId: null, poolId: chosen.id });
    await app.settle();
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: null, poolId: chosen.id });
    await back(ann);
    await app.settle();
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id, poolId: chosen.id });
  });

  it('keeps a recycled lead from its former owners, also under other rules', async () => {
    await aDesk(app, [ann]);
    const lead = await aLead(app);
    const fields = { recycleAfter: 'P1D' };
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'recycle', reason: 'stale', fields });
    await app.moveTo('2026-03-03T15:00:00.000Z');
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', ownerId: null });
    const { pool: other } = await aDesk(app, [ann], { name: 'Other' });
    await app.settle();
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: null, poolId: other.id });
    await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann A', email: 'ann@example.com' });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.must('PUT', `/v1/pools/${other.id}`, { name: 'Other', members: [{ repId: ann.id }, { repId: bo.id }] });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  });

  it('notifies its owner once per wave', async () => {
    await app.must('PUT', '/v1/routing', { rules: [], fallback: { queueOwnerId: bo.id } });
    await aLead(app);
    await aLead(app);
    const { rows } = await app.application.app
      .get((await import('../../src/platform/sql/database.js')).Database)
      .query<{ type: string }>('select type from notification where rep_id = $1', [bo.id]);
    expect(rows).toEqual([{ type: 'lead.queued' }]);
  });

  it('lists a missed lead that stays with its owner until another rep can take it', async () => {
    const firstTouch = { within: 'PT10M', onBreach: [{ after: 'PT0S', do: 'reassign' }] };
    await app.must('POST', '/v1/sla-policies', { name: 'P', firstTouch });
    const { pool } = await aDesk(app, [ann]);
    const lead = await aLead(app);
    await app.moveTo('2026-03-02T15:10:00.000Z');
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    expect((await queue()).data).toEqual([
      {
        leadId: lead.id,
        name: null,
        ownerId: ann.id,
        since: '2026-03-02T15:10:00.000Z',
        poolId: pool.id,
        queue: null,
        outBy: null,
        overdue: false,
        rule: 'All',
        why: 'Everybody in Desk has had it already, so it waits until you act: assign it to a rep (POST /v1/leads/{id}/reassign), close it, or add a member or a fallback to the pool.',
        waiting: 'move',
        test: false,
      },
    ]);
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'P', members: [{ repId: ann.id }, { repId: bo.id }] });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
    expect((await queue()).data).toEqual([]);
  });
});
