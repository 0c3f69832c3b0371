import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf, toldTo } from '../support/notifications.js';
import {
  aDesk,
  aLead,
  allTo,
  aPool,
  aTouch,
  dealt,
  eventsOf,
  faults,
  leadNow,
  NOBODY,
  theReps,
  timelineOf,
} from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let tess: Json;
let desk: Json;
let lab: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo, tess] = await theReps(app, ['Ann', 'Bo', 'Tess']);
  desk = (await aDesk(app, [ann, bo], {}, { queueOwnerId: bo.id })).pool;
  lab = await aPool(app, 'Lab', [tess], { fallbackPoolId: desk.id });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const settings = async (fields: object) => {
  const { testPoolId: _, ...present } = await app.must('GET', '/v1/settings');
  return app.ask('PUT', '/v1/settings', { ...present, ...fields });
};
const useLab = () => settings({ testPoolId: lab.id });
const aTest = (fields: object = {}) => aLead(app, { ...fields, test: true });
const fairness = async (pool: Json) => (await app.must('GET', `/v1/pools/${pool.id}/fairness`)).data;
const notified = (rep: Json) => toldTo(app, rep);
const traceOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0].trace;

describe('the settings', () => {
  it('name an existing test pool, which then cannot be deleted', async () => {
    expect(faults(await settings({ testPoolId: NOBODY }))).toEqual(['/testPoolId unknownId']);
    expect((await useLab()).body.testPoolId).toBe(lab.id);
    const refused = await app.delete(`/v1/pools/${lab.id}`);
    expect(refused).toMatchObject({ status: 409, body: { usedBy: [{ kind: 'settings', name: 'settings' }] } });
    await settings({});
    expect((await app.delete(`/v1/pools/${lab.id}`)).status).toBe(204);
  });
});

