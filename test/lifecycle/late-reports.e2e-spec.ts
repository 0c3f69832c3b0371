import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inLocalWords } from '../../src/calendar/zone.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY, iso, MINUTE } from '../support/instants.js';
import { aDesk, aLead, aRep, eventsOf, leadNow, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const START = Date.parse(MONDAY);
const minute = (count: number) => START + count * MINUTE;

let app: TestApplication;
let ann: { id: string };
let bo: { id: string };
let boss: { id: string };

beforeAll(async () => {
  app = await TestApplication.start();
  boss = await aRep(app, 'Boss');
  [ann, bo] = await theReps(app, ['Ann', 'Bo'], { managerId: boss.id });
  await aDesk(app, [ann, bo]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const of = (rep: { id: string }) => ({ owner: { repId: rep.id } });
const touch = (lead: { id: string }, at: number, fields: object = {}) =>
  app.must('POST', `/v1/leads/${lead.id}/touches`, {
    kind: 'call',
    outcome: 'noAnswer',
    occurredAt: iso(at),
    ...fields,
  });
const nurture = (lead: { id: string }, wakeAt: number) =>
  app.must('POST', `/v1/leads/${lead.id}/disposition`, {
    category: 'nurture',
    reason: 'not_now',
    fields: { wakeAt: iso(wakeAt) },
  });
const promise = (firstTouch: object = {}) => aPolicy(app, { leadWithin: 'PT30M', ...firstTouch }, { time: 'elapsed' });
const pass = (lead: { id: string }, rep: { id: string }) =>
  app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: rep.id, reason: 'hers' });
const types = async (lead: { id: string }) =>
  (await eventsOf(app, lead.id, 'sla.*')).map(({ type, data }) => `${type} ${data.kind}`);

describe('a touch reported late', () => {
  it('from an earlier cycle meets no clock of the present one', async () => {
    await promise();
    const lead = await aLead(app, of(ann));
    await nurture(lead, START + 2 * DAY);
    await app.moveTo(START + 2 * DAY);
    await touch(lead, START);
    const woken = await leadNow(app, lead);
    expect(woken).toMatchObject({ cycle: 2, workState: 'untouched' });
    expect(woken.clocks.map(({ kind, state }: { kind: string; state: string }) => [kind, state])).toEqual([
      ['firstTouch', 'running'],
      ['leadResponse', 'running'],
    ]);
  });

  it('from an earlier cycle, if in time, corrects the breach of that cycle', async () => {
    await promise({ onBreach: [] });
    const lead = await aLead(app, of(ann));
    await app.moveTo(minute(6));
    await nurture(lead, START + 2 * DAY);
    await app.moveTo(START + 2 * DAY);
    await touch(lead, minute(4));
    expect(await eventsOf(app, lead.id, 'sla.corrected')).toMatchObject([
      { data: { kind: 'firstTouch', metAt: iso(minute(4)), breachedAt: iso(minute(5)) } },
    ]);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'running' });
  });

  it('names in the timeline the promises that were kept after all', async () => {
    await promise({ onBreach: [], leadWithin: 'PT5M' });
    const lead = await aLead(app, of(ann));
    await app.moveTo(minute(6));
    await touch(lead, minute(4));
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    const kept = (promised: string) =>
      `${promised} was on time after all: a touch on ${inLocalWords(minute(4), 'UTC')} was reported after the deadline`;
    expect(
      data.flatMap(({ type, text }: { type: string; text: string }) => (type === 'sla.corrected' ? text : [])).sort(),
    ).toEqual([kept('First response'), kept('First touch')]);
  });

  it('corrects the clocks of a lead that has been closed since, if in time', async () => {
    await promise({ onBreach: [] });
    const lead = await aLead(app, of(ann));
    await app.moveTo(minute(6));
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await touch(lead, minute(4));
    const closed = await leadNow(app, lead);
    expect(closed).toMatchObject({ status: 'lost', workState: 'untouched' });
    expect(clockOf(closed)).toMatchObject({ state: 'met', metAt: iso(minute(4)), breachedAt: iso(minute(5)) });
  });

  it('and made after the closing does not change the closed lead', async () => {
    await promise({ onBreach: [] });
    const lead = await aLead(app, of(ann));
    await app.moveTo(minute(6));
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.moveTo(minute(8));
    await touch(lead, minute(7));
    const clock = clockOf(await leadNow(app, lead));
    expect(clock.state).toBe('breached');
    expect(clock).not.toHaveProperty('metAt');
  });

  it('by the former owner of a lead moved by hand does not meet the new owner’s clock', async () => {
    await promise();
    const lead = await aLead(app, of(ann));
    await app.moveTo(minute(3));
    await pass(lead, bo);
    await app.moveTo(minute(4));
    const { repId } = await touch(lead, minute(1), { kind: 'sms', outcome: 'sent' });
    expect(repId).toBe(ann.id);
    const moved = await leadNow(app, lead);
    expect(clockOf(moved)).toMatchObject({ repId: bo.id, state: 'running' });
    // The company's promise is kept by a touch of any rep.
    expect(clockOf(moved, 'leadResponse')).toMatchObject({ state: 'met', metAt: iso(minute(1)) });
  });

  it('by the former owner of a lead moved by a breach ends the new owner’s clock', async () => {
    await promise({ onBreach: [{ after: 'PT0S', do: 'reassign' }] });
    const lead = await aLead(app);
    await app.moveTo(minute(6));
    await touch(lead, minute(2));
    const moved = await leadNow(app, lead);
    expect(moved.ownerId).not.toBe(lead.ownerId);
    expect(await types(lead)).toContain('sla.corrected firstTouch');
    expect(clockOf(moved)).toMatchObject({ repId: moved.ownerId, state: 'cancelled', endReason: 'alreadyTouched' });
  });

  it('counts for the owner at its time if it names no rep', async () => {
    await promise({ by: 'owner', onBreach: [] });
    const lead = await aLead(app, of(ann));
    await app.moveTo(minute(6));
    await pass(lead, bo);
    await app.moveTo(minute(7));
    expect(await touch(lead, minute(4))).toMatchObject({ repId: ann.id });
    const corrected = await eventsOf(app, lead.id, 'sla.corrected');
    expect(corrected.map(({ data }) => [data.kind, data.repId])).toEqual([['firstTouch', ann.id]]);
  });

  it('does not reopen the lead if it is inbound and dated before the disposition', async () => {
    const lead = await aLead(app, of(ann));
    await app.moveTo(minute(10));
    await nurture(lead, START + 2 * DAY);
    await app.moveTo(minute(20));
    await touch(lead, minute(9), { kind: 'email', direction: 'inbound', outcome: 'replied' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'nurturing', cycle: 1 });
    await touch(lead, minute(11), { kind: 'email', direction: 'inbound', outcome: 'replied' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2 });
  });

  it('does not reopen a closed lead that was open again since', async () => {
    const lead = await aLead(app, of(ann));
    await nurture(lead, START + DAY);
    await app.moveTo(START + 2 * DAY);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'recycle', reason: 'stale' });
    await app.moveTo(START + 2 * DAY + MINUTE);
    await touch(lead, START + MINUTE, { kind: 'email', direction: 'inbound', outcome: 'replied' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled', cycle: 2 });
  });
});

