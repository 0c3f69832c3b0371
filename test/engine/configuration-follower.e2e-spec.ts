import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { CONFIGURATION_LOCK } from '../../src/configuration/configuration.store.js';
import { DueSweep } from '../../src/engine/due-sweep.service.js';
import { LeadEnforcementWorker } from '../../src/engine/lead-enforcement.worker.js';
import { ReplanningWorker } from '../../src/engine/replanning.worker.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead, allTo, aPool, aRep, eventsOf, leadNow } from '../support/people.js';
import { aPolicy, clockOf, NEW_YORK } from '../support/policies.js';
import { spoil, mend as unspoil } from '../support/spoil.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.stop();
});

/** Makes all re-planning of clocks fail, so that a change commits but the work after it fails. */
async function spoilPlanning(code: string): Promise<void> {
  await app.asOwner(`create function refuse() returns trigger language plpgsql as $$
    begin raise exception 'the clock is spoilt' using errcode = '${code}'; end $$`);
  await app.asOwner(`create trigger spoilt before update on clock for each row
    when (old.planned_revision <> new.planned_revision) execute function refuse()`);
}

const mend = () => app.asOwner('drop function refuse cascade');
const logs = () => jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);

/** An office in which a clock of four hours is due at 14:00, until the day is shortened to noon. */
async function office() {
  const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
  const { pool } = await aDesk(app, [await aRep(app, 'Ann'), await aRep(app, 'Bo')], { calendarId: calendar.id });
  await aPolicy(app, { within: 'PT4H', onBreach: [] });
  const shorten = () =>
    app.put(`/v1/calendars/${calendar.id}`, {
      ...NEW_YORK,
      hours: { ...NEW_YORK.hours, mon: [['09:00', '12:00']] },
    });
  return { calendar, pool, shorten };
}
const BEFORE = '2026-03-02T19:00:00.000Z';
const AFTER = '2026-03-03T16:00:00.000Z';
const dueAt = async (lead: { id: string }) => clockOf(await leadNow(app, lead)).dueAt;

describe('a change of configuration whose re-planning fails before its answer', () => {
  it.each([
    ['for a reason of their own', 'P0001', 60_000],
    ['because the database is away', '57P03', 0],
  ])('%s is answered as made, and the sweep does the rest', async (_, code, restsMs) => {
    const { calendar, shorten } = await office();
    const lead = await aLead(app);
    expect(clockOf(lead).dueAt).toBe(BEFORE);
    await spoilPlanning(code);
    const logged = logs();

    const changed = await shorten();
    expect(changed).toMatchObject({ status: 200, body: { version: 2, hours: { mon: [['09:00', '12:00']] } } });
    const { replanned, ...saved } = changed.body;
    expect(replanned?.complete ?? false).toBe(false);
    expect(await app.must('GET', `/v1/calendars/${calendar.id}`)).toEqual(saved);
    expect(logged.mock.calls).toHaveLength(1);
    expect(logged.mock.calls[0]![0]).toMatch(/re-planned.*: the clock is spoilt$/);
    expect(await dueAt(lead)).toBe(BEFORE);

    await mend();
    await app.moveBy(restsMs);
    expect(await dueAt(lead)).toBe(AFTER);
  });

  it('because of one lead lets all others be re-planned', async () => {
    const { shorten } = await office();
    const leads = [];
    for (let index = 0; index < 12; index += 1) leads.push(await aLead(app));
    await spoil(app, 'lead', leads[5]);
    logs();
    await shorten();
    await app.settle();
    expect(await Promise.all(leads.map(dueAt))).toEqual(leads.map((_lead, index) => (index === 5 ? BEFORE : AFTER)));
    await unspoil(app);
    await app.moveBy(60_000);
    expect(await dueAt(leads[5])).toBe(AFTER);
  });
});

