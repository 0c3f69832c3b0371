import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { OverdueInReports1802000000023 } from '../../migrations/0023-overdue-in-reports.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const SPAN = 'from=2026-03-01T00:00:00Z&to=2026-03-15T00:00:00Z';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start(MONDAY);
});
afterEach(() => app.stop());

const speed = (query = ''): Promise<Json> => app.report(`speed-to-lead?${SPAN}${query}`);
const SOURCE = (value: string) => ({ field: 'source', op: 'eq', value });
const lose = (lead: Json) =>
  app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });

/** Leads of each ending: in time, late, overdue, not yet due, closed untouched before and after the deadline. */
async function someOfEach(): Promise<void> {
  const several = async (count: number) => {
    const leads: Json[] = [];
    for (let made = 0; made < count; made += 1) leads.push(await aLead(app, { source: 'ads' }));
    return leads;
  };
  const [inTime, late, , closed, closedLate] = [
    await several(6),
    await several(2),
    await several(2),
    await several(1),
    await several(1),
  ];
  for (const lead of inTime) await aTouch(app, lead);
  for (const lead of closed) await lose(lead);
  await app.moveBy(6 * MINUTE);
  for (const lead of late) await aTouch(app, lead);
  for (const lead of closedLate) await lose(lead);
  await several(3);
}

it('a lead counts as answered in time, late, overdue, not yet due, or closed before it was due', async () => {
  await aDesk(app, ['Ann']);
  await aPolicy(app, { within: 'PT5M', leadWithin: 'PT5M', onBreach: [] });
  await someOfEach();
  const expected = { kept: 6, missed: 3, overdue: 2, undecided: 3, closedUntouched: 1, share: 0.5455 };
  for (const query of ['', '&until=contact', '&by=source', '&by=rep']) {
    const { total } = await speed(query);
    expect([query, total.leadsInTime, total.ownersInTime]).toEqual([query, expected, expected]);
  }
  await app.packReports();
  expect((await speed()).total.leadsInTime).toEqual(expected);
});

it('a lead whose own deadline is still ahead is undecided, however often its owners missed theirs', async () => {
  await aDesk(app, ['Ann', 'Bo', 'Cy']);
  const onBreach = [{ after: 'PT0S', do: 'reassign' }];
  await aPolicy(app, { within: 'PT5M', leadWithin: 'PT1H', onBreach, maxReassignments: 2 });
  await aLead(app);
  await app.moveBy(16 * MINUTE);
  const { total } = await speed();
  expect(total.leadsInTime).toMatchObject({ overdue: 0, undecided: 1, share: null });
  expect(total.ownersInTime).toMatchObject({ kept: 0, missed: 2, overdue: 1, share: 0 });
  await app.moveBy(60 * MINUTE);
  expect((await speed()).total.leadsInTime).toMatchObject({ overdue: 1, undecided: 0, share: 0 });
});

it('a lead that no policy promised anything is counted by none of them', async () => {
  await aDesk(app, ['Ann']);
  await aLead(app);
  const { leads, leadsInTime, ownersInTime } = (await speed()).total;
  const none = { kept: 0, missed: 0, overdue: 0, undecided: 0, closedUntouched: 0, share: null };
  expect([leads, leadsInTime, ownersInTime]).toEqual([1, none, none]);
});

it('a lead that was won or qualified without a touch was answered, because a milestone shows a conversation', async () => {
  await aDesk(app, ['Ann']);
  await aPolicy(app, { within: 'PT5M', leadWithin: 'PT5M', onBreach: [] });
  const reach = async (lead: Json, name: string) => app.must('POST', `/v1/leads/${lead.id}/milestones`, { name });
  const [won, qualified] = [await aLead(app), await aLead(app)];
  const { milestones } = await reach(await aLead(app), 'qualified').then(() => reach(qualified, 'qualified'));
  await app.must('POST', `/v1/leads/${qualified.id}/milestones/${milestones[0].id}/reverse`, { reason: 'Not so' });
  await reach(won, 'won');
  await app.moveBy(MINUTE);
  const kept = { kept: 2, missed: 0, overdue: 0, undecided: 1, closedUntouched: 0, share: 1 };
  for (const query of ['', '&until=contact', '&by=rep']) {
    const { total } = await speed(query);
    expect([query, total.touched, total.bands.upTo5m, total.bands.never]).toEqual([query, 2, 2, 1]);
    expect([total.leadsInTime, total.ownersInTime]).toEqual([kept, kept]);
  }
  await app.packReports();
  expect((await speed()).total).toMatchObject({ touched: 2, leadsInTime: kept });
});

it('a milestone that is reached late is a late answer, which nobody owes any more', async () => {
  await aDesk(app, ['Ann']);
  await aPolicy(app, { within: 'PT5M', onBreach: [] });
  const lead = await aLead(app);
  await app.moveBy(6 * MINUTE);
  await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
  const { total } = await speed();
  expect(total.bands).toMatchObject({ upTo15m: 1, never: 0 });
  expect(total.ownersInTime).toMatchObject({ missed: 1, overdue: 0, share: 0 });
});

it('what was reported before an upgrade says it as well', async () => {
  await aDesk(app, ['Ann', 'Bo']);
  const onBreach = [{ after: 'PT0S', do: 'reassign' }];
  await aPolicy(app, { within: 'PT5M', onBreach, maxReassignments: 1 }, { when: SOURCE('moves') });
  await aPolicy(app, { within: 'PT5M', leadWithin: 'PT5M', onBreach: [] });
  await someOfEach();
  for (let made = 0; made < 3; made += 1) await aLead(app, { source: 'moves' });
  await app.moveBy(6 * MINUTE);
  const answers = async () => [await speed('&by=source'), await speed('&by=rep'), await speed('&until=contact')];
  await app.packReports();
  const before = await answers();
  expect(before[0]!.total.ownersInTime.overdue).toBeGreaterThan(0);
  const runner = { query: (sql: string) => app.asOwner(sql) } as unknown as QueryRunner;
  await new OverdueInReports1802000000023().down(runner);
  expect(await answers()).not.toEqual(before);
  await new OverdueInReports1802000000023().up(runner);
  expect(await answers()).toEqual(before);
});