it('a milestone of an earlier cycle does not change the work state of the present one', async () => {
  const lead = await aLead(app, of(ann));
  await nurture(lead, START + 2 * DAY);
  await app.moveTo(START + 2 * DAY);
  await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified', occurredAt: iso(START) });
  expect(await leadNow(app, lead)).toMatchObject({ cycle: 2, workState: 'untouched' });
  await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
  expect(await leadNow(app, lead)).toMatchObject({ cycle: 2, workState: 'qualified' });
});

it('a lead submitted by a clock that runs ahead can be touched at once', async () => {
  const lead = await aLead(app, { submittedAt: iso(minute(4)) });
  await touch(lead, START);
  expect((await leadNow(app, lead)).workState).toBe('attempting');
});

it('an automated message leaves a lead untouched', async () => {
  const lead = await aLead(app, of(ann));
  await touch(lead, START, { kind: 'email', direction: 'inbound', outcome: 'replied', automated: true });
  expect((await leadNow(app, lead)).workState).toBe('untouched');
  await touch(lead, START, { kind: 'email', direction: 'inbound', outcome: 'replied' });
  expect((await leadNow(app, lead)).workState).toBe('connected');
});

describe('an overdue lead that changes before the sweep', () => {
  const breaches = async (lead: { id: string }) =>
    (await eventsOf(app, lead.id, 'sla.breached')).map(({ data, occurredAt }) => [data.kind, occurredAt]);
  const late = minute(31);

  it('is closed with its misses recorded', async () => {
    await promise();
    const lead = await aLead(app, of(ann));
    app.time.moveTo(late);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect(await breaches(lead)).toEqual([
      ['firstTouch', iso(late)],
      ['leadResponse', iso(late)],
    ]);
    await app.settle();
    expect(await leadNow(app, lead)).toMatchObject({
      status: 'lost',
      clocks: [{ state: 'breached' }, { state: 'breached' }],
    });
    expect(await eventsOf(app, lead.id, 'sla.escalated')).toEqual([]);
  });

  it('is won with its misses recorded', async () => {
    await promise();
    const lead = await aLead(app, of(ann));
    app.time.moveTo(late);
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won' });
    expect((await breaches(lead)).map(([kind]) => kind)).toEqual(['firstTouch', 'leadResponse']);
  });

  it('moves with its owner’s miss recorded, whose chain goes on', async () => {
    await promise({
      leadWithin: undefined,
      onBreach: [
        { after: 'PT0S', do: 'reassign' },
        { after: 'PT15M', do: 'escalate' },
      ],
    });
    const lead = await aLead(app, of(ann));
    app.time.moveTo(minute(6));
    await pass(lead, bo);
    expect(await breaches(lead)).toEqual([['firstTouch', iso(minute(6))]]);
    await app.settle();
    // The person's choice is final: the lead has moved already, so the policy does not move it again.
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id, reassignments: 1 });
    await app.moveTo(minute(10));
    await app.moveTo(minute(21));
    expect((await eventsOf(app, lead.id, 'sla.escalated')).map(({ data }) => data.repId)).toContain(ann.id);
  });

  it('is not moved again by the former clock after it was moved back and forth', async () => {
    await promise({ onBreach: [{ after: 'PT1M', do: 'reassign' }] });
    const lead = await aLead(app, of(ann));
    app.time.moveTo(minute(6));
    await pass(lead, bo);
    await pass(lead, ann);
    await app.moveTo(minute(9));
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id, reassignments: 2 });
  });

  it('is taken over from a rep who goes away, with the miss recorded', async () => {
    await promise({ onBreach: [] });
    const lead = await aLead(app, of(ann));
    app.time.moveTo(minute(6));
    await app.must('POST', `/v1/reps/${ann.id}/absences`, { from: iso(minute(6)), to: iso(minute(600)) });
    expect(await breaches(lead)).toEqual([['firstTouch', iso(minute(6))]]);
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  });

  it('only records the actions that enforcement would have taken if the policy measures', async () => {
    await aPolicy(app, {}, { time: 'elapsed', mode: 'measure' });
    const lead = await aLead(app, of(ann));
    app.time.moveTo(minute(6));
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect(await eventsOf(app, lead.id, 'sla.breached')).toMatchObject([
      { data: { wouldHave: ['reassign', 'escalate'] } },
    ]);
  });
});

