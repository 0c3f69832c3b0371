import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inLocalWords } from '../../src/calendar/zone.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { HOUR, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, eventsOf, faults, leadNow, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const START = Date.parse(MONDAY);
const WAITS = { field: 'attributes.waitsForPapers', op: 'eq', value: true };

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

const mine = (fields: object = {}) => aLead(app, { owner: { repId: ann.id }, ...fields });
const act = (lead: Json, verb: string, body?: object, key?: string) =>
  app.ask('POST', `/v1/leads/${lead.id}/${verb}`, body, key === undefined ? undefined : { key });
const pauseFor = (lead: Json, ms: number, key?: string) =>
  act(lead, 'pause', { until: iso(app.time.now() + ms), reason: 'Back on Tuesday' }, key);
const textsOf = async (lead: Json, type: string) =>
  (await app.must('GET', `/v1/leads/${lead.id}/timeline`)).data
    .filter((event: Json) => event.type === type)
    .map(({ text }: Json) => text);

describe('a pause by hand', () => {
  it('stops the owner’s clock and extends it to the second, but not the company’s clock', async () => {
    await aPolicy(app, { within: 'PT30M', leadWithin: 'PT2H' });
    const lead = await mine();
    await app.moveBy(10 * MINUTE);
    const { status, body } = await pauseFor(lead, HOUR);
    expect(status).toBe(200);
    expect(body.pause).toMatchObject({ kind: 'hand', reason: 'Back on Tuesday', until: iso(START + 70 * MINUTE) });
    expect(clockOf(body)).toMatchObject({
      state: 'paused',
      ticking: false,
      pausedAt: iso(START + 10 * MINUTE),
      resumesAt: iso(START + 70 * MINUTE),
      dueAt: iso(START + 90 * MINUTE),
      remainingSeconds: 20 * 60,
    });
    expect(clockOf(body, 'leadResponse')).toMatchObject({ state: 'running', ticking: true });

    await app.moveTo(START + 69 * MINUTE);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'paused', remainingSeconds: 20 * 60 });
    await app.moveTo(START + 70 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ pause: null });
    expect(clockOf(await leadNow(app, lead))).toMatchObject({
      state: 'running',
      ticking: true,
      remainingSeconds: 1_200,
    });
    await app.moveTo(START + 90 * MINUTE - 1);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id });
    await app.moveTo(START + 90 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });

    expect(await textsOf(lead, 'sla.paused')).toEqual([
      `First touch is paused until ${inLocalWords(START + 70 * MINUTE, 'UTC')} (“Back on Tuesday”)`,
    ]);
    expect(await textsOf(lead, 'sla.resumed')).toEqual([
      `First touch is no longer paused, due by ${inLocalWords(START + 90 * MINUTE, 'UTC')}`,
    ]);
    const { data: told } = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
    expect(told.map(({ text }: Json) => text)).toContain(
      `A lead from web received ${inLocalWords(START, 'UTC')} is no longer paused: it waits for your first touch, due by ${inLocalWords(START + 90 * MINUTE, 'UTC')}`,
    );
  });

  it('outside working hours adds no time', async () => {
    await aPolicy(app, { within: 'PT2H' });
    const lead = await mine();
    // It is Monday 15:00 UTC; the office closes at 17:00 and opens on Tuesday at 09:00.
    await app.moveTo('2026-03-02T16:00:00Z');
    const { body } = await act(lead, 'pause', { until: '2026-03-03T10:00:00Z', reason: 'Away' });
    expect(clockOf(body)).toMatchObject({ dueAt: '2026-03-03T11:00:00.000Z', remainingSeconds: 3_600 });
  });

  it('ends when it is resumed, with the time that was left', async () => {
    await aPolicy(app, { within: 'PT30M' });
    const lead = await mine();
    await app.moveBy(10 * MINUTE);
    await pauseFor(lead, 2 * HOUR);
    await app.moveBy(5 * MINUTE);
    const { body } = await act(lead, 'resume');
    expect(clockOf(body)).toMatchObject({ state: 'running', dueAt: iso(START + 35 * MINUTE), remainingSeconds: 1_200 });
    expect(body.pause).toBeNull();
    expect((await app.must('GET', `/v1/leads/${lead.id}/pauses`)).data).toMatchObject([
      { kind: 'hand', from: iso(START + 10 * MINUTE), until: iso(START + 15 * MINUTE), by: { type: 'key' } },
    ]);
    expect(await act(lead, 'resume')).toMatchObject({
      status: 409,
      body: { detail: 'Nobody has paused it; this lead is open.' },
    });
  });

  it('gets a new end if the lead is paused already, and remains one pause', async () => {
    await aPolicy(app, { within: 'PT30M' });
    const lead = await mine();
    await pauseFor(lead, HOUR);
    await app.moveBy(10 * MINUTE);
    const { body } = await pauseFor(lead, 10 * MINUTE);
    expect(clockOf(body)).toMatchObject({ resumesAt: iso(START + 20 * MINUTE), dueAt: iso(START + 50 * MINUTE) });
    expect((await app.must('GET', `/v1/leads/${lead.id}/pauses`)).data).toHaveLength(1);
  });

  it('applies to a new owner, and new clocks are paused from their start', async () => {
    await aPolicy(app, { within: 'PT30M' }, { decideWithin: 'PT1H' });
    const lead = await mine();
    await pauseFor(lead, HOUR);
    await app.moveBy(10 * MINUTE);
    const moved = (await act(lead, 'reassign', { repId: bo.id, reason: 'Knows them' })).body;
    expect(clockOf(moved)).toMatchObject({ repId: bo.id, state: 'paused', dueAt: iso(START + 90 * MINUTE) });
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'connected' });
    const touched = await leadNow(app, lead);
    expect(clockOf(touched)).toMatchObject({ state: 'met', ticking: false });
    expect(clockOf(touched, 'decide')).toMatchObject({ state: 'paused', dueAt: iso(START + 120 * MINUTE) });
  });

  it('delays both the opening and the window of a cadence step', async () => {
    const steps = [{ kinds: ['call'], after: 'PT1H', within: 'PT1H' }];
    await aPolicy(app, { within: 'PT30M' }, { time: 'elapsed', followUp: { steps } });
    const lead = await mine();
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'email', outcome: 'sent' });
    await app.moveBy(30 * MINUTE);
    const { body } = await pauseFor(lead, 10 * HOUR);
    expect(clockOf(body, 'followUp')).toMatchObject({
      state: 'paused',
      opensAt: iso(START + 11 * HOUR),
      dueAt: iso(START + 12 * HOUR),
    });
  });

  it('ends when the lead is closed', async () => {
    await aPolicy(app, { within: 'PT30M' });
    const lead = await mine();
    await pauseFor(lead, HOUR);
    await app.moveBy(MINUTE);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect((await app.must('GET', `/v1/leads/${lead.id}/pauses`)).data).toMatchObject([{ until: iso(START + MINUTE) }]);
    const again = await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'They called' });
    expect(clockOf(again)).toMatchObject({ state: 'running' });
  });

  it('is re-planned with its calendar', async () => {
    await aPolicy(app, { within: 'PT1H' });
    const lead = await mine();
    await pauseFor(lead, 30 * MINUTE);
    const { data } = await app.must('GET', '/v1/calendars');
    const { hours } = data[0];
    const lunch = Object.fromEntries(Object.keys(hours).map((day) => [day, [['09:00', '16:00']]]));
    await app.must('PUT', `/v1/calendars/${data[0].id}`, { ...data[0], hours: lunch });
    await app.moveBy(MINUTE);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({
      state: 'paused',
      resumesAt: iso(START + 30 * MINUTE),
      dueAt: '2026-03-03T09:30:00.000Z',
    });
  });
});

