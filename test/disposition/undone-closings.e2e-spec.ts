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

const STEP = { kinds: ['call'], after: 'PT10M', within: 'PT20M' };
const clocksOf = async (lead: Json, state = 'running'): Promise<string[]> =>
  (await leadNow(app, lead)).clocks
    .filter((clock: Json) => clock.state === state && clock.dueAt !== null)
    .map(({ kind, step = '', repId, dueAt }: Json) => {
      const who = repId === undefined ? 'company' : [ann, bo, cy].find(({ id }) => id === repId)!.name;
      return `${kind}${step} ${who} ${dueAt.slice(11, 16)}`;
    })
    .sort();
const away = (rep: Json, fields: object = {}) =>
  app.must('POST', `/v1/reps/${rep.id}/absences`, {
    from: new Date(app.time.now()).toISOString(),
    to: '2026-03-20T14:00:00Z',
    openLeads: 'keep',
    ...fields,
  });
const joined = (reps: Json[]) =>
  app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', members: reps.map(({ id: repId }) => ({ repId })) });

const CLOSINGS: [string, (lead: Json) => Promise<() => Promise<unknown>>][] = [
  [
    'a closing of many leads that is undone',
    async (lead) => {
      const disposition = { category: 'recycle', reason: 'stale' };
      const { bulkId } = await app.must('POST', '/v1/leads/dispositions', { ids: [lead.id], disposition });
      return () => app.must('POST', `/v1/leads/dispositions/${bulkId}/undo`);
    },
  ],
  [
    'a merge that is undone',
    async (lead) => {
      const other = await aLead(app, { contact: { email: 'other@example.org' } });
      await app.must('POST', `/v1/leads/${lead.id}/merge`, { into: other.id });
      return () => app.must('POST', `/v1/leads/${lead.id}/unmerge`);
    },
  ],
];

