import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aDesk, aLead, eventsOf, leadNow, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;

/** Monday 16:00 UTC; the office is open from nine to five. */
beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T16:00:00.000Z');
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const mine = () => aLead(app, { owner: { repId: ann.id } });
async function openUntil(close: string) {
  const [office] = (await app.must('GET', '/v1/calendars')).data;
  const hours = Object.fromEntries(Object.keys(office.hours).map((day) => [day, [['09:00', close]]]));
  return app.must('PUT', `/v1/calendars/${office.id}`, { ...office, hours });
}
const notificationsTo = (rep: Json) => toldTo(app, rep);

it('a changed calendar makes a clock due only after a grace period, and its owner is notified', async () => {
  await aPolicy(app, { within: 'PT3H' });
  const lead = await mine();
  expect(clockOf(lead)).toMatchObject({ dueAt: '2026-03-03T11:00:00.000Z' });
  await app.moveTo('2026-03-02T20:00:00Z');
  await openUntil('22:00');
  const dueAt = '2026-03-02T20:15:00.000Z';
  expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'running', dueAt, graceUntil: dueAt });
  expect(await eventsOf(app, lead.id, 'sla.replanned')).toMatchObject([
    { data: { dueAt, formerDueAt: '2026-03-03T11:00:00.000Z', why: 'calendarChanged', grace: true } },
  ]);
  expect((await notificationsTo(ann))[0]).toMatch(
    /^A lead from web received Mon 2 Mar 2026, \d\d:\d\d \(UTC\) waits for your first touch, now due by Mon 2 Mar 2026, 20:15 \(UTC\): the calendar .* was changed$/,
  );
  await app.moveTo('2026-03-02T20:14:59Z');
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id });
  await app.moveTo(dueAt);
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
});

it('the grace period is that of the policy, in working time, and survives the next change', async () => {
  await aPolicy(app, { within: 'PT3H' }, { grace: 'PT1H' });
  const lead = await mine();
  await app.moveTo('2026-03-02T20:00:00Z');
  await openUntil('20:30');
  // Half an hour until closing, and half an hour of the next morning.
  expect(clockOf(await leadNow(app, lead))).toMatchObject({ dueAt: '2026-03-03T09:30:00.000Z' });
  await openUntil('23:00');
  expect(clockOf(await leadNow(app, lead))).toMatchObject({ dueAt: '2026-03-03T09:30:00.000Z' });
});

it('a policy without a grace period makes the clock due at the change, never before it', async () => {
  await aPolicy(app, { within: 'PT3H' }, { grace: 'PT0S' });
  const lead = await mine();
  await app.moveTo('2026-03-02T20:00:00Z');
  await openUntil('22:00');
  await app.moveBy(0);
  const [missed] = await eventsOf(app, lead.id, 'sla.breached');
  expect(missed).toMatchObject({ occurredAt: '2026-03-02T20:00:00.000Z', data: { dueAt: '2026-03-02T20:00:00.000Z' } });
});

it('a deleted absence also grants the grace period', async () => {
  await aPolicy(app, { within: 'PT30M' });
  const lead = await mine();
  const absence = await app.must('POST', `/v1/reps/${ann.id}/absences`, {
    from: '2026-03-02T16:00:00Z',
    to: '2026-03-03T16:00:00Z',
    openLeads: 'keep',
  });
  expect(clockOf(await leadNow(app, lead))).toMatchObject({ dueAt: '2026-03-03T16:30:00.000Z' });
  await app.moveTo('2026-03-02T16:50:00Z');
  await app.must('DELETE', `/v1/reps/${ann.id}/absences/${absence.id}`);
  expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'running', dueAt: '2026-03-03T09:05:00.000Z' });
});