describe('the right of a rep to pause', () => {
  it('is limited by the policy over all pauses, but not for a manager', async () => {
    await aPolicy(app, { within: 'PT30M' }, { pauses: { most: 'PT2H', times: 2 } });
    const lead = await mine();
    const key = await app.keyFor(['rep'], ann.id);
    const boss = await aRep(app, 'Mia');
    await app.must('PUT', `/v1/reps/${ann.id}`, { ...ann, managerId: boss.id });
    const managers = await app.keyFor(['manager'], boss.id);
    const tooLong = await pauseFor(lead, 2 * HOUR + 1, key);
    expect(faults(tooLong)).toEqual(['/until limit']);
    expect(tooLong.body.errors[0].message).toBe(
      `The policy lets a rep pause a lead for 2 hours in all, and that is until ${iso(START + 2 * HOUR)}.`,
    );
    expect((await pauseFor(lead, HOUR, key)).status).toBe(200);
    await app.moveBy(HOUR);
    expect(faults(await pauseFor(lead, HOUR + 1, key))).toEqual(['/until limit']);
    expect((await pauseFor(lead, HOUR / 2, key)).status).toBe(200);
    // A new end of a pause does not count as a third one.
    expect((await pauseFor(lead, HOUR, key)).status).toBe(200);
    expect((await act(lead, 'resume', undefined, key)).status).toBe(200);
    expect(faults(await pauseFor(lead, MINUTE, key))).toEqual([' limit']);
    expect((await pauseFor(lead, 5 * HOUR, managers)).status).toBe(200);
  });

  it('needs an end in the future, a reason and a running clock', async () => {
    await aPolicy(app, { within: 'PT30M' });
    const lead = await mine();
    const until = iso(START + HOUR);
    expect(faults(await act(lead, 'pause', { until: iso(START), reason: 'x' }))).toEqual(['/until past']);
    expect(faults(await act(lead, 'pause', { until: iso(START + 401 * 24 * HOUR), reason: 'x' }))).toEqual([
      '/until tooFar',
    ]);
    expect(faults(await act(lead, 'pause', { until }))).toEqual(['/reason required']);
    expect(faults(await act(lead, 'pause', { until: 'tomorrow', reason: ' ' })).sort()).toEqual([
      '/reason tooShort',
      '/until instant',
    ]);
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    expect(await pauseFor(lead, HOUR)).toMatchObject({ status: 409, body: { type: '/problems#lead-state' } });
    const others = await app.keyFor(['rep'], bo.id);
    expect((await pauseFor(lead, HOUR, others)).status).toBe(404);
  });
});

