import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch, leadNow, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let [ann, bo, cy]: Json[] = [];
let pool: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo, cy] = await theReps(app, ['Ann', 'Bo', 'Cy']);
  ({ pool } = await aDesk(app, [ann!]));
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const MOVES = [{ after: 'PT0S', do: 'reassign' }];
/** Reassigns a lead in bulk. @returns how that is undone */
const bulk = async (lead: Json, rep: Json): Promise<() => Promise<Json>> => {
  const to = { repId: rep.id };
  const { bulkId } = await app.must('POST', '/v1/leads/reassign', { ids: [lead.id], to, reason: 'x' });
  expect((await leadNow(app, lead)).ownerId).toBe(rep.id);
  return async () => (await app.must('POST', `/v1/leads/reassign/${bulkId}/undo`)).results[0];
};
const owed = async (lead: Json): Promise<string[]> =>
  (await leadNow(app, lead)).clocks
    .filter(({ state, kind }: Json) => state === 'running' && kind !== 'leadResponse')
    .map(({ kind, repId, dueAt }: Json) => `${kind} ${repId === ann!.id ? 'Ann' : repId} ${dueAt.slice(11, 16)}`)
    .sort();

it('an undone reassignment restores all promises with the time that was left', async () => {
  await aPolicy(app, { within: 'PT30M' }, { onInquiry: 'restart', followUp: { steps: [STEP] } });
  await app.must('POST', '/v1/sources', { code: 'web', duplicates: 'join' });
  const lead = await aLead(app, { contact: { email: 'kim@example.org' } });
  await aTouch(app, lead, { outcome: 'noAnswer' });
  await app.moveBy(10 * MINUTE);
  await app.post('/v1/leads', { source: 'web', contact: { email: 'kim@example.org' } });
  expect(await owed(lead)).toEqual(['firstTouch Ann 15:40', 'followUp Ann 17:00']);
  const undo = await bulk(lead, bo!);
  await app.moveBy(10 * MINUTE);
  await undo();
  expect(await owed(lead)).toEqual(['firstTouch Ann 15:50', 'followUp Ann 09:10']);
});

const STEP = { kinds: ['call'], after: 'PT1H', within: 'PT1H' };

it('an undone reassignment restores the decision that a lost deal asked for', async () => {
  const lead = await aLead(app);
  const deal = await app.must('POST', '/v1/deals', {
    name: 'Kim',
    account: { name: 'Kim & Co' },
    amount: '100.00',
    currency: 'EUR',
    leadId: lead.id,
  });
  await app.must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price', lead: 'keep' });
  const due = async () =>
    (await leadNow(app, lead)).clocks.filter(({ state }: Json) => state === 'running').map(({ dueAt }: Json) => dueAt);
  const [before] = await due();
  await app.moveBy(20 * MINUTE);
  const undo = await bulk(lead, bo!);
  await app.moveBy(10 * MINUTE);
  await undo();
  expect(await due()).toEqual([new Date(Date.parse(before) + 10 * MINUTE).toISOString()]);
  expect((await leadNow(app, lead)).ownerId).toBe(ann!.id);
});

it('an undone reassignment lets a lead wait again to move because of a miss', async () => {
  await aPolicy(app, { within: 'PT5M', onBreach: MOVES });
  const lead = await aLead(app);
  await app.moveBy(10 * MINUTE);
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann!.id });
  const undo = await bulk(lead, bo!);
  await undo();
  // The miss stays what it was: no promise begins anew.
  expect([(await leadNow(app, lead)).ownerId, await owed(lead)]).toEqual([ann!.id, []]);
  await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', members: [{ repId: ann!.id }, { repId: cy!.id }] });
  await app.moveBy(MINUTE);
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: cy!.id, reassignments: 1 });
  const { data } = await app.must('GET', `/v1/leads/${lead.id}/routing`);
  expect(data.map(({ cause }: Json) => cause)).toEqual(['breach', 'undone', 'manual', 'intake']);
});

