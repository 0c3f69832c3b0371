import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, aPool, aRep, aTouch, leadNow, ownersOf } from '../support/people.js';
import { aPolicy, clockOf, NEW_YORK } from '../support/policies.js';

const NIGHT = '2026-03-04T03:00:00.000Z';
const MORNING = '2026-03-04T14:00:00.000Z';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

/** A pool that waits for its hours, with reps of these names. */
async function dayPool(names: readonly string[]) {
  const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
  const reps = [];
  for (const name of names) reps.push(await aRep(app, name));
  const { pool } = await aDesk(app, reps, { name: 'Day', calendarId: calendar.id, offHours: 'wait' });
  return { reps, pool };
}

const leads = async (count: number) => {
  const made = [];
  for (let index = 0; index < count; index += 1) made.push(await aLead(app));
  return made;
};

const dispose = (lead: { id: string }, category: string, reason: string, fields: object = {}) =>
  app.must('POST', `/v1/leads/${lead.id}/disposition`, { category, reason, fields });

describe('leads that come back while their pool waits for its working hours', () => {
  it('go to their last owners in the morning after waking at night', async () => {
    await dayPool(['Ann', 'Bo', 'Cy']);
    const made = await leads(6);
    for (const lead of made) await dispose(lead, 'nurture', 'not_now', { wakeAt: NIGHT });
    await app.moveTo(NIGHT);
    expect(await ownersOf(app, made)).toEqual(made.map(() => null));
    await app.moveTo(MORNING);
    expect(await ownersOf(app, made)).toEqual(made.map((lead) => lead.ownerId));
  });

  it('go to their last owners in the morning after a reply at night', async () => {
    await dayPool(['Ann', 'Bo', 'Cy']);
    const made = await leads(6);
    for (const lead of made) await dispose(lead, 'nurture', 'not_now', { wakeAt: '2026-06-01T12:00:00Z' });
    await app.moveTo(NIGHT);
    for (const lead of made)
      await app.must('POST', `/v1/leads/${lead.id}/touches`, {
        kind: 'email',
        direction: 'inbound',
        outcome: 'replied',
      });
    expect(await ownersOf(app, made)).toEqual(made.map(() => null));
    await app.moveTo(MORNING);
    expect(await ownersOf(app, made)).toEqual(made.map((lead) => lead.ownerId));
  });

  it('go to another rep if their last owner is away', async () => {
    const { reps } = await dayPool(['Ann', 'Bo']);
    const [lead] = await leads(1);
    await dispose(lead, 'nurture', 'not_now', { wakeAt: NIGHT });
    await app.moveTo(NIGHT);
    await app.must('PUT', `/v1/reps/${lead.ownerId}/availability`, { available: false });
    await app.moveTo(MORNING);
    expect((await leadNow(app, lead)).ownerId).toBe(reps.find(({ id }) => id !== lead.ownerId)!.id);
  });
});

it.each([
  ['lost', 'price', 'open', 2],
  ['recycle', 'stale', 'open', 2],
  ['suppress', 'not_a_prospect', 'suppressed', 1],
])('a lead that was closed as %s (%s) is %s once its person has called', async (category, reason, status, cycle) => {
  const { reps } = await aDesk(app, ['Ann']);
  await aPolicy(app);
  const [lead] = await leads(1);
  await dispose(lead, category, reason);
  await app.moveBy(60_000);
  await aTouch(app, lead, { direction: 'inbound', outcome: 'connected' });
  const now = await leadNow(app, lead);
  expect(now).toMatchObject({ status, cycle });
  // The call belongs to the cycle that had ended, and answers nothing of the new one.
  const owed = status === 'open' ? { state: 'running', repId: reps[0]!.id } : { state: 'cancelled' };
  expect(clockOf(now)).toMatchObject(owed);
});