describe('a pause condition of the policy', () => {
  const papers = (waitsForPapers: boolean | null) => ({ attributes: { waitsForPapers } });

  it('stops all clocks while the lead meets it, including the company’s', async () => {
    await aPolicy(app, { within: 'PT30M', leadWithin: 'PT1H' }, { pauseWhile: WAITS });
    const lead = await mine();
    await app.moveBy(10 * MINUTE);
    const paused = await app.must('PATCH', `/v1/leads/${lead.id}`, papers(true));
    for (const kind of ['firstTouch', 'leadResponse'])
      expect(clockOf(paused, kind)).toMatchObject({ state: 'paused', dueAt: null, ticking: false });
    expect(clockOf(paused)).toMatchObject({ remainingSeconds: 1_200 });
    expect(clockOf(paused)).not.toHaveProperty('resumesAt');
    expect(paused.pause).toMatchObject({ kind: 'condition', until: null, by: null });
    expect((await act(lead, 'resume')).body.detail).toMatch(/^It is paused by the condition of its policy/);

    await app.moveBy(30 * 24 * HOUR);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'paused', remainingSeconds: 1_200 });
    const resumedAt = app.time.now();
    const resumed = await app.must('PATCH', `/v1/leads/${lead.id}`, papers(null));
    expect(clockOf(resumed)).toMatchObject({ state: 'running', dueAt: iso(resumedAt + 20 * MINUTE) });
    expect(clockOf(resumed, 'leadResponse')).toMatchObject({ dueAt: iso(resumedAt + 50 * MINUTE) });
    expect(await textsOf(lead, 'sla.paused')).toContain(
      'First touch is paused while the lead meets the condition of its policy',
    );
  });

  it('stops new clocks if the lead meets it on arrival, and is checked in each cycle', async () => {
    await aPolicy(app, { within: 'PT30M', leadWithin: 'PT1H' }, { pauseWhile: WAITS });
    const lead = await mine(papers(true));
    expect(lead.clocks.map(({ state }: Json) => state)).toEqual(['paused', 'paused']);
    expect(await textsOf(lead, 'sla.started')).toEqual([
      'First touch is owed, but paused',
      'First response is owed, but paused',
    ]);
    await app.moveBy(HOUR);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    const again = await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'They called' });
    expect(again.clocks.map(({ state }: Json) => state)).toEqual(['paused', 'paused']);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/pauses`);
    expect(data.map(({ cycle, until }: Json) => [cycle, until])).toEqual([
      [1, iso(START + HOUR)],
      [2, null],
    ]);
  });

  it('counts time only once where it overlaps a pause by hand', async () => {
    await aPolicy(app, { within: 'PT30M' }, { pauseWhile: WAITS });
    const lead = await mine();
    await app.moveBy(10 * MINUTE);
    await pauseFor(lead, 20 * MINUTE);
    await app.moveBy(10 * MINUTE);
    const both = await app.must('PATCH', `/v1/leads/${lead.id}`, papers(true));
    expect(clockOf(both)).toMatchObject({ state: 'paused', dueAt: null, pausedAt: iso(START + 10 * MINUTE) });
    await app.moveBy(25 * MINUTE);
    const freed = await app.must('PATCH', `/v1/leads/${lead.id}`, papers(false));
    // Ten minutes were used, and the clock was paused from minute 10 to minute 45.
    expect(clockOf(freed)).toMatchObject({ state: 'running', dueAt: iso(START + 65 * MINUTE) });
    expect((await eventsOf(app, lead.id, 'sla.resumed')).map(({ data }) => data.kind)).toEqual([
      'firstTouch',
      'leadResponse',
    ]);
  });

  it('is checked when it is saved', async () => {
    const body = (pauseWhile: unknown) => ({ name: 'P', firstTouch: { within: 'PT5M' }, pauseWhile });
    const post = (pauseWhile: unknown) => app.ask('POST', '/v1/sla-policies', body(pauseWhile));
    expect(faults(await post({}))).toEqual(['/pauseWhile matchesAll']);
    expect(faults(await post({ field: 'nothing', op: 'eq', value: 1 }))).toEqual(['/pauseWhile/field unknownField']);
    const saved = await app.must('POST', '/v1/sla-policies', { ...body(WAITS), pauses: { times: 0 } });
    expect(saved).toMatchObject({ pauseWhile: WAITS, pauses: { times: 0 } });
    const { id, ...whole } = saved;
    expect((await app.ask('PUT', `/v1/sla-policies/${id}`, { id, ...whole })).status).toBe(200);
  });

  it('is considered by the preview', async () => {
    const policy = { when: {}, firstTouch: { within: 'PT5M' }, pauseWhile: WAITS };
    const lead = { source: 'web', contact: {}, ...papers(true) };
    const seen = await app.must('POST', '/v1/sla-policies/preview', { policy, lead });
    expect(seen).toMatchObject({ matched: true, paused: true, instants: [] });
  });
});

describe('an acknowledgement', () => {
  it('delays the move after a miss once, but the miss still counts', async () => {
    await aPolicy(app, { within: 'PT5M', acknowledge: 'PT10M' });
    const lead = await mine();
    const { status, body } = await act(lead, 'acknowledge');
    expect(status).toBe(200);
    expect(clockOf(body)).toMatchObject({ acknowledgedAt: iso(START), dueAt: iso(START + 5 * MINUTE) });
    expect(await textsOf(lead, 'sla.acknowledged')).toEqual([
      'Ann acknowledged the lead: if they miss it, it moves 10 minutes later',
    ]);
    expect((await act(lead, 'acknowledge')).status).toBe(409);
    await app.moveTo(START + 15 * MINUTE - 1);
    const missed = await leadNow(app, lead);
    expect(missed).toMatchObject({ ownerId: ann.id });
    expect(clockOf(missed)).toMatchObject({ state: 'breached', breachedAt: iso(START + 5 * MINUTE) });
    await app.moveTo(START + 15 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
  });

  it('is possible between the miss and the move too, and a touch until then keeps the lead', async () => {
    await aPolicy(app, { acknowledge: 'PT10M', onBreach: [{ after: 'PT2M', do: 'reassign' }] });
    const lead = await mine();
    await app.moveTo(START + 6 * MINUTE);
    expect((await act(lead, 'acknowledge')).status).toBe(200);
    await app.moveTo(START + 16 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id });
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    await app.moveTo(START + 30 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id });
  });

  it('does not delay notifications', async () => {
    const mia = await aRep(app, 'Mia');
    await aPolicy(app, {
      acknowledge: 'PT10M',
      onBreach: [
        { after: 'PT0S', do: 'reassign' },
        { after: 'PT1M', do: 'escalate', to: { repId: mia.id } },
      ],
    });
    const lead = await mine();
    await act(lead, 'acknowledge');
    await app.moveTo(START + 6 * MINUTE);
    expect(await eventsOf(app, lead.id, 'sla.escalated')).toMatchObject([{ data: { toRepId: mia.id } }]);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id });
  });

  it('is refused for a closed lead, with that reason', async () => {
    await aPolicy(app, { acknowledge: 'PT10M' });
    const lead = await mine();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect(await act(lead, 'acknowledge')).toMatchObject({
      status: 409,
      body: { type: '/problems#lead-state', detail: 'Only an open lead can be acknowledged; this lead is lost.' },
    });
  });

  it('is refused if the lead would not move, or the policy does not allow it', async () => {
    const policy = await aPolicy(app, {});
    expect(await act(await mine(), 'acknowledge')).toMatchObject({
      status: 409,
      body: { type: '/problems#lead-state' },
    });
    const { id, version: _, ...rest } = policy;
    await app.must('PUT', `/v1/sla-policies/${id}`, {
      ...rest,
      mode: 'notify',
      firstTouch: { ...rest.firstTouch, acknowledge: 'PT10M' },
    });
    expect((await act(await mine(), 'acknowledge')).status).toBe(409);
  });

  it('of a miss is accepted while the lead is paused by the condition of its policy', async () => {
    const onBreach = [{ after: 'PT1H', do: 'reassign' }];
    await aPolicy(app, { acknowledge: 'PT1H', onBreach }, { time: 'elapsed', pauseWhile: WAITS });
    const lead = await mine();
    await app.moveTo(START + 6 * MINUTE);
    await app.must('PATCH', `/v1/leads/${lead.id}`, { attributes: { waitsForPapers: true } });
    const { status, body } = await act(lead, 'acknowledge');
    expect(status).toBe(200);
    expect(clockOf(body)).toMatchObject({ state: 'breached', acknowledgedAt: iso(START + 6 * MINUTE) });
    await app.moveTo(START + 125 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
  });
});

describe('a pause together with a grace period', () => {
  const tightened = async (policy: Json) => {
    const now = await app.must('GET', `/v1/sla-policies/${policy.id}`);
    const firstTouch = { ...now.firstTouch, within: 'PT10M' };
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { ...now, firstTouch, applyTo: 'open' });
  };
  const elapsed = (fields: object = {}) => aPolicy(app, { within: 'PT8H' }, { time: 'elapsed', ...fields });

  it('that begins during the grace period preserves its remainder', async () => {
    const policy = await elapsed();
    const lead = await mine();
    await app.moveBy(30 * MINUTE);
    await tightened(policy);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ dueAt: iso(START + 45 * MINUTE) });
    await app.moveBy(5 * MINUTE);
    await pauseFor(lead, 2 * HOUR);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ dueAt: iso(START + 45 * MINUTE + 2 * HOUR) });
    await app.moveBy(HOUR);
    await act(lead, 'resume');
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ dueAt: iso(START + 45 * MINUTE + HOUR) });
  });

  it('that began before grants the whole grace period when it ends', async () => {
    const policy = await elapsed();
    const lead = await mine();
    await pauseFor(lead, 3 * HOUR);
    await app.moveBy(HOUR);
    await tightened(policy);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'paused', resumesAt: iso(START + 3 * HOUR) });
    await app.moveTo(START + 3 * HOUR);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({
      state: 'running',
      dueAt: iso(START + 3 * HOUR + 15 * MINUTE),
    });
  });

  it('by a condition has no deadline while it lasts, and grants the whole grace period after it', async () => {
    const policy = await elapsed({ pauseWhile: WAITS });
    const lead = await mine();
    await app.moveBy(HOUR);
    await app.must('PATCH', `/v1/leads/${lead.id}`, { attributes: { waitsForPapers: true } });
    await tightened(policy);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'paused', dueAt: null });
    await app.moveBy(24 * HOUR);
    await app.must('PATCH', `/v1/leads/${lead.id}`, { attributes: { waitsForPapers: false } });
    expect(clockOf(await leadNow(app, lead))).toMatchObject({
      state: 'running',
      dueAt: iso(START + 25 * HOUR + 15 * MINUTE),
    });
  });
});
