import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { notificationsOf, toldTo } from '../support/notifications.js';
import {
  aDesk,
  aLead,
  allTo,
  aPool,
  aRep,
  changeSettings,
  eventsOf,
  faults,
  leadNow,
  NOBODY,
  ownersOf,
  theReps,
} from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';
import { mend, spoil, spoilLeads } from '../support/spoil.js';

const START = '2026-03-02T15:00:00.000Z';
const at = (minutes: number) => new Date(Date.parse(START) + minutes * 60_000).toISOString();
const SPAN = { from: at(0), to: at(60) };

let app: TestApplication;
let [ann, bo, pool]: Json[] = [];

beforeAll(async () => {
  app = await TestApplication.start(START);
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  ({ pool } = await aDesk(app, [ann, bo]));
  await aPolicy(
    app,
    {
      within: 'PT5M',
      maxReassignments: 1,
      onBreach: [
        { after: 'PT0S', do: 'reassign' },
        { after: 'PT1H', do: 'escalate' },
      ],
    },
    { time: 'elapsed' },
  );
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const undo = (body: object = SPAN, query = ''): Promise<Json> => app.must('POST', `/v1/enforcement/undo${query}`, body);
const call = ({ id }: Json, fields: object = {}) =>
  app.must('POST', `/v1/leads/${id}/touches`, { kind: 'call', outcome: 'noAnswer', ...fields });

/** Leads of Ann that moved to Bo after five minutes. */
async function moved(count: number): Promise<Json[]> {
  const leads: Json[] = [];
  for (let made = 0; made < count; made += 1) leads.push(await aLead(app, { owner: { repId: ann!.id } }));
  await app.moveTo(at(6));
  for (const lead of leads) expect((await leadNow(app, lead)).ownerId).toBe(bo!.id);
  return leads;
}

it('an undo tells owners of the forms that came while others had their leads', async () => {
  const [lead] = await moved(1);
  await changeSettings(app, { duplicates: 'join' });
  const { contact } = await leadNow(app, lead!);
  expect((await app.ask('POST', '/v1/leads', { source: 'web', contact })).body).toMatchObject({ id: lead!.id });
  await undo();
  const texts = (await notificationsOf(app, ann!, 'lead.inquired')).map(({ text }: Json) => text);
  expect(texts).toEqual([
    expect.stringMatching(/ has sent another form, from web: it still waits for your first touch, due by .+15:11/),
  ]);
});

it('an undo returns leads with the whole time again, and the moves no longer count', async () => {
  const [lead] = await moved(1);
  const expected = {
    undone: 1,
    left: 0,
    struck: 0,
    struckBefore: 0,
    promised: 1,
    leads: [{ leadId: lead!.id, fromRepId: bo!.id, toRepId: ann!.id, undone: true }],
    tally: [],
    misses: [],
    promises: [{ leadId: lead!.id, kind: 'firstTouch', repId: ann!.id, dueAt: at(11) }],
    failed: [],
  };
  const before = await leadNow(app, lead!);
  expect(await undo(SPAN, '?dryRun=true')).toEqual(expected);
  expect({ ...(await leadNow(app, lead!)), clocks: [] }).toEqual({ ...before, clocks: [] });
  expect(await notificationsOf(app, ann!, 'lead.movesUndone')).toEqual([]);

  expect(await undo()).toEqual(expected);
  const now = await leadNow(app, lead!);
  expect(now).toMatchObject({ ownerId: ann!.id, poolId: null, reassignments: 0 });
  expect(clockOf(now)).toMatchObject({ state: 'running', repId: ann!.id, startedAt: at(6), dueAt: at(11) });
  const { data } = await app.must('GET', `/v1/leads/${lead!.id}/timeline`);
  const texts = data.map(({ text }: Json) => text);
  expect(texts).toContain('Moved from Bo to Ann: its move after a missed deadline was undone');
  const { data: routing } = await app.must('GET', `/v1/leads/${lead!.id}/routing`);
  expect(routing.map(({ cause }: Json) => cause)).toEqual(['undone', 'breach', 'given']);
  await app.reportsCaughtUp();
  const span = `from=${at(0)}&to=${at(60)}`;
  const { total } = await app.must('GET', `/v1/reports/reassignments?${span}`);
  expect(total.causes).toMatchObject({ undone: 1, breach: 0, manual: 0 });

  // The lead may move once, and the undone move does not count.
  const cy = await aRep(app, 'Cy');
  const members = [ann, bo, cy].map((rep) => ({ repId: rep!.id }));
  await app.must('PUT', `/v1/pools/${pool!.id}`, { name: 'Desk', members });
  await app.moveTo(at(12));
  expect((await leadNow(app, lead!)).ownerId).toBe(cy.id);
  // The chain of a miss from before the undo no longer notifies.
  await app.moveTo(at(70));
  expect((await eventsOf(app, lead!.id, 'sla.escalated')).map(({ data }) => data.why)).toEqual(['maxReassignments']);
});

it('an undo leaves a single stay, with the time that the lead was with the rep', async () => {
  const [lead] = await moved(1);
  await undo();
  await app.moveTo(at(8));
  await call(lead!, { repId: ann!.id });
  await app.reportsCaughtUp();
  const stays = await app.must('GET', `/v1/reports/speed-to-lead?from=${at(0)}&to=${at(60)}&by=rep`);
  expect(stays.data.map(({ key }: Json) => key.rep)).toEqual([ann!.id]);
  // Until minute 5 and again from minute 6. The first miss remains.
  expect(stays.data[0]).toMatchObject({ leads: 1, touched: 1, attainment: 0 });
  expect(stays.data[0].split).toMatchObject({ ownerSeconds: 420, systemSeconds: 0, totalSeconds: 420 });
  const breaches = await app.must('GET', `/v1/reports/breaches?from=${at(0)}&to=${at(60)}&by=rep`);
  expect(breaches.data.map(({ key, made, met, breached }: Json) => [key.rep, made, met, breached])).toEqual([
    [ann!.id, 2, 1, 1],
  ]);
});

it('an undo notifies each rep once, not for each lead', async () => {
  await moved(3);
  await undo();
  expect(await toldTo(app, ann!, 'lead.movesUndone')).toEqual([
    'Moves because of missed deadlines were undone: 3 leads are yours again',
  ]);
  expect(await toldTo(app, bo!, 'lead.movesUndone')).toEqual([
    'Moves because of missed deadlines were undone: 3 leads went from you back to their former owners',
  ]);
});

it('an undo leaves leads that have been worked on since, and says why', async () => {
  const [worked, closed, given, back, untouched, milestone, byFormer, byColleague, paused] = await moved(9);
  const cy = await aRep(app, 'Cy');
  await call(worked!);
  await app.must('POST', `/v1/leads/${closed!.id}/disposition`, { category: 'lost', reason: 'price' });
  await app.must('POST', `/v1/leads/${given!.id}/reassign`, { repId: cy.id, reason: 'x' });
  await app.must('POST', `/v1/leads/${back!.id}/reassign`, { repId: ann!.id, reason: 'x' });
  await app.must('POST', `/v1/leads/${milestone!.id}/milestones`, { name: 'qualified' });
  await call(byFormer!, { repId: ann!.id });
  await call(untouched!, { automated: true });
  await call(byColleague!, { repId: cy.id });
  const key = await app.keyFor(['rep'], bo!.id);
  const pause = { until: at(90), reason: 'Back at six' };
  expect((await app.post(`/v1/leads/${paused!.id}/pause`, pause, { key })).status).toBe(200);
  const { undone, left, leads } = await undo();
  expect({ undone, left }).toEqual({ undone: 2, left: 7 });
  const whys = new Map(leads.map(({ leadId, why }: Json) => [leadId, why]));
  const all = [worked, closed, given, back, untouched, milestone, byFormer, byColleague, paused];
  expect(all.map((lead) => whys.get(lead!.id))).toEqual([
    'Somebody has worked on it since.',
    'It is closed.',
    'A person has given it to somebody else since.',
    'Its former owner has it back already.',
    undefined,
    'Somebody has worked on it since.',
    undefined,
    'Somebody has worked on it since.',
    'Somebody has worked on it since.',
  ]);
  expect((await undo()).undone).toBe(0);
});

it('an undo returns no lead to a rep who is away or has left', async () => {
  await moved(1);
  await app.must('PUT', `/v1/reps/${ann!.id}/availability`, { available: false });
  expect((await undo()).leads[0].why).toBe('Its former owner is away.');
  const { id: _, ...rep } = await app.must('GET', `/v1/reps/${ann!.id}`);
  await app.must('PUT', `/v1/reps/${ann!.id}`, { ...rep, active: false });
  expect((await undo()).leads[0].why).toBe('Its former owner has left.');
});

it('an undo is limited to its span and its scope', async () => {
  const [lead] = await moved(1);
  expect(await undo({ from: at(0), to: at(5) })).toMatchObject({ undone: 0, left: 0, leads: [] });
  await app.must('POST', '/v1/leads', { source: 'ads', owner: { repId: bo!.id } });
  expect((await undo({ ...SPAN, scope: { source: 'ADS' } })).leads).toEqual([]);
  expect((await undo({ ...SPAN, from: at(5), to: at(6), scope: { source: 'WEB' } })).leads).toHaveLength(1);
  expect((await leadNow(app, lead!)).ownerId).toBe(ann!.id);
});

it('an undo for a pool includes moves from it to its fallback', async () => {
  const cy = await aRep(app, 'Cy');
  const other = await aPool(app, 'Other', [cy]);
  const small = await aPool(app, 'Small', [ann], { fallbackPoolId: other.id });
  await allTo(app, small);
  const lead = await aLead(app);
  await app.moveTo(at(6));
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: cy.id, poolId: other.id });
  expect((await undo({ ...SPAN, scope: { poolId: pool!.id } })).leads).toEqual([]);
  expect((await undo({ ...SPAN, scope: { poolId: other.id } }, '?dryRun=true')).leads).toHaveLength(1);
  expect((await undo({ ...SPAN, scope: { poolId: small.id } })).leads).toHaveLength(1);
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann!.id, poolId: small.id });
});

