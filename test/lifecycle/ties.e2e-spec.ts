import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead, aRep } from '../support/people.js';
import { aPolicy, NEW_YORK } from '../support/policies.js';

let app: TestApplication;

beforeEach(async () => {
  app = await TestApplication.start('2026-03-07T15:00:00.000Z');
});

afterEach(() => app.stop());

it('clocks that are due at one instant are enforced in the order in which their leads came in', async () => {
  const { id: calendarId } = await app.must('POST', '/v1/calendars', NEW_YORK);
  const reps = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Cy')];
  await aDesk(app, reps, { calendarId });
  await aPolicy(app);
  const leads: { id: string; ownerId: string }[] = [];
  for (let count = 0; count < 3; count += 1) {
    leads.push(await aLead(app));
    await app.moveBy(60_000);
  }
  // The clock of the first lead is now the newest row, so Postgres would return it last.
  const other = reps.find((rep) => rep.id !== leads[0]!.ownerId)!;
  await app.must('POST', `/v1/leads/${leads[0]!.id}/reassign`, { repId: other.id, reason: 'A colleague asked' });

  await app.moveTo('2026-03-09T13:05:00.000Z');
  const { data } = await app.feed('/v1/events?type=sla.breached');
  expect(data.map((event: { subject: { id: string } }) => event.subject.id)).toEqual(leads.map((lead) => lead.id));
});
