import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, allTo, aPool, aRep, aTouch, eventsOf, faults, leadNow, theReps } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let pool: Json;
let ofAnn: { key: string };
let ofBo: { key: string };
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  ({ pool } = await aDesk(app, [ann, bo], {
    decline: { within: 'PT15M', perDay: 2 },
  }));
  ofAnn = { key: await app.keyFor(['rep'], ann.id) };
  ofBo = { key: await app.keyFor(['rep'], bo.id) };
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const decline = (lead: Json, asking: { key: string }, note = 'She is my sister') =>
  app.ask('POST', `/v1/leads/${lead.id}/decline`, { reason: 'conflict', note }, asking);
const traceOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0];
const standing = async () =>
  (await app.must('GET', `/v1/pools/${pool.id}/fairness`)).data.map(({ repId, credit, leadsGot }: Json) => ({
    who: repId === ann.id ? 'Ann' : 'Bo',
    credit,
    leadsGot,
  }));

describe('a lead that its owner declines', () => {
  it('goes to another member, and its history says why', async () => {
    const lead = await aLead(app);
    expect(lead.ownerId).toBe(ann.id);
    const answer = await decline(lead, ofAnn);
    expect([answer.status, answer.body.ownerId]).toEqual([200, bo.id]);
    expect(await traceOf(lead)).toMatchObject({
      repId: bo.id,
      cause: 'decline',
      reason: 'She is my sister',
      trace: {
        because: expect.stringMatching(/^Reps who declined it are passed over\. The only one who could take it/),
        candidates: [
          { repId: ann.id, eligible: false, excludedBy: 'declined' },
          { repId: bo.id, eligible: true },
        ],
      },
    });
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(data.map(({ text }: Json) => text).slice(-2)).toEqual([
      'Ann declined it, because of a conflict of interest. It does not count as a turn of theirs',
      'Moved from Ann to Bo: Ann declined it (“She is my sister”)',
    ]);
    expect(await eventsOf(app, lead.id, 'lead.declined')).toMatchObject([
      { data: { repId: ann.id, poolId: pool.id, reason: 'conflict', countsAsTurn: false } },
    ]);
    const notified = async (rep: Json) => (await notificationsOf(app, rep)).map(({ type }: Json) => type);
    expect(await notified(bo)).toEqual(['lead.reassigned']);
    expect(await notified(ann)).toEqual(['lead.assigned']);
  });

  it('takes no turn, as if it had not been distributed, and its owner is next', async () => {
    const lead = await aLead(app);
    await decline(lead, ofAnn);
    // Only the turn of Bo counts, and Bo was the only one eligible for it.
    expect(await standing()).toEqual([
      { who: 'Ann', credit: 0, leadsGot: 0 },
      { who: 'Bo', credit: 0, leadsGot: 1 },
    ]);
    expect((await aLead(app)).ownerId).toBe(ann.id);
  });

  it('counts as a missed turn for no member, also not for those who declined it before', async () => {
    const cy = await aRep(app, 'Cy');
    await app.must('PUT', `/v1/pools/${pool.id}`, { ...pool, members: [...pool.members, { repId: cy.id }] });
    const missed = async () =>
      (await app.must('GET', `/v1/pools/${pool.id}/fairness`)).data.map((member: Json) => member.missed);
    const lead = await aLead(app);
    const ofCy = { key: await app.keyFor(['rep'], cy.id) };
    await decline(lead, ofAnn);
    expect(await missed()).toEqual([{ declined: 1 }, {}, {}]);
    await decline(lead, ofBo);
    expect(await missed()).toEqual([{ declined: 1 }, { declined: 1 }, {}]);
    expect((await decline(lead, ofCy)).body.ownerId).toBeNull();
    expect(await missed()).toEqual([{}, {}, {}]);
  });

  it('takes a turn if the pool says so', async () => {
    await app.must('PUT', `/v1/pools/${pool.id}`, { ...pool, decline: { within: 'PT15M', countsAsTurn: true } });
    await decline(await aLead(app), ofAnn);
    expect(await standing()).toEqual([
      { who: 'Ann', credit: -0.5, leadsGot: 1 },
      { who: 'Bo', credit: 0.5, leadsGot: 1 },
    ]);
  });

  it('waits once every member has declined it, and the owner of the queue is notified', async () => {
    const mia = await aRep(app, 'Mia');
    const { rules } = await app.must('GET', '/v1/routing');
    await app.must('PUT', '/v1/routing', { rules, fallback: { queueOwnerId: mia.id } });
    const lead = await aLead(app);
    await decline(lead, ofAnn);
    const answer = await decline(lead, ofBo);
    expect([answer.status, answer.body.ownerId]).toEqual([200, null]);
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    const [waiting] = (await app.must('GET', '/v1/routing/queue')).data;
    expect(waiting.why).toContain('Everybody in Desk has had it already');
    const { data } = await app.must('GET', `/v1/reps/${mia.id}/notifications`);
    expect(data.map(({ type }: Json) => type)).toContain('lead.queued');
    const cy = await aRep(app, 'Cy');
    await app.must('PUT', `/v1/pools/${pool.id}`, { ...pool, members: [...pool.members, { repId: cy.id }] });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(cy.id);
  });
});

