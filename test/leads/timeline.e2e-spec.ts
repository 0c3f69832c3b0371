import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('the timeline and notifications use only the time zone of their reader', async () => {
  const berlin = await app.must('POST', '/v1/calendars', {
    name: 'Berlin',
    timeZone: 'Europe/Berlin',
    hours: { mon: [['09:00', '19:00']] },
  });
  const ann = await aRep(app, 'Ann', { calendarId: berlin.id });
  await aDesk(app, [ann], { calendarId: berlin.id });
  await aPolicy(app, { within: 'PT1H', warnAt: [50] });
  const lead = await aLead(app);
  await app.moveBy(31 * 60_000);
  await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer', direction: 'outbound' });
  const theirs = { key: await app.keyFor(['rep'], ann.id) };
  const told = async (asking?: { key: string }): Promise<string> =>
    (await app.must('GET', `/v1/leads/${lead.id}/timeline`, undefined, asking)).data
      .map(({ text }: Json) => text)
      .join('\n');
  expect(await told(theirs)).toContain('is due by Mon 2 Mar 2026, 17:00 (Europe/Berlin)');
  expect(await told(theirs)).toContain('was on time: Mon 2 Mar 2026, 16:31 (Europe/Berlin)');
  expect(await told(theirs)).not.toMatch(/UTC|\dT\d/);
  expect(await told()).toContain('is due by Mon 2 Mar 2026, 16:00 (UTC)');
  expect(await told()).not.toMatch(/Berlin\)|\dT\d/);
  const { data } = await app.must('GET', `/v1/reps/${ann.id}/notifications`, undefined, theirs);
  expect(data.map(({ text }: Json) => text)).toContain(
    'A lead from web received Mon 2 Mar 2026, 16:00 (Europe/Berlin) waits for your first touch, due by Mon 2 Mar 2026, 17:00 (Europe/Berlin)',
  );
});
