import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead, allTo, aPool, aRep, eventsOf, leadNow, ownersOf } from '../support/people.js';
import { aPolicy, clockOf, NEW_YORK } from '../support/policies.js';

let app: TestApplication;
const FRIDAY_1658 = '2026-03-06T21:58:00.000Z';

afterEach(() => app.stop());

/** Makes a pool of reps in the office of New York, to which every lead goes. */
async function office(names: readonly string[], pool: object = {}, queueOwner = false) {
  const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
  const boss = await aRep(app, 'Boss');
  const reps = [];
  for (const name of names) reps.push(await aRep(app, name, { managerId: boss.id }));
  const made = await aPool(app, 'Inbound', reps, { calendarId: calendar.id, ...pool });
  await allTo(app, made, queueOwner ? { queueOwnerId: boss.id } : {});
  return { calendar, boss, reps, pool: made };
}

describe('a lead on Friday at 16:58 with five minutes for its first touch', () => {
  beforeEach(async () => {
    app = await TestApplication.start(FRIDAY_1658);
  });

  it('is due on Monday at 09:03, and moves then, not a millisecond earlier', async () => {
    const { reps } = await office(['Ann', 'Bo']);
    await aPolicy(app);
    const lead = await aLead(app);
    expect(clockOf(lead)).toMatchObject({ state: 'running', dueAt: '2026-03-09T13:03:00.000Z', remainingSeconds: 300 });

    await app.moveTo('2026-03-09T13:02:59.999Z');
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: lead.ownerId, reassignments: 0 });

    await app.moveTo('2026-03-09T13:03:00.000Z');
    const moved = await leadNow(app, lead);
    expect(moved.ownerId).toBe(reps.find((rep) => rep.id !== lead.ownerId)!.id);
    expect(moved).toMatchObject({ reassignments: 1 });
    expect(clockOf(moved)).toMatchObject({ state: 'running', repId: moved.ownerId, dueAt: '2026-03-09T13:08:00.000Z' });
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    const names = Object.fromEntries(reps.map((rep) => [rep.id, rep.name]));
    expect(data.map((event: { text: string }) => event.text)).toContain(
      `Moved from ${names[lead.ownerId]} to ${names[moved.ownerId]}: no first touch within 5 minutes`,
    );
  });

  it('stays with its owner if it is touched on Monday at 09:02', async () => {
    await office(['Ann', 'Bo']);
    await aPolicy(app, { leadWithin: 'PT30M' });
    const lead = await aLead(app);
    await app.moveTo('2026-03-09T13:02:00.000Z');
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    await app.moveTo('2026-03-09T15:00:00.000Z');
    const touched = await leadNow(app, lead);
    expect(touched).toMatchObject({ ownerId: lead.ownerId, workState: 'attempting', reassignments: 0 });
    expect(clockOf(touched)).toMatchObject({ state: 'met', metAt: '2026-03-09T13:02:00.000Z' });
    expect(clockOf(touched, 'leadResponse')).toMatchObject({ state: 'met' });
  });
});

it('a lead that comes in the night before a holiday waits for the day after it', async () => {
  app = await TestApplication.start('2026-07-02T23:00:00.000Z');
  const calendar = await app.must('POST', '/v1/calendars', {
    ...NEW_YORK,
    holidayRegion: 'US-NY',
    holidays: ['2026-07-06'],
  });
  const rep = await aRep(app, 'Ann', { calendarId: calendar.id });
  await aDesk(app, [rep]);
  await aPolicy(app, { within: 'PT5M', afterHours: 'PT1H' });
  // Friday the 3rd is the holiday observed for the 4th, and Monday the 6th is one of the company.
  expect(clockOf(await aLead(app))).toMatchObject({ target: 'PT1H', dueAt: '2026-07-07T14:00:00.000Z' });
});

it('a lead that four owners miss stays with the fourth, and their manager is notified', async () => {
  app = await TestApplication.start('2026-03-02T15:00:00.000Z');
  const { boss, reps } = await office(['Ann', 'Bo', 'Cy', 'Di', 'Ed']);
  await aPolicy(app, { onBreach: [{ after: 'PT0S', do: 'reassign' }] });
  const lead = await aLead(app);
  const owners = [lead.ownerId];
  for (const minute of [5, 10, 15, 20, 25]) {
    await app.moveTo(Date.parse('2026-03-02T15:00:00.000Z') + minute * 60_000);
    owners.push((await leadNow(app, lead)).ownerId);
  }
  expect(new Set(owners.slice(0, 4)).size).toBe(4);
  expect(owners.slice(4)).toEqual([owners[3], owners[3]]);
  expect(reps.map((rep) => rep.id)).toEqual(expect.arrayContaining(owners));
  expect(await leadNow(app, lead)).toMatchObject({ reassignments: 3 });
  expect(await eventsOf(app, lead.id, 'sla.breached')).toHaveLength(4);
  expect(await eventsOf(app, lead.id, 'sla.escalated')).toMatchObject([
    { data: { toRepId: boss.id, why: 'maxReassignments' }, occurredAt: '2026-03-02T15:20:00.000Z' },
  ]);
});

