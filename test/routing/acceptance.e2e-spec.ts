import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, aPool, leadNow, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let [sam, eve, ada, bea]: Json[] = [];
let sdrs: Json;
let aes: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [sam, eve, ada, bea] = await theReps(app, ['Sam', 'Eve', 'Ada', 'Bea']);
  sdrs = await aPool(app, 'SDRs', [sam!]);
  aes = await aPool(app, 'AEs', [eve!, ada!], { decline: { within: 'PT1H' } });
  await rules('Qualified', aes);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const rules = (name: string, pool: Json) =>
  app.must('PUT', '/v1/routing', {
    rules: [
      { name: 'New', when: {}, assign: { poolId: sdrs.id } },
      { name, on: 'milestone:qualified', when: {}, assign: { poolId: pool.id }, acceptWithin: 'PT1H' },
    ],
  });

/** A lead that was handed over to Eve, who has an hour to accept it. */
const handedOver = async (): Promise<Json> => {
  const lead = await aLead(app);
  expect((await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' })).ownerId).toBe(eve!.id);
  return lead;
};
const owed = async (lead: Json) =>
  (await leadNow(app, lead)).clocks
    .filter(({ kind, state }: Json) => kind === 'accept' && state === 'running')
    .map(({ repId, dueAt }: Json) => [repId, dueAt.slice(11, 16)]);
const accept = (lead: Json) => app.must('POST', `/v1/leads/${lead.id}/acknowledge`);
const bulk = async (lead: Json, to: object) => {
  const { bulkId } = await app.must('POST', '/v1/leads/reassign', { ids: [lead.id], to, reason: 'x' });
  return () => app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
};

const STALE = { disposition: { category: 'recycle', reason: 'stale' } };

describe('whoever gets a lead that was handed over owes its acceptance', () => {
  it('after a decline', async () => {
    const lead = await handedOver();
    await app.moveBy(10 * MINUTE);
    const key = await app.keyFor(['rep'], eve!.id);
    await app.ask('POST', `/v1/leads/${lead.id}/decline`, { reason: 'noTime' }, { key });
    expect(await owed(lead)).toEqual([[ada!.id, '16:10']]);
  });

  it.each<[string, (lead: Json, pool: Json) => Promise<unknown>]>([
    ['by hand, to a rep', (lead) => reassign(lead, { repId: bea!.id })],
    ['by hand, to a pool', (lead, pool) => reassign(lead, { poolId: pool.id })],
    ['in bulk, to a rep', (lead) => bulk(lead, { repId: bea!.id })],
    ['in bulk, to a pool', (lead, pool) => bulk(lead, { poolId: pool.id })],
    ['by an offboarding, to a rep', () => offboard({ repId: bea!.id })],
    ['by an offboarding, to a pool', (_, pool) => offboard({ poolId: pool.id })],
  ])('%s', async (_, move) => {
    const lead = await handedOver();
    const pool = await aPool(app, 'Others', [bea!]);
    await app.moveBy(10 * MINUTE);
    await move(lead, pool);
    expect(await owed(lead)).toEqual([[bea!.id, '16:10']]);
  });

  it('out of the queue, although the rule has another name by now', async () => {
    const empty = await aPool(app, 'Empty', []);
    await rules('Qualified', empty);
    const lead = await aLead(app);
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    await rules('Ready to buy', empty);
    await reassign(lead, { repId: bea!.id });
    expect(await owed(lead)).toEqual([[bea!.id, '16:00']]);
  });

  it('until its deadline: accepted later, it was missed, whether or not a sweep has found that', async () => {
    const lead = await handedOver();
    app.time.moveTo(app.time.now() + 61 * MINUTE);
    await accept(lead);
    await app.moveBy(MINUTE);
    const { ownerId, clocks } = await leadNow(app, lead);
    expect([ownerId, clocks.map(({ kind, state }: Json) => `${kind} ${state}`)]).toEqual([
      eve!.id,
      ['accept breached'],
    ]);
  });

  it('not in the next cycle, in which nobody has handed it over', async () => {
    const lead = await handedOver();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'x' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2 });
    expect(await owed(lead)).toEqual([]);
  });
});