it('an undo requires no first touch from a rep who has made it', async () => {
  const [inTime, late, never] = await moved(3);
  await call(inTime!, { repId: ann!.id, occurredAt: at(4) });
  await call(late!, { repId: ann!.id });
  expect((await undo()).undone).toBe(3);
  await app.moveTo(at(20));
  expect(await ownersOf(app, [inTime!, late!, never!])).toEqual([ann!.id, ann!.id, bo!.id]);
  const owed = async (lead: Json) =>
    (await leadNow(app, lead)).clocks.filter(
      ({ kind, startedAt }: Json) => kind === 'firstTouch' && startedAt === at(6),
    );
  expect([await owed(inTime!), await owed(late!)]).toEqual([[], []]);
  expect(await owed(never!)).toMatchObject([{ repId: ann!.id, dueAt: at(11), state: 'breached' }]);
});

it('an undo leaves a touched lead with a next step, also one that the policy requires by now', async () => {
  const cy = await aRep(app, 'Cy');
  const members = [ann!, bo!, cy].map(({ id: repId }) => ({ repId }));
  await app.must('PUT', `/v1/pools/${pool!.id}`, { name: pool!.name, members });
  const lead = await aLead(app, { owner: { repId: ann!.id } });
  await call(lead);
  await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo!.id, reason: 'Knows them' });
  const {
    id,
    version: _,
    createdAt: __,
    updatedAt: ___,
    ...body
  } = (await app.must('GET', '/v1/sla-policies')).data[0];
  const steps = [{ kinds: ['call'], after: 'PT1H', within: 'PT1H' }];
  await app.must('PUT', `/v1/sla-policies/${id}`, { ...body, followUp: { steps }, applyTo: 'open' });
  await app.moveTo(at(6));
  expect((await leadNow(app, lead)).ownerId).toBe(cy.id);
  expect(await undo()).toMatchObject({ undone: 1 });
  const back = await leadNow(app, lead);
  expect(back.ownerId).toBe(bo!.id);
  expect(clockOf(back, 'followUp')).toMatchObject({ step: 1, state: 'running', repId: bo!.id });
});