describe('a lead that no other rep can take', () => {
  it('stays with its owner, is escalated, and moves when another rep returns', async () => {
    app = await TestApplication.start('2026-03-02T15:00:00.000Z');
    const { boss, reps } = await office(['Ann', 'Bo']);
    const [ann, bo] = reps;
    await app.must('PUT', `/v1/reps/${bo!.id}/availability`, { available: false });
    await aPolicy(app);
    const lead = await aLead(app);
    expect(lead.ownerId).toBe(ann!.id);

    await app.moveTo('2026-03-02T15:06:00.000Z');
    expect((await leadNow(app, lead)).ownerId).toBe(ann!.id);
    expect(await eventsOf(app, lead.id, 'sla.escalated')).toMatchObject([
      { data: { toRepId: boss.id, why: 'nobodyElse' } },
    ]);
    const [held] = (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data;
    expect(held).toMatchObject({
      repId: ann!.id,
      cause: 'intake',
      until: null,
      stayed: { at: '2026-03-02T15:05:00.000Z' },
    });
    expect(held.stayed.trace.candidates).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ repId: ann!.id, eligible: false, excludedBy: 'earlierOwner' }),
        expect.objectContaining({ repId: bo!.id, eligible: false, excludedBy: 'unavailable' }),
      ]),
    );

    await app.must('PUT', `/v1/reps/${bo!.id}/availability`, { available: true });
    await app.settle();
    const moved = await leadNow(app, lead);
    expect(moved).toMatchObject({ ownerId: bo!.id, reassignments: 1 });
    expect(clockOf(moved)).toMatchObject({ repId: bo!.id, state: 'running', startedAt: '2026-03-02T15:06:00.000Z' });
  });

  it('stays with its owner for good after a touch', async () => {
    app = await TestApplication.start('2026-03-02T15:00:00.000Z');
    const { reps } = await office(['Ann', 'Bo']);
    await app.must('PUT', `/v1/reps/${reps[1]!.id}/availability`, { available: false });
    await aPolicy(app);
    const lead = await aLead(app);
    await app.moveTo('2026-03-02T15:06:00.000Z');
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'connected' });
    await app.must('PUT', `/v1/reps/${reps[1]!.id}/availability`, { available: true });
    await app.moveTo('2026-03-02T16:00:00.000Z');
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: reps[0]!.id, workState: 'connected', reassignments: 0 });
  });
});

it('while all reps are away leads wait, the queue owner is notified once, and the first back gets them', async () => {
  app = await TestApplication.start('2026-03-02T15:00:00.000Z');
  const { boss, reps } = await office(['Ann', 'Bo'], {}, true);
  for (const rep of reps) {
    await app.must('POST', `/v1/reps/${rep.id}/absences`, {
      from: '2026-03-02T15:00:00Z',
      to: rep === reps[0] ? '2026-03-02T16:00:00Z' : '2026-03-05T15:00:00Z',
    });
  }
  await aPolicy(app);
  const leads = [await aLead(app), await aLead(app), await aLead(app)];
  expect(await ownersOf(app, leads)).toEqual([null, null, null]);
  const queue = await app.must('GET', '/v1/routing/queue');
  expect(queue.data.map((waiting: { leadId: string }) => waiting.leadId)).toEqual(leads.map((lead) => lead.id));
  const told = await app.must('GET', `/v1/reps/${boss.id}/notifications`);
  expect(told.data.filter((each: { type: string }) => each.type === 'lead.queued')).toHaveLength(1);

  await app.moveTo('2026-03-02T15:59:59.999Z');
  expect(await ownersOf(app, leads)).toEqual([null, null, null]);
  await app.moveTo('2026-03-02T16:00:00.000Z');
  expect(await ownersOf(app, leads)).toEqual([reps[0]!.id, reps[0]!.id, reps[0]!.id]);
  const [assigned] = await eventsOf(app, leads[0]!.id, 'lead.assigned');
  expect(assigned).toMatchObject({ occurredAt: '2026-03-02T16:00:00.000Z', data: { cause: 'queue' } });
});

it('forty leads of a weekend are distributed fairly at Monday’s opening, with all their time left', async () => {
  app = await TestApplication.start('2026-03-07T15:00:00.000Z');
  const { reps } = await office(['Ann', 'Bo', 'Cy', 'Di'], { offHours: 'wait' });
  await aPolicy(app);
  const leads = [];
  for (let count = 0; count < 40; count += 1) leads.push(await aLead(app));
  await app.moveTo('2026-03-09T12:59:59.999Z');
  expect(new Set(await ownersOf(app, leads))).toEqual(new Set([null]));
  await app.moveTo('2026-03-09T13:00:00.000Z');
  const owners = await ownersOf(app, leads);
  for (const rep of reps) expect(owners.filter((owner) => owner === rep.id)).toHaveLength(10);
  expect(clockOf(await leadNow(app, leads[39]!))).toMatchObject({ dueAt: '2026-03-09T13:05:00.000Z' });
});