const reassign = (lead: Json, to: object) => app.must('POST', `/v1/leads/${lead.id}/reassign`, { ...to, reason: 'x' });
const offboard = (leads: object) => app.must('POST', `/v1/reps/${eve!.id}/offboard`, { leads });

describe('whoever gets it back owes what they owed', () => {
  it('the acceptance with the time that was left, after an undone bulk move', async () => {
    const lead = await handedOver();
    await app.moveBy(40 * MINUTE);
    const undo = await bulk(lead, { repId: bea!.id });
    await app.moveBy(60 * MINUTE - 1);
    await undo();
    expect(await owed(lead)).toEqual([[eve!.id, '16:59']]);
  });

  it('nothing if they had accepted it', async () => {
    const lead = await handedOver();
    await accept(lead);
    const undo = await bulk(lead, { repId: bea!.id });
    expect(await owed(lead)).toEqual([[bea!.id, '16:00']]);
    await undo();
    expect(await owed(lead)).toEqual([]);
  });

  it('the acceptance with the time that was left, after an undone move by another miss', async () => {
    await aPolicy(app, { within: 'PT30M', onBreach: [{ after: 'PT0S', do: 'reassign' }] }, { time: 'elapsed' });
    const from = new Date(app.time.now()).toISOString();
    const lead = await handedOver();
    await app.moveBy(30 * MINUTE);
    expect((await leadNow(app, lead)).ownerId).toBe(ada!.id);
    await app.moveBy(10 * MINUTE);
    const span = { from, to: new Date(app.time.now()).toISOString() };
    expect(await app.must('POST', '/v1/enforcement/undo', span)).toMatchObject({ undone: 1 });
    expect(await owed(lead)).toEqual([[eve!.id, '16:10']]);
  });

  it('the whole acceptance, after an undone move because it was missed', async () => {
    const from = new Date(app.time.now()).toISOString();
    const lead = await handedOver();
    await app.moveBy(70 * MINUTE);
    expect((await leadNow(app, lead)).ownerId).toBe(ada!.id);
    const span = { from, to: new Date(app.time.now()).toISOString() };
    expect(await app.must('POST', '/v1/enforcement/undo', span)).toMatchObject({ undone: 1 });
    expect(await owed(lead)).toEqual([[eve!.id, '09:10']]);
  });

  it('no acceptance, after such a move, if whoever had it since has accepted it', async () => {
    const from = new Date(app.time.now()).toISOString();
    const lead = await handedOver();
    await app.moveBy(70 * MINUTE);
    await accept(lead);
    const span = { from, to: new Date(app.time.now()).toISOString() };
    expect(await app.must('POST', '/v1/enforcement/undo', span)).toMatchObject({ undone: 1 });
    expect(await owed(lead)).toEqual([]);
  });

  it.each<[string, (lead: Json) => Promise<() => Promise<unknown>>]>([
    [
      'an undone closing',
      async (lead) => {
        const { bulkId } = await app.must('POST', '/v1/leads/dispositions', { ids: [lead.id], ...STALE });
        return () => app.must('POST', `/v1/leads/dispositions/${bulkId}/undo`);
      },
    ],
    [
      'an unmerge',
      async (lead) => {
        const other = await aLead(app, { contact: { email: 'other@example.org' } });
        await app.must('POST', `/v1/leads/${lead.id}/merge`, { into: other.id });
        return () => app.must('POST', `/v1/leads/${lead.id}/unmerge`);
      },
    ],
  ])('after %s: nothing if they had accepted it, else the time that was left', async (_, close) => {
    const [accepted, pending] = [await handedOver(), await aLead(app)];
    await accept(accepted);
    await app.must('POST', `/v1/leads/${pending.id}/milestones`, { name: 'qualified' });
    await app.moveBy(40 * MINUTE);
    const takeBack = [await close(accepted), await close(pending)];
    await app.moveBy(10 * MINUTE);
    for (const undo of takeBack) await undo();
    expect(await owed(accepted)).toEqual([]);
    expect(await owed(pending)).toEqual([[ada!.id, '16:10']]);
  });
});
