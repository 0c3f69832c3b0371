import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, faults, leadNow } from '../support/people.js';
import { CALLS, daily, EIGHT_IN_HONOLULU, HONOLULU, HOUR, iso, START } from './contact.builder.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const settings = (fields: object) => app.must('PUT', '/v1/settings', fields);

describe('when a lead may be called', () => {
  it('is any time if nothing is set', async () => {
    const lead = await aLead(app, HONOLULU);
    expect(lead).toMatchObject({
      contactZone: { zones: ['Pacific/Honolulu'], derivedFrom: ['phone'] },
      callableFrom: MONDAY,
    });
  });

  it('is by the local time of the person, derived from what is known', async () => {
    await settings({ contactHours: CALLS });
    const { reps } = await aDesk(app, ['Ann']);
    const lead = await aLead(app, HONOLULU);
    expect(lead.callableFrom).toBe(EIGHT_IN_HONOLULU);
    const { data } = await app.must('GET', `/v1/reps/${reps[0].id}/inbox`);
    expect(data).toMatchObject([{ id: lead.id, callableFrom: EIGHT_IN_HONOLULU }]);
    await app.moveTo(START + 3 * HOUR + 1);
    expect((await leadNow(app, lead)).callableFrom).toBe(iso(START + 3 * HOUR + 1));
  });

  it.each<[string, object, string]>([
    [
      'in all zones that do not agree',
      { phone: '+12125550100', country: 'US', region: 'California' },
      '2026-03-02T16:00:00.000Z',
    ],
    ['in all of them, whichever is first', { phone: '+12125550100', country: 'US', region: 'HI' }, EIGHT_IN_HONOLULU],
    ['in all zones of a country', { country: 'US' }, EIGHT_IN_HONOLULU],
    ['in the zone that is given', { phone: '+18085550100', timeZone: 'Europe/Berlin' }, MONDAY],
    ['in a zone with half hours', { country: 'IN' }, '2026-03-03T02:30:00.000Z'],
    ['in one with quarters', { country: 'NP' }, '2026-03-03T02:15:00.000Z'],
    ['in the zone of the settings where nothing is known', { email: 'kim@example.org' }, '2026-03-02T19:00:00.000Z'],
  ])('has to be allowed %s', async (_, contact, at) => {
    const contactHours = { call: { hours: daily('08:00', '20:15') } };
    await settings({ timeZone: 'Pacific/Auckland', contactHours });
    expect((await aLead(app, { contact })).callableFrom).toBe(at);
  });

  it('excludes public holidays where the person lives, unless the settings say otherwise', async () => {
    // Prince Kūhiō Day, only in Hawaii: 26 March.
    await settings({ contactHours: CALLS });
    const lead = await aLead(app, { contact: { country: 'US', region: 'HI' } });
    await app.moveTo('2026-03-26T18:00:00.000Z');
    expect((await leadNow(app, lead)).callableFrom).toBe('2026-03-27T18:00:00.000Z');
    await settings({ contactHours: { call: { ...CALLS.call, holidays: false } } });
    expect((await leadNow(app, lead)).callableFrom).toBe('2026-03-26T18:00:00.000Z');
  });

  it('is never if the person does not want it, or the lead is suppressed', async () => {
    const unwanted = await aLead(app, { contact: { phone: '+18085550100', doNot: ['call'] } });
    expect(unwanted.callableFrom).toBeNull();
    const lead = await aLead(app, HONOLULU);
    const disposition = { category: 'suppress', reason: 'spam' };
    const closed = await app.must('POST', `/v1/leads/${lead.id}/disposition`, disposition);
    expect(closed.callableFrom).toBeNull();
  });

  it('is never for an open lead while its person is suppressed', async () => {
    const contact = { phone: '+18085550100', email: 'kim@example.org' };
    const lead = await aLead(app, { contact });
    const suppression = await app.must('POST', '/v1/suppressions', {
      email: 'kim@example.org',
      reason: 'do_not_contact',
    });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', callableFrom: null });
    await app.must('DELETE', `/v1/suppressions/${suppression.id}`, { reason: 'asked again' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', callableFrom: MONDAY });
  });

  it('is never if the possible zones have no allowed hour in common', async () => {
    await settings({ contactHours: { call: { hours: daily('09:00', '12:00') } } });
    const lead = await aLead(app, { contact: { phone: '+18085550100', country: 'DE' } });
    expect(lead).toMatchObject({
      contactZone: { zones: ['Europe/Berlin', 'Pacific/Honolulu'], derivedFrom: ['phone', 'country'] },
      callableFrom: null,
    });
  });
});

describe('the contact hours of the settings', () => {
  it('are stored as they were sent, and replaced as a whole', async () => {
    const saved = await settings({ contactHours: { call: { hours: { mon: [['22:00', '02:00']] } } } });
    expect(saved.contactHours).toEqual({ call: { hours: { mon: [['22:00', '02:00']] }, holidays: true } });
    const read = await app.must('GET', '/v1/settings');
    expect((await settings(read)).version).toBe(saved.version);
    expect((await settings({})).contactHours).toEqual({});
    const { data } = await app.must('GET', '/v1/settings/versions');
    expect(data[0].changes.map(({ pointer }: Json) => pointer)).toContainEqual(
      expect.stringMatching(/^\/contactHours/),
    );
  });

  it('are refused with the faults of a calendar', async () => {
    const refused = await app.ask('PUT', '/v1/settings', {
      contactHours: {
        call: {
          hours: {
            mon: [['09:00', '25:00']],
            tue: [
              ['09:00', '12:00'],
              ['11:00', '13:00'],
            ],
          },
        },
        email: { hours: {} },
      },
    });
    expect(faults(refused)).toEqual([
      '/contactHours/call/hours/mon/0/1 localTime',
      '/contactHours/call/hours/tue/1 overlap',
      '/contactHours/email/hours noWorkingTime',
    ]);
    const unknown = await app.ask('PUT', '/v1/settings', { contactHours: { fax: { hours: {} } } });
    expect(faults(unknown)[0]).toMatch(/^\/contactHours\/fax /);
    expect((await app.must('GET', '/v1/settings')).version).toBe(1);
  });
});