describe.each(CLOSINGS)('%s', (_, close) => {
  it('leaves a lead its cycle, its contact and its step, with the time that was left', async () => {
    await aPolicy(app, { within: 'PT30M', leadWithin: 'PT1H' }, { followUp: { steps: [STEP, STEP] } });
    const lead = await aLead(app);
    await aTouch(app, lead, { outcome: 'noAnswer' });
    await app.moveBy(20 * MINUTE);
    expect(await clocksOf(lead)).toEqual(['followUp1 Ann 15:30']);
    const undo = await close(lead);
    await app.moveBy(12 * MINUTE);
    await undo();
    const now = await leadNow(app, lead);
    expect(now).toMatchObject({
      status: 'open',
      cycle: 1,
      ownerId: ann!.id,
      workState: 'attempting',
      disposition: null,
    });
    expect(await clocksOf(lead)).toEqual(['followUp1 Ann 15:42']);
    await aTouch(app, lead, { outcome: 'noAnswer' });
    expect(await clocksOf(lead)).toEqual(['followUp2 Ann 16:02']);
    await aTouch(app, lead, { outcome: 'connected' });
    expect(await leadNow(app, lead)).toMatchObject({ workState: 'connected' });
  });

  it('lets the promise of the company go on', async () => {
    await aPolicy(app, { within: 'PT30M', leadWithin: 'PT1H', leadCalendar: 'pool' });
    const lead = await aLead(app);
    const undo = await close(lead);
    await app.moveBy(10 * MINUTE);
    await undo();
    expect(await clocksOf(lead)).toEqual(['firstTouch Ann 15:40', 'leadResponse company 16:10']);
    await aTouch(app, lead, { outcome: 'connected' });
    expect(await clocksOf(lead, 'met')).toEqual(['firstTouch Ann 15:40', 'leadResponse company 16:10']);
  });

  it('leaves the decision to be made', async () => {
    await aPolicy(app, { within: 'PT30M' }, { decideWithin: 'PT1H' });
    const lead = await aLead(app);
    await aTouch(app, lead, { outcome: 'connected' });
    const undo = await close(lead);
    await app.moveBy(10 * MINUTE);
    await undo();
    expect([await clocksOf(lead), await clocksOf(lead, 'met')]).toEqual([
      ['decide Ann 16:10'],
      ['firstTouch Ann 15:30'],
    ]);
  });

  it('lets a missed lead move when somebody else can take it', async () => {
    await aPolicy(app, { within: 'PT5M', onBreach: [{ after: 'PT0S', do: 'reassign' }] });
    const lead = await aLead(app);
    await app.moveBy(6 * MINUTE);
    const undo = await close(lead);
    await joined([ann!, cy!]);
    await undo();
    expect([await clocksOf(lead), (await leadNow(app, lead)).ownerId]).toEqual([[], ann!.id]);
    await app.moveBy(MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: cy!.id, cycle: 1, reassignments: 1 });
  });

  it('gives the lead to the rep who stands in for its owner', async () => {
    const lead = await aLead(app);
    const undo = await close(lead);
    await away(ann!, { coverRepId: cy!.id });
    await undo();
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: cy!.id, cycle: 1 });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['is away and nobody stands in for them', () => away(ann!)],
    ['has left', () => app.must('PUT', `/v1/reps/${ann!.id}`, { ...ann, active: false, openLeads: 'keep' })],
  ])('deals the lead by its pool if its owner %s', async (__, goes) => {
    await aPolicy(app, { within: 'PT30M' }, { followUp: { steps: [STEP] } });
    const lead = await aLead(app);
    await aTouch(app, lead, { outcome: 'noAnswer' });
    const undo = await close(lead);
    await joined([ann!, bo!]);
    await goes();
    await undo();
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo!.id, cycle: 1, workState: 'attempting' });
    // The step of the former owner, in the time of the new one.
    expect(await clocksOf(lead)).toEqual(['followUp1 Bo 15:30']);
  });

  it('lets a touch count that was reported meanwhile, for the first touch and for the step', async () => {
    await aPolicy(app, { within: 'PT30M', leadWithin: 'PT1H', leadCalendar: 'pool' }, { followUp: { steps: [STEP] } });
    const lead = await aLead(app);
    const undo = await close(lead);
    await app.moveBy(5 * MINUTE);
    await aTouch(app, lead, { outcome: 'noAnswer' });
    await app.moveBy(5 * MINUTE);
    await aTouch(app, lead, { outcome: 'noAnswer' });
    await app.moveBy(MINUTE);
    await undo();
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/touches`);
    expect(data.map(({ firstTouch }: Json) => firstTouch)).toEqual([true, false]);
    const { workState, clocks } = await leadNow(app, lead);
    const met = clocks.map(({ kind, state, metAt }: Json) => `${kind} ${state} ${metAt?.slice(11, 16)}`);
    expect([workState, met.filter((clock: string) => / met /.test(clock)).sort()]).toEqual([
      'attempting',
      ['firstTouch met 15:05', 'followUp met 15:10', 'leadResponse met 15:05'],
    ]);
    expect(await clocksOf(lead)).toEqual([]);
  });

  it('lets it count for the owner too if another rep stands in for them', async () => {
    await aPolicy(app, { within: 'PT30M' }, { followUp: { steps: [STEP] } });
    const lead = await aLead(app);
    const undo = await close(lead);
    await app.moveBy(10 * MINUTE);
    await aTouch(app, lead, { outcome: 'noAnswer' });
    await away(ann!, { coverRepId: cy!.id });
    await undo();
    const met = (await leadNow(app, lead)).clocks.filter(({ state, repId }: Json) => state === 'met' && repId);
    expect(met.map(({ kind, metAt }: Json) => [kind, metAt])).toEqual([['firstTouch', '2026-03-02T15:10:00.000Z']]);
    expect(await clocksOf(lead)).toEqual(['followUp1 Cy 15:40']);
  });

  it('takes back what was voided meanwhile, and what only then was reported can be voided', async () => {
    await aPolicy(app, { within: 'PT30M' });
    const [lead, other] = [await aLead(app), await aLead(app)];
    const told = await aTouch(app, lead, { outcome: 'noAnswer' });
    const voided = (of: Json, { id }: Json) =>
      app.must('POST', `/v1/leads/${of.id}/touches/${id}/void`, { reason: 'Never made' });
    const undos = [await close(lead), await close(other)];
    await app.moveBy(10 * MINUTE);
    await voided(lead, told);
    const late = await aTouch(app, other, { outcome: 'noAnswer' });
    for (const undo of undos) await undo();
    expect(await clocksOf(other, 'met')).toEqual(['firstTouch Ann 15:40']);
    await app.moveBy(MINUTE);
    await voided(other, late);
    expect([await clocksOf(lead), await clocksOf(other)]).toEqual([['firstTouch Ann 15:40'], ['firstTouch Ann 15:40']]);
  });

  it('counts attempts that were made meanwhile when the lead turns out to be unreachable', async () => {
    const then = { category: 'recycle', reason: 'unreachable' };
    await aPolicy(app, { within: 'PT30M' }, { unreachable: { attempts: 2, over: 'PT1M', then } });
    const lead = await aLead(app, { contact: { phone: '+4930123456' } });
    const undo = await close(lead);
    await app.moveBy(10 * MINUTE);
    await aTouch(app, lead, { outcome: 'noAnswer' });
    await undo();
    await app.moveBy(10 * MINUTE);
    await aTouch(app, lead, { outcome: 'noAnswer' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled', disposition: { reason: 'unreachable' } });
  });

  it('lets the pause go on that it had ended', async () => {
    await aPolicy(app, { within: 'PT30M' });
    const lead = await aLead(app);
    await app.moveBy(10 * MINUTE);
    await app.must('POST', `/v1/leads/${lead.id}/pause`, { until: '2026-03-02T16:00:00Z', reason: 'Back later' });
    await app.moveBy(5 * MINUTE);
    const undo = await close(lead);
    await app.moveBy(5 * MINUTE);
    await undo();
    const paused = () =>
      leadNow(app, lead).then(({ clocks }) => clocks.filter(({ state }: Json) => state === 'paused'));
    expect((await paused()).map(({ resumesAt }: Json) => resumesAt)).toEqual(['2026-03-02T16:00:00.000Z']);
    await app.moveBy(40 * MINUTE);
    expect([await paused(), await clocksOf(lead)]).toEqual([[], ['firstTouch Ann 16:20']]);
  });

  it('counts in reports as if it had not been', async () => {
    await aPolicy(app, { within: 'PT30M' });
    const lead = await aLead(app);
    const undo = await close(lead);
    await app.moveBy(10 * MINUTE);
    await undo();
    await aTouch(app, lead, { outcome: 'connected' });
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.reportsCaughtUp();
    const span = 'from=2026-03-01&to=2026-03-08';
    const { data } = await app.must('GET', `/v1/reports/speed-to-lead?${span}&by=rep`);
    const ofAnn = data.find(({ key }: Json) => key.rep === ann!.id);
    expect(ofAnn).toMatchObject({ touched: 1, attainment: 1 });
    const ends = await app.must('GET', `/v1/reports/dispositions?${span}&by=reason`);
    const price = ends.data.find(({ key }: Json) => key.reason === 'price');
    expect(price).toMatchObject({ closed: 1, reversed: 0 });
  });
});

describe('a closing of many leads that is undone, after a lost deal that asked for a decision', () => {
  const [, close] = CLOSINGS[0]!;
  const aLostDeal = async (lead: Json) => {
    const fields = { account: { name: 'Kim & Co' }, amount: '100.00', currency: 'EUR' };
    const { id } = await app.must('POST', '/v1/deals', { name: 'Kim', ...fields, leadId: lead.id });
    await app.must('POST', `/v1/deals/${id}/lose`, { reason: 'price', lead: 'keep' });
  };
  const decisions = async (lead: Json) =>
    (await leadNow(app, lead)).clocks
      .filter(({ kind }: Json) => kind === 'decide')
      .map(({ repId, state }: Json) => `${[ann, bo, cy].find(({ id }) => id === repId)!.name} ${state}`);

  it('leaves it missed if it was, and owed by the next owner', async () => {
    const lead = await aLead(app);
    await aLostDeal(lead);
    await app.moveBy(10 * 24 * 60 * MINUTE);
    await (await close(lead))();
    expect(await decisions(lead)).toEqual(['Ann breached']);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo!.id, reason: 'x' });
    expect(await decisions(lead)).toEqual(['Ann breached', 'Bo running']);
  });

  it('leaves it to whoever gets the lead from the queue', async () => {
    await joined([]);
    const lead = await aLead(app);
    await aLostDeal(lead);
    await (await close(lead))();
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo!.id, reason: 'x' });
    expect(await decisions(lead)).toEqual(['Bo running']);
  });
});