describe('a recycled lead', () => {
  it('never goes back to a former owner, whatever it waits for and however it is rerouted', async () => {
    const { reps } = await dayPool(['Ann', 'Bo']);
    const [lead] = await leads(1);
    const [other] = reps.filter(({ id }) => id !== lead.ownerId);
    await dispose(lead, 'recycle', 'stale', { recycleAfter: 'P1D' });
    await app.must('PUT', `/v1/reps/${other!.id}/availability`, { available: false });
    await app.moveTo('2026-03-03T16:00:00.000Z');
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', ownerId: null });

    // The changed rules lead to a pool in which only its first owner is at work.
    const calendar = await app.must('POST', '/v1/calendars', { ...NEW_YORK, name: 'Another' });
    const pool = await aPool(app, 'Other', reps, { calendarId: calendar.id, offHours: 'wait' });
    const routing = await app.must('GET', '/v1/routing');
    const rules = [
      { name: 'Big', when: { field: 'attributes.size', op: 'eq', value: 'big' }, assign: { poolId: pool.id } },
      ...routing.rules,
    ];
    await app.must('PUT', '/v1/routing', { rules, fallback: {} });
    await app.must('PATCH', `/v1/leads/${lead.id}`, { attributes: { size: 'big' }, reroute: 'ifUntouched' });
    await app.settle();
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: null, poolId: pool.id });

    await app.must('PUT', `/v1/reps/${other!.id}/availability`, { available: true });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(other!.id);
  });

  it('does not return to an earlier owner when its new one misses it', async () => {
    const { reps } = await dayPool(['Ann', 'Bo']);
    await aPolicy(app, { onBreach: [{ after: 'PT0S', do: 'reassign' }] });
    const [lead] = await leads(1);
    const [other] = reps.filter(({ id }) => id !== lead.ownerId);
    await dispose(lead, 'recycle', 'stale', { recycleAfter: 'P1D' });
    await app.moveTo('2026-03-03T16:00:00.000Z');
    expect((await leadNow(app, lead)).ownerId).toBe(other!.id);
    await app.moveTo('2026-03-03T18:00:00.000Z');
    expect((await leadNow(app, lead)).ownerId).toBe(other!.id);
  });
});

it('a lead that a PATCH put into the queue follows the rules when they change', async () => {
  const { reps } = await dayPool(['Ann']);
  const empty = await aPool(app, 'Empty', []);
  const lead = await aLead(app);
  const toEmpty = {
    name: 'Big',
    when: { field: 'attributes.size', op: 'eq', value: 'big' },
    assign: { poolId: empty.id },
  };
  const routing = await app.must('GET', '/v1/routing');
  await app.must('PUT', '/v1/routing', { rules: [toEmpty, ...routing.rules], fallback: {} });
  await app.must('PATCH', `/v1/leads/${lead.id}`, { attributes: { size: 'big' }, reroute: 'ifUntouched' });
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: null, poolId: empty.id });
  await app.must('PUT', '/v1/routing', { rules: routing.rules, fallback: {} });
  await app.settle();
  expect((await leadNow(app, lead)).ownerId).toBe(reps[0]!.id);
});

it('a lead that a person moved to a pool waits for that pool, whatever the rules say', async () => {
  await dayPool(['Ann']);
  const empty = await aPool(app, 'Empty', []);
  const lead = await aLead(app);
  await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: empty.id, reason: 'theirs' });
  const routing = await app.must('GET', '/v1/routing');
  await app.must('PUT', '/v1/routing', {
    rules: [...routing.rules, { ...routing.rules[0], name: 'Again' }],
    fallback: {},
  });
  await app.settle();
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: null, poolId: empty.id });
});