it('an undone reassignment lets the chain of a miss go on, and its owner can acknowledge it', async () => {
  await aPolicy(app, { within: 'PT5M', acknowledge: 'PT10M', onBreach: [{ after: 'PT20M', do: 'reassign' }] });
  const lead = await aLead(app);
  await app.moveBy(10 * MINUTE);
  await (await bulk(lead, bo!))();
  await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', members: [{ repId: ann!.id }, { repId: cy!.id }] });
  await app.must('POST', `/v1/leads/${lead.id}/acknowledge`);
  await app.moveBy(20 * MINUTE);
  expect((await leadNow(app, lead)).ownerId).toBe(ann!.id);
  await app.moveBy(10 * MINUTE);
  expect((await leadNow(app, lead)).ownerId).toBe(cy!.id);
});

it.each([
  ['longer', { firstTouch: { within: 'PT45M' } }, ['firstTouch Ann 15:55']],
  ['much shorter, with the grace', { firstTouch: { within: 'PT5M' }, grace: 'PT10M' }, ['firstTouch Ann 15:30']],
  [
    'the same, with a step on top',
    { firstTouch: { within: 'PT30M' }, followUp: { steps: [STEP] } },
    ['firstTouch Ann 15:40'],
  ],
])(
  'an undone reassignment lets a promise go on that a new version of the policy makes %s',
  async (_how, change, due) => {
    const policy = await aPolicy(app, { within: 'PT30M' });
    const lead = await aLead(app);
    await app.moveBy(10 * MINUTE);
    const undo = await bulk(lead, bo!);
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { name: policy.name, when: {}, ...change, applyTo: 'open' });
    await app.moveBy(10 * MINUTE);
    await undo();
    expect(await owed(lead)).toEqual(due);
  },
);

it('reassignments on top of each other are undone in reverse order', async () => {
  await aPolicy(app, { within: 'PT30M' });
  const lead = await aLead(app);
  const first = await bulk(lead, bo!);
  await app.moveBy(MINUTE);
  const second = await bulk(lead, cy!);
  await app.moveBy(MINUTE);
  expect((await first()).why).toBe('A person has given it to somebody else since.');
  await second();
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo!.id, reassignments: 1 });
  await app.moveBy(MINUTE);
  expect((await first()).status).toBe('reassigned');
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann!.id, reassignments: 0 });
  expect(await owed(lead)).toEqual(['firstTouch Ann 15:33']);
  expect([(await first()).why, (await second()).why]).toEqual(Array(2).fill('It was undone already.'));
});

it('an undone reassignment owes nothing that its former owner has done since', async () => {
  await aPolicy(app, { within: 'PT30M' }, { followUp: { steps: [STEP] } });
  const lead = await aLead(app);
  const undo = await bulk(lead, bo!);
  await app.moveBy(MINUTE);
  await aTouch(app, lead, { repId: ann!.id, outcome: 'noAnswer' });
  await undo();
  expect(await owed(lead)).toEqual(['followUp Ann 09:01']);
});

it('an undone reassignment leaves a paused promise the time that was left when it was paused', async () => {
  await aPolicy(app, { within: 'PT30M' }, { pauseWhile: { field: 'attributes.busy', op: 'eq', value: true } });
  const lead = await aLead(app);
  await app.moveBy(10 * MINUTE);
  const busy = (is: boolean) => app.must('PATCH', `/v1/leads/${lead.id}`, { attributes: { busy: is } });
  await busy(true);
  await app.moveBy(10 * MINUTE);
  const undo = await bulk(lead, bo!);
  await app.moveBy(10 * MINUTE);
  await undo();
  await busy(false);
  expect(await owed(lead)).toEqual(['firstTouch Ann 15:50']);
});

