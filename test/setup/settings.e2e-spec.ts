import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { faults } from '../support/people.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

const settings = () => app.must('GET', '/v1/settings');

describe('settings', () => {
  it('are those of the contract at a fresh start', async () => {
    const answer = await app.get('/v1/settings');
    const { data } = await app.must('GET', '/v1/calendars');
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toEqual({
      timeZone: 'UTC',
      currency: 'EUR',
      contactHours: {},
      defaultCalendarId: data[0].id,
      backdating: { rep: 'PT15M', integration: 'P7D' },
      stormBreaker: { moves: 200, per: 'PT10M' },
      silence: { alarm: true, hold: false, after: 'PT30M' },
      alertsTo: [],
      repBlocksFor: 'P180D',
      renewalLead: 'P120D',
      termAtWin: 'optional',
      refLinks: {},
      individualReports: 'self',
      duplicates: 'separate',
      placeholders: expect.arrayContaining(['none@none.com', 'noreply@']),
      ownDomains: [],
      unknownFields: 'refuse',
      version: 1,
      updatedAt: expect.any(String),
    });
    expect(data).toMatchObject([{ name: 'Default', timeZone: 'UTC', hours: { mon: [['09:00', '17:00']] } }]);
    expect(data[0].hours).not.toHaveProperty('sat');
  });

  it('are replaced as a whole, each time with a new version', async () => {
    const changed = await app.put('/v1/settings', {
      defaultCountry: 'DE',
      currency: 'USD',
      backdating: { rep: 'PT1H' },
      duplicates: 'separate',
    });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        timeZone: 'UTC',
        defaultCountry: 'DE',
        currency: 'USD',
        backdating: { rep: 'PT1H', integration: 'P7D' },
        version: 2,
      },
    });
    expect(changed.headers.get('etag')).toBe('"2"');
    const versions = await app.must('GET', '/v1/settings/versions');
    expect(versions.data).toMatchObject([
      {
        version: 2,
        by: { type: 'key' },
        changes: [
          { pointer: '/backdating/rep', from: 'PT15M', to: 'PT1H' },
          { pointer: '/currency', from: 'EUR', to: 'USD' },
          { pointer: '/defaultCountry', to: 'DE' },
        ],
      },
      { version: 1, by: { type: 'system' } },
    ]);
    const { data } = await app.feed('/v1/events?type=config.changed&limit=1000');
    expect(data.at(-1)).toMatchObject({
      subject: { type: 'settings', seq: 2 },
      data: { kind: 'settings', version: 2 },
    });
  });

  it.each([
    ['timeZone', 'Mars/Olympus'],
    ['timeZone', '+02:00'],
    ['defaultCountry', 'XX'],
    ['defaultCountry', 'Germany'],
    ['currency', 'euro'],
    ['currency', 'XXQ'],
    ['currency', 978],
    ['defaultCalendarId', '00000000-0000-7000-8000-00000000dead'],
    ['defaultCalendarId', 'default'],
    ['backdating', { rep: 'P401D' }],
    ['backdating', { rep: '-PT1H' }],
    ['backdating', { rep: 'P1M' }],
    ['backdating', { rep: 'PT0S' }],
    ['backdating', { everybody: 'PT1H' }],
    ['repBlocksFor', 'PT23H59M59S'],
    ['repBlocksFor', 'P401D'],
    ['repBlocksFor', 'half a year'],
    ['repBlocksFor', null],
    ['renewalLead', 'PT24H30M'],
    ['renewalLead', 'P401D'],
    ['renewalLead', 'P0D'],
    ['colour', 'red'],
  ])('reject a %s of %j', async (field, value) => {
    const refused = await app.put('/v1/settings', { [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.body.errors[0].pointer.split('/')[1]).toBe(field);
    expect((await settings()).version).toBe(2);
  });

  it('name what is wrong inside a value that may also be absent', async () => {
    const refused = await app.put('/v1/settings', { stormBreaker: { moves: 0, every: 'PT1M' } });
    expect(faults(refused)).toEqual([
      '/stormBreaker/per required',
      '/stormBreaker/every unknown',
      '/stormBreaker/moves tooSmall',
    ]);
    expect(faults(await app.put('/v1/settings', { stormBreaker: 200 }))).toEqual(['/stormBreaker value']);
  });

  it('limit how far back a touch may be dated', async () => {
    await app.must('PUT', '/v1/settings', { backdating: { integration: 'PT1S' } });
    const { id } = await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'kim@example.org' } });
    const key = await app.keyFor(['integration']);
    await app.moveBy(60_000);
    const touch = { kind: 'call', outcome: 'connected', occurredAt: new Date(app.time.now() - 1_001).toISOString() };
    expect(await app.post(`/v1/leads/${id}/touches`, touch, { key })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/occurredAt', code: 'backdated' }] },
    });
  });
});