describe('before the clocks of a changed calendar are re-planned', () => {
  /** Makes the change while the worker that would re-plan is disabled. */
  async function changedOnly(change: () => Promise<unknown>): Promise<void> {
    const left = jest.spyOn(app.application.app.get(ReplanningWorker), 'round').mockResolvedValue(false);
    await change();
    left.mockRestore();
  }

  it('a touch is judged by the new plan', async () => {
    const { shorten } = await office();
    const lead = await aLead(app);
    await app.moveTo('2026-03-02T17:30:00.000Z');
    await changedOnly(shorten);
    app.time.moveTo(Date.parse('2026-03-02T19:30:00.000Z'));
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'met', dueAt: AFTER });
    expect(await eventsOf(app, lead.id, 'sla.breached')).toEqual([]);
    expect(await eventsOf(app, lead.id, 'sla.replanned')).toMatchObject([
      { actor: { type: 'system', rule: 'sla' }, data: { dueAt: AFTER, formerDueAt: BEFORE, why: 'calendarChanged' } },
    ]);
  });

  it('no clock is enforced by the old plan', async () => {
    const { shorten } = await office();
    const lead = await aLead(app);
    await app.moveTo('2026-03-02T17:30:00.000Z');
    await changedOnly(shorten);
    app.time.moveTo(Date.parse('2026-03-02T19:30:00.000Z'));
    const nest = app.application.app;
    await nest.get(DueSweep).once(nest.get(LeadEnforcementWorker));
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'running', dueAt: AFTER });
  });

  it('a locked lead is skipped, and re-planned a moment later', async () => {
    const { shorten } = await office();
    const leads = [await aLead(app), await aLead(app)];
    await app.whileWorkedOn(leads.slice(0, 1), async () => {
      await shorten();
      expect(await Promise.all(leads.map(dueAt))).toEqual([BEFORE, AFTER]);
    });
    await app.moveBy(100);
    expect(await dueAt(leads[0])).toBe(AFTER);
    expect(await app.settle()).not.toBe(app.time.now());
  });
});

it.each([
  ['named by the policy', 'calendar'],
  ['of the pool', 'pool'],
  ['of the owner', 'owner'],
])('a calendar %s that uses the owner’s time zone is re-planned when they move to another', async (_, which) => {
  const hours = { ...NEW_YORK, name: 'Everywhere', timeZone: 'owner' };
  const calendar = await app.must('POST', '/v1/calendars', hours);
  const ann = await aRep(app, 'Ann', {
    timeZone: 'America/New_York',
    ...(which === 'owner' && { calendarId: calendar.id }),
  });
  await aDesk(app, [ann], which === 'pool' ? { calendarId: calendar.id } : {});
  const policy = which === 'calendar' ? { calendar: { calendarId: calendar.id } } : { calendar: which };
  await aPolicy(app, { within: 'PT7H' }, policy);
  const lead = await aLead(app);
  expect(clockOf(lead).dueAt).toBe('2026-03-02T22:00:00.000Z');
  const { id, version, createdAt, updatedAt, available, ...rep } = await app.must('GET', `/v1/reps/${ann.id}`);
  await app.must('PUT', `/v1/reps/${id}`, { ...rep, timeZone: 'America/Los_Angeles' });
  expect(await dueAt(lead)).toBe('2026-03-03T00:00:00.000Z');
});

it.each(['named', 'taken away'])(
  'a pool whose calendar is the default one, now %s, re-plans its owners’ clocks',
  async (which) => {
    const ofTeam = await app.must('POST', '/v1/calendars', NEW_YORK);
    const hours = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['00:00', '24:00']]]));
    const always = await app.must('POST', '/v1/calendars', { name: 'Always', timeZone: 'UTC', hours });
    await app.must('PUT', '/v1/settings', { defaultCalendarId: always.id, duplicates: 'separate' });
    const ann = await aRep(app, 'Ann');
    await app.must('POST', '/v1/teams', { name: 'T', repIds: [ann.id], calendarId: ofTeam.id });
    const calendar = { calendarId: always.id };
    const [before, after] = which === 'named' ? [{}, calendar] : [calendar, {}];
    const { pool } = await aDesk(app, [ann], before);
    await aPolicy(app, { within: 'PT10H' });
    const lead = await aLead(app);
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: pool.name, members: [{ repId: ann.id }], ...after });
    await app.settle();
    expect(clockOf(await leadNow(app, lead)).dueAt).toBe(clockOf(await aLead(app)).dueAt);
  },
);

it('a time zone set by mistake and restored leaves the chain of a miss as it was', async () => {
  const calendar = await app.must('POST', '/v1/calendars', { ...NEW_YORK, name: 'Mine', timeZone: 'owner' });
  const ann = await aRep(app, 'Ann', { timeZone: 'America/New_York', calendarId: calendar.id });
  await aDesk(app, [ann]);
  await aPolicy(app, { within: 'PT5M', onBreach: [{ after: 'PT2H', do: 'escalate', to: 'queueOwner' }] });
  const lead = await aLead(app);
  await app.moveBy(6 * 60_000);
  for (const timeZone of ['Asia/Tokyo', 'owner'])
    await app.must('PUT', `/v1/calendars/${calendar.id}`, { ...NEW_YORK, name: 'Mine', timeZone });
  await app.moveBy(2 * 3_600_000);
  expect(await eventsOf(app, lead.id, 'sla.escalated')).toHaveLength(1);
});