describe('a test lead', () => {
  it('goes only to the test pool; its trace still shows the rules', async () => {
    await useLab();
    const lead = await aTest();
    expect(lead).toMatchObject({ test: true, ownerId: tess.id, poolId: lab.id, rule: null });
    expect(await traceOf(lead)).toMatchObject({
      rules: [{ name: 'All', matched: true }],
      candidates: [{ repId: tess.id, eligible: true }],
      because: expect.stringMatching(/^A test lead, which does not count as a turn\. /),
    });
    const preview = await app.must('POST', '/v1/routing/preview', { lead: { source: 'web', test: true } });
    expect(preview).toMatchObject({ ownerId: tess.id, poolId: lab.id, rule: null });
  });

  it('in a batch goes there too', async () => {
    await useLab();
    const { results } = await app.must('POST', '/v1/leads/batch', {
      leads: [{ source: 'web' }, { source: 'web', test: true }, { source: 'web' }],
    });
    const owners = await Promise.all(results.map(async ({ id }: Json) => (await leadNow(app, { id })).ownerId));
    expect([...owners].sort()).toEqual([ann.id, bo.id, tess.id].sort());
    expect(owners[1]).toBe(tess.id);
  });

  it('with a given owner goes there all the same, and has an issue', async () => {
    await useLab();
    expect(await aTest({ owner: { repId: ann.id } })).toMatchObject({ ownerId: tess.id, issues: ['ownerOfTest'] });
  });

  it('waits if no member of the test pool can take it, and ignores the fallback', async () => {
    await useLab();
    await app.must('PUT', `/v1/reps/${tess.id}/availability`, { available: false });
    const lead = await aTest();
    expect(lead).toMatchObject({ ownerId: null, poolId: lab.id });
    expect(await dealt(app, 2)).not.toContain(null);
    await app.must('PUT', `/v1/reps/${tess.id}/availability`, { available: true });
    await app.moveBy(1_000);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: tess.id });
  });

  it('waits without a test pool, gives the reason, notifies no rep, and is assigned later', async () => {
    const lead = await aTest();
    expect(lead).toMatchObject({ ownerId: null, poolId: null });
    const why = 'It is a test lead, and the settings name no pool for these: PUT /v1/settings with testPoolId.';
    const { data } = await app.must('GET', '/v1/routing/queue');
    expect(data).toEqual([expect.objectContaining({ leadId: lead.id, test: true, why })]);
    const timeline = await timelineOf(app, lead);
    expect(timeline).toContain('Waits in the queue: it is a test lead, and the settings name no pool for these');
    expect(await notified(bo)).toEqual([]);
    // The queue owner is notified of real leads, although a test lead waited before.
    await app.must('PUT', '/v1/routing', { rules: [], fallback: { queueOwnerId: bo.id } });
    await aLead(app);
    expect(await notified(bo)).toEqual([expect.stringContaining('waits in the queue')]);
    await useLab();
    await app.moveBy(1_000);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: tess.id, poolId: lab.id });
  });

  it('has its clock, and notifies its owner with a mark', async () => {
    await settings({ testPoolId: (await aPool(app, 'Both', [tess, ann])).id });
    await aPolicy(app, { onBreach: [{ after: 'PT0S', do: 'reassign' }] });
    const lead = await aTest({ contact: { name: 'Kim Lee' } });
    const first = lead.ownerId === tess.id ? tess : ann;
    expect(clockOf(lead)).toMatchObject({ state: 'running', repId: first.id });
    expect(await notified(first)).toEqual(['[Test] Kim Lee is yours: a new lead']);
    const [told] = await notificationsOf(app, first);
    expect(await app.must('GET', `/v1/notifications/${told.id}/ways`)).toMatchObject({
      body: expect.stringMatching(/^Subject: \[Test\] Kim Lee is yours/),
    });
    await app.moveBy(6 * MINUTE);
    const moved = await leadNow(app, lead);
    expect([tess.id, ann.id].filter((id) => id !== first.id)).toEqual([moved.ownerId]);
    await aTouch(app, lead, { outcome: 'connected' });
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'met' });
  });

  it('is marked in lists, the inbox and exports', async () => {
    await useLab();
    const [test, other] = [await aTest(), await aLead(app)];
    const ids = async (query: string) => (await app.must('GET', `/v1/leads?${query}`)).data.map(({ id }: Json) => id);
    expect(await ids('test=true')).toEqual([test.id]);
    expect(await ids('test=false')).toEqual([other.id]);
    const { data: inbox } = await app.must('GET', `/v1/reps/${tess.id}/inbox`);
    expect(inbox).toEqual([expect.objectContaining({ id: test.id, test: true })]);
    await app.must('POST', `/v1/leads/${test.id}/disposition`, { category: 'lost', reason: 'price' });
    const { data } = await app.must('GET', '/v1/dispositions');
    expect(data).toEqual([expect.objectContaining({ leadId: test.id, test: true })]);
  });

  it('cannot stop being a test, and no other lead can become one', async () => {
    const [test, other] = [await aTest(), await aLead(app)];
    expect(faults(await app.ask('PATCH', `/v1/leads/${test.id}`, { test: false }))).toEqual(['/test value']);
    expect(faults(await app.ask('PATCH', `/v1/leads/${other.id}`, { test: true }))).toEqual(['/test value']);
    expect(await app.ask('PATCH', `/v1/leads/${test.id}`, { test: true, form: 'a' })).toMatchObject({ status: 200 });
  });

  it('is erased with the person', async () => {
    await useLab();
    const lead = await aTest({ contact: { name: 'Kim', email: 'kim@example.org' } });
    await app.must('POST', '/v1/erasures', { email: 'kim@example.org', reason: 'asked' });
    expect(await leadNow(app, lead)).toMatchObject({ contact: {}, test: true });
    expect((await eventsOf(app, lead.id, 'lead.*')).at(-1)).toMatchObject({ type: 'lead.erased' });
  });
});

