import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/sql/database.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

/** A span that begins and ends within days. */
const SPAN = 'from=2026-02-01T07:00:00Z&to=2026-06-20T13:00:00Z&timeZone=America/New_York';

let app: TestApplication;
let database: Database;
beforeAll(async () => {
  app = await TestApplication.start(MONDAY);
  await aDesk(app, ['Ann', 'Bo']);
  await aPolicy(app, { leadWithin: 'PT30M', onBreach: [] }, { time: 'elapsed' });
  database = app.application.app.get(Database);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const QUESTIONS = [
  'speed-to-lead?histogram=true',
  'speed-to-lead?by=source&until=contact',
  'speed-to-lead?by=rep,weekday',
  'speed-to-lead?by=day',
  'speed-to-lead?test=true',
  'breaches?by=policy,hour',
  'cadence?by=week',
  'dispositions?by=source,reason',
];

async function answers(): Promise<Json[]> {
  const all: Json[] = [];
  for (const question of QUESTIONS) all.push(await app.report(`${question}&${SPAN}`.replace(/^([a-z-]+)&/, '$1?')));
  return all;
}

/** Leads of some weeks: answered soon, late, after a month, or never. */
async function someWeeks(): Promise<Json[]> {
  const leads: Json[] = [];
  for (let day = 0; day < 12; day += 1) {
    leads.push(await aLead(app, { source: day % 3 === 0 ? 'ads' : 'fair', test: day % 5 === 4 }), await aLead(app));
    if (day % 2 === 0) await aTouch(app, leads.at(-1)!, { outcome: 'connected' });
    await app.moveBy(3 * MINUTE);
    if (day % 4 !== 3) await aTouch(app, leads.at(-2)!);
    await app.moveBy(DAY + 7 * MINUTE);
  }
  await app.must('POST', `/v1/leads/${leads[1]!.id}/disposition`, { category: 'lost', reason: 'price' });
  await app.moveBy(30 * DAY);
  await aTouch(app, leads[6]!, { outcome: 'connected' });
  return leads;
}

const daysThat = async (are: 'stale' | 'not stale') =>
  (await database.query<{ day: number }>(`select day from packed_day where ${are} order by day`)).rows.length;

describe('packed days', () => {
  it('give reports the same figures as the facts, also at the edges of a span', async () => {
    await someWeeks();
    const ofFacts = await answers();
    expect(ofFacts[0]).toMatchObject({ total: { leads: 22 } });
    expect(await daysThat('not stale')).toBe(0);
    await app.packReports();
    expect([await daysThat('stale'), await daysThat('not stale')]).toEqual([0, 12]);
    expect(await answers()).toEqual(ofFacts);
    // The reports read nothing but the packed days.
    await database.query('delete from packed_column');
    expect((await app.must('GET', `/v1/reports/speed-to-lead?${SPAN}`)).total.leads).toBe(0);
  });

  it('are ignored once one of their facts changes, until they are packed again', async () => {
    const leads = await someWeeks();
    await answers();
    await app.packReports();
    const never = leads[7]!;
    await aTouch(app, never);
    await app.must('POST', `/v1/leads/${never.id}/milestones`, {
      name: 'won',
      value: { amount: '10.00', currency: 'EUR' },
    });
    const changed = await answers();
    expect(await daysThat('stale')).toBe(1);
    await app.packReports();
    expect(await answers()).toEqual(changed);
  });

  it('are read as they were packed if many of them have changed, and the report says so', async () => {
    const leads: Json[] = [];
    for (let day = 0; day < 13; day += 1) {
      leads.push(await aLead(app));
      await app.moveBy(DAY);
    }
    await answers();
    await app.packReports();
    for (const lead of leads) await aTouch(app, lead);
    const touched = async () => {
      const { total, staleDays } = await app.report(`speed-to-lead?${SPAN}`);
      return [total.touched, staleDays];
    };
    expect(await touched()).toEqual([10, 3]);
    expect((await app.get('/metrics')).body).toMatch(/^touchline_report_days_waiting 13$/m);
    await app.packReports();
    expect(await touched()).toEqual([13, undefined]);
  });

  it('are packed anew when facts are deleted', async () => {
    await someWeeks();
    await answers();
    await app.packReports();
    await database.query(`delete from response where cycle = 1`);
    expect(await daysThat('not stale')).toBe(0);
    await app.packReports();
    expect((await app.must('GET', `/v1/reports/speed-to-lead?${SPAN}`)).total.leads).toBe(0);
  });

  it('hold spans of more than a month beside spans of a minute', async () => {
    const [soon, late] = [await aLead(app), await aLead(app)];
    await app.moveBy(MINUTE);
    await aTouch(app, soon!);
    await app.moveBy(90 * DAY);
    await aTouch(app, late!);
    await app.reportsCaughtUp();
    await app.packReports();
    const { total } = await app.must('GET', `/v1/reports/speed-to-lead?${SPAN}`);
    expect(total.elapsed).toMatchObject({ medianSeconds: 60, p99Seconds: 60 + (90 * DAY) / 1_000 });
    expect(total.split.totalSeconds).toBe(120 + (90 * DAY) / 1_000);
  });

  it('are packed once by two nodes, and lose no change made meanwhile', async () => {
    const lead = await aLead(app);
    await app.reportsCaughtUp();
    const change = (async () => {
      await aTouch(app, lead);
      await app.reportsCaughtUp();
    })();
    await Promise.all([app.packReports(), app.packReports(), change]);
    // The follower yields its place to the packing, and comes back for it.
    await app.reportsCaughtUp();
    await app.packReports();
    expect((await app.must('GET', `/v1/reports/speed-to-lead?${SPAN}`)).total.touched).toBe(1);
  });
});

it('a report with too many rows is refused', async () => {
  await database.query(`
    with made as (
      insert into report_key (kind, value, label) select 'campaign', 'c' || n, 'c' || n from generate_series(1, 10001) as n
      returning id)
    insert into conclusion (received_at, received_minute, cycle, source, channel, campaign, pool, policy, rep, team, reason,
                            category, intent, ending, test, lead_id)
    select '2026-03-10T00:00:00Z', 29552400, 1, 0, 0, id, 0, 0, 0, 0, 0, 0, 0, 0, false,
           overlay(gen_random_uuid()::text placing '019cd50b-1800-7' from 1)::uuid from made`);
  const { status, body } = await app.get(`/v1/reports/dispositions?${SPAN}&by=campaign`);
  expect(status).toBe(422);
  expect(body.errors).toMatchObject([{ pointer: '/by', code: 'tooMany' }]);
  expect(body.errors[0].message).toContain('more than 10000 rows');
});