it('an undo is refused with all its faults', async () => {
  const refused = async (body: object) => faults(await app.post('/v1/enforcement/undo', body));
  expect(await refused({ from: at(5), to: at(5), scope: { poolId: NOBODY } })).toEqual([
    '/to inverted',
    '/scope/poolId unknownId',
  ]);
  expect(await refused({ from: at(5) })).toEqual(['/to required']);
});

it('an undo of more leads than a batch has goes through all of them, and notifies each rep once', async () => {
  await app.must('PUT', '/v1/settings', { stormBreaker: null });
  const leads = Array.from({ length: 500 }, () => ({ source: 'web', owner: { repId: ann!.id } }));
  await app.must('POST', '/v1/leads/batch', { leads });
  await aLead(app, { owner: { repId: ann!.id } });
  await app.moveTo(at(6));
  expect((await undo(SPAN, '?dryRun=true')).undone).toBe(501);
  expect((await undo()).undone).toBe(501);
  const text = (leads: string) => `Moves because of missed deadlines were undone: ${leads}`;
  expect(await notificationsOf(app, ann!, 'lead.movesUndone')).toMatchObject([
    { text: text('501 leads are yours again') },
  ]);
  expect(await notificationsOf(app, bo!, 'lead.movesUndone')).toMatchObject([
    { text: text('501 leads went from you back to their former owners') },
  ]);
});

