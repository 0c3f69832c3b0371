import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, allTo, aPool, aRep, aTouch, eventsOf, faults, leadNow, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const CLAIM = { strategy: 'claim', claimWithin: 'PT15M' };

let app: TestApplication;
let ann: Json;
let bo: Json;
let cy: Json;
let pool: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo, cy] = await theReps(app, ['Ann', 'Bo', 'Cy']);
  ({ pool } = await aDesk(app, [ann, bo, cy], CLAIM));
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const keyOf = async (rep: Json) => ({ key: await app.keyFor(['rep'], rep.id) });
const claim = async (lead: Json, rep: Json, body?: object, by?: { key: string }) =>
  app.ask('POST', `/v1/leads/${lead.id}/claim`, body, by ?? (await keyOf(rep)));
const traceOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0];
const notified = async (rep: Json): Promise<Json[]> =>
  (await notificationsOf(app, rep)).map(({ type, text }: Json) => ({ type, text }));
const got = async () =>
  (await app.must('GET', `/v1/pools/${pool.id}/fairness`)).data.map(({ leadsGot }: Json) => leadsGot);

describe('a pool whose leads are claimed', () => {
  it('offers a lead to all eligible members, who see it in their inboxes and are notified', async () => {
    const lead = await aLead(app);
    expect(lead).toMatchObject({ ownerId: null, poolId: pool.id, claimableUntil: '2026-03-02T15:15:00.000Z' });
    const stranger = await aRep(app, 'Dee');
    for (const rep of [ann, bo, cy]) {
      const key = await keyOf(rep);
      expect((await app.ask('GET', `/v1/leads/${lead.id}`, undefined, key)).status).toBe(200);
      expect((await app.ask('GET', '/v1/leads', undefined, key)).body.data).toHaveLength(1);
      expect((await app.ask('GET', `/v1/reps/${rep.id}/inbox`, undefined, key)).body.data).toMatchObject([
        { id: lead.id, claimableUntil: '2026-03-02T15:15:00.000Z' },
      ]);
      expect(await notified(rep)).toEqual([
        {
          type: 'lead.offered',
          text: expect.stringMatching(
            / is offered to members of Desk: the first to claim it gets it\. If nobody does by .+, it is dealt in turn$/,
          ),
        },
      ]);
    }
    const key = await keyOf(stranger);
    expect((await app.ask('GET', `/v1/leads/${lead.id}`, undefined, key)).status).toBe(404);
    expect((await claim(lead, stranger)).status).toBe(404);
    expect(await traceOf(lead)).toMatchObject({
      repId: null,
      cause: 'intake',
      trace: {
        winner: null,
        because:
          'Offered to 3 reps in Desk: the first to claim it gets it, and if nobody does in time, it is dealt in turn.',
      },
    });
    expect((await app.must('GET', '/v1/routing/queue')).data).toMatchObject([
      { leadId: lead.id, waiting: 'claim', why: expect.stringMatching(/^Members of Desk may claim it until /) },
    ]);
  });

  it('assigns a lead to the first claimant with full time, and notifies the others', async () => {
    await aPolicy(app);
    const lead = await aLead(app);
    await app.moveBy(2 * MINUTE);
    const answer = await claim(lead, bo);
    expect([answer.status, answer.body.ownerId, answer.body.claimableUntil]).toEqual([200, bo.id, undefined]);
    expect(clockOf(answer.body)).toMatchObject({ repId: bo.id, dueAt: '2026-03-02T15:07:00.000Z' });
    const late = await claim(lead, ann);
    expect([late.status, late.body.type, late.body.detail, late.body.ownerId, late.body.since]).toEqual([
      409,
      '/problems#already-claimed',
      expect.stringMatching(/^Bo claimed it at Mon 2 Mar 2026, \d\d:02 \(.+\)\.$/),
      bo.id,
      '2026-03-02T15:02:00.000Z',
    ]);
    expect((await claim(lead, bo)).status).toBe(200);
    expect((await notified(ann)).map(({ type }) => type)).toEqual(['lead.claimed', 'lead.offered']);
    expect((await notified(ann))[0]!.text).toMatch(
      /^A lead from web received .+ was offered to you, and Bo has claimed it$/,
    );
    expect((await notified(bo)).map(({ type }) => type)).toEqual(['lead.offered']);
    const key = await keyOf(ann);
    expect((await app.ask('GET', `/v1/leads/${lead.id}`, undefined, key)).status).toBe(404);
    expect((await app.ask('GET', `/v1/reps/${ann.id}/inbox`, undefined, key)).body.data).toEqual([]);
    expect(await eventsOf(app, lead.id, 'lead.claimed')).toHaveLength(1);
    expect(await traceOf(lead)).toMatchObject({
      repId: bo.id,
      poolId: pool.id,
      cause: 'claim',
      trace: { winner: bo.id, because: 'They were the first to claim it of 3 who could take it.' },
    });
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    const texts = data.map(({ text }: Json) => text);
    expect(texts).toContainEqual(expect.stringMatching(/^Offered to 3 members of Desk, until /));
    expect(texts).toContain('Bo claimed it');
    expect(texts).toContain('Assigned to Bo from Desk, who claimed it first');
  });

  it('has exactly one winner of fifty concurrent claims', async () => {
    const lead = await aLead(app);
    const keys = await Promise.all([ann, bo, cy].map(keyOf));
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        app.ask('POST', `/v1/leads/${lead.id}/claim`, undefined, keys[index % 3]!),
      ),
    );
    const { ownerId } = await leadNow(app, lead);
    const winner = [ann, bo, cy].findIndex(({ id }) => id === ownerId);
    expect(answers.map(({ status }, index) => status === (index % 3 === winner ? 200 : 409))).not.toContain(false);
    expect(await eventsOf(app, lead.id, 'lead.claimed')).toHaveLength(1);
    expect((await got()).toSorted()).toEqual([0, 0, 1]);
  });

  it('distributes an unclaimed lead in turn, first to members who have claimed less', async () => {
    const claimed = await aLead(app);
    await claim(claimed, ann);
    const lead = await aLead(app);
    await app.moveBy(15 * MINUTE - 1);
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.moveBy(1);
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
    expect(await traceOf(lead)).toMatchObject({
      cause: 'queue',
      trace: { because: expect.stringMatching(/^Nobody claimed it in time\. First in turn of 3 who could take it/) },
    });
    expect(await got()).toEqual([1, 1, 0]);
  });

  it('rejects claims after the offer has ended, also before the lead is distributed', async () => {
    const lead = await aLead(app);
    app.time.moveTo(app.time.now() + 15 * MINUTE);
    const late = await claim(lead, bo);
    expect([late.status, late.body.why, late.body.detail]).toEqual([
      409,
      'notOffered',
      'It was offered until Mon 2 Mar 2026, 15:15 (UTC), and is about to be dealt.',
    ]);
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('lets a former owner claim a lead that is offered to them because nobody else is eligible', async () => {
    const lead = await aLead(app);
    expect((await claim(lead, ann)).status).toBe(200);
    const move = (to: object) => app.must('POST', `/v1/leads/${lead.id}/reassign`, { ...to, reason: 'A slip' });
    const dan = await aRep(app, 'Dan');
    await move({ repId: dan.id });
    for (const rep of [bo, cy]) await app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: false });
    expect((await move({ poolId: pool.id })).ownerId).toBeNull();
    expect((await notified(ann))[0]!.type).toBe('lead.offered');
    expect(await claim(lead, ann)).toMatchObject({ status: 200, body: { ownerId: ann.id } });
  });

  it('notifies each member once of several leads that come in together', async () => {
    const leads = Array.from({ length: 5 }, () => ({ source: 'web', contact: { name: 'Kim' } }));
    const { results } = await app.must('POST', '/v1/leads/batch', { leads });
    expect(await notified(cy)).toEqual([
      { type: 'lead.offered', text: '5 leads are offered to you and others: the first to claim one gets it' },
    ]);
    expect((await claim({ id: results[3].id }, cy)).status).toBe(200);
    await app.moveBy(15 * MINUTE);
    expect((await got()).toSorted()).toEqual([1, 2, 2]);
  });

  it('rejects claims by reps at capacity, or without the required skills', async () => {
    await app.must('PUT', `/v1/reps/${ann.id}`, { ...ann, capacity: { open: 1 }, skills: { language: ['de'] } });
    await app.must('PUT', `/v1/reps/${bo.id}`, { ...bo, skills: { language: ['de'] } });
    await app.must('PUT', '/v1/routing', {
      rules: [{ name: 'German', when: {}, assign: { poolId: pool.id }, requireSkills: { language: ['de'] } }],
    });
    const [first, second] = [await aLead(app), await aLead(app)];
    expect((await notified(cy)).length).toBe(0);
    const ofCy = await keyOf(cy);
    expect((await claim(first, cy)).status).toBe(404);
    expect((await app.ask('GET', `/v1/leads/${first.id}`, undefined, ofCy)).status).toBe(404);
    for (const list of ['leads', `leads?q=Kim`, `reps/${cy.id}/inbox`, 'routing/queue'])
      expect((await app.ask('GET', `/v1/${list}`, undefined, ofCy)).body.data).toEqual([]);
    const unskilled = await claim(first, cy, { repId: cy.id }, { key: await app.keyFor(['integration']) });
    expect([unskilled.status, unskilled.body.why, unskilled.body.detail]).toEqual([
      409,
      'skill',
      'The rep who claims it lacks a skill that it needs: without language de.',
    ]);
    expect((await claim(first, ann)).status).toBe(200);
    const full = await claim(second, ann);
    expect([full.status, full.body.why, full.body.detail]).toEqual([
      409,
      'capacity',
      'The rep who claims it is at capacity: open 1 of 1.',
    ]);
    expect((await leadNow(app, second)).ownerId).toBeNull();
    expect((await claim(second, bo)).status).toBe(200);
  });

  it('accepts claims by reps who become free, or join the pool, after the offer', async () => {
    await app.must('PUT', `/v1/reps/${ann.id}`, { ...ann, capacity: { open: 1 } });
    const [first, second] = [await aLead(app), await aLead(app)];
    await claim(first, ann);
    const third = await aLead(app);
    expect((await claim(third, ann)).body.why).toBe('capacity');
    await app.must('POST', `/v1/leads/${first.id}/disposition`, { category: 'lost', reason: 'price' });
    expect((await claim(third, ann)).status).toBe(200);
    const dee = await aRep(app, 'Dee');
    expect((await claim(second, dee)).status).toBe(404);
    const members = [ann, bo, cy, dee].map(({ id }) => ({ repId: id }));
    await app.must('PUT', `/v1/pools/${pool.id}`, { ...pool, members });
    expect((await app.ask('GET', `/v1/reps/${dee.id}/inbox`, undefined, await keyOf(dee))).body.data).toHaveLength(1);
    expect((await claim(second, dee)).status).toBe(200);
  });

  it('does not let reps bypass claiming by assigning an offered lead to themselves', async () => {
    await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann', email: ann.email, capacity: { open: 1 } });
    const [first, second] = [await aLead(app), await aLead(app)];
    expect((await claim(first, ann)).status).toBe(200);
    expect((await claim(second, ann)).status).toBe(409);
    const key = await keyOf(ann);
    const body = { repId: ann.id, reason: 'Mine' };
    expect(faults(await app.ask('POST', `/v1/leads/${second.id}/reassign`, body, key))).toEqual(['/repId offered']);
    const many = { ids: [second.id], to: { repId: ann.id }, reason: 'Mine' };
    const { results } = (await app.ask('POST', '/v1/leads/reassign', many, key)).body;
    expect(results).toMatchObject([{ status: 'skipped', why: expect.stringContaining('claim it') }]);
    expect((await leadNow(app, second)).ownerId).toBeNull();
    expect((await app.ask('POST', `/v1/leads/${second.id}/reassign`, body)).status).toBe(200);
  });

  it('turns to its fallback pool if no member is eligible, or else queues the lead', async () => {
    const others = await aPool(app, 'Others', [cy]);
    const members = [{ repId: ann.id }];
    await app.must('PUT', `/v1/pools/${pool.id}`, { ...pool, members, fallbackPoolId: others.id });
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    expect((await aLead(app)).ownerId).toBe(cy.id);
    await app.must('PUT', `/v1/reps/${cy.id}/availability`, { available: false });
    const lead = await aLead(app);
    expect([lead.ownerId, lead.claimableUntil]).toEqual([null, undefined]);
    expect((await claim(lead, ann)).status).toBe(404);
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: true });
    await app.settle();
    expect((await leadNow(app, lead)).claimableUntil).toBe('2026-03-02T15:15:00.000Z');
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    await app.moveBy(15 * MINUTE);
    expect((await app.must('GET', '/v1/routing/queue')).data).toMatchObject([{ leadId: lead.id, waiting: 'queue' }]);
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: true });
    await app.settle();
    expect((await claim(lead, ann)).status).toBe(200);
  });

  it('distributes the offered leads once its strategy is in turn', async () => {
    const lead = await aLead(app);
    const { claimWithin: _, ...rest } = pool;
    await app.must('PUT', `/v1/pools/${pool.id}`, { ...rest, strategy: 'roundRobin' });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('moves a missed lead to the next rep without offering it', async () => {
    const onBreach = [{ after: 'PT0S', do: 'reassign' }];
    await aPolicy(app, { onBreach });
    const lead = await aLead(app);
    await claim(lead, ann);
    await app.moveBy(5 * MINUTE);
    const now = await leadNow(app, lead);
    expect([now.ownerId === ann.id, now.ownerId === null]).toEqual([false, false]);
    expect(await eventsOf(app, lead.id, 'lead.offered')).toHaveLength(1);
  });
});

