import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead, aPool, aRep, dealt, leadNow, theReps } from '../support/people.js';

/** Monday night: reps with the default calendar are off until 09:00. */
const NIGHT = '2026-03-02T20:00:00.000Z';
const OPENING = '2026-03-03T09:00:00.000Z';

let app: TestApplication;
let ann: { id: string };
let bo: { id: string };
beforeAll(async () => {
  app = await TestApplication.start(NIGHT);
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const calendar = (name: string, from: string, to: string, timeZone = 'UTC') => {
  const hours = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [[from, to]]]));
  return app.must('POST', '/v1/calendars', { name, timeZone, hours });
};

describe('when all members are off hours', () => {
  it('a pool that shares distributes leads as if all were at work', async () => {
    await aDesk(app, [ann, bo]);
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    const lead = await aLead(app);
    expect(lead.ownerId).toBe(bo.id);
    const [{ trace }] = (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data;
    expect(trace.because).toContain(
      'Nobody in the pool "Desk" who could take it is at work now; it assigns leads all the same (`offHours: "share"`).',
    );
    expect(await dealt(app, 2)).toEqual([bo.id, bo.id]);
  });

  it('a pool that waits keeps leads until it opens', async () => {
    await aDesk(app, [ann, bo], { offHours: 'wait' });
    const leads = [await aLead(app), await aLead(app)];
    expect(leads.map(({ ownerId }) => ownerId)).toEqual([null, null]);
    expect((await app.must('GET', '/v1/routing/queue')).data[0].why).toBe(
      'Nobody in Desk can take it now: 2 are not at work.',
    );
    await app.moveTo(Date.parse(OPENING) - 1);
    expect((await leadNow(app, leads[0])).ownerId).toBeNull();
    await app.moveTo(OPENING);
    expect(new Set([(await leadNow(app, leads[0])).ownerId, (await leadNow(app, leads[1])).ownerId])).toEqual(
      new Set([ann.id, bo.id]),
    );
  });

  it('a pool that is changed to share distributes the leads that it kept', async () => {
    const { pool } = await aDesk(app, [ann], { offHours: 'wait' });
    const lead = await aLead(app);
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'P', members: [{ repId: ann.id }], offHours: 'share' });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });
});

describe('working hours', () => {
  it('decide which members get leads; the others miss that turn', async () => {
    const night = await calendar('Night', '18:00', '24:00');
    await app.must('PUT', `/v1/reps/${bo.id}`, { name: 'Bo', email: 'bo@example.com', calendarId: night.id });
    const { pool } = await aDesk(app, [ann, bo]);
    expect(await dealt(app, 3)).toEqual([bo.id, bo.id, bo.id]);
    const [forAnn] = (await app.must('GET', `/v1/pools/${pool.id}/fairness`)).data;
    expect(forAnn).toMatchObject({ shareDue: 0, credit: 0, missed: { offHours: 3 } });
  });

  it('are the rep’s own, else the pool’s, else the team’s, else the default', async () => {
    const evening = await calendar('Evening', '19:00', '21:00');
    const morning = await calendar('Morning', '06:00', '07:00');
    const { pool } = await aDesk(app, [ann], { offHours: 'wait' });
    const getsLeads = async () => (await aLead(app)).ownerId === ann.id;
    expect(await getsLeads()).toBe(false);
    await app.must('POST', '/v1/teams', { name: 'T', repIds: [ann.id], calendarId: evening.id });
    expect(await getsLeads()).toBe(true);
    const body = { name: 'P', members: [{ repId: ann.id }], offHours: 'wait', calendarId: morning.id };
    await app.must('PUT', `/v1/pools/${pool.id}`, body);
    expect(await getsLeads()).toBe(false);
    await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann', email: 'ann@example.com', calendarId: evening.id });
    expect(await getsLeads()).toBe(true);
  });

  it('of an "owner" calendar apply in the time zone of the rep', async () => {
    const office = await calendar('Office', '09:00', '17:00', 'owner');
    await app.must('PUT', `/v1/reps/${ann.id}`, {
      name: 'Ann',
      email: 'ann@example.com',
      timeZone: 'America/Los_Angeles',
    });
    // 20:00 in UTC is noon in Los Angeles.
    await aDesk(app, [ann, bo], { calendarId: office.id });
    expect(await dealt(app, 2)).toEqual([ann.id, ann.id]);
  });

  it('do not exclude a rep whom a rule names', async () => {
    await app.must('PUT', '/v1/routing', { rules: [{ name: 'Ann’s', when: {}, assign: { repId: ann.id } }] });
    expect(await dealt(app, 1)).toEqual([ann.id]);
  });
});

describe('fallback pools', () => {
  it('take over in order if no member is eligible, and do not pass the lead back', async () => {
    const last = await aPool(app, 'Last', [bo]);
    const middle = await aPool(app, 'Middle', [], { fallbackPoolId: last.id });
    const { pool: first } = await aDesk(app, [ann], { name: 'First', fallbackPoolId: middle.id });
    expect(await aLead(app)).toMatchObject({ ownerId: ann.id, poolId: first.id });
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    expect(await aLead(app)).toMatchObject({ ownerId: bo.id, poolId: last.id, rule: 'All' });
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    const waits = await aLead(app);
    expect(waits).toMatchObject({ ownerId: null, poolId: first.id });
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: true });
    await app.settle();
    expect(await leadNow(app, waits)).toMatchObject({ ownerId: bo.id, poolId: last.id });
  });

  it('get no leads from a pool that waits for its own members', async () => {
    const night = await calendar('Night', '18:00', '24:00');
    const cy = await aRep(app, 'Cy', { calendarId: night.id });
    const fallback = await aPool(app, 'Fallback', [cy]);
    await aDesk(app, [ann], { offHours: 'wait' }, { poolId: fallback.id });
    expect(await aLead(app)).toMatchObject({ ownerId: null });
  });

  it('of the rules take leads that match no rule or that no other pool can take', async () => {
    const fallback = await aPool(app, 'Fallback', [bo]);
    const when = { field: 'source', op: 'eq', value: 'web' };
    const rules = [{ name: 'Web', when, assign: { poolId: (await aPool(app, 'P', [ann])).id } }];
    await app.must('PUT', '/v1/routing', { rules, fallback: { poolId: fallback.id } });
    expect(await aLead(app, { source: 'mail' })).toMatchObject({ ownerId: bo.id, poolId: fallback.id, rule: null });
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    expect(await aLead(app)).toMatchObject({ ownerId: bo.id, poolId: fallback.id, rule: 'Web' });
  });
});
