import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inLocalWords } from '../../src/calendar/zone.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { HOUR, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, eventsOf, faults, leadNow, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const START = Date.parse(MONDAY);
const A_STEP = { kinds: ['call'], after: 'PT0S', within: 'PT1H' };

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
const call = (lead: Json, outcome = 'noAnswer') =>
  app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome });
const elapsed = (firstTouch: object, fields: object = {}) => aPolicy(app, firstTouch, { time: 'elapsed', ...fields });
async function change(policy: Json, fields: object, query = '') {
  const now = await app.must('GET', `/v1/sla-policies/${policy.id}`);
  return app.must('PUT', `/v1/sla-policies/${policy.id}${query}`, { ...now, applyTo: 'open', ...fields });
}
const whyOf = async (lead: Json) =>
  (await app.must('GET', `/v1/leads/${lead.id}/timeline`)).data
    .filter(({ type }: Json) => /replanned|cancelled/.test(type))
    .map(({ text }: Json) => text);

describe('a policy that is changed for open leads too', () => {
  it('moves acknowledged leads without delay if it no longer allows acknowledgement', async () => {
    const policy = await elapsed({ within: 'PT30M', acknowledge: 'PT10M' });
    const lead = await mine();
    await app.must('POST', `/v1/leads/${lead.id}/acknowledge`);
    const { acknowledge: _, ...firstTouch } = policy.firstTouch;
    await change(policy, { firstTouch });
    await app.moveBy(30 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
  });

  it('lets a touch end the chain of a missed step, even if it has no cadence any more', async () => {
    const onMiss = [{ after: 'PT1H', do: 'reassign' }];
    const followUp = { steps: [{ kinds: ['call'], after: 'PT0S', within: 'PT1H' }], onMiss };
    const policy = await elapsed({}, { followUp });
    const lead = await mine();
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'email', outcome: 'sent' });
    await app.moveBy(61 * MINUTE);
    await change(policy, { followUp: undefined });
    await call(lead);
    await app.moveBy(2 * HOUR);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id });
  });

  it.each([
    ['a decision after contact', 1, 'connected', { decideWithin: 'P1D' }, 'decide', null],
    ['a step after the last', 1, 'noAnswer', { followUp: { steps: [A_STEP, A_STEP] } }, 'followUp', 2],
    ['a step after a late last one', 61, 'noAnswer', { followUp: { steps: [A_STEP, A_STEP] } }, 'followUp', 2],
  ])('adds its new promises if the cadence is over: %s', async (_, minutes, outcome, fields, kind, step) => {
    const policy = await elapsed({}, { followUp: { steps: [A_STEP] } });
    const lead = await mine();
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'email', outcome: 'sent' });
    await app.moveBy(minutes * MINUTE);
    await call(lead, outcome);
    await change(policy, fields);
    expect(clockOf(await leadNow(app, lead), kind)).toMatchObject({ state: 'running', ...(step && { step }) });
  });

  it('starts a cadence if decisions are no longer required and the lead was not reached', async () => {
    const policy = await elapsed({}, { decideWithin: 'P1D' });
    const lead = await mine();
    await call(lead);
    await change(policy, { decideWithin: undefined, followUp: { steps: [A_STEP] } });
    expect(clockOf(await leadNow(app, lead), 'followUp')).toMatchObject({ state: 'running', step: 1 });
  });

  it('can switch to the lead’s hours and drop the present step at once', async () => {
    const step = { kinds: ['call'], after: 'PT1H', within: 'PT1H' };
    const policy = await elapsed({}, { followUp: { steps: [step, step] } });
    const lead = await mine();
    await call(lead);
    await call(lead);
    await app.moveBy(MINUTE);
    await call(lead);
    expect(clockOf(await leadNow(app, lead), 'followUp')).toMatchObject({ step: 2, state: 'running' });
    const fields = { leadHours: true, followUp: { steps: [step] }, decideWithin: 'P1D' };
    expect((await change(policy, fields, '?dryRun=true')).replanned).toEqual({ clocks: 1, complete: true });
    expect((await change(policy, fields)).replanned).toEqual({ clocks: 1, complete: true });
    const now = await leadNow(app, lead);
    expect(clockOf(now, 'followUp')).toMatchObject({ step: 2, endReason: 'policyChanged' });
    expect(clockOf(now, 'decide')).toMatchObject({ state: 'running' });
  });

  it('recalculates running clocks from their start, with a grace period, and counts them', async () => {
    const policy = await elapsed({ within: 'PT4H', leadWithin: 'PT8H' });
    const lead = await mine();
    await app.moveBy(HOUR);
    const { firstTouch } = policy;
    const changed = await change(policy, { firstTouch: { ...firstTouch, within: 'PT30M', leadWithin: 'PT6H' } });
    expect(changed).toMatchObject({ version: 2, replanned: { clocks: 2, complete: true } });
    const now = await leadNow(app, lead);
    expect(now.policy).toEqual({ id: policy.id, version: 2 });
    expect(clockOf(now)).toMatchObject({ target: 'PT30M', dueAt: iso(START + 75 * MINUTE) });
    expect(clockOf(now, 'leadResponse')).toMatchObject({ target: 'PT6H', dueAt: iso(START + 6 * HOUR) });
    expect(await eventsOf(app, lead.id, 'sla.replanned')).toMatchObject([
      { data: { kind: 'firstTouch', formerDueAt: iso(START + 4 * HOUR), why: 'policyChanged', grace: true } },
      { data: { kind: 'leadResponse', formerDueAt: iso(START + 8 * HOUR), why: 'policyChanged' } },
    ]);
    expect((await whyOf(lead))[1]).toBe(
      `First response is now due by ${inLocalWords(START + 6 * HOUR, 'UTC')}: its policy was changed, for what is open too`,
    );
    await app.moveTo(START + 75 * MINUTE - 1);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id });
    await app.moveTo(START + 75 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
  });

  it('does not change leads of other policies or closed leads', async () => {
    const policy = await elapsed({ within: 'PT4H' }, { when: { field: 'source', op: 'eq', value: 'web' } });
    await elapsed({ within: 'PT5H' }, { name: 'Others' });
    const other = await mine({ source: 'fair' });
    const closed = await mine();
    await app.must('POST', `/v1/leads/${closed.id}/disposition`, { category: 'lost', reason: 'price' });
    const { firstTouch } = policy;
    expect(await change(policy, { firstTouch: { ...firstTouch, within: 'PT1H' } })).toMatchObject({
      replanned: { clocks: 0, complete: true },
    });
    expect((await leadNow(app, other)).policy.version).toBe(1);
    expect((await leadNow(app, closed)).policy.version).toBe(1);
    expect(clockOf(await mine())).toMatchObject({ target: 'PT1H' });
  });

  it('changes no clocks if it is for new leads, and can be applied to open ones later', async () => {
    const policy = await elapsed({ within: 'PT4H' });
    const lead = await mine();
    const { firstTouch } = policy;
    const quiet = await change(policy, { applyTo: 'new', firstTouch: { ...firstTouch, within: 'PT6H' } });
    expect(quiet).not.toHaveProperty('replanned');
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ target: 'PT4H' });
    expect(await change(policy, {})).toMatchObject({ version: 2, replanned: { clocks: 1, complete: true } });
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ target: 'PT6H', dueAt: iso(START + 6 * HOUR) });
    expect(await change(policy, {})).toMatchObject({ version: 2, replanned: { clocks: 0, complete: true } });
  });

  it('leaves a miss as it is, with the chain of its own version', async () => {
    const onBreach = [{ after: 'PT2H', do: 'reassign' }];
    const policy = await elapsed({ within: 'PT1H', onBreach });
    const lead = await mine();
    await app.moveBy(HOUR);
    const { firstTouch } = policy;
    await change(policy, { firstTouch: { ...firstTouch, within: 'P9D', onBreach: [] } });
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'breached', target: 'PT1H' });
    await app.moveTo(START + 3 * HOUR);
    const moved = await leadNow(app, lead);
    expect(moved).toMatchObject({ ownerId: bo.id });
    expect(clockOf(moved)).toMatchObject({ target: 'P9D' });
  });

  it('ends the clocks that it no longer has, and continues with the others', async () => {
    const steps = [
      { kinds: ['call'], after: 'PT1H', within: 'PT1H' },
      { kinds: ['call'], after: 'PT1H', within: 'PT1H' },
    ];
    const policy = await elapsed({ within: 'PT1H' }, { followUp: { steps }, decideWithin: 'P1D' });
    const [second, first] = [await mine(), await mine()];
    for (const lead of [second, first]) await call(lead);
    await app.moveBy(MINUTE);
    await call(second);
    expect(clockOf(await leadNow(app, second), 'followUp')).toMatchObject({ step: 2 });
    const one = await change(policy, { followUp: { ...policy.followUp, steps: [{ ...steps[0], after: 'PT30M' }] } });
    expect(one).toMatchObject({ replanned: { clocks: 2, complete: true } });
    expect(clockOf(await leadNow(app, first), 'followUp')).toMatchObject({ opensAt: iso(START + 30 * MINUTE) });
    const decides = await leadNow(app, second);
    expect(clockOf(decides, 'followUp')).toMatchObject({ state: 'cancelled', endReason: 'policyChanged' });
    expect(clockOf(decides, 'decide')).toMatchObject({ state: 'running' });
    expect(await whyOf(second)).toEqual([
      'Follow-up (step 2) is no longer owed: its policy was changed and no longer requires it',
    ]);
    const { decideWithin: _, ...without } = await app.must('GET', `/v1/sla-policies/${policy.id}`);
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { ...without, applyTo: 'open' });
    expect(clockOf(await leadNow(app, second), 'decide')).toMatchObject({ state: 'cancelled' });
    await app.must('POST', `/v1/leads/${second.id}/reassign`, { repId: bo.id, reason: 'x' });
  });

  it('begins its new promises on leads that have been touched', async () => {
    const policy = await elapsed({ within: 'PT1H' });
    const [touched, untouched] = [await mine(), await mine()];
    await call(touched, 'connected');
    await change(policy, { decideWithin: 'P1D' });
    expect(clockOf(await leadNow(app, touched), 'decide')).toMatchObject({ state: 'running' });
    expect(clockOf(await leadNow(app, untouched), 'decide')).toBeUndefined();
  });

  it('pauses and resumes leads by its new condition', async () => {
    const policy = await elapsed({ within: 'PT1H' });
    const lead = await mine({ attributes: { waits: true } });
    await change(policy, { pauseWhile: { field: 'attributes.waits', op: 'eq', value: true } });
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'paused' });
    const { pauseWhile: _, ...without } = await app.must('GET', `/v1/sla-policies/${policy.id}`);
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { ...without, applyTo: 'open' });
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'running' });
  });

  it('judges an earlier touch as before', async () => {
    const steps = [
      { kinds: ['email'], after: 'PT0S', within: 'PT1H' },
      { kinds: ['sms'], after: 'PT1H', within: 'PT1H' },
    ];
    const policy = await elapsed({ within: 'PT1H' }, { followUp: { steps, onMiss: [] } });
    const lead = await mine();
    await call(lead);
    await app.moveBy(2 * HOUR);
    expect(clockOf(await leadNow(app, lead), 'followUp')).toMatchObject({ step: 2 });
    await change(policy, { followUp: { ...policy.followUp, steps: [{ ...steps[0], kinds: ['call'] }] } });
    await app.must('POST', `/v1/leads/${lead.id}/touches`, {
      kind: 'email',
      outcome: 'sent',
      occurredAt: iso(START + 30 * MINUTE),
    });
    const [first] = (await leadNow(app, lead)).clocks.filter(({ kind }: Json) => kind === 'followUp');
    expect(first).toMatchObject({ step: 1, state: 'met' });
  });
});