describe('declining', () => {
  it('is possible within the time that the pool allows, counted from the start of working hours', async () => {
    const lead = await aLead(app);
    await app.moveBy(15 * MINUTE);
    expect((await decline(lead, ofAnn)).status).toBe(200);
    const later = await aLead(app);
    const until = { declinableUntil: '2026-03-02T15:30:00.000Z' };
    expect([later, await leadNow(app, later)]).toMatchObject([until, until]);
    await app.moveBy(15 * MINUTE);
    expect(await leadNow(app, later)).toMatchObject(until);
    await app.moveBy(1);
    expect(await leadNow(app, later)).not.toHaveProperty('declinableUntil');
    const late = await decline(later, later.ownerId === ann.id ? ofAnn : ofBo);
    expect([late.status, late.body.type, late.body.why]).toEqual([409, '/problems#not-declinable', 'tooLate']);
    // Monday night, for a rep who begins at nine.
    await app.moveTo('2026-03-02T22:00:00Z');
    const atNight = await aLead(app);
    await app.moveTo('2026-03-03T09:15:00Z');
    expect((await decline(atNight, atNight.ownerId === ann.id ? ofAnn : ofBo)).status).toBe(200);
  });

  it('is possible only so many times a day', async () => {
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    for (let count = 0; count < 2; count += 1) expect((await decline(await aLead(app), ofAnn)).status).toBe(200);
    const third = await aLead(app);
    const refused = await decline(third, ofAnn);
    expect([refused.status, refused.body.why]).toEqual([409, 'tooMany']);
    for (const shown of [third, await leadNow(app, third)]) {
      expect(shown.ownerId).toBe(ann.id);
      expect(shown).not.toHaveProperty('declinableUntil');
    }
    await app.moveTo('2026-03-03T09:00:00Z');
    const next = await aLead(app);
    expect(next).toHaveProperty('declinableUntil');
    expect((await decline(next, ofAnn)).status).toBe(200);
  });

  it('counts separately for each pool', async () => {
    const decliner = { decline: { within: 'PT15M', perDay: 1 } };
    await aDesk(app, [ann], { ...decliner, name: 'Other' });
    expect((await decline(await aLead(app), ofAnn)).status).toBe(200);
    expect((await decline(await aLead(app), ofAnn)).body.detail).toBe(
      'A member of the pool "Other" may decline 1 of its leads a day, and has.',
    );
    await allTo(app, pool);
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    const lead = await aLead(app);
    expect([lead.ownerId, lead.poolId]).toEqual([ann.id, pool.id]);
    expect((await decline(lead, ofAnn)).status).toBe(200);
    expect((await decline(await aLead(app), ofAnn)).status).toBe(200);
    expect((await decline(await aLead(app), ofAnn)).body.why).toBe('tooMany');
  });

  it('is refused after a touch, to other reps, and if the pool does not allow it', async () => {
    const lead = await aLead(app);
    expect((await decline(lead, ofBo)).status).toBe(404);
    expect(faults(await app.ask('POST', `/v1/leads/${lead.id}/decline`, {}, ofAnn))).toEqual(['/reason required']);
    const bored = await app.ask('POST', `/v1/leads/${lead.id}/decline`, { reason: 'bored' }, ofAnn);
    expect(bored.body.detail).toBe('/reason: Expected one of wrongOwner, conflict, noTime, other, not "bored".');
    await aTouch(app, lead);
    expect((await decline(lead, ofAnn)).body.why).toBe('touched');
    const { decline: _, ...without } = pool;
    await app.must('PUT', `/v1/pools/${pool.id}`, without);
    const other = await aLead(app);
    expect(other).not.toHaveProperty('declinableUntil');
    expect((await decline(other, ofBo)).body).toMatchObject({
      why: 'notAllowed',
      detail: 'The pool "Desk" does not allow declining: PUT /v1/pools/{id} with `decline`.',
    });
  });
});