it('a lead’s clock in an owner-zone calendar follows the zone of the settings if it has no owner', async () => {
  const calendar = await app.must('POST', '/v1/calendars', { ...NEW_YORK, name: 'Everywhere', timeZone: 'owner' });
  await aDesk(app, [await aRep(app, 'Ann')]);
  await aPolicy(app, { leadWithin: 'PT1H', leadCalendar: { calendarId: calendar.id } });
  const lead = await aLead(app);
  expect(clockOf(lead, 'leadResponse').dueAt).toBe('2026-03-02T16:00:00.000Z');
  const { version, updatedAt, ...settings } = await app.must('GET', '/v1/settings');
  await app.must('PUT', '/v1/settings', { ...settings, timeZone: 'America/Los_Angeles' });
  expect(clockOf(await leadNow(app, lead), 'leadResponse').dueAt).toBe('2026-03-02T18:00:00.000Z');
});

describe('a write that changes nothing', () => {
  const revision = async () =>
    (await app.application.app.get(Database).query<{ revision: number }>('select revision from configuration_revision'))
      .rows[0]!.revision;

  it('makes no revision, whatever is written', async () => {
    const { calendar, pool } = await office();
    const rep = await aRep(app, 'Cy', { refs: { crm: '7' } });
    const team = await app.must('POST', '/v1/teams', { name: 'T', repIds: [rep.id] });
    const before = await revision();
    const routing = await app.must('GET', '/v1/routing');
    await app.must('PUT', `/v1/calendars/${calendar.id}`, NEW_YORK);
    await app.must('PUT', `/v1/reps/${rep.id}`, { name: 'Cy', email: 'cy@example.com', refs: { crm: '7' } });
    await app.must('PUT', '/v1/reps/by-ref/crm/7', { name: 'Cy', email: 'cy@example.com' });
    await app.must('PUT', `/v1/teams/${team.id}`, { name: 'T', repIds: [rep.id] });
    await app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: true });
    await app.must('PUT', '/v1/settings', { duplicates: 'separate' });
    await app.must('PUT', '/v1/routing', { rules: routing.rules, fallback: routing.fallback });
    const members = pool.members.map(({ repId }: { repId: string }) => ({ repId }));
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', members, calendarId: calendar.id });
    const { data } = await app.must('GET', '/v1/sla-policies');
    await app.must(
      'PUT',
      '/v1/sla-policies/order',
      data.map((policy: { id: string }) => policy.id),
    );
    expect(await revision()).toBe(before);
  });

  it('does not wait for locks', async () => {
    await office();
    const other = new pg.Client({ connectionString: app.database.url });
    await other.connect();
    await other.query('select pg_advisory_lock_shared($1)', [CONFIGURATION_LOCK]);
    const { data } = await app.must('GET', '/v1/reps');
    const [rep] = data;
    await app.must('PUT', `/v1/reps/${rep.id}`, { name: rep.name, email: rep.email });
    await other.end();
  });
});

it('a lead that was put into another pool keeps the clock of the first', async () => {
  const open = (name: string, until: string) =>
    app.must('POST', '/v1/calendars', {
      ...NEW_YORK,
      name,
      hours: Object.fromEntries(['mon', 'tue', 'wed'].map((day) => [day, [['09:00', until]]])),
    });
  const ann = await aRep(app, 'Ann');
  const first = await aPool(app, 'First', [ann], { calendarId: (await open('Short', '11:00')).id });
  const other = await aPool(app, 'Other', [ann], { calendarId: (await open('Long', '17:00')).id });
  await allTo(app, first);
  await aPolicy(app, { within: 'PT2H', onBreach: [] });
  const lead = await aLead(app);
  const due = await dueAt(lead);
  expect(due).toBe('2026-03-03T15:00:00.000Z');
  await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: other.id, reason: 'Wrong pool' });
  await app.moveTo('2026-03-02T17:30:00.000Z');
  const absence = { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' };
  await app.must('POST', `/v1/reps/${ann.id}/absences`, absence);
  await app.settle();
  expect(await dueAt(lead)).toBe(due);
  expect(clockOf(await leadNow(app, lead)).state).toBe('running');
});