it('an undone reassignment goes to the rep who stands in for an absent owner', async () => {
  await aPolicy(app, { within: 'PT30M' });
  const lead = await aLead(app);
  const undo = await bulk(lead, bo!);
  const absence = { from: new Date(app.time.now()).toISOString(), to: '2026-03-20T14:00:00Z', openLeads: 'keep' };
  await app.must('POST', `/v1/reps/${ann!.id}/absences`, { ...absence, coverRepId: cy!.id });
  expect(await undo()).toMatchObject({ status: 'reassigned', repId: cy!.id });
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: cy!.id, reassignments: 1 });
  const { data } = await app.must('GET', `/v1/leads/${lead.id}/routing`);
  expect(data.map(({ cause, repId }: Json) => [cause, repId])).toEqual([
    ['absence', cy!.id],
    ['undone', ann!.id],
    ['manual', bo!.id],
    ['intake', ann!.id],
  ]);
});

it('a milestone in the millisecond of a reassignment is no work since', async () => {
  const lead = await aLead(app);
  await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
  const undo = await bulk(lead, bo!);
  expect((await undo()).status).toBe('reassigned');
});

describe('the report of another rep after an undone reassignment', () => {
  const moved = async (lead: Json) => (await bulk(lead, bo!))();
  const missed = async (lead: Json, kind: string) =>
    (await leadNow(app, lead)).clocks.find((clock: Json) => clock.kind === kind && clock.state === 'breached');

  it('answers the miss of the first touch', async () => {
    await aPolicy(app, { within: 'PT5M' });
    const lead = await aLead(app);
    await app.moveBy(10 * MINUTE);
    await moved(lead);
    await app.moveBy(10 * MINUTE);
    await aTouch(app, lead, { repId: cy!.id, outcome: 'noAnswer' });
    expect((await missed(lead, 'firstTouch')).metAt).toBe('2026-03-02T15:20:00.000Z');
  });

  it('answers the miss of a step', async () => {
    const step = { kinds: ['call'], after: 'PT0S', within: 'PT5M' };
    await aPolicy(app, { within: 'PT5M' }, { followUp: { steps: [step] } });
    const lead = await aLead(app);
    await aTouch(app, lead, { outcome: 'noAnswer' });
    await app.moveBy(10 * MINUTE);
    await moved(lead);
    await app.moveBy(10 * MINUTE);
    await aTouch(app, lead, { repId: cy!.id, outcome: 'noAnswer' });
    expect((await missed(lead, 'followUp')).metAt).toBe('2026-03-02T15:20:00.000Z');
  });

  it('answers it even if it is of the time in which the lead was elsewhere', async () => {
    await aPolicy(app, { within: 'PT5M' });
    const lead = await aLead(app);
    await app.moveBy(10 * MINUTE);
    const undo = await bulk(lead, bo!);
    const at = new Date(app.time.now()).toISOString();
    await app.moveBy(10 * MINUTE);
    await undo();
    await aTouch(app, lead, { repId: bo!.id, outcome: 'noAnswer', occurredAt: at });
    expect((await missed(lead, 'firstTouch')).metAt).toBe(at);
  });

  it('keeps the promise if it is from before the lead came in', async () => {
    await aPolicy(app, { within: 'PT30M' });
    const at = new Date(app.time.now() - 5 * MINUTE).toISOString();
    const lead = await aLead(app, { submittedAt: at });
    await moved(lead);
    await aTouch(app, lead, { repId: ann!.id, outcome: 'noAnswer', occurredAt: at });
    expect(await owed(lead)).toEqual([]);
  });

  it('leaves the first touch that its owner has missed the next thing to do, whatever a new policy promises', async () => {
    const policy = await aPolicy(app, { within: 'PT5M', by: 'owner' });
    const lead = await aLead(app);
    await app.moveBy(10 * MINUTE);
    await aTouch(app, lead, { repId: cy!.id, outcome: 'noAnswer' });
    await app.moveBy(MINUTE);
    await moved(lead);
    const { id, version: _, ...body } = policy;
    await app.must('PUT', `/v1/sla-policies/${id}`, { ...body, followUp: { steps: [STEP] }, applyTo: 'open' });
    expect(await owed(lead)).toEqual([]);
  });
});
