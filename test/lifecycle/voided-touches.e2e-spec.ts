import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inLocalWords } from '../../src/calendar/zone.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { HOUR, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch, eventsOf, faults, leadNow, NOBODY, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const START = Date.parse(MONDAY);

let app: TestApplication;
let ann: Json;
let bo: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const promise = (firstTouch: object = {}, fields: object = {}) =>
  aPolicy(app, { within: 'PT1H', ...firstTouch }, { time: 'elapsed', ...fields });
const mine = () => aLead(app, { owner: { repId: ann.id } });
const touch = (lead: Json, fields: object = {}) => aTouch(app, lead, fields);
const takeBack = (lead: Json, { id }: Json, reason = 'The wrong lead') =>
  app.ask('POST', `/v1/leads/${lead.id}/touches/${id}/void`, { reason });
const stepsOf = ({ clocks }: Json) =>
  clocks.filter(({ kind }: Json) => kind === 'followUp').map(({ step, state }: Json) => [step, state]);

describe('a voided touch', () => {
  it('after a move in bulk that was undone: the miss that it had answered is followed up again, and no step', async () => {
    const followUp = { steps: [{ kinds: ['call'], after: 'PT0S', within: 'PT1H' }] };
    await promise({ onBreach: [{ after: 'PT30M', do: 'reassign' }] }, { followUp });
    const lead = await mine();
    await app.moveBy(65 * MINUTE);
    const call = await touch(lead);
    const body = { ids: [lead.id], to: { repId: bo.id }, reason: 'x' };
    const { bulkId } = await app.must('POST', '/v1/leads/reassign', body);
    await app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
    await takeBack(lead, call);
    expect(stepsOf(await leadNow(app, lead)).filter(([, state]: string[]) => state === 'running')).toEqual([]);
    await app.moveBy(30 * MINUTE);
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  });

  it('is marked once with the actor and the reason, and no longer counts', async () => {
    await promise();
    const lead = await mine();
    const call = await touch(lead);
    const { status, body } = await takeBack(lead, call);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: call.id,
      voided: { at: iso(START), reason: 'The wrong lead', by: { type: 'key' } },
    });
    await app.moveBy(MINUTE);
    expect((await takeBack(lead, call, 'Again')).body).toEqual(body);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/touches`);
    expect(data).toMatchObject([{ id: call.id, firstTouch: false, voided: { reason: 'The wrong lead' } }]);
    const { data: timeline } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(timeline.map(({ text }: Json) => text)).toEqual(
      expect.arrayContaining([
        'Taken back: call of Ann (“The wrong lead”)',
        `First touch is owed again, due by ${inLocalWords(START + HOUR, 'UTC')}: the touch that had satisfied or ended it was taken back`,
      ]),
    );
    expect(await eventsOf(app, lead.id, 'lead.touchVoided')).toHaveLength(1);
  });

  it('gives a rep who takes back their own report no more time than they had', async () => {
    await promise({ within: 'PT5M' }, { grace: 'PT15M' });
    const lead = await mine();
    const asAnn = { key: await app.keyFor(['rep'], ann.id) };
    await app.moveTo(START + MINUTE);
    const asked = (path: string, body: object) => app.must('POST', `/v1/leads/${lead.id}/touches${path}`, body, asAnn);
    const call = { kind: 'call', outcome: 'noAnswer' };
    for (let time = 0; time < 2; time += 1) {
      const { id } = await asked('', call);
      await asked(`/${id}/void`, { reason: 'mistake' });
      expect(clockOf(await leadNow(app, lead), 'firstTouch')).toMatchObject({
        state: 'running',
        dueAt: iso(START + 5 * MINUTE),
      });
    }
    const { id } = await asked('', call);
    await app.moveTo(START + 6 * MINUTE);
    await asked(`/${id}/void`, { reason: 'mistake' });
    await app.settle();
    expect(await eventsOf(app, lead.id, 'sla.breached')).toMatchObject([{ occurredAt: iso(START + 6 * MINUTE) }]);
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  });

  it('lets the clock run on to its deadline, and the lead is untouched again', async () => {
    await promise({ leadWithin: 'PT2H' });
    const lead = await mine();
    await app.moveBy(10 * MINUTE);
    const call = await touch(lead);
    expect(await leadNow(app, lead)).toMatchObject({ workState: 'attempting' });
    await takeBack(lead, call);
    const again = await leadNow(app, lead);
    expect(again).toMatchObject({ workState: 'untouched' });
    expect(clockOf(again)).toMatchObject({ state: 'running', dueAt: iso(START + HOUR) });
    expect(clockOf(again)).not.toHaveProperty('metAt');
    expect(clockOf(again, 'leadResponse')).toMatchObject({ state: 'running', dueAt: iso(START + 2 * HOUR) });
    await app.moveTo(START + HOUR);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
  });

  it('is no news for an owner who voids it', async () => {
    await promise();
    const lead = await mine();
    const asAnn = { key: await app.keyFor(['rep'], ann.id) };
    const call = await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'voicemail' }, asAnn);
    const path = `/v1/leads/${lead.id}/touches/${call.id}/void`;
    await app.must('POST', path, { reason: 'The wrong lead' }, asAnn);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'running' });
    const { data } = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
    expect(data.map(({ type }: Json) => type)).not.toContain('sla.corrected');
  });

  it('gives the owner a grace period if the deadline has passed, and notifies them', async () => {
    await promise();
    const lead = await mine();
    const call = await touch(lead);
    await app.moveTo(START + 3 * HOUR);
    await takeBack(lead, call);
    const dueAt = iso(START + 3 * HOUR + 15 * MINUTE);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'running', dueAt, graceUntil: dueAt });
    const { data } = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
    expect(data[0].text).toBe(
      `A lead from web received ${inLocalWords(START, 'UTC')} waits for your first touch again, due by ${inLocalWords(Date.parse(dueAt), 'UTC')}: the touch or the decision that had ended it was taken back`,
    );
    await app.moveTo(dueAt);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ repId: bo.id });
  });

  it('pauses the clock again if the lead is paused, and records that', async () => {
    await promise({}, { followUp: { steps: [{ kinds: ['call'], after: 'PT1H', within: 'PT1H' }] } });
    const lead = await mine();
    const call = await touch(lead);
    const until = iso(START + 30 * MINUTE);
    await app.must('POST', `/v1/leads/${lead.id}/pause`, { until, reason: 'On a plane' });
    await takeBack(lead, call);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'paused', resumesAt: until });
    const { id } = clockOf(await leadNow(app, lead));
    const told = await eventsOf(app, lead.id, 'sla.*');
    expect(told.filter(({ data }: Json) => data.clockId === id).map(({ type }: Json) => type)).toEqual([
      'sla.started',
      'sla.met',
      'sla.corrected',
      'sla.paused',
    ]);
  });

  it('that had answered a miss late resumes its chain, after the grace period', async () => {
    await promise({ onBreach: [{ after: 'PT20M', do: 'reassign' }] });
    const [lead, kept] = [await mine(), await mine()];
    await app.moveTo(START + 70 * MINUTE);
    const late = await touch(lead);
    await touch(kept);
    await app.moveTo(START + 85 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id });
    await takeBack(lead, late);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'breached', breachedAt: iso(START + HOUR) });
    await app.moveTo(START + 100 * MINUTE - 1);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id });
    await app.moveTo(START + 100 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id, reassignments: 1 });
    expect(await leadNow(app, kept)).toMatchObject({ ownerId: ann.id });
  });

  it('removes the cadence step that it began, and restores the one that it met', async () => {
    const steps = [
      { kinds: ['call'], after: 'PT0S', within: 'PT1H' },
      { kinds: ['email'], after: 'PT0S', within: 'PT1H' },
    ];
    await promise({}, { followUp: { steps } });
    const lead = await mine();
    const first = await touch(lead, { kind: 'sms', outcome: 'sent' });
    await app.moveBy(MINUTE);
    const second = await touch(lead);
    expect(stepsOf(await leadNow(app, lead))).toEqual([
      [1, 'met'],
      [2, 'running'],
    ]);
    await takeBack(lead, second);
    expect(stepsOf(await leadNow(app, lead))).toEqual([
      [1, 'running'],
      [2, 'cancelled'],
    ]);
    await takeBack(lead, first);
    const back = await leadNow(app, lead);
    expect(stepsOf(back)).toEqual([
      [1, 'cancelled'],
      [2, 'cancelled'],
    ]);
    expect(clockOf(back)).toMatchObject({ state: 'running' });
  });

  it('no longer counts as an attempt towards unreachable', async () => {
    // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
    const unreachable = { attempts: 2, over: 'PT0S', then: { category: 'recycle', reason: 'unreachable' } };
    await promise({}, { unreachable });
    const lead = await aLead(app, { owner: { repId: ann.id }, contact: { phone: '+4930901820' } });
    const first = await touch(lead);
    await takeBack(lead, first);
    await app.moveBy(HOUR);
    await touch(lead);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open' });
    await app.moveBy(HOUR);
    await touch(lead);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled' });
    await app.feedsCaughtUp();
    const { data } = await app.must('GET', '/v1/dispositions');
    expect(data).toMatchObject([{ attempts: 2 }]);
  });

  it('of a closed lead is only marked', async () => {
    await promise();
    const lead = await mine();
    const call = await touch(lead);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect((await takeBack(lead, call)).body.voided).not.toBeNull();
    expect(await leadNow(app, lead)).toMatchObject({ status: 'lost', clocks: [{ state: 'met' }, {}] });
  });

  it('needs a reason, a touch of this lead, and a key that may change the lead', async () => {
    const [lead, other] = [await mine(), await mine()];
    const call = await touch(lead);
    expect(faults(await app.ask('POST', `/v1/leads/${lead.id}/touches/${call.id}/void`, {}))).toEqual([
      '/reason required',
    ]);
    expect((await takeBack(other, call)).status).toBe(404);
    expect((await takeBack(lead, { id: NOBODY })).status).toBe(404);
    const key = await app.keyFor(['rep'], bo.id);
    const path = `/v1/leads/${lead.id}/touches/${call.id}/void`;
    expect((await app.ask('POST', path, { reason: 'x' }, { key })).status).toBe(404);
    expect((await app.must('GET', `/v1/leads/${lead.id}/touches`)).data).toMatchObject([{ voided: null }]);
  });
});

describe('a lead whose touch is voided', () => {
  const first = ({ clocks }: Json) =>
    clocks.filter(({ kind, state }: Json) => kind === 'firstTouch' && ['running', 'paused'].includes(state));
  const STEP = { kinds: ['call'], after: 'PT1H', within: 'PT1H' };

  it.each(['stay', 'return'])(
    'is owed a first touch by its owner if a miss had been corrected (%s)',
    async (onCorrection) => {
      await promise({ within: 'PT5M', onCorrection }, { followUp: { steps: [STEP] } });
      const lead = await mine();
      await app.moveTo(START + 7 * MINUTE);
      const late = await touch(lead, { repId: ann.id, occurredAt: iso(START + 3 * MINUTE) });
      await takeBack(lead, late);
      const now = await leadNow(app, lead);
      expect(now).toMatchObject({ ownerId: onCorrection === 'stay' ? bo.id : ann.id, workState: 'untouched' });
      expect(first(now)).toMatchObject([{ repId: now.ownerId }]);
    },
  );

  it.each(['noAnswer', 'connected'])(
    'has a next step again once the call is reported rightly (%s)',
    async (outcome) => {
      const steps = { followUp: { steps: [STEP] }, decideWithin: 'P1D' };
      await promise({ within: 'PT5M', onCorrection: 'return' }, steps);
      const lead = await mine();
      await app.moveTo(START + 7 * MINUTE);
      const report = { repId: ann.id, occurredAt: iso(START + 3 * MINUTE) };
      await takeBack(lead, await touch(lead, { ...report, outcome }));
      await touch(lead, { ...report, outcome: 'voicemail' });
      const now = await leadNow(app, lead);
      expect(now).toMatchObject({ ownerId: ann.id, workState: 'attempting' });
      expect(clockOf(now, 'followUp')).toMatchObject({ state: 'running', repId: ann.id });
    },
  );

  it('has the decision that a later policy requires, which the next owner takes over', async () => {
    const steps = { steps: [STEP], onMiss: [{ after: 'PT0S', do: 'reassign' }] };
    const policy = await promise({}, { followUp: steps });
    const lead = await mine();
    const call = await touch(lead);
    await app.moveBy(2 * HOUR);
    await touch(lead, { outcome: 'connected' });
    await takeBack(lead, call);
    const { id, version: _, createdAt: __, updatedAt: ___, ...body } = policy;
    await app.must('PUT', `/v1/sla-policies/${id}`, { ...body, decideWithin: 'P1D', applyTo: 'open' });
    await app.settle();
    expect(clockOf(await leadNow(app, lead), 'decide')).toMatchObject({ state: 'running', repId: bo.id });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: ann.id, reason: 'Knows them' });
    const now = await leadNow(app, lead);
    expect(clockOf(now, 'decide')).toMatchObject({ state: 'running', repId: ann.id });
    expect(first(now)).toEqual([]);
  });
});