describe('the defaults in the settings', () => {
  it('move the default calendar to their zone, clocks included, until a person edits it', async () => {
    const calendarId = (await settings()).defaultCalendarId;
    const path = `/v1/calendars/${calendarId}`;
    const policy = await app.must('POST', '/v1/sla-policies', {
      name: 'Half a day',
      firstTouch: { within: 'PT4H', leadWithin: 'PT4H' },
    });
    // Monday, 15:01 UTC: two hours are left of this day in London, six in New York.
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'lou@example.org' } });
    expect(lead).toMatchObject({ policy: { id: policy.id }, clocks: [{ dueAt: '2026-03-03T11:01:00.000Z' }] });

    await app.must('PUT', '/v1/settings', { timeZone: 'America/New_York' });
    expect(await app.must('GET', path)).toMatchObject({ timeZone: 'America/New_York', version: 2 });
    expect((await app.must('GET', `${path}/versions`)).data[0]).toMatchObject({
      by: { type: 'system' },
      changes: [{ pointer: '/timeZone', from: 'UTC', to: 'America/New_York' }],
    });
    expect((await app.must('GET', `/v1/leads/${lead.id}`)).clocks[0].dueAt).toBe('2026-03-02T19:01:00.000Z');

    const { id: _, version: __, createdAt: ___, updatedAt: ____, ...calendar } = await app.must('GET', path);
    await app.must('PUT', path, { ...calendar, holidays: ['2026-12-25'] });
    await app.must('PUT', '/v1/settings', { timeZone: 'Europe/Berlin' });
    expect((await app.must('GET', path)).timeZone).toBe('America/New_York');
  });

  it('have a country by its code in capitals', async () => {
    expect((await app.must('PUT', '/v1/settings', { defaultCountry: 'de' })).defaultCountry).toBe('DE');
    await app.must('PUT', '/v1/settings', {});
  });

  it('may name another calendar, which then applies', async () => {
    const { id } = await app.must('POST', '/v1/calendars', {
      name: 'Nights',
      timeZone: 'UTC',
      hours: { mon: [['00:00', '24:00']] },
    });
    await app.must('PUT', '/v1/settings', { defaultCalendarId: id.toUpperCase() });
    expect((await settings()).defaultCalendarId).toBe(id);
    expect(await app.delete(`/v1/calendars/${id}`)).toMatchObject({
      status: 409,
      body: { usedBy: [{ kind: 'settings' }] },
    });
    // Without the field, the calendar stays.
    await app.must('PUT', '/v1/settings', {});
    expect((await settings()).defaultCalendarId).toBe(id);
  });
});

describe('settings that are sent in part', () => {
  it('are replaced as a whole: missing fields get their defaults, except those that programs may not know', async () => {
    const before = await settings();
    await app.must('PUT', '/v1/settings', {
      timeZone: 'Europe/Berlin',
      defaultCountry: 'FR',
      backdating: { rep: 'PT1H' },
    });
    const { version: _, updatedAt: __, ...after } = await app.must('PUT', '/v1/settings', {});
    expect(after).toEqual({
      timeZone: 'UTC',
      currency: 'EUR',
      contactHours: {},
      defaultCalendarId: before.defaultCalendarId,
      backdating: { rep: 'PT15M', integration: 'P7D' },
      stormBreaker: { moves: 200, per: 'PT10M' },
      silence: { alarm: true, hold: false, after: 'PT30M' },
      alertsTo: [],
      repBlocksFor: 'P180D',
      renewalLead: 'P120D',
      termAtWin: 'optional',
      refLinks: {},
      individualReports: 'self',
      duplicates: before.duplicates,
      placeholders: before.placeholders,
      ownDomains: [],
      unknownFields: 'refuse',
    });
  });
});

describe('the setup', () => {
  it('says in plain words what is missing, until nothing is', async () => {
    const own = await TestApplication.start();
    const codes = async () => (await own.must('GET', '/v1/setup')).missing.map((each: { code: string }) => each.code);
    try {
      const fresh = await own.must('GET', '/v1/setup');
      expect(fresh.ready).toBe(false);
      expect(fresh.missing.every((each: { text: string }) => /^[A-Z].*\.$/.test(each.text))).toBe(true);
      expect(await codes()).toEqual(['noReps', 'nobodyRouted', 'noRules', 'noQueueOwner', 'noPolicies']);
      const { id: repId } = await own.must('POST', '/v1/reps', { name: 'Ann', email: 'ann@example.com' });
      expect(await codes()).toEqual(['nobodyRouted', 'noRules', 'noQueueOwner', 'noPolicies']);
      const { id: poolId } = await own.must('POST', '/v1/pools', { name: 'All', members: [{ repId }] });
      expect(await codes()).toEqual(['noRules', 'noQueueOwner', 'noPolicies']);
      await own.must('PUT', '/v1/routing', { rules: [], fallback: { poolId } });
      expect(await codes()).toEqual(['noQueueOwner', 'noPolicies']);
      await own.must('PUT', '/v1/routing', { rules: [], fallback: { poolId, queueOwnerId: repId } });
      await own.must('POST', '/v1/sla-policies', { name: 'All', mode: 'notify', firstTouch: { within: 'PT5M' } });
      expect(await own.must('GET', '/v1/setup')).toEqual({ ready: true, missing: [], warnings: [] });
      await own.must('PUT', `/v1/reps/${repId}`, { name: 'Ann', email: 'ann@example.com', active: false });
      expect(await codes()).toEqual(['noReps', 'nobodyRouted', 'noQueueOwner']);
    } finally {
      await own.stop();
    }
  });
});