describe('a move that waits for another rep', () => {
  /** Ann has missed her promise, and no other rep can take the lead. */
  async function waiting(by: 'anyone' | 'owner') {
    await promise({ by, leadWithin: undefined, onBreach: [{ after: 'PT0S', do: 'reassign' }] });
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    const lead = await aLead(app);
    await app.moveTo(minute(6));
    return lead;
  }
  const back = async () => {
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: true });
    await app.settle();
  };

  it('is not cancelled by a touch that does not count', async () => {
    const lead = await waiting('owner');
    await touch(lead, minute(6), { repId: boss.id });
    await back();
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  });

  it('is not cancelled by a colleague’s call that only corrects the company’s clock', async () => {
    await promise({ by: 'owner', leadWithin: 'PT5M', onBreach: [{ after: 'PT0S', do: 'reassign' }] });
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    const lead = await aLead(app);
    await app.moveTo(minute(6));
    await touch(lead, minute(3), { repId: boss.id });
    expect(await types(lead)).toContain('sla.corrected leadResponse');
    await back();
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  });

  it('is cancelled when the lead is assigned to its owner by hand', async () => {
    const lead = await waiting('owner');
    await pass(lead, ann);
    await back();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('is cancelled by a touch of its owner', async () => {
    const lead = await waiting('owner');
    await touch(lead, minute(6));
    await back();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('is cancelled by any touch if touches of any rep count', async () => {
    const lead = await waiting('anyone');
    await touch(lead, minute(6), { repId: boss.id });
    await back();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });
});

it('a lead moves by its own clock, whatever clocks of former owners are due as well', async () => {
  await promise({
    within: 'PT5M',
    onBreach: [{ after: 'PT10M', do: 'reassign' }],
    leadWithin: 'PT22M',
    onLeadBreach: [{ after: 'PT0S', do: 'reassign' }],
  });
  const reps = [ann, bo, await aRep(app, 'Cy'), await aRep(app, 'Di')];
  await aDesk(app, reps, { name: 'Q' });
  const lead = await aLead(app);
  const [second, third, last] = reps.filter(({ id }) => id !== lead.ownerId);
  await app.moveTo(minute(7));
  await pass(lead, second!);
  await app.moveTo(minute(13));
  await pass(lead, third!);
  await app.moveTo(minute(22));
  expect((await leadNow(app, lead)).ownerId).toBe(last!.id);
});

it('a touch by the owner ends the chain of a former owner’s miss, also if only owners count', async () => {
  await promise({ by: 'owner', leadWithin: undefined });
  const lead = await aLead(app);
  await app.moveTo(minute(5));
  await touch(lead, minute(5));
  await app.moveTo(minute(30));
  expect(await eventsOf(app, lead.id, 'sla.escalated')).toEqual([]);
});