describe('a dry run', () => {
  it('of a policy says how many clocks would change, and changes none', async () => {
    const policy = await elapsed({ within: 'PT4H' });
    const leads = [await mine(), await mine(), await mine()];
    await call(leads[0]!);
    const { firstTouch } = policy;
    const seen = await change(policy, { firstTouch: { ...firstTouch, within: 'PT1H' } }, '?dryRun=true');
    expect(seen).toMatchObject({ version: 2, replanned: { clocks: 2, complete: true } });
    expect(await app.must('GET', `/v1/sla-policies/${policy.id}`)).toEqual(policy);
    expect(clockOf(await leadNow(app, leads[1]!))).toMatchObject({ target: 'PT4H' });
    expect((await change(policy, { firstTouch: { ...firstTouch, within: 'PT1H' } })).replanned.clocks).toBe(2);
  });

  it('of a calendar or a rep gives the same counts as the change', async () => {
    await aPolicy(app, { within: 'PT4H' });
    await mine();
    await mine();
    const [office] = (await app.must('GET', '/v1/calendars')).data;
    const body = { ...office, holidays: ['2026-03-03'] };
    const path = `/v1/calendars/${office.id}`;
    const seen = await app.must('PUT', `${path}?dryRun=true`, body);
    expect(seen.replanned).toEqual({ clocks: 2, complete: true });
    expect(await app.must('GET', path)).toEqual(office);
    expect((await app.must('PUT', path, body)).replanned).toEqual(seen.replanned);
    const night = await app.must('POST', '/v1/calendars', {
      name: 'Night',
      timeZone: 'UTC',
      hours: { mon: [['20:00', '23:00']] },
    });
    const rep = { ...(await app.must('GET', `/v1/reps/${ann.id}`)), calendarId: night.id };
    const reps = `/v1/reps/${ann.id}`;
    expect((await app.must('PUT', `${reps}?dryRun=true`, rep)).replanned).toEqual({ clocks: 2, complete: true });
    expect(await app.must('GET', reps)).not.toHaveProperty('calendarId');
    expect((await app.must('PUT', reps, rep)).replanned).toEqual({ clocks: 2, complete: true });
  });

  it('of an absence gives the same counts as the absence', async () => {
    await aPolicy(app, { within: 'PT1H' });
    await mine();
    const path = `/v1/reps/${ann.id}/absences`;
    const body = { from: iso(START), to: iso(START + 30 * HOUR), openLeads: 'keep' };
    const seen = await app.ask('POST', `${path}?dryRun=true`, body);
    expect([seen.status, seen.body.replanned]).toEqual([200, { clocks: 1, complete: true }]);
    expect((await app.must('GET', path)).data).toEqual([]);
    expect((await app.must('POST', path, body)).replanned).toEqual({ clocks: 1, complete: true });
  });

  it('has the faults of the change, and accepts no other parameters', async () => {
    const policy = await elapsed({ within: 'PT4H' });
    const path = `/v1/sla-policies/${policy.id}`;
    expect(faults(await app.ask('PUT', `${path}?dryRun=true`, { ...policy, applyTo: 'all' }))).toEqual([
      '/applyTo value',
    ]);
    expect((await app.ask('PUT', `${path}?dryRun=yes`, policy)).status).toBe(422);
    expect((await app.ask('PUT', `${path}?dryRun=true`, { ...policy, version: 7 })).status).toBe(412);
  });
});

describe('a policy that is saved only for new leads', () => {
  const keeps = (message: string) => [{ pointer: '/applyTo', message }];

  it('says how many open leads keep an earlier version, also in a dry run and a restore', async () => {
    const policy = await elapsed({ within: 'PT30M' });
    await mine();
    const closed = await mine();
    await app.must('POST', `/v1/leads/${closed.id}/disposition`, { category: 'lost', reason: 'price' });
    const firstTouch = { ...policy.firstTouch, within: 'PT20M' };
    const one = keeps('1 open lead keeps version 1; send `applyTo: "open"` to include it.');
    expect((await change(policy, { firstTouch, applyTo: 'new' }, '?dryRun=true')).warnings).toEqual(one);
    expect((await change(policy, { firstTouch, applyTo: 'new' })).warnings).toEqual(one);
    await mine();
    const both = keeps('2 open leads keep versions 1 and 2; send `applyTo: "open"` to include them.');
    expect((await app.must('POST', `/v1/sla-policies/${policy.id}/versions/1/restore`)).warnings).toEqual(both);
    expect(await change(policy, {})).not.toHaveProperty('warnings');
    expect(await change(policy, { applyTo: 'new' })).not.toHaveProperty('warnings');
  });
});