describe('a lead that waits for its last owner, who is in no pool', () => {
  async function woken(fields: object, away: boolean) {
    const ann = await aRep(app, 'Ann', fields);
    await aDesk(app, [], { name: 'Empty' });
    const lead = await aLead(app, { owner: { repId: ann.id } });
    await dispose(lead, 'nurture', 'not_now', { wakeAt: '2026-03-03T16:00:00Z' });
    if (away) await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    await app.moveTo('2026-03-03T16:00:00Z');
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    return { ann, lead };
  }

  it('goes to them when they start work', async () => {
    const hours = { ...NEW_YORK, name: 'Late', hours: { tue: [['14:00', '17:00']] } };
    const calendar = await app.must('POST', '/v1/calendars', hours);
    const { ann, lead } = await woken({ calendarId: calendar.id }, false);
    await app.moveTo('2026-03-03T18:59:59.999Z');
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.moveTo('2026-03-03T19:00:00Z');
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('goes to them when they are available again', async () => {
    const { ann, lead } = await woken({}, true);
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: true });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });
});

describe('a lead that is moved to its own pool', () => {
  it.each([{ open: 1 }, { untouched: 1 }, { perDay: 1 }])(
    'stays with an owner at capacity (%j), and the clock runs on',
    async (capacity) => {
      const ann = await aRep(app, 'Ann', { capacity });
      const { pool } = await aDesk(app, [ann]);
      await aPolicy(app, { onBreach: [] }, { time: 'elapsed' });
      const lead = await aLead(app);
      await app.moveBy(4 * 60_000);
      await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: pool.id, reason: 'mine' });
      const kept = await leadNow(app, lead);
      expect(kept.ownerId).toBe(ann.id);
      expect(kept.clocks.map((clock: { dueAt: string }) => clock.dueAt)).toEqual(
        lead.clocks.map((clock: { dueAt: string }) => clock.dueAt),
      );
      const { data } = await app.must('GET', `/v1/pools/${pool.id}/fairness`);
      expect(data).toMatchObject([{ leadsGot: 1 }]);
    },
  );

  it('stays in a pool that a person chose, also when its owner is away', async () => {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    await aDesk(app, [bo]);
    const own = await aPool(app, 'Own', [ann]);
    const lead = await aLead(app, { owner: { repId: ann.id } });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: own.id, reason: 'theirs' });
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id, poolId: own.id });
    const [from, to] = [0, 3_600_000].map((after) => new Date(app.time.now() + after).toISOString());
    await app.must('POST', `/v1/reps/${ann.id}/absences`, { from, to, openLeads: 'reassignAll' });
    await app.settle();
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: null, poolId: own.id });
    await app.moveBy(3_600_000);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });
});

it('a recycled lead that all members have had waits, and the queue owner is notified once', async () => {
  const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  const { pool } = await aDesk(app, [ann], { name: 'Desk' }, { queueOwnerId: bo.id });
  const lead = await aLead(app);
  await dispose(lead, 'recycle', 'unreachable');
  await app.moveBy(400 * 24 * 3_600_000);
  expect(await leadNow(app, lead)).toMatchObject({ status: 'open', ownerId: null });
  const told = async () =>
    (await notificationsOf(app, bo)).filter(
      ({ type, lead: about }: Json) => type === 'lead.queued' && (about?.id ?? lead.id) === lead.id,
    );
  expect((await told()).map(({ text }: Json) => text)).toEqual([
    expect.stringMatching(/everybody in its pool has had it already/),
  ]);
  const { data } = await app.must('GET', '/v1/routing/queue');
  expect(data[0].why).toMatch(/^Everybody in Desk has had it already/);
  const ofSetup = async () =>
    (await app.must('GET', '/v1/setup')).warnings.filter(({ code }: Json) => code === 'leadsForNobody');
  expect(await ofSetup()).toEqual([
    { code: 'leadsForNobody', text: expect.stringMatching(/One recycled lead waits in the pool "Desk"/) },
  ]);
  const members = [ann, bo].map(({ id }) => ({ repId: id }));
  await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', members });
  await app.settle();
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
  expect(await told()).toHaveLength(1);
  expect(await ofSetup()).toEqual([]);
});
