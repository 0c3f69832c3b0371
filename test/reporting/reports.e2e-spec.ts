import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { parse } from 'csv-parse/sync';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let reps: Json[];
beforeAll(async () => {
  app = await TestApplication.start(MONDAY);
  ({ reps } = await aDesk(app, ['Ann', 'Bo']));
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const touch = (lead: Json, fields: object = {}) => aTouch(app, lead, fields);
const reported = (path: string): Promise<Json> => {
  const [name, query = ''] = path.split('?');
  return app.report(`${name}?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z&${query}`);
};

describe('the report of breaches', () => {
  it('counts each promise once, as it ended', async () => {
    await aPolicy(app, { leadWithin: 'PT8M', onBreach: [] }, { time: 'elapsed' });
    const [met, missed, corrected, closed] = [await aLead(app), await aLead(app), await aLead(app), await aLead(app)];
    await aLead(app, { test: true });
    await touch(met!);
    await app.must('POST', `/v1/leads/${closed!.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.moveBy(10 * MINUTE);
    await touch(missed!);
    await touch(corrected!, { occurredAt: new Date(app.time.now() - 7 * MINUTE).toISOString() });
    await aLead(app);
    const { total } = await reported('breaches');
    expect(total.kinds.firstTouch).toEqual({
      made: 5,
      met: 2,
      breached: 1,
      corrected: 1,
      cancelled: 1,
      running: 1,
      struck: 0,
      attainment: 0.6667,
    });
    expect(total.kinds.leadResponse).toEqual(total.kinds.firstTouch);
    expect(total).toMatchObject({ made: 10, met: 4, breached: 2, corrected: 2, cancelled: 2, running: 2 });
    const { data } = await reported('breaches?by=rep');
    // The promise to the lead is the company's.
    expect(data.map(({ label }: Json) => label)).toEqual(['Ann', 'Bo', 'the company']);
    expect(data[0].kinds.firstTouch.made + data[1].kinds.firstTouch.made).toBe(5);
    expect(data[2].kinds).toMatchObject({ firstTouch: { made: 0 }, leadResponse: { made: 5 } });
  });
});

describe('the report of reassignments', () => {
  it('shows between whom leads moved, and why', async () => {
    await aPolicy(app, { onBreach: [{ after: 'PT0S', do: 'reassign' }], maxReassignments: 1 }, { time: 'elapsed' });
    const [ann, bo] = reps;
    await app.must('POST', '/v1/teams', { name: 'East', repIds: [ann!.id] });
    await app.must('PUT', `/v1/reps/${bo!.id}/availability`, { available: false });
    const first = await aLead(app);
    const second = await aLead(app);
    await app.must('PUT', `/v1/reps/${bo!.id}/availability`, { available: true });
    await app.must('POST', `/v1/leads/${first.id}/reassign`, { repId: bo!.id, reason: 'Speaks Dutch' });
    await app.must('POST', `/v1/leads/${first.id}/reassign`, { repId: ann!.id, reason: 'After all' });
    await touch(first);
    await app.moveBy(6 * MINUTE);
    expect((await app.must('GET', `/v1/leads/${second.id}`)).ownerId).toBe(bo!.id);
    const { data, total } = await reported('reassignments?by=rep');
    expect(total).toMatchObject({ moves: 3, movesAway: 3, causes: { manual: 2, breach: 1, absence: 0 } });
    expect(data.map(({ label, moves, movesAway }: Json) => [label, moves, movesAway])).toEqual([
      ['Ann', 1, 2],
      ['Bo', 2, 1],
    ]);
    expect(data[0]).toMatchObject({ causes: { manual: 1, breach: 0 }, causesAway: { manual: 1, breach: 1 } });
    expect(
      (await reported('reassignments?by=team')).data.map(({ label, moves, movesAway }: Json) => [
        label,
        moves,
        movesAway,
      ]),
    ).toEqual([
      ['East', 1, 2],
      ['no team', 2, 1],
    ]);
    expect((await reported('reassignments?by=pool')).data).toMatchObject([{ label: 'Desk', moves: 3, movesAway: 3 }]);
  });
});

it('a move that a late touch takes back counts for nobody but in the return, and its rep had the lead once', async () => {
  const returning = { onCorrection: 'return', onBreach: [{ after: 'PT0S', do: 'reassign' }] };
  await aPolicy(app, returning, { time: 'elapsed' });
  const lead = await aLead(app);
  await app.moveBy(10 * MINUTE);
  expect((await app.must('GET', `/v1/leads/${lead.id}`)).ownerId).toBe(reps[1]!.id);
  await touch(lead, { repId: reps[0]!.id, occurredAt: new Date(app.time.now() - 7 * MINUTE).toISOString() });
  expect((await app.must('GET', `/v1/leads/${lead.id}`)).ownerId).toBe(reps[0]!.id);
  const { total } = await reported('reassignments');
  expect(total).toMatchObject({ moves: 1, causes: { breach: 0, correction: 1 } });
  const { data } = await reported('speed-to-lead?by=rep');
  expect(data.map(({ label, leads }: Json) => [label, leads])).toEqual([['Ann', 1]]);
});

describe('the report of cadences', () => {
  it('shows the outcome of each step, and how many attempts it took', async () => {
    const steps = [
      { kinds: ['call'], after: 'PT1H', within: 'PT4H' },
      { kinds: ['email'], after: 'P1D', within: 'P1D' },
    ];
    await aPolicy(app, { onBreach: [] }, { time: 'elapsed', followUp: { steps, onMiss: [] } });
    const [kept, missed, reached] = [await aLead(app), await aLead(app), await aLead(app)];
    for (const lead of [kept, missed, reached]) await touch(lead!);
    await app.moveBy(2 * 60 * MINUTE);
    await touch(kept!);
    await touch(reached!, { kind: 'email', direction: 'inbound', outcome: 'replied' });
    await app.moveBy(6 * 60 * MINUTE);
    await touch(kept!, { outcome: 'connected' });
    const { total } = await reported('cadence');
    expect(total.steps).toEqual([
      {
        step: 1,
        begun: 3,
        kept: 1,
        missed: 1,
        cancelledByContact: 1,
        cancelled: 0,
        running: 0,
        struck: 0,
        reached: 1,
        contactRate: 0.3333,
      },
      {
        step: 2,
        begun: 2,
        kept: 0,
        missed: 0,
        cancelledByContact: 1,
        cancelled: 0,
        running: 1,
        struck: 0,
        reached: 1,
        contactRate: 1,
      },
    ]);
    // One was called three times; the other wrote after one call.
    expect(total.attemptsUntilContact).toEqual({ leads: 2, median: 1, p90: 3, p99: 3 });
  });
});

describe('the report of open leads', () => {
  it('shows the owners of open leads, their ages and the progress of work', async () => {
    const old = await aLead(app, { source: 'Fair' });
    await touch(old, { outcome: 'connected' });
    await app.moveBy(2 * DAY);
    const [young, closed] = [await aLead(app), await aLead(app)];
    await app.must('POST', `/v1/leads/${closed!.id}/disposition`, { category: 'lost', reason: 'price' });
    for (const rep of reps) await app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: false });
    await aLead(app, { source: 'fair' });
    await aLead(app, { test: true });
    const { data, total } = await app.report('ageing?by=rep');
    expect(total).toMatchObject({
      leads: 3,
      waiting: 1,
      states: { untouched: 2, connected: 1 },
      ages: { upTo1h: { leads: 2, untouched: 2 }, upTo3d: { leads: 1, connected: 1 } },
      oldestSeconds: (2 * DAY) / 1_000,
      filter: { status: 'open' },
    });
    const owner = (await app.must('GET', `/v1/leads/${young!.id}`)).ownerId;
    expect(data.map(({ key, leads }: Json) => [key.rep, leads])).toEqual(
      expect.arrayContaining([
        [owner, 1],
        [null, 1],
      ]),
    );
    expect((await app.report('ageing?by=source')).data.map(({ label, leads }: Json) => [label, leads])).toEqual([
      ['Fair', 2],
      ['web', 1],
    ]);
    expect((await app.report('ageing?by=team,day')).data).toHaveLength(2);
    expect((await app.report('ageing?from=2026-03-03T00:00:00Z')).total.leads).toBe(2);
  });

  it('lists for a rep the leads that are theirs now, not those that have moved on', async () => {
    const [ann, bo] = reps as [Json, Json];
    const [moved, kept] = [
      await aLead(app, { owner: { repId: ann.id } }),
      await aLead(app, { owner: { repId: ann.id } }),
    ];
    await app.must('POST', `/v1/leads/${moved.id}/reassign`, { repId: bo.id, reason: 'Speaks Dutch' });
    const { data } = await app.report('ageing?by=rep');
    const listed = async ({ filter }: Json) =>
      (await app.must('GET', `/v1/leads?${new URLSearchParams(filter)}`)).data.map(({ id }: Json) => id);
    expect(data.map(({ label, leads }: Json) => [label, leads])).toEqual([
      ['Ann', 1],
      ['Bo', 1],
    ]);
    expect(await Promise.all(data.map(listed))).toEqual([[kept.id], [moved.id]]);
  });

  it('counts a lead on the day and in the hour in which it came in, to its last second', async () => {
    const midnight = (Math.floor(app.time.now() / DAY) + 1) * DAY;
    await app.moveTo(midnight - 15_000);
    const { receivedAt } = await aLead(app);
    const keys = async (by: string) =>
      (await app.report(`ageing?timeZone=UTC&by=${by}`)).data.map(({ key, leads }: Json) => [key[by], leads]);
    expect(await keys('day')).toEqual([[receivedAt.slice(0, 10), 1]]);
    expect(await keys('hour')).toEqual([[23, 1]]);
  });
});

describe('a report by country', () => {
  it('uses the country of the person, else of the company, before and after a touch', async () => {
    const [german] = [
      await aLead(app, { contact: { country: 'Germany' }, company: { country: 'FR' } }),
      await aLead(app, { contact: {}, company: { country: 'FR' } }),
      await aLead(app, { contact: { country: 'DE' } }),
      await aLead(app),
    ];
    const rows = async (report: string) => {
      const { data } = await app.report(`${report}?by=country`);
      return data.map(({ key, label, leads }: Json) => [key.country, label, leads]);
    };
    const expected = [
      ['DE', 'DE', 2],
      ['FR', 'FR', 1],
      [null, 'no country', 1],
    ];
    for (const report of ['speed-to-lead', 'ageing']) expect((await rows(report)).sort()).toEqual([...expected].sort());
    await touch(german!, { outcome: 'connected' });
    await app.packReports();
    expect((await rows('speed-to-lead')).sort()).toEqual([...expected].sort());
    const { data } = await app.report('speed-to-lead?by=country');
    const { filter } = data.find(({ key }: Json) => key.country === 'DE');
    const listed = await app.must('GET', `/v1/leads?${new URLSearchParams(filter)}`);
    expect(listed.data).toHaveLength(2);
  });
});

describe('a report as CSV', () => {
  it('equals the report as JSON', async () => {
    await aPolicy(app, { onBreach: [] }, { followUp: { steps: [{ kinds: ['call'], after: 'PT1H', within: 'PT1H' }] } });
    const lead = await aLead(app, { source: '=ads', campaign: 'Spring, "early"' });
    await aLead(app, { source: 'fair' });
    await app.moveBy(90_500);
    await touch(lead, { outcome: 'connected' });
    for (const name of ['speed-to-lead', 'breaches', 'reassignments', 'cadence', 'ageing', 'dispositions']) {
      const path = `${name}?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z&by=source,campaign`;
      const { data, total, leavesOut } = await app.report(path);
      const { type, body, headers } = await app.get(`/v1/reports/${path}`, { headers: { accept: 'text/csv' } });
      expect([type, headers.get('content-disposition')]).toEqual(['text/csv', `attachment; filename="${name}.csv"`]);
      const lines: Record<string, string>[] = parse(body, { columns: true });
      expect(lines).toHaveLength(data.length + 1);
      for (const [index, row] of [...data, { ...total, ...(leavesOut && { leavesOut }) }].entries()) {
        const cells = cellsOf(row);
        const shown = Object.entries(lines[index]!).filter(([column, cell]) => cell !== '' || column in cells);
        // A cell that a spreadsheet would take for a formula has a ' before it.
        expect(Object.fromEntries(shown.map(([column, cell]) => [column, cell.replace(/^'=/, '=')]))).toEqual(cells);
      }
    }
  });
});

function cellsOf(row: Json, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries<Json>(row).flatMap(([name, value]): [string, string][] => {
      const column = `${path}${name}`;
      if (value === null) return [[column, '']];
      if (column === 'filter') return [[column, new URLSearchParams(value).toString()]];
      return typeof value === 'object' ? Object.entries(cellsOf(value, `${column}.`)) : [[column, String(value)]];
    }),
  );
}

it('a lead whose facts cannot be made is logged and holds up no other', async () => {
  await aPolicy(app);
  const leads = [await aLead(app), await aLead(app), await aLead(app)];
  await app.asOwner(`create function refuse() returns trigger language plpgsql as $$
    begin raise exception 'the facts are spoilt' using errcode = '23514'; end $$`);
  await app.asOwner(`create trigger spoilt before insert on promise for each row
    when (new.lead_id = '${leads[1]!.id}') execute function refuse()`);
  const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  for (const lead of leads) await touch(lead);
  const { total } = await reported('breaches');
  expect(total.kinds.firstTouch).toMatchObject({ made: 3, met: 2, running: 1 });
  expect(logged.mock.calls[0]![0]).toBe(
    `The facts of lead ${leads[1]!.id} cannot be built, so reports leave it as it was: the facts are spoilt`,
  );
  await app.packReports();
  expect((await reported('breaches')).total.kinds.firstTouch).toMatchObject({ made: 2, met: 2 });
  expect(logged.mock.lastCall![0]).toBe(
    `The facts of lead ${leads[1]!.id} cannot be built, so reports are without it: the facts are spoilt`,
  );
  jest.restoreAllMocks();
  await app.asOwner('drop function refuse cascade');
  await touch(leads[1]!);
  expect((await reported('breaches')).total.kinds.firstTouch).toMatchObject({ made: 3, met: 3 });
});

it('a day in `from` and `to` begins in the requested zone, else in that of the settings', async () => {
  const leadsOf = async (query: string) => (await app.report(`speed-to-lead?${query}`)).total.leads;
  await app.moveTo('2026-03-03T07:30:00Z');
  await aLead(app);
  expect(await leadsOf('from=2026-03-03&to=2026-03-04&timeZone=UTC')).toBe(1);
  expect(await leadsOf('from=2026-03-03&to=2026-03-04&timeZone=America/Los_Angeles')).toBe(0);
  expect(await leadsOf('from=2026-03-02&to=2026-03-03&timeZone=America/Los_Angeles')).toBe(1);
  await app.must('PUT', '/v1/settings', {
    ...(await app.must('GET', '/v1/settings')),
    timeZone: 'America/Los_Angeles',
  });
  expect(await leadsOf('from=2026-03-03&to=2026-03-04')).toBe(0);
  expect(await leadsOf('from=2026-03-02&to=2026-03-03')).toBe(1);
  const { status, body } = await app.get('/v1/reports/speed-to-lead?from=2026-02-30');
  expect([status, body.errors[0]]).toEqual([
    422,
    expect.objectContaining({
      pointer: '/from',
      message: expect.stringContaining('Expected a day such as 2026-11-20'),
    }),
  ]);
});
