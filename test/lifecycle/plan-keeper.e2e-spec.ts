import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Database } from '../../src/platform/database.js';
import { TestApplication } from '../support/application.js';
import { aLead, allTo, aPool, aRep, leadNow } from '../support/people.js';
import { aPolicy, clockOf, NEW_YORK } from '../support/policies.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.stop();
});

const sql = (text: string) => app.application.app.get(Database).query(text);

/** From now on no clock can be planned anew: the change that asks for it commits, what comes after it fails. */
async function spoilPlanning(code: string): Promise<void> {
  await sql(`create function refuse() returns trigger language plpgsql as $$
    begin raise exception 'the clock is spoilt' using errcode = '${code}'; end $$`);
  await sql('create trigger spoilt before update on clock for each row when (old.stale) execute function refuse()');
}

const mend = () => sql('drop function refuse cascade');

describe('a change of configuration whose plans cannot be made anew before its answer', () => {
  it.each([
    ['for a reason of their own', 'P0001'],
    ['because the database is away', '57P03'],
  ])('%s is answered as what it is, made; the sweep does the rest', async (_, code) => {
    const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
    await allTo(app, await aPool(app, 'P', [await aRep(app, 'Ann')], { calendarId: calendar.id }));
    await aPolicy(app, { within: 'PT4H' });
    const lead = await aLead(app);
    expect(clockOf(lead).dueAt).toBe('2026-03-02T19:00:00.000Z');
    await spoilPlanning(code);
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);

    const hours = { ...NEW_YORK.hours, mon: [['09:00', '12:00']] };
    const changed = await app.put(`/v1/calendars/${calendar.id}`, { ...NEW_YORK, hours });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, hours: { mon: [['09:00', '12:00']] } } });
    expect(await app.must('GET', `/v1/calendars/${calendar.id}`)).toEqual(changed.body);
    expect(logged.mock.calls).toEqual([
      ['A change is made, but not all that depends on it is planned anew yet: the clock is spoilt'],
    ]);
    expect(clockOf(await leadNow(app, lead)).dueAt).toBe('2026-03-02T19:00:00.000Z');

    await mend();
    await app.settle();
    expect(clockOf(await leadNow(app, lead)).dueAt).toBe('2026-03-03T16:00:00.000Z');
  });
});