describe('claiming', () => {
  it('can be done for a rep by an integration or a manager, but not by another rep', async () => {
    const mia = await aRep(app, 'Mia');
    await app.must('PUT', `/v1/reps/${ann.id}`, { ...ann, managerId: mia.id });
    const [first, second, third] = [await aLead(app), await aLead(app), await aLead(app)];
    const byProgram = { key: await app.keyFor(['integration']) };
    const ask = (lead: Json, body: object | undefined, by: { key: string }) =>
      app.ask('POST', `/v1/leads/${lead.id}/claim`, body, by);
    expect(faults(await ask(first, {}, byProgram))).toEqual(['/repId required']);
    expect(faults(await ask(first, { repId: 'x' }, byProgram))).toEqual(['/repId uuid']);
    expect(faults(await ask(first, { repId: first.id }, byProgram))).toEqual(['/repId unknownId']);
    expect((await ask(first, { repId: bo.id }, byProgram)).body.ownerId).toBe(bo.id);
    expect((await notified(bo)).map(({ type }) => type)).toContain('lead.assigned');
    const ofMia = { key: await app.keyFor(['manager'], mia.id) };
    expect((await ask(second, { repId: ann.id }, ofMia)).body.ownerId).toBe(ann.id);
    expect(faults(await ask(third, { repId: bo.id }, ofMia))).toEqual(['/repId notYours']);
    const refused = await ask(third, { repId: bo.id }, await keyOf(cy));
    expect(faults(refused)).toEqual(['/repId notYours']);
    expect((await ask(third, undefined, { key: await app.keyFor(['read']) })).status).toBe(403);
    expect((await leadNow(app, third)).ownerId).toBeNull();
  });

  it('is refused if the lead is not offered, or is closed', async () => {
    await allTo(app, await aPool(app, 'Turns', [ann]));
    const lead = await aLead(app);
    const owned = await app.ask('POST', `/v1/leads/${lead.id}/claim`, { repId: bo.id });
    expect([owned.status, owned.body.detail]).toEqual([
      409,
      expect.stringMatching(/^Ann has had it since Mon 2 Mar 2026, \d\d:00 \(.+\)\.$/),
    ]);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    const closed = await app.ask('POST', `/v1/leads/${lead.id}/claim`, { repId: bo.id });
    expect([closed.status, closed.body.type]).toEqual([409, '/problems#lead-state']);
    await allTo(app, await aPool(app, 'Nobody', []));
    const waiting = await app.ask('POST', `/v1/leads/${(await aLead(app)).id}/claim`, { repId: bo.id });
    expect([waiting.status, waiting.body.why]).toEqual([409, 'notOffered']);
  });

  it('is refused for reps outside the pool that offers the lead', async () => {
    const [lead, stranger] = [await aLead(app), await aRep(app, 'Dee')];
    const refused = await app.ask('POST', `/v1/leads/${lead.id}/claim`, { repId: stranger.id });
    expect([refused.status, refused.body.why, refused.body.detail]).toEqual([
      ...[409, 'notMember', 'The rep who claims it is not a member of the pool that offers it.'],
    ]);
    await app.must('PUT', `/v1/reps/${bo.id}`, { ...bo, active: false });
    const left = await app.ask('POST', `/v1/leads/${lead.id}/claim`, { repId: bo.id });
    expect([left.status, left.body.why]).toEqual([409, 'inactive']);
  });

  it('is refused once an offer ended by reassignment or closing, and for a rep who declined the lead', async () => {
    const [given, closed] = [await aLead(app), await aLead(app)];
    const key = await keyOf(ann);
    await app.must('POST', `/v1/leads/${given.id}/reassign`, { repId: cy.id, reason: 'He knows them' });
    expect((await claim(given, bo)).status).toBe(409);
    const lost = await app.ask(
      'POST',
      `/v1/leads/${closed.id}/disposition`,
      { category: 'lost', reason: 'price' },
      key,
    );
    expect(lost.status).toBe(200);
    await app.moveBy(15 * MINUTE);
    expect((await leadNow(app, given)).ownerId).toBe(cy.id);
    expect((await leadNow(app, closed)).status).toBe('lost');
    await app.must('PUT', `/v1/pools/${pool.id}`, { ...pool, decline: { within: 'PT15M' } });
    const declined = await aLead(app);
    await claim(declined, ann);
    const back = await app.ask('POST', `/v1/leads/${declined.id}/decline`, { reason: 'noTime' }, key);
    expect([back.status, back.body.ownerId]).toEqual([200, null]);
    const again = await claim(declined, ann, { repId: ann.id }, { key: await app.keyFor(['integration']) });
    expect([again.status, again.body.why]).toEqual([409, 'declined']);
    expect((await app.ask('GET', `/v1/leads/${declined.id}`, undefined, key)).status).toBe(404);
    expect((await claim(declined, bo)).body.ownerId).toBe(bo.id);
    await aTouch(app, declined, { repId: bo.id });
  });

  it('outside working hours takes no turn while others are at work', async () => {
    const hours = { mon: [['18:00', '22:00']] };
    const late = await app.must('POST', '/v1/calendars', { name: 'Late', timeZone: 'UTC', hours });
    await app.must('PUT', `/v1/reps/${cy.id}`, { ...cy, calendarId: late.id });
    const lead = await aLead(app);
    expect(await notified(cy)).toEqual([]);
    const answer = await claim(lead, cy);
    expect([answer.status, answer.body.ownerId]).toEqual([200, cy.id]);
    expect((await traceOf(lead)).trace.because).toBe(
      'They claimed it outside their working hours, which does not count as a turn.',
    );
    expect(await got()).toEqual([0, 0, 0]);
  });

  it('of a test lead takes no turn', async () => {
    await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), testPoolId: pool.id });
    const lead = await aLead(app, { test: true });
    expect(lead.ownerId).toBeNull();
    expect((await claim(lead, ann)).body.ownerId).toBe(ann.id);
    expect(await got()).toEqual([0, 0, 0]);
  });
});
