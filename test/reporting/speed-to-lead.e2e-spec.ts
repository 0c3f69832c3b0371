import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CALLS, daily, EIGHT_IN_HONOLULU, HONOLULU } from '../contact/contact.builder.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, aTouch, faults } from '../support/people.js';
import { aPolicy, NEW_YORK } from '../support/policies.js';

/** Two weeks around the Monday on which everything happens. */
const WEEK = 'from=2026-03-01T00:00:00Z&to=2026-03-15T00:00:00Z';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start(MONDAY);
});
afterEach(() => app.stop());

const speed = (query = '', key?: string): Promise<Json> =>
  app.report(`speed-to-lead?${WEEK}${query}`, key === undefined ? {} : { key });
const call = (lead: Json, fields: object = {}) => aTouch(app, lead, fields);

/** Ann and Bo in New York, with five minutes for each owner and thirty for the lead. */
async function aNewYorkDesk(
  fields: object = {},
  people: (string | { id: string })[] = ['Ann', 'Bo'],
  policyFields: object = {},
) {
  const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
  const policy = await aPolicy(app, { leadWithin: 'PT30M', ...fields }, policyFields);
  const desk = await aDesk(app, people, { calendarId: calendar.id });
  return { ...desk, calendar, policy };
}

describe('the report of speed to lead', () => {
  it('charges nobody for the hours in which the lead may not be called', async () => {
    await app.must('PUT', '/v1/settings', { contactHours: CALLS });
    const berlin = { name: 'Berlin, late', timeZone: 'Europe/Berlin', hours: daily('10:00', '20:00') };
    const calendar = await app.must('POST', '/v1/calendars', berlin);
    await aDesk(app, [await aRep(app, 'Ann', { calendarId: calendar.id })]);
    await aPolicy(app, { counts: [{ kind: 'call' }], within: 'PT30M', leadWithin: 'PT1H' }, { leadHours: true });
    const lead = await aLead(app, HONOLULU);
    await app.moveTo(Date.parse(EIGHT_IN_HONOLULU) + 10 * MINUTE);
    await call(lead);
    const waited = (Date.parse(EIGHT_IN_HONOLULU) - Date.parse(lead.receivedAt)) / 1_000;
    const expected = { ownerSeconds: 600, offHoursSeconds: waited, totalSeconds: waited + 600 };
    expect((await speed()).total.split).toMatchObject(expected);
    const { data } = await speed('&by=rep');
    expect(data).toMatchObject([{ split: expected, working: { medianSeconds: 600 } }]);
  });

  it('shows how soon leads were answered, and where the time went', async () => {
    await aNewYorkDesk();
    const sentAt = new Date(app.time.now() - 90_000).toISOString();
    const first = await aLead(app, { source: 'Ads', submittedAt: sentAt });
    const second = await aLead(app, { source: 'ads' });
    await aLead(app, { source: 'fair' });
    await aLead(app, { source: 'ads', test: true });
    await app.moveBy(2 * MINUTE + 345);
    await call(first, { outcome: 'connected' });
    await app.moveBy(MINUTE);
    await call(second);
    await app.must('POST', `/v1/leads/${first.id}/milestones`, { name: 'qualified' });
    const { data, total } = await speed('&by=source');
    expect(data.map(({ key, leads, touched }: Json) => [key.source, leads, touched])).toEqual([
      ['Ads', 2, 2],
      ['fair', 1, 0],
    ]);
    expect(data[0]).toMatchObject({
      label: 'Ads',
      attainment: 1,
      elapsed: { medianSeconds: 120.345, p90Seconds: 180.345, p99Seconds: 180.345 },
      working: { medianSeconds: 120.345, p90Seconds: 180.345 },
      bands: { upTo5m: 2, upTo15m: 0, upTo60m: 0, over60m: 0, never: 0 },
      bandRates: { upTo5m: { contact: 0.5, qualified: 0.5, won: 0 }, never: { contact: null } },
      split: {
        beforeReceiptSeconds: 90,
        systemSeconds: 0,
        ownerSeconds: 300.69,
        offHoursSeconds: 0,
        pausedSeconds: 0,
        totalSeconds: 390.69,
      },
    });
    expect(total).toMatchObject({ key: {}, label: 'total', leads: 3, touched: 2, bands: { upTo5m: 2, never: 1 } });
  });

  it('charges each owner only with their own time, and nobody with the night', async () => {
    const { reps } = await aNewYorkDesk({ onBreach: [{ after: 'PT0S', do: 'reassign' }], maxReassignments: 1 });
    await app.moveTo('2026-03-02T21:58:00.000Z');
    const lead = await aLead(app);
    // Two minutes until 17:00, three from 09:00 on: then it goes to the other one, who calls four minutes later.
    await app.moveTo('2026-03-03T14:07:00.000Z');
    await call(lead);
    const { data } = await speed('&by=rep');
    const row = (index: number) => data.find(({ key }: Json) => key.rep === reps[index].id);
    const night = 16 * 3_600;
    expect(row(0)).toMatchObject({
      label: 'Ann',
      leads: 1,
      touched: 0,
      attainment: 0,
      bands: { never: 1 },
      split: { totalSeconds: 0 },
    });
    expect(row(1)).toMatchObject({
      label: 'Bo',
      leads: 1,
      touched: 1,
      attainment: 1,
      elapsed: { medianSeconds: 240 },
      split: { ownerSeconds: 240, offHoursSeconds: 0, totalSeconds: 240 },
    });
    const { total } = await speed();
    expect(total).toMatchObject({
      touched: 1,
      elapsed: { medianSeconds: night + 540 },
      working: { medianSeconds: 540 },
      bands: { over60m: 1 },
      workingBands: { upTo15m: 1, over60m: 0 },
      split: { systemSeconds: 0, ownerSeconds: 540, offHoursSeconds: night, totalSeconds: night + 540 },
    });
  });

  it('charges time in the queue to the system', async () => {
    const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
    await aPolicy(app);
    const { reps } = await aDesk(app, ['Ann'], { calendarId: calendar.id });
    await app.must('PUT', `/v1/reps/${reps[0].id}/availability`, { available: false });
    const lead = await aLead(app);
    await app.moveBy(7 * MINUTE);
    await app.must('PUT', `/v1/reps/${reps[0].id}/availability`, { available: true });
    await app.moveBy(3 * MINUTE);
    await call(lead);
    expect((await speed()).total.split).toMatchObject({ systemSeconds: 420, ownerSeconds: 180, totalSeconds: 600 });
    expect((await speed('&by=rep')).total).toMatchObject({
      elapsed: { medianSeconds: 180 },
      split: { systemSeconds: 0, totalSeconds: 180 },
    });
  });

  it('stays as it was after changes of calendars, absences and teams', async () => {
    const { reps, calendar } = await aNewYorkDesk({ within: 'PT6H' });
    const [ann, bo] = reps;
    const team = await app.must('POST', '/v1/teams', { name: 'East', repIds: [ann.id, bo.id] });
    const away = await app.must('POST', `/v1/reps/${ann.id}/absences`, {
      from: '2026-03-02T16:00:00Z',
      to: '2026-03-02T17:00:00Z',
      openLeads: 'keep',
    });
    const leads = [await aLead(app), await aLead(app)];
    await app.moveTo('2026-03-02T18:00:00.000Z');
    for (const lead of leads) await call(lead);
    const asked = ['', '&by=rep', '&by=team', '&by=team&until=contact'];
    const before: Json[] = [];
    for (const query of asked) before.push(await speed(query));
    expect(before[1].data.map(({ split }: Json) => [split.ownerSeconds, split.offHoursSeconds])).toEqual(
      expect.arrayContaining([
        [2 * 3_600, 3_600],
        [3 * 3_600, 0],
      ]),
    );
    await app.must('PUT', `/v1/calendars/${calendar.id}`, { ...NEW_YORK, hours: { mon: [['12:00', '13:00']] } });
    await app.must('DELETE', `/v1/reps/${ann.id}/absences/${away.id}`);
    await app.must('PUT', `/v1/teams/${team.id}`, { name: 'East', repIds: [] });
    // The new touches have all facts written anew; the contact is the only news.
    for (const lead of leads) await call(lead, { outcome: 'connected' });
    const after: Json[] = [];
    for (const query of asked) after.push(await speed(query));
    const withoutRates = (report: Json) => JSON.stringify(report).replaceAll(/"contact":(null|[\d.]+)/g, '');
    expect(after.slice(0, 3).map(withoutRates)).toEqual(before.slice(0, 3).map(withoutRates));
    expect(before[3].total.touched).toBe(0);
    expect(after[3].data).toHaveLength(1);
    expect(after[3].total.split).toEqual(after[2].total.split);
  });

  it('uses the calendar that it counted by first also for later touches', async () => {
    const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
    await aDesk(app, ['Ann'], { calendarId: calendar.id });
    const lead = await aLead(app);
    await app.moveBy(60 * MINUTE);
    await call(lead);
    expect((await speed()).total.split).toMatchObject({ ownerSeconds: 3_600 });
    await app.must('PUT', `/v1/calendars/${calendar.id}`, { ...NEW_YORK, hours: { tue: [['12:00', '13:00']] } });
    await app.moveBy(60 * MINUTE);
    await call(lead, { outcome: 'connected' });
    expect((await speed('&until=contact')).total).toMatchObject({
      working: { medianSeconds: 7_200 },
      split: { ownerSeconds: 7_200, offHoursSeconds: 0 },
    });
    await app.moveTo('2026-03-03T15:00:00.000Z');
    const later = await aLead(app);
    await app.moveTo('2026-03-03T17:30:00.000Z');
    await call(later);
    expect((await speed('&by=day')).data[1].split).toMatchObject({ ownerSeconds: 1_800, offHoursSeconds: 7_200 });
  });

  it('subtracts pauses from the time of the owner, and shows how long they were', async () => {
    await aNewYorkDesk({}, ['Ann'], { pauses: { most: 'P1D', times: 2 } });
    const lead = await aLead(app);
    await app.moveBy(2 * MINUTE);
    const until = new Date(app.time.now() + 30 * MINUTE).toISOString();
    await app.must('POST', `/v1/leads/${lead.id}/pause`, { until, reason: 'Asked us to call at half past' });
    await app.moveBy(31 * MINUTE);
    await call(lead);
    const split = { systemSeconds: 0, ownerSeconds: 180, pausedSeconds: 1_800, totalSeconds: 1_980 };
    expect((await speed()).total).toMatchObject({ split, working: { medianSeconds: 180 } });
    expect((await speed('&by=rep')).total).toMatchObject({ split, working: { medianSeconds: 180 }, attainment: 1 });
  });

  it('counts the same time as working and in the parts, with and without an owner', async () => {
    const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
    const ann = await aRep(app, 'Ann');
    await aPolicy(app, { leadWithin: 'PT2H' });
    await aDesk(app, [ann], { calendarId: calendar.id, offHours: 'wait' });
    // Nobody has it for an hour until 17:00, in the night, and in the first half hour of the morning.
    await app.moveTo('2026-03-02T21:00:00.000Z');
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    const lead = await aLead(app);
    await app.moveTo('2026-03-03T14:30:00.000Z');
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: true });
    await app.moveBy(6 * MINUTE);
    await call(lead);
    expect((await speed()).total).toMatchObject({
      working: { medianSeconds: 96 * 60 },
      split: { systemSeconds: 90 * 60, ownerSeconds: 6 * 60, offHoursSeconds: 16 * 3_600, pausedSeconds: 0 },
    });
  });

  it('changes when a touch is reported late', async () => {
    await aNewYorkDesk();
    const lead = await aLead(app);
    await app.moveBy(20 * MINUTE);
    await call(lead);
    expect((await speed()).total).toMatchObject({ elapsed: { medianSeconds: 1_200 } });
    expect((await speed('&by=rep')).total).toMatchObject({ attainment: 0 });
    await call(lead, { occurredAt: new Date(app.time.now() - 16 * MINUTE).toISOString() });
    expect((await speed()).total).toMatchObject({ elapsed: { medianSeconds: 240 }, split: { ownerSeconds: 240 } });
    expect((await speed('&by=rep')).total).toMatchObject({ attainment: 1, bands: { upTo5m: 1, upTo60m: 0 } });
  });

  it('no longer counts a touch that is voided', async () => {
    await aNewYorkDesk();
    const lead = await aLead(app);
    await app.moveBy(MINUTE);
    const touch = await call(lead, { outcome: 'connected' });
    expect((await speed('&until=contact')).total).toMatchObject({ touched: 1 });
    await app.must('POST', `/v1/leads/${lead.id}/touches/${touch.id}/void`, { reason: 'Another lead' });
    expect((await speed('&until=contact')).total).toMatchObject({ touched: 0 });
    expect((await speed()).total).toMatchObject({ touched: 0, bands: { upTo5m: 0, never: 1 } });
  });

  it('drops a later owner of a lead that turns out to have been answered', async () => {
    const { reps } = await aNewYorkDesk({ onBreach: [{ after: 'PT0S', do: 'reassign' }] });
    const lead = await aLead(app);
    await app.moveBy(7 * MINUTE);
    expect((await speed('&by=rep')).data).toHaveLength(2);
    await call(lead, { occurredAt: new Date(app.time.now() - 4 * MINUTE).toISOString(), repId: reps[0].id });
    const { data } = await speed('&by=rep');
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ key: { rep: reps[0].id }, touched: 1, attainment: 1, bands: { upTo5m: 1 } });
  });

  it('has a row for leads that no policy covers, and the list filter of each row', async () => {
    const { pool, policy } = await aNewYorkDesk({}, ['Ann']);
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, {
      ...policy,
      when: { field: 'source', op: 'eq', value: 'ads' },
    });
    await aLead(app, { source: 'ads', channel: 'search', campaign: 'spring' });
    await aLead(app, { source: 'fair' });
    await aLead(app, { source: 'ads', test: true });
    const { data } = await speed('&by=policy');
    expect(data.map(({ key, label }: Json) => [key.policy, label])).toEqual([
      [policy.id, policy.name],
      [null, 'no policy'],
    ]);
    for (const by of ['source', 'channel', 'campaign,source', 'rep', 'day', 'day,rep']) {
      const rows = (await speed(`&by=${by}`)).data;
      for (const row of rows.filter(({ filter }: Json) => filter !== null)) {
        const listed = await app.must('GET', `/v1/leads?${new URLSearchParams(row.filter)}`);
        expect([by, listed.data.length]).toEqual([by, row.leads]);
      }
      expect(rows.filter(({ filter }: Json) => filter === null).length).toBe(/channel|campaign/.test(by) ? 1 : 0);
    }
    expect(pool.id).toBe((await speed('&by=pool')).data[0].key.pool);
    expect((await speed('&test=true')).total.leads).toBe(1);
  });

  it('has no list for a pool or a policy, which leads may have left, unless it is of what is open now', async () => {
    const { pool, policy } = await aNewYorkDesk({}, ['Ann']);
    const lead = await aLead(app);
    const members = [{ repId: (await aRep(app, 'Bo')).id }];
    const other = await app.must('POST', '/v1/pools', { name: 'Other', strategy: 'roundRobin', members });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: other.id, reason: 'Not ours' });
    for (const [by, counted] of [
      ['pool', pool.id],
      ['policy', policy.id],
    ] as const) {
      const rows = (await speed(`&by=${by}`)).data.filter(({ leads }: Json) => leads > 0);
      expect(rows).toMatchObject([{ key: { [by]: counted }, leads: 1, filter: null }]);
      const [row] = (await app.report(`ageing?by=${by}`)).data;
      const { data } = await app.must('GET', `/v1/leads?${new URLSearchParams(row.filter)}`);
      expect(data.map(({ id }: Json) => id)).toEqual([lead.id]);
    }
    // The pool to which it moved counts the promise of its owner, and no lead.
    const others = (await speed('&by=pool')).data.filter(({ leads }: Json) => leads === 0);
    expect(others).toMatchObject([{ key: { pool: other.id }, ownersInTime: { undecided: 1 } }]);
  });

  it('reads days and hours in the requested zone', async () => {
    await aNewYorkDesk();
    await app.moveTo('2026-03-08T06:59:59.999Z');
    await aLead(app);
    await app.moveTo('2026-03-08T07:00:00.000Z');
    await aLead(app);
    await app.moveTo('2026-03-09T03:59:00.000Z');
    await aLead(app);
    const keys = async (query: string) =>
      (await speed(query)).data.map(({ key, label, leads }: Json) => [Object.values(key).join(' '), label, leads]);
    const zone = 'timeZone=America/New_York';
    // From 01:59 the clocks leap to 03:00.
    expect(await keys(`&by=weekday,hour&${zone}`)).toEqual([
      ['sun 1', 'sun, 01:00', 1],
      ['sun 3', 'sun, 03:00', 1],
      ['sun 23', 'sun, 23:00', 1],
    ]);
    expect(await keys(`&by=day&${zone}`)).toEqual([['2026-03-08', '2026-03-08', 3]]);
    expect(await keys('&by=day')).toEqual([
      ['2026-03-08', '2026-03-08', 2],
      ['2026-03-09', '2026-03-09', 1],
    ]);
    const [row] = (await speed(`&by=day&${zone}`)).data;
    expect(row.filter).toMatchObject({
      receivedFrom: '2026-03-08T05:00:00.000Z',
      receivedTo: '2026-03-09T04:00:00.000Z',
    });
  });

  it('counts a lead again when it came back, and says what it leaves out', async () => {
    const { reps } = await aNewYorkDesk({}, ['Ann']);
    const lead = await aLead(app);
    await app.moveBy(MINUTE);
    await call(lead);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.moveBy(60 * MINUTE);
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'They wrote again' });
    await app.moveBy(2 * MINUTE);
    await call(lead);
    const [rep] = reps;
    const test = await aLead(app, { test: true });
    await app.must('POST', `/v1/leads/${test.id}/reassign`, { repId: rep.id, reason: 'A try' });
    expect(await speed()).toMatchObject({
      total: { leads: 2, elapsed: { p99Seconds: 120 } },
      leavesOut: { laterCycles: 0, testLeads: 1 },
    });
    const key = await app.keyFor(['rep'], rep.id);
    const first = await Promise.all([
      speed('&cycles=first'),
      speed('&cycles=first&by=rep'),
      speed('&cycles=first', key),
    ]);
    expect(first.map(({ leavesOut }) => leavesOut)).toEqual(
      first.map(() => ({ laterCycles: 1, testLeads: 1, imported: 0 })),
    );
    for (const { total } of first) expect(total).toMatchObject({ leads: 1, elapsed: { p99Seconds: 60 } });
    const others = await app.keyFor(['rep'], (await aRep(app, 'Bo')).id);
    expect((await speed('&cycles=first', others)).leavesOut).toEqual({ laterCycles: 0, testLeads: 0, imported: 0 });
    expect(await speed('&test=true')).toMatchObject({
      total: { leads: 1 },
      leavesOut: { laterCycles: 0, testLeads: 0 },
    });
    await app.packReports();
    expect((await speed('&cycles=first')).leavesOut).toEqual({ laterCycles: 1, testLeads: 1, imported: 0 });
  });

  it('shows reps their own rows, and managers those of their reps, whatever they request', async () => {
    const boss = await app.must('POST', '/v1/reps', { name: 'Mo', email: 'mo@example.com' });
    const ann = await app.must('POST', '/v1/reps', { name: 'Ann', email: 'ann@example.com', managerId: boss.id });
    const bo = await app.must('POST', '/v1/reps', { name: 'Bo', email: 'bo@example.com' });
    await aNewYorkDesk({}, [ann, bo]);
    for (let sent = 0; sent < 4; sent += 1) await call(await aLead(app));
    const leads = async (scopes: string[], repId: string | undefined, query: string) => {
      const { data, total } = await speed(query, await app.keyFor(scopes, repId));
      return [data.map(({ label }: Json) => label).join(), total.leads];
    };
    expect(await leads(['read'], undefined, '&by=rep')).toEqual(['Ann,Bo', 4]);
    expect(await leads(['rep'], ann.id, '&by=rep')).toEqual(['Ann', 2]);
    expect(await leads(['rep'], ann.id, '&by=source')).toEqual(['web', 2]);
    expect(await leads(['manager'], boss.id, '&by=rep')).toEqual(['Ann', 2]);
    expect(await leads(['rep'], boss.id, '&by=rep')).toEqual(['', 0]);
    for (const name of ['breaches', 'reassignments', 'cadence', 'ageing']) {
      const { data } = await app.report(`${name}?by=rep`, { key: await app.keyFor(['rep'], bo.id) });
      expect(data.every(({ label }: Json) => label === 'Bo')).toBe(true);
    }
  });

  it('counts a lead for both reps of a manager who had it, and once for those who read everything', async () => {
    const boss = await aRep(app, 'Mo');
    const [ann, bo] = [await aRep(app, 'Ann', { managerId: boss.id }), await aRep(app, 'Bo', { managerId: boss.id })];
    await aNewYorkDesk({}, [ann, bo]);
    const lead = await aLead(app, { owner: { repId: ann.id } });
    await app.moveBy(MINUTE);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Knows them' });
    await app.moveBy(MINUTE);
    await call(lead);
    const ofTeam = await app.keyFor(['manager'], boss.id);
    for (const by of ['source', 'weekday,hour']) {
      expect((await speed(`&by=${by}`, ofTeam)).total).toMatchObject({ leads: 2, touched: 1 });
      expect((await speed(`&by=${by}`)).total).toMatchObject({ leads: 1, touched: 1 });
    }
  });

  it('shows the distribution of the answers', async () => {
    await aNewYorkDesk();
    await call(await aLead(app));
    const lead = await aLead(app);
    await app.moveBy(5 * MINUTE);
    await call(lead);
    const { total } = await speed('&histogram=true');
    expect(total.histogram).toEqual([
      { upToSeconds: 0.5859375, leads: 1 },
      { upToSeconds: 300, leads: 1 },
    ]);
    expect(total.bands.upTo5m).toBe(2);
  });

  it('refuses an invalid query with all its faults', async () => {
    const asked = (query: string) => app.get(`/v1/reports/speed-to-lead?${query}`);
    expect(faults(await asked('by=colour'))).toEqual(['/by value']);
    expect(faults(await asked('by=,'))).toEqual(['/by value']);
    expect(faults(await asked('by=source,rep,day'))).toEqual(['/by tooMany']);
    expect(faults(await asked('by=rep,rep'))).toEqual(['/by duplicate']);
    expect(faults(await asked('from=2026-03-02T00:00:00Z&to=2026-03-02T00:00:00Z&by=x'))).toEqual([
      '/to inverted',
      '/by value',
    ]);
    expect(faults(await asked('from=2026-04-02T00:00:00Z'))).toEqual(['/from inverted']);
    const oneDay = await asked('from=2026-03-02&to=2026-03-02');
    expect(oneDay.body.errors[0].message).toMatch(/name the day after the last\.$/);
    expect(faults(await asked('from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z'))).toEqual(['/to tooMany']);
    expect(faults(await asked('timeZone=Mars/Base&until=sale'))).toEqual(['/timeZone timeZone', '/until value']);
    expect(faults(await app.get('/v1/reports/breaches?until=contact'))).toEqual(['/until unknown']);
  });
});