it('an undo restores the next step if the missed step had been met in time', async () => {
  const call30 = { kinds: ['call'], after: 'PT0S', within: 'PT30M' };
  const { data } = await app.must('GET', '/v1/sla-policies');
  await app.must('PUT', `/v1/sla-policies/${data[0].id}`, {
    name: 'Followed up',
    when: {},
    time: 'elapsed',
    firstTouch: { within: 'PT5M' },
    followUp: { steps: [call30, call30], onMiss: [{ after: 'PT0S', do: 'reassign' }] },
  });
  const lead = await aLead(app, { owner: { repId: ann!.id } });
  await call(lead, { kind: 'email', outcome: 'sent' });
  await app.moveTo(at(31));
  expect((await leadNow(app, lead)).ownerId).toBe(bo!.id);
  await call(lead, { repId: ann!.id, occurredAt: at(20) });
  expect(await undo()).toMatchObject({ undone: 1 });
  const now = await leadNow(app, lead);
  expect(now.ownerId).toBe(ann!.id);
  const running = now.clocks.filter(({ state }: Json) => state === 'running');
  expect(running.map(({ kind, step, repId }: Json) => [kind, step, repId])).toEqual([['followUp', 2, ann!.id]]);
});

it('a message from the customer does not keep a lead from being returned', async () => {
  const [lead] = await moved(1);
  await call(lead!, { kind: 'email', direction: 'inbound', outcome: 'replied' });
  expect(await undo()).toMatchObject({ undone: 1 });
  expect((await leadNow(app, lead!)).ownerId).toBe(ann!.id);
});

it('after an undo a lead can move to the same rep when it is really missed', async () => {
  const [lead] = await moved(1);
  await undo();
  await app.moveTo(at(12));
  expect((await leadNow(app, lead!)).ownerId).toBe(bo!.id);
});

it('an undo leaves a lead that fails on its own, names it, and returns all others', async () => {
  const leads = await moved(12);
  const spoilt = leads[4]!;
  await spoil(app, 'lead', spoilt);
  const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  try {
    expect(await undo()).toMatchObject({ undone: 11, left: 0, failed: [spoilt.id] });
    expect(logged.mock.calls).toEqual([[`Nothing of lead ${spoilt.id} could be undone: the row is spoilt`]]);
  } finally {
    logged.mockRestore();
  }
  expect(await ownersOf(app, leads)).toEqual(leads.map((lead) => (lead === spoilt ? bo!.id : ann!.id)));
  expect(await notificationsOf(app, ann!, 'lead.movesUndone')).toMatchObject([
    { text: 'Moves because of missed deadlines were undone: 11 leads are yours again' },
  ]);
  await mend(app);
  expect(await undo()).toMatchObject({ undone: 1, failed: [] });
  expect((await leadNow(app, spoilt)).ownerId).toBe(ann!.id);
});

it('an undo that fails for all leads looks for the cause in a hundred of them, and names all', async () => {
  const leads = Array.from({ length: 103 }, () => ({ source: 'web', owner: { repId: ann!.id } }));
  await app.must('POST', '/v1/leads/batch', { leads });
  await app.moveTo(at(6));
  await spoilLeads(app);
  const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  try {
    const { undone, failed } = await undo();
    expect([undone, failed.length]).toEqual([0, 103]);
    expect(logged).toHaveBeenCalledTimes(101);
    expect(logged).toHaveBeenLastCalledWith('Nothing of 3 leads could be undone: the row is spoilt');
  } finally {
    logged.mockRestore();
    await mend(app);
  }
});

it('a dry run of an undo names the same lead as the undo if it cannot be calculated', async () => {
  const leads = await moved(3);
  const [, spoilt] = leads;
  await app.asOwner(
    `insert into resource_version (kind, resource_id, version, body, at, actor_type)
     select kind, resource_id, 99, '{}', at, actor_type from resource_version where kind = 'policy'`,
  );
  await app.asOwner(`update lead set policy_version = 99 where id = '${spoilt!.id}'`);
  const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  try {
    const foreseen = await undo(SPAN, '?dryRun=true');
    expect(foreseen).toMatchObject({ undone: 2, failed: [spoilt!.id] });
    expect(await undo()).toMatchObject({ undone: 2, failed: foreseen.failed });
  } finally {
    logged.mockRestore();
    await app.asOwner(`update lead set policy_version = 1 where id = '${spoilt!.id}'`);
    await app.asOwner(`delete from resource_version where version = 99`);
  }
});
