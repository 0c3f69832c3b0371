import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import {
  aDesk,
  aLead,
  allTo,
  aPool,
  aTouch,
  changeSettings,
  eventsOf,
  faults,
  leadNow,
  NOBODY,
  theReps,
  timelineOf,
} from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let cy: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo, cy] = await theReps(app, ['Ann', 'Bo', 'Cy']);
  await aDesk(app, [ann]);
  await aPolicy(app);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const reassign = (body: object, query = '', asking?: { key: string }) =>
  app.ask('POST', `/v1/leads/reassign${query}`, { reason: 'Ann has too many', ...body }, asking);
const undo = (bulkId: string, asking?: { key: string }) =>
  app.ask('POST', `/v1/leads/reassign/${bulkId}/undo`, undefined, asking);
const some = async (count: number): Promise<Json[]> => {
  const leads: Json[] = [];
  while (leads.length < count) leads.push(await aLead(app));
  return leads;
};
const owners = (leads: readonly Json[]) => Promise.all(leads.map(async (lead) => (await leadNow(app, lead)).ownerId));
const idsOf = (leads: readonly Json[]) => leads.map(({ id }) => id);

describe('many leads', () => {
  it('move to a rep at once with new clocks, and each rep is notified once', async () => {
    const leads = await some(3);
    await app.moveBy(60_000);
    const { status, body } = await reassign({ ids: idsOf(leads), to: { repId: bo.id } });
    expect([status, body.done, body.skipped, body.hasMore]).toEqual([200, 3, 0, false]);
    expect(body.byRep).toEqual([
      { repId: ann.id, got: 0, gone: 3 },
      { repId: bo.id, got: 3, gone: 0 },
    ]);
    expect(body.results).toEqual(
      idsOf(leads)
        .sort()
        .map((leadId) => ({ leadId, status: 'reassigned', repId: bo.id })),
    );
    expect(await owners(leads)).toEqual([bo.id, bo.id, bo.id]);
    expect(clockOf(await leadNow(app, leads[0]!))).toMatchObject({ repId: bo.id, dueAt: '2026-03-02T15:06:00.000Z' });
    expect(await toldTo(app, bo, 'leads.moved')).toEqual([
      expect.stringMatching(
        /^3 leads are yours: many were reassigned at once\. The first due is a lead from web .*, by .* 15:06 \(UTC\)$/,
      ),
    ]);
    expect(await toldTo(app, ann, 'leads.moved')).toEqual([
      '3 leads went from you to others: many were reassigned at once',
    ]);
    expect(await timelineOf(app, leads[0]!)).toContain('Moved from Ann to Bo: by hand (“Ann has too many”)');
  });

  it('found by a filter are distributed to a pool in turn, after a dry run without effect', async () => {
    const leads = await some(5);
    await app.must('POST', `/v1/leads/${leads[4]!.id}/disposition`, { category: 'lost', reason: 'price' });
    // A changed row lies behind the others in its table.
    await app.must('PATCH', `/v1/leads/${leads[0]!.id}`, { externalId: 'first' });
    const pool = await aPool(app, 'Others', [bo, cy]);
    const body = { filter: { ownerId: ann.id }, to: { poolId: pool.id } };
    const foreseen = await reassign(body, '?dryRun=true');
    expect([foreseen.status, foreseen.body.bulkId, foreseen.body.done]).toEqual([200, null, 4]);
    expect(await owners(leads.slice(0, 4))).toEqual([ann.id, ann.id, ann.id, ann.id]);
    const done = await reassign(body);
    expect(done.body.byRep.find(({ repId }: Json) => repId === bo.id)).toEqual({ repId: bo.id, got: 2, gone: 0 });
    const { bulkId: _, ...went } = done.body;
    const { bulkId: __, ...would } = foreseen.body;
    expect(would).toEqual(went);
  });

  it('go back together, except for those that have changed since', async () => {
    const leads = await some(6);
    const { body } = await reassign({ ids: idsOf(leads), to: { repId: bo.id } });
    const [back, closed, worked, moved, , left] = leads;
    await app.must('POST', `/v1/leads/${closed!.id}/disposition`, { category: 'lost', reason: 'price' });
    await aTouch(app, worked!, { repId: bo.id });
    await app.must('POST', `/v1/leads/${moved!.id}/reassign`, { repId: cy.id, reason: 'x' });
    await aTouch(app, left!, { kind: 'email', outcome: 'sent', automated: true });
    await app.moveBy(60_000);
    const undone = await undo(body.bulkId);
    expect([undone.status, undone.body.done, undone.body.skipped]).toEqual([200, 3, 3]);
    const whys = new Map(undone.body.results.map(({ leadId, why }: Json) => [leadId, why]));
    expect([closed, worked, moved].map((lead) => whys.get(lead!.id))).toEqual([
      'It is closed.',
      'Somebody has worked on it since.',
      'A person has given it to somebody else since.',
    ]);
    expect(await owners(leads)).toEqual([ann.id, bo.id, bo.id, cy.id, ann.id, ann.id]);
    const lead = await leadNow(app, back!);
    expect(clockOf(lead)).toMatchObject({ repId: ann.id, dueAt: '2026-03-02T15:06:00.000Z' });
    expect(lead.reassignments).toBe(0);
    expect(await toldTo(app, ann, 'leads.moved')).toEqual([
      expect.stringMatching(/^3 leads are yours again: a reassignment of many leads was undone\. The first due is /),
      '6 leads went from you to others: many were reassigned at once',
    ]);
    expect(await timelineOf(app, back!)).toContain('Moved from Bo to Ann: its reassignment was undone');
    const again = await undo(body.bulkId);
    expect([again.status, again.body.done]).toEqual([200, 0]);
    expect(again.body.results.find(({ leadId }: Json) => leadId === back!.id).why).toBe('It was undone already.');
    expect((await undo(NOBODY)).status).toBe(404);
  });

  it('are named to their reps if it is only one, also when it goes back', async () => {
    const [lead] = await some(1);
    const { body } = await reassign({ ids: idsOf([lead!]), to: { repId: bo.id } });
    expect((await toldTo(app, bo))[0]).toMatch(/^.+ moved from Ann to you: by hand$/);
    await app.moveBy(60_000);
    await undo(body.bulkId);
    expect((await toldTo(app, bo))[0]).toMatch(/^.+ moved from you to Ann: its reassignment was undone$/);
    expect((await toldTo(app, ann))[0]).toMatch(/^.+ moved from Bo to you: its reassignment was undone$/);
    expect([await toldTo(app, ann, 'leads.moved'), await toldTo(app, bo, 'leads.moved')]).toEqual([[], []]);
  });

  it.each([1, 6])('bring the forms to mind that came meanwhile, when %i go back', async (number) => {
    const email = 'asks@example.org';
    const leads = [await aLead(app, { contact: { email } }), ...(await some(number - 1))];
    await changeSettings(app, { duplicates: 'join' });
    await app.ask('POST', '/v1/leads', { source: 'web', contact: { email } });
    await app.moveBy(60_000);
    const { body } = await reassign({ ids: idsOf(leads), to: { repId: bo.id } });
    const told = () => toldTo(app, ann, 'lead.inquired');
    const before = (await told()).length;
    await app.moveBy(60_000);
    expect((await app.ask('POST', '/v1/leads', { source: 'web', contact: { email } })).body.joined).toBe(true);
    await undo(body.bulkId);
    expect((await told()).slice(0, -before)).toEqual([
      expect.stringMatching(/ has sent another form, from web: it still waits for your first touch, due by /),
    ]);
  });

  it('stay with an owner who is not the expected one', async () => {
    const [lead] = await some(1);
    const { body } = await reassign({ ids: idsOf([lead!]), to: { repId: cy.id }, expectedOwnerId: bo.id });
    expect(body.results).toEqual([{ leadId: lead!.id, status: 'skipped', why: 'It has moved again since.' }]);
    const expected = await reassign({ ids: idsOf([lead!]), to: { repId: cy.id }, expectedOwnerId: ann.id });
    expect([expected.body.done, await owners([lead!])]).toEqual([1, [cy.id]]);
  });

  it('that waited before wait again', async () => {
    await allTo(app, await aPool(app, 'Nobody', []));
    const lead = await aLead(app);
    const { body } = await reassign({ ids: [lead.id], to: { repId: bo.id } });
    expect(await owners([lead])).toEqual([bo.id]);
    const { done } = (await undo(body.bulkId)).body;
    await app.settle();
    expect([done, (await leadNow(app, lead)).ownerId]).toEqual([1, null]);
    expect((await app.must('GET', '/v1/routing/queue')).data).toMatchObject([{ leadId: lead.id, waiting: 'queue' }]);
    expect((await leadNow(app, lead)).rule).toBe('All');
  });

  it('that were touched while they waited have a next step when they are back', async () => {
    const steps = [{ kinds: ['call'], after: 'PT1H', within: 'PT1H' }];
    await aPolicy(app, { onBreach: [] }, { when: { field: 'source', op: 'eq', value: 'web' }, followUp: { steps } });
    const { data } = await app.must('GET', '/v1/sla-policies');
    await app.must('PUT', '/v1/sla-policies/order', data.map(({ id }: Json) => id).reverse());
    const lead = await aLead(app, { source: 'web' });
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    const pool = await aPool(app, 'Nobody is there', [bo]);
    await app.moveBy(10 * 60_000);
    const { body } = await reassign({ ids: [lead.id], to: { poolId: pool.id } });
    const occurredAt = new Date(app.time.now() - 60_000).toISOString();
    await aTouch(app, lead, { repId: ann.id, occurredAt });
    expect((await undo(body.bulkId)).body.done).toBe(1);
    const back = await leadNow(app, lead);
    expect(back).toMatchObject({ ownerId: ann.id, workState: 'attempting' });
    expect(clockOf(back, 'followUp')).toMatchObject({ step: 1, state: 'running', repId: ann.id });
  });

  it('that are closed, unknown or theirs already are left alone, and reported', async () => {
    const [lead, closed] = await some(2);
    await app.must('POST', `/v1/leads/${closed!.id}/disposition`, { category: 'lost', reason: 'price' });
    const { body } = await reassign({ ids: [lead!.id, closed!.id, NOBODY], to: { repId: ann.id } });
    expect([body.done, body.skipped, body.byRep]).toEqual([0, 3, []]);
    expect(body.results.map(({ why }: Json) => why).sort()).toEqual([
      'It is closed.',
      'It is theirs already.',
      'There is no such lead.',
    ]);
    expect(await eventsOf(app, lead!.id, 'lead.reassigned')).toEqual([]);
  });

  it('are unchanged if nobody else can take them, also in their pool and their rule', async () => {
    const lead = await aLead(app);
    const alone = await aPool(app, 'Alone', [ann]);
    const { body } = await reassign({ ids: [lead.id], to: { poolId: alone.id } });
    expect(body.results).toMatchObject([{ leadId: lead.id, status: 'skipped' }]);
    const { poolId, rule, updatedAt } = await leadNow(app, lead);
    expect([poolId, rule, updatedAt]).toEqual([lead.poolId, lead.rule, lead.updatedAt]);
  });

  it('go to no rep who leaves between the transactions of the request', async () => {
    const leads = (await some(2)).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const [first, second] = leads as [{ id: string }, { id: string }];
    let moving: Promise<Json>;
    let leaving: Promise<Json>;
    await app.whileWorkedOn([second], async () => {
      await app.whileWorkedOn([first], async () => {
        moving = reassign({ ids: idsOf(leads), to: { repId: bo.id } });
        await app.somebodyWaits();
        const off = { name: 'Bo', email: bo.email, active: false, openLeads: 'keep' };
        leaving = app.ask('PUT', `/v1/reps/${bo.id}`, off);
        await app.somebodyWaits(2);
      });
      expect((await leaving).status).toBe(200);
    });
    expect((await moving!).body.results).toEqual([
      { leadId: first.id, status: 'reassigned', repId: bo.id },
      { leadId: second.id, status: 'skipped', why: 'The rep whom they were to go to has left meanwhile.' },
    ]);
    expect(await owners(leads)).toEqual([bo.id, ann.id]);
  });

  it('move once, however often the same request is sent', async () => {
    const leads = await some(2);
    const headers = { 'idempotency-key': 'once' };
    const body = { ids: idsOf(leads), to: { repId: bo.id }, reason: 'x' };
    const [first, second] = [
      await app.ask('POST', '/v1/leads/reassign', body, { headers }),
      await app.ask('POST', '/v1/leads/reassign', body, { headers }),
    ];
    expect(second.body).toEqual(first.body);
    expect(await eventsOf(app, leads[0]!.id, 'lead.reassigned')).toHaveLength(1);
  });
});

