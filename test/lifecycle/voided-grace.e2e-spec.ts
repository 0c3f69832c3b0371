import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, aTouch, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;

beforeEach(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  await aDesk(app, [ann, await aRep(app, 'Bo')]);
});
afterEach(() => app.stop());

it('the chain of a miss waits for the grace period after a voided touch, even if hours change', async () => {
  const hours = Object.fromEntries(['mon', 'tue'].map((day) => [day, [['00:00', '24:00']]]));
  const calendar = await app.must('POST', '/v1/calendars', { name: 'Office', timeZone: 'UTC', hours });
  await aPolicy(
    app,
    { within: 'PT5M', onBreach: [{ after: 'PT10M', do: 'reassign' }] },
    { grace: 'PT15M', calendar: { calendarId: calendar.id } },
  );
  const lead = await aLead(app, { owner: { repId: ann.id } });
  await app.moveBy(10 * MINUTE);
  const late = await aTouch(app, lead);
  await app.moveBy(20 * MINUTE);
  await app.must('POST', `/v1/leads/${lead.id}/touches/${late.id}/void`, { reason: 'Never made' });
  const {
    version: _,
    createdAt: __,
    updatedAt: ___,
    ...present
  } = await app.must('GET', `/v1/calendars/${calendar.id}`);
  await app.must('PUT', `/v1/calendars/${calendar.id}`, { ...present, hours: { ...hours, wed: [['09:00', '17:00']] } });
  await app.moveBy(14 * MINUTE);
  expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  await app.moveBy(MINUTE);
  expect((await leadNow(app, lead)).ownerId).not.toBe(ann.id);
});