it('a touch in time that is reported late corrects the verdict, but does not move the lead back', async () => {
  app = await TestApplication.start('2026-03-02T15:00:00.000Z');
  const { reps } = await office(['Ann', 'Bo']);
  await aPolicy(app);
  const lead = await aLead(app);
  await app.moveTo('2026-03-02T15:05:00.000Z');
  const moved = await leadNow(app, lead);
  expect(moved.ownerId).not.toBe(lead.ownerId);

  await app.moveTo('2026-03-02T15:07:00.000Z');
  await app.must('POST', `/v1/leads/${lead.id}/touches`, {
    kind: 'call',
    outcome: 'connected',
    repId: lead.ownerId,
    occurredAt: '2026-03-02T15:04:00.000Z',
  });
  const corrected = await leadNow(app, lead);
  expect(corrected.ownerId).toBe(moved.ownerId);
  const [first, second] = corrected.clocks.filter((clock: { kind: string }) => clock.kind === 'firstTouch');
  expect(first).toMatchObject({
    state: 'met',
    metAt: '2026-03-02T15:04:00.000Z',
    breachedAt: '2026-03-02T15:05:00.000Z',
  });
  expect(second).toMatchObject({ state: 'cancelled', endReason: 'alreadyTouched' });
  expect(await eventsOf(app, lead.id, 'sla.corrected')).toHaveLength(1);
  await app.moveTo('2026-03-02T18:00:00.000Z');
  expect((await leadNow(app, lead)).ownerId).toBe(moved.ownerId);
  expect(reps.map((rep) => rep.id)).toContain(moved.ownerId);
});

it('a lead that no policy matches has an owner but no clock, and shows that', async () => {
  app = await TestApplication.start();
  await office(['Ann']);
  await aPolicy(app, {}, { when: { field: 'source', op: 'eq', value: 'paid' } });
  const lead = await aLead(app, { source: 'organic' });
  expect(lead).toMatchObject({ policy: null, clocks: [] });
  expect(lead.ownerId).not.toBeNull();
  expect((await app.must('GET', '/v1/leads?policy=none')).data).toHaveLength(1);
});

it('a deadline keeps local time across the night in which the clocks go forward', async () => {
  app = await TestApplication.start('2026-03-06T21:00:00.000Z');
  await office(['Ann']);
  await aPolicy(app, { within: 'PT2H' });
  // Friday 16:00 in New York is UTC-5; Monday 10:00 there is UTC-4.
  expect(clockOf(await aLead(app))).toMatchObject({ dueAt: '2026-03-09T14:00:00.000Z' });
});

it('a policy in measure mode records what it would have done, and does nothing', async () => {
  app = await TestApplication.start('2026-03-02T15:00:00.000Z');
  await office(['Ann', 'Bo']);
  await aPolicy(app, {}, { mode: 'measure' });
  const lead = await aLead(app);
  await app.moveTo('2026-03-02T16:00:00.000Z');
  expect((await leadNow(app, lead)).ownerId).toBe(lead.ownerId);
  const [breached] = await eventsOf(app, lead.id, 'sla.breached');
  expect(breached.data.wouldHave).toEqual(['reassign', 'escalate']);
  expect(await eventsOf(app, lead.id, 'sla.escalated')).toEqual([]);
});

it('a lead that came with its owner goes by the rules when the owner misses it', async () => {
  app = await TestApplication.start('2026-03-02T15:00:00.000Z');
  const { reps, pool } = await office(['Bo']);
  const ann = await aRep(app, 'Ann');
  await aPolicy(app);
  const lead = await aLead(app, { owner: { repId: ann.id } });
  await app.moveTo('2026-03-02T15:06:00.000Z');
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: reps[0]!.id, poolId: pool.id, rule: 'All' });
});

it('a missed lead whose pool has gone home moves to the fallback pool at work', async () => {
  app = await TestApplication.start(FRIDAY_1658);
  const { reps } = await office(['Ann', 'Bo'], { offHours: 'wait', fallbackPoolId: await nightShift() });
  await aPolicy(app, {}, { time: 'elapsed' });
  const lead = await aLead(app);
  expect(reps.map(({ id }) => id)).toContain(lead.ownerId);
  await app.moveBy(6 * 60_000);
  expect((await leadNow(app, lead)).poolId).not.toBe(lead.poolId);
});

/** A pool with a rep who is always at work. */
async function nightShift(): Promise<string> {
  const hours = Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]),
  );
  const calendar = await app.must('POST', '/v1/calendars', { name: 'Always', timeZone: 'UTC', hours });
  return (await aPool(app, 'Night', [await aRep(app, 'Nia', { calendarId: calendar.id })])).id;
}
