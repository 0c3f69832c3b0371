import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { VALUE_DIMENSIONS } from '../../src/figures/dimension.js';
import { Database } from '../../src/platform/sql/database.js';
import { FactStore } from '../../src/reporting/facts/fact.store.js';
import { ReportFacts } from '../../src/reporting/facts/report-facts.service.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const SPAN = 'from=2026-02-01T07:00:00Z&to=2026-06-20T13:00:00Z&timeZone=America/New_York';

let app: TestApplication;
let database: Database;
let ann: Json;
let bo: Json;
let team: Json;
beforeAll(async () => {
  app = await TestApplication.start(MONDAY);
  const { reps, pool } = await aDesk(app, ['Ann', 'Bo']);
  [ann, bo] = reps as [Json, Json];
  team = await app.must('POST', '/v1/teams', { name: 'East', repIds: [ann.id] });
  const assign = { poolId: pool.id };
  const when = { not: { field: 'channel', op: 'eq', value: 'fax' } };
  await app.must('PUT', '/v1/routing', { rules: [{ name: 'Most', when, assign }], fallback: {} });
  await aPolicy(app, { within: 'PT8H', leadWithin: 'PT8H', onBreach: [] }, { time: 'elapsed' });
  database = app.application.app.get(Database);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const GROUPS = ['', ...VALUE_DIMENSIONS.map((dimension) => `&by=${dimension}`), '&by=rep,hour', '&test=true'];
const QUESTIONS = [
  ...['attempt', 'contact'].flatMap((until) => GROUPS.map((group) => `speed-to-lead?until=${until}${group}`)),
  ...['breaches', 'cadence', 'dispositions'].flatMap((report) =>
    GROUPS.map((group) => `${report}?cycles=first${group}`),
  ),
];

async function answers(): Promise<Json> {
  await app.reportsCaughtUp();
  const all: Json = {};
  for (const question of QUESTIONS) all[question] = await app.must('GET', `/v1/reports/${question}&${SPAN}`);
  return all;
}

const answer = (question: string): Promise<Json> => app.report(`${question}&${SPAN}`);
const total = async () => (await answer('speed-to-lead?until=attempt')).total;

/** Leads that are dealt to reps, wait in the queue, or were given to a rep by their sender, and a test lead. */
async function someLeads(): Promise<Json[]> {
  return [
    await aLead(app, { source: 'Ads', channel: 'web', campaign: 'spring', contact: { country: 'DE' } }),
    await aLead(app, { source: 'ads', channel: 'fax', company: { country: 'FR' } }),
    await aLead(app, { source: 'fair', owner: { repId: ann.id } }),
    await aLead(app, { test: true }),
    await aLead(app, { source: 'fair', campaign: 'autumn' }),
  ];
}

/** The statement of docs/adr/0022-reports.md that has facts made anew. */
const anew = () => /```sql\n(.*?)```/s.exec(readFileSync('docs/adr/0022-reports.md', 'utf8'))![1]!;

const factsOfLeads = async () =>
  (await database.query<{ count: number }>('select count(distinct lead_id)::int as count from conclusion')).rows[0]!
    .count;

describe('untouched leads', () => {
  it('have no facts, and reports show them as they do once facts are written', async () => {
    await someLeads();
    const withoutFacts = await answers();
    expect(await factsOfLeads()).toBe(0);
    expect(withoutFacts['speed-to-lead?until=attempt'].total).toMatchObject({ leads: 4, touched: 0 });
    await app.packReports();
    expect(await factsOfLeads()).toBe(5);
    expect(await answers()).toEqual(withoutFacts);
  });

  it('stay in the team that their owner was in at the assignment', async () => {
    await someLeads();
    const byTeam = 'speed-to-lead?until=attempt&by=team';
    const before = await answer(byTeam);
    await app.must('PUT', `/v1/teams/${team.id}`, { name: 'East', repIds: [] });
    expect(await answer(byTeam)).toEqual(before);
    await app.packReports();
    expect(await answer(byTeam)).toEqual(before);
  });

  it('are counted once beside touched leads, and reported as before once all facts are made anew', async () => {
    const [first] = await someLeads();
    await app.moveBy(MINUTE);
    await aTouch(app, first!);
    const before = await answers();
    expect(await factsOfLeads()).toBe(1);
    expect(before['speed-to-lead?until=attempt'].total).toMatchObject({ leads: 4, touched: 1 });
    await app.packReports();
    expect(await factsOfLeads()).toBe(5);
    await app.asOwner(anew());
    expect(await factsOfLeads()).toBe(0);
    expect(await answers()).toEqual(before);
    await app.packReports();
    expect(await answers()).toEqual(before);
  });

  it('are in the reports of a day that was packed before they came', async () => {
    const [first] = await someLeads();
    await app.reportsCaughtUp();
    await app.packReports();
    await aLead(app);
    expect((await total()).leads).toBe(5);
    // A day is packed only with facts of all its leads.
    await database.query('update packed_day set stale = true');
    expect((await total()).leads).toBe(5);
    await app.packReports();
    await aTouch(app, first!);
    expect(await total()).toMatchObject({ leads: 5, touched: 1 });
  });

  it('have facts after an hour, before their day is packed', async () => {
    await someLeads();
    await app.moveBy(30 * MINUTE);
    await aLead(app);
    const withoutFacts = await answers();
    await app.moveBy(31 * MINUTE);
    await app.application.app.get(ReportFacts).settleUntouched(app.time.now());
    expect(await factsOfLeads()).toBe(5);
    expect((await database.query('select from packed_day where not stale')).count).toBe(0);
    expect(await answers()).toEqual(withoutFacts);
  });

  it('have facts at once if a thousand others have come since', async () => {
    const { length } = await someLeads();
    await app.moveBy(MINUTE);
    const leads = (count: number) => Array.from({ length: count }, () => ({ source: 'fair' }));
    await app.must('POST', '/v1/leads/batch', { leads: leads(1_000 - length) });
    await app.moveBy(MINUTE);
    const facts = app.application.app.get(ReportFacts);
    await app.reportsCaughtUp();
    await facts.settleUntouched(app.time.now());
    expect(await factsOfLeads()).toBe(0);
    await app.must('POST', '/v1/leads/batch', { leads: leads(1) });
    await app.moveBy(MINUTE);
    const withoutFacts = await answers();
    await facts.settleUntouched(app.time.now());
    // The five came at the same instant.
    expect(await factsOfLeads()).toBe(length);
    expect(await answers()).toEqual(withoutFacts);
  });

  it('have facts as soon as the follower releases its place, if it holds it just then', async () => {
    await someLeads();
    await app.reportsCaughtUp();
    await app.moveBy(61 * MINUTE);
    const facts = app.application.app.get(ReportFacts);
    const follower = new pg.Client({ connectionString: app.database.url });
    await follower.connect();
    try {
      await follower.query(`begin; select from feed_consumer where name = 'facts' for no key update`);
      await facts.settleUntouched(app.time.now(), async () => false);
      expect(await factsOfLeads()).toBe(0);
      await facts.settleUntouched(app.time.now(), async () => {
        await follower.query('commit');
        return true;
      });
      expect(await factsOfLeads()).toBe(5);
    } finally {
      await follower.end();
    }
  });

  it('that move while they are numbered stay with their first owner until the move is processed', async () => {
    await aLead(app, { owner: { repId: bo.id } });
    await app.reportsCaughtUp();
    const lead = await aLead(app, { owner: { repId: ann.id } });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Speaks Dutch' });
    // The follower had read that nothing happened to the lead, and numbers it only after the move.
    await database.transaction((tx) => app.application.app.get(FactStore).numberValuesOf(tx, [lead.id]));
    const { data } = await app.must('GET', `/v1/reports/speed-to-lead?by=rep&${SPAN}`);
    expect(data.map(({ label }: Json) => label)).toEqual(['Ann', 'Bo']);
  });

  it('stay in reports while later events are not processed yet', async () => {
    const leads = await someLeads();
    const before = await total();
    for (const { id } of leads)
      await app.must('POST', `/v1/leads/${id}/disposition`, { category: 'lost', reason: 'price' });
    const now = await app.must('GET', `/v1/reports/speed-to-lead?${SPAN}`);
    expect(now.total).toEqual(before);
    const { leadsInTime, ownersInTime, ...rest } = await total();
    expect(before).toMatchObject(rest);
    expect([before.leadsInTime, before.ownersInTime]).toMatchObject([{ undecided: 4 }, { undecided: 3 }]);
    expect([leadsInTime, ownersInTime]).toMatchObject([{ closedUntouched: 4 }, { closedUntouched: 3 }]);
  });
});
