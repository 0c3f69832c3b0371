import { afterEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, leadNow } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

let app: TestApplication;
afterEach(() => app.stop());

/** Returns the latest clock of a kind. */
async function waitsFor(lead: Json, kind: string): Promise<Json> {
  const { step, state, opensAt, dueAt } = clockOf(await leadNow(app, lead), kind);
  return { step, state, opensAt, dueAt };
}

it('ten days of follow-up keep the owner’s local time through summer time, holidays and a vacation', async () => {
  // Wednesday at 10:00 in Berlin. The clocks go forward on Sunday; Good Friday is in nine days.
  app = await TestApplication.start('2026-03-25T09:00:00.000Z');
  const hours = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]]));
  const office = { name: 'Berlin', timeZone: 'Europe/Berlin', hours, holidayRegion: 'DE-BE' };
  const { id: calendarId } = await app.must('POST', '/v1/calendars', office);
  const ann = await aRep(app, 'Ann', { timeZone: 'Europe/Berlin', calendarId });
  await aDesk(app, [ann]);
  const steps = [
    { kinds: ['call'], after: 'P1D', within: 'PT4H' },
    { kinds: ['email'], after: 'P2D', within: 'P1D' },
    { kinds: ['call'], after: 'P3D', within: 'PT4H' },
  ];
  await aPolicy(app, { within: 'PT1H' }, { followUp: { steps }, decideWithin: 'P2D' });
  const lead = await aLead(app);
  const touch = (kind: string, outcome: string) =>
    app.must('POST', `/v1/leads/${lead.id}/touches`, { kind, outcome, repId: ann.id });

  await app.moveTo('2026-03-25T09:30:00Z');
  await touch('email', 'sent');
  // The next day at 10:30, for four hours.
  const first = { step: 1, opensAt: '2026-03-26T09:30:00.000Z', dueAt: '2026-03-26T13:30:00.000Z' };
  expect(await waitsFor(lead, 'followUp')).toEqual({ ...first, state: 'running' });

  await app.moveTo('2026-03-26T10:00:00Z');
  await touch('call', 'noAnswer');
  // Two working days later is Monday at 11:00 in summer time, an hour earlier in UTC.
  const second = { step: 2, opensAt: '2026-03-30T09:00:00.000Z', dueAt: '2026-03-31T09:00:00.000Z' };
  expect(await waitsFor(lead, 'followUp')).toEqual({ ...second, state: 'running' });

  // On Friday Ann enters a vacation: Monday and Tuesday are not working days for her.
  await app.moveTo('2026-03-27T10:00:00Z');
  await app.must('POST', `/v1/reps/${ann.id}/absences`, {
    from: '2026-03-27T23:00:00Z',
    to: '2026-03-31T22:00:00Z',
    openLeads: 'keep',
  });
  const later = { step: 2, opensAt: '2026-04-01T09:00:00.000Z', dueAt: '2026-04-02T09:00:00.000Z' };
  expect(await waitsFor(lead, 'followUp')).toEqual({ ...later, state: 'running' });

  // She misses the e-mail and is reminded, and the last call comes three working days later, which excludes Good Friday
  // and Easter Monday.
  await app.moveTo('2026-04-02T08:59:59Z');
  expect(await waitsFor(lead, 'followUp')).toMatchObject({ step: 2, state: 'running' });
  await app.moveTo('2026-04-02T09:00:00Z');
  const third = { step: 3, opensAt: '2026-04-09T09:00:00.000Z', dueAt: '2026-04-09T13:00:00.000Z' };
  expect(await waitsFor(lead, 'followUp')).toEqual({ ...third, state: 'running' });
  const { data: told } = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
  expect(told[0].text).toMatch(/^A lead from web received .+\) got no e-mail \(step 2 of 3\) from you in time$/);

  await app.moveTo('2026-04-09T10:00:00Z');
  await touch('call', 'connected');
  expect(await waitsFor(lead, 'decide')).toMatchObject({ state: 'running', dueAt: '2026-04-13T10:00:00.000Z' });
  await app.moveTo('2026-04-13T09:59:59Z');
  await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
  const { clocks } = await leadNow(app, lead);
  expect(clocks.map(({ kind, step, state }: Json) => [kind, step, state])).toEqual([
    ['firstTouch', undefined, 'met'],
    ['leadResponse', undefined, 'met'],
    ['followUp', 1, 'met'],
    ['followUp', 2, 'breached'],
    ['followUp', 3, 'met'],
    ['decide', undefined, 'met'],
  ]);
});