describe('a bulk reassignment', () => {
  it('is refused if its leads or its target are not clear', async () => {
    const [lead] = await some(1);
    const to = { repId: bo.id };
    expect(faults(await reassign({ to }))).toEqual([' oneOf']);
    expect(faults(await reassign({ ids: [lead!.id], filter: { ownerId: ann.id }, to }))).toEqual([' oneOf']);
    expect(faults(await reassign({ ids: [lead!.id], to: {} }))).toEqual(['/to oneOf']);
    expect(faults(await reassign({ ids: [lead!.id], to: { repId: NOBODY } }))).toEqual(['/to/repId unknownId']);
    expect(faults(await reassign({ ids: [lead!.id], to, reason: '' }))).toEqual(['/reason tooShort']);
    const many = Array.from({ length: 1_001 }, () => lead!.id);
    expect(faults(await reassign({ ids: many, to }))).toEqual(['/ids tooMany']);
    expect(await owners([lead!])).toEqual([ann.id]);
  });

  it('moves only leads that the key may change, and its author may undo it', async () => {
    const [own] = await some(1);
    await allTo(app, await aPool(app, 'Cys', [cy]));
    const [other] = await some(1);
    const ofAnn = { key: await app.keyFor(['rep'], ann.id) };
    const { body } = await reassign({ ids: idsOf([own!, other!]), to: { repId: bo.id } }, '', ofAnn);
    expect(body.results.find(({ leadId }: Json) => leadId === other!.id).why).toBe('There is no such lead.');
    expect(await owners([own!, other!])).toEqual([bo.id, cy.id]);
    const ofCy = { key: await app.keyFor(['rep'], cy.id) };
    expect((await undo(body.bulkId, ofCy)).status).toBe(404);
    expect((await undo(body.bulkId, ofAnn)).body.done).toBe(1);
    expect(await owners([own!])).toEqual([ann.id]);
    const texts = await timelineOf(app, own!);
    expect(texts).toContain('Moved from Ann to Bo: by Ann (“Ann has too many”)');
    expect(texts).toContain('Moved from Bo to Ann: Ann undid its reassignment');
  });

  it('leaves owners the time that they had left, which runs on for a rep who undoes their own move', async () => {
    const [lead] = await some(1);
    const ofAnn = { key: await app.keyFor(['rep'], ann.id) };
    const dueAt = async () => clockOf(await leadNow(app, lead!)).dueAt;
    const due = await dueAt();
    for (let times = 0; times < 2; times += 1) {
      await app.moveBy(60_000);
      const { body } = await reassign({ ids: [lead!.id], to: { repId: bo.id } }, '', ofAnn);
      expect(await dueAt()).not.toBe(due);
      await undo(body.bulkId, ofAnn);
      expect(clockOf(await leadNow(app, lead!))).toMatchObject({ repId: ann.id, dueAt: due });
    }
    const { body } = await reassign({ ids: [lead!.id], to: { repId: bo.id } });
    await app.moveBy(60_000);
    await undo(body.bulkId);
    // Three of the five minutes were left, and begin again.
    expect(await dueAt()).toBe('2026-03-02T15:06:00.000Z');
    const own = await reassign({ ids: [lead!.id], to: { repId: bo.id } }, '', ofAnn);
    await undo(own.body.bulkId, ofAnn);
    expect(await dueAt()).toBe('2026-03-02T15:06:00.000Z');
  });

  it('resumes a step of the cadence that the rep who undoes their own move had', async () => {
    const [policy] = (await app.must('GET', '/v1/sla-policies')).data;
    const step = { kinds: ['call'], after: 'PT1H', within: 'PT1H' };
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { ...policy, followUp: { steps: [step, step] } });
    const [lead] = await some(1);
    await aTouch(app, lead!, { outcome: 'noAnswer' });
    const ofAnn = { key: await app.keyFor(['rep'], ann.id) };
    const stepOf = async () => (await leadNow(app, lead!)).clocks.find(({ state }: Json) => state === 'running');
    const { dueAt } = await stepOf();
    for (const ms of [60_000, 90 * 60_000]) {
      await app.moveBy(ms);
      const { body } = await reassign({ ids: [lead!.id], to: { repId: bo.id } }, '', ofAnn);
      await undo(body.bulkId, ofAnn);
      expect(await stepOf()).toMatchObject({ repId: ann.id, kind: 'followUp', step: 1, dueAt });
    }
  });
});