describe('test leads do not count', () => {
  it('for the turns and the standings of a pool', async () => {
    await settings({ testPoolId: desk.id });
    const owners: (string | null)[] = [];
    for (const tests of [0, 1, 3, 0, 2, 1]) {
      for (let sent = 0; sent < tests; sent += 1) await aTest();
      owners.push(...(await dealt(app, 1)));
    }
    expect(owners).toEqual([ann.id, bo.id, ann.id, bo.id, ann.id, bo.id]);
    expect(await fairness(desk)).toMatchObject([
      { leadsGot: 3, credit: 0, missed: {} },
      { leadsGot: 3, credit: 0, missed: {} },
    ]);
  });

  it('towards capacities, and are not limited by them', async () => {
    const one = { name: 'Ann', email: 'ann@example.com', capacity: { open: 1, untouched: 1, perDay: 1, perWeek: 1 } };
    await app.must('PUT', `/v1/reps/${ann.id}`, one);
    const solo = await aPool(app, 'Solo', [ann]);
    await allTo(app, solo);
    await settings({ testPoolId: solo.id });
    await aTest();
    expect(await aLead(app)).toMatchObject({ ownerId: ann.id });
    expect(await aTest()).toMatchObject({ ownerId: ann.id });
    expect(await aLead(app)).toMatchObject({ ownerId: null });
  });

  it('as the lead of an external id that another lead has, unless no other is found', async () => {
    await useLab();
    const key = { source: 'web', externalId: '1' };
    const [test, other] = [await aTest(key), await aLead(app, key)];
    expect(other.id).not.toBe(test.id);
    expect(await aTest(key)).toMatchObject({ id: test.id });
    expect(await aLead(app, key)).toMatchObject({ id: other.id });
    const touch = { kind: 'call', outcome: 'noAnswer' };
    const named = async (name: object) =>
      (await app.must('POST', '/v1/touches/batch', { touches: [{ ...touch, ...name }] })).results[0];
    expect(await named({ source: 'web', leadExternalId: '1' })).toMatchObject({ leadId: other.id });
    expect(await named({ email: 'kim@example.org' })).toMatchObject({ leadId: other.id });
    const alone = await aTest({ ...key, externalId: '2', contact: { email: 'lee@example.org' } });
    expect(await named({ source: 'web', leadExternalId: '2' })).toMatchObject({ leadId: alone.id });
    expect(await named({ email: 'lee@example.org' })).toMatchObject({ leadId: alone.id });
  });

  it('for suppressions: none applies to them, and closing them makes none', async () => {
    await useLab();
    await app.must('POST', '/v1/suppressions', { email: 'kim@example.org', reason: 'spam' });
    expect(await aLead(app)).toMatchObject({ status: 'suppressed' });
    expect(await aTest()).toMatchObject({ status: 'open', ownerId: tess.id });
    const test = await aTest({ contact: { email: 'lee@example.org' } });
    await app.must('POST', `/v1/leads/${test.id}/disposition`, { category: 'suppress', reason: 'spam' });
    expect(await aLead(app, { contact: { email: 'lee@example.org' } })).toMatchObject({ status: 'open' });
  });

  it('in reports unless they are asked for', async () => {
    await useLab();
    await aPolicy(app);
    await aTest();
    const { total } = await app.report('speed-to-lead?from=2026-03-01T00:00:00Z&to=2026-03-05T00:00:00Z&test=true');
    expect(total.leads).toBe(1);
    const span = 'from=2026-03-01T00:00:00Z&to=2026-03-05T00:00:00Z';
    for (const report of ['speed-to-lead', 'breaches', 'reassignments', 'cadence', 'dispositions', 'ageing']) {
      await app.moveBy(MINUTE);
      const answer = await app.get(`/v1/reports/${report}?${report === 'ageing' ? '' : span}`);
      expect([report, answer.status, JSON.stringify(answer.body.data)]).toEqual([report, 200, '[]']);
    }
  });

  it('for ad platforms, which receive nothing about them', async () => {
    await useLab();
    const rules = [{ on: { milestone: 'received' }, send: { event: 'lead' } }];
    const destination = { name: 'Any', platform: 'generic', settings: {}, rules };
    const { id } = await app.must('POST', '/v1/feedback/destinations', destination);
    const clicked = { clickIds: { gclid: 'click-1' }, consent: { adUserData: 'granted' } };
    await aTest(clicked);
    const other = await aLead(app, clicked);
    await app.feedbackCaughtUp();
    const { data } = await app.must('GET', `/v1/feedback/destinations/${id}/items`);
    expect(data.map(({ leadId }: Json) => leadId)).toEqual([other.id]);
  });

  it('towards storms, however many of them move', async () => {
    await settings({
      testPoolId: (await aPool(app, 'Both', [tess, ann])).id,
      stormBreaker: { moves: 1, per: 'PT10M' },
    });
    await aPolicy(app, { onBreach: [{ after: 'PT0S', do: 'reassign' }] });
    const tests = [await aTest(), await aTest(), await aTest()];
    await app.moveBy(6 * MINUTE);
    for (const lead of tests) expect((await leadNow(app, lead)).ownerId).not.toBe(lead.ownerId);
    expect((await app.must('GET', '/v1/enforcement/holds')).data).toEqual([]);
  });
});