describe('a lead that is declined', () => {
  it('must have been distributed: one that a person assigned cannot be declined', async () => {
    const { id: repId } = bo;
    const lead = await aLead(app);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId, reason: 'Knows them' });
    expect(await leadNow(app, lead)).not.toHaveProperty('declinableUntil');
    for (let times = 0; times < 3; times += 1) {
      const refused = await decline(lead, ofBo);
      expect([refused.status, refused.body.why]).toEqual([409, 'notDealt']);
    }
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
    // A lead that a person assigns to a pool is distributed by the pool.
    const other = await aLead(app, { owner: { repId } });
    expect((await decline(other, ofBo)).body.why).toBe('noPool');
    await app.must('POST', `/v1/leads/${other.id}/reassign`, { poolId: pool.id, reason: 'For the desk' });
    const { ownerId } = await leadNow(app, other);
    expect((await decline(other, ownerId === bo.id ? ofBo : ofAnn)).status).toBe(200);
  });

  it('does not count as distributed if it was assigned by hand, moved and brought back', async () => {
    const cy = await aRep(app, 'Cy');
    const lead = await aLead(app);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Knows them' });
    const body = { ids: [lead.id], to: { repId: cy.id }, reason: 'A slip' };
    const { bulkId } = await app.must('POST', '/v1/leads/reassign', body);
    await app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
    expect((await decline(lead, ofBo)).body.why).toBe('notDealt');
  });

  it('may have been touched by the rep who handed it over, but not by its owner', async () => {
    const [cy, dee] = [await aRep(app, 'Cy'), await aRep(app, 'Dee')];
    const experts = await aPool(app, 'Experts', [cy, dee], { decline: { within: 'PT15M' } });
    await app.must('PUT', '/v1/routing', {
      rules: [
        { name: 'In', when: {}, assign: { poolId: pool.id } },
        { name: 'Over', when: {}, on: 'milestone:qualified', assign: { poolId: experts.id } },
      ],
    });
    const keys = new Map([
      [cy.id, { key: await app.keyFor(['rep'], cy.id) }],
      [dee.id, { key: await app.keyFor(['rep'], dee.id) }],
    ]);
    const lead = await aLead(app);
    await aTouch(app, lead, { outcome: 'connected' });
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    const { ownerId } = await leadNow(app, lead);
    const answer = await decline(lead, keys.get(ownerId)!);
    expect([answer.status, answer.body.ownerId]).toEqual([200, ownerId === cy.id ? dee.id : cy.id]);
    await aTouch(app, lead);
    expect((await decline(lead, keys.get(answer.body.ownerId)!)).body.why).toBe('touched');
  });

  it('counts as touched by a milestone of its owner, until that is taken back', async () => {
    const lead = await aLead(app);
    await app.moveBy(MINUTE);
    const { milestones } = await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    expect((await decline(lead, ofAnn)).body.why).toBe('touched');
    await app.must('POST', `/v1/leads/${lead.id}/milestones/${milestones[0].id}/reverse`, { reason: 'A slip' });
    expect((await decline(lead, ofAnn)).status).toBe(200);
  });

  it.each([
    ['conflict', true],
    ['noTime', false],
  ])('because of %s does not return to that rep, either ever or in its cycle', async (reason, isForGood) => {
    const lead = await aLead(app);
    await app.must('POST', `/v1/leads/${lead.id}/decline`, { reason }, ofAnn);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'Asked again' });
    expect((await leadNow(app, lead)).ownerId).toBe(isForGood ? null : ann.id);
    if (!isForGood) return;
    expect((await traceOf(lead)).trace.candidates).toMatchObject([{ repId: ann.id, excludedBy: 'declined' }, {}]);
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: true });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  });

  it('does not go back to the rep who declined it as its last owner', async () => {
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    const lead = await aLead(app);
    await app.must('POST', `/v1/leads/${lead.id}/decline`, { reason: 'noTime' }, ofAnn);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    // Ann has one lead more than Bo, so it is his turn.
    await aLead(app);
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: true });
    await aLead(app);
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'Asked again' });
    const { trace } = await traceOf(lead);
    expect(trace.because).not.toContain('last owner');
  });
});
