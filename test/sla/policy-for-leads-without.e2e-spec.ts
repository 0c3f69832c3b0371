import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { HOUR, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, eventsOf, faults, leadNow, theReps } from '../support/people.js';
import { clockOf } from '../support/policies.js';

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

const mine = (fields: object = {}) => aLead(app, { owner: { repId: ann.id }, ...fields });
const POLICY = { name: 'Inbound', when: {}, time: 'elapsed', firstTouch: { within: 'PT1H', leadWithin: 'PT2H' } };
const create = (fields: object = {}, query = '') =>
  app.must('POST', `/v1/sla-policies${query}`, { ...POLICY, applyTo: 'open', ...fields });
const ofSource = (source: string) => ({ field: 'source', op: 'eq', value: source });

describe('a new policy for open leads too', () => {
  it('begins its promises now, for leads that came in before it was written', async () => {
    const lead = await mine();
    await app.moveBy(3 * HOUR);
    const policy = await create();
    expect(policy).toMatchObject({ version: 1, replanned: { clocks: 2, complete: true } });
    const now = await leadNow(app, lead);
    expect(now.policy).toEqual({ id: policy.id, version: 1 });
    expect(clockOf(now)).toMatchObject({ state: 'running', repId: ann.id, dueAt: iso(START + 4 * HOUR) });
    expect(clockOf(now, 'leadResponse')).toMatchObject({ state: 'running', dueAt: iso(START + 5 * HOUR) });
    await app.moveTo(START + 4 * HOUR);
    expect(await eventsOf(app, lead.id, 'sla.breached')).toHaveLength(1);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
  });

  it('leaves at least its grace', async () => {
    const lead = await mine();
    await create({ grace: 'PT15M', firstTouch: { within: 'PT5M' } });
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ dueAt: iso(START + 15 * MINUTE) });
  });

  it('leaves leads to the policy that matches them first, and those that have one with theirs', async () => {
    const theirs = await create({ name: 'Fair', when: ofSource('fair') });
    const had = await mine({ source: 'fair' });
    const [web, ads, other] = [
      await mine({ source: 'web' }),
      await mine({ source: 'ads' }),
      await mine({ source: 'x' }),
    ];
    await create({ name: 'Web', when: ofSource('web'), applyTo: 'new' });
    const all = { any: ['fair', 'web', 'ads'].map(ofSource) };
    const policy = await create({ name: 'All', when: all });
    expect(policy.replanned).toEqual({ clocks: 2, complete: true });
    expect((await leadNow(app, had)).policy.id).toBe(theirs.id);
    expect((await leadNow(app, web)).policy).toBeNull();
    expect((await leadNow(app, ads)).policy.id).toBe(policy.id);
    expect((await leadNow(app, other)).policy).toBeNull();
  });

  it('begins what comes next for leads that have been worked on', async () => {
    const lead = await mine();
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    await create({ followUp: { steps: [{ kinds: ['call'], after: 'PT0S', within: 'PT4H' }] } });
    const now = await leadNow(app, lead);
    expect(clockOf(now)).toBeUndefined();
    expect(clockOf(now, 'leadResponse')).toBeUndefined();
    expect(clockOf(now, 'followUp')).toMatchObject({ state: 'running', step: 1, dueAt: iso(START + 4 * HOUR) });
  });

  it('does not change closed leads, nor those in which nobody can be reached', async () => {
    const closed = await mine();
    await app.must('POST', `/v1/leads/${closed.id}/disposition`, { category: 'lost', reason: 'price' });
    const unreachable = await aLead(app, { contact: { email: 'kim' } });
    expect((await create()).replanned).toEqual({ clocks: 0, complete: true });
    expect((await leadNow(app, closed)).policy).toBeNull();
    expect((await leadNow(app, unreachable)).policy).toBeNull();
  });

  it('promises leads in the queue a response, and their next owner a first touch', async () => {
    for (const { id } of [ann, bo]) await app.must('PUT', `/v1/reps/${id}/availability`, { available: false });
    const lead = await aLead(app);
    expect(lead.ownerId).toBeNull();
    await create();
    const now = await leadNow(app, lead);
    expect(clockOf(now)).toBeUndefined();
    expect(clockOf(now, 'leadResponse')).toMatchObject({ state: 'running' });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'x' });
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'running', repId: bo.id });
  });

  it('pauses leads that meet its pause condition from the start', async () => {
    const lead = await mine({ attributes: { waits: true } });
    await create({ pauseWhile: { field: 'attributes.waits', op: 'eq', value: true } });
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'paused' });
  });

  it('is tried first: the dry run counts the promises by rep, and saves nothing', async () => {
    const leads = [await mine(), await mine()];
    const tried = await app.ask('POST', '/v1/sla-policies?dryRun=true', { ...POLICY, applyTo: 'open' });
    expect([tried.status, tried.body.replanned]).toEqual([200, { clocks: 4, complete: true }]);
    expect(tried.body.effect).toEqual({
      promises: 4,
      missedAtOnce: 0,
      byRep: [
        { repId: ann.id, promises: 2, missedAtOnce: 0, moves: [] },
        { repId: null, promises: 2, missedAtOnce: 0, moves: [] },
      ],
    });
    expect((await app.must('GET', '/v1/sla-policies')).data).toEqual([]);
    expect((await leadNow(app, leads[0]!)).policy).toBeNull();
    expect((await create()).replanned.clocks).toBe(4);
    expect(faults(await app.ask('POST', '/v1/sla-policies', { ...POLICY, applyTo: 'all' }))).toEqual([
      '/applyTo value',
    ]);
  });

  it('is created for new leads only by default, and says how many have no policy', async () => {
    const lead = await mine();
    const { applyTo: _, ...policy } = { ...POLICY, applyTo: 'new' };
    const made = await app.must('POST', '/v1/sla-policies', policy);
    expect(made).not.toHaveProperty('replanned');
    const message = '1 open lead has no policy; send `applyTo: "open"` to include it if the policy matches.';
    expect(made.warnings).toEqual([{ pointer: '/applyTo', message }]);
    expect((await leadNow(app, lead)).policy).toBeNull();
  });
});

describe('a policy that is changed for open leads too', () => {
  it('reaches those without a policy that it matches now, as the dry run says', async () => {
    const policy = await create({ when: ofSource('web') });
    const lead = await mine({ source: 'ads' });
    const path = `/v1/sla-policies/${policy.id}`;
    const { warnings: _, replanned: __, ...read } = policy;
    const body = { ...read, when: {}, applyTo: 'open' };
    const tried = await app.must('PUT', `${path}?dryRun=true`, body);
    expect(tried.effect).toMatchObject({ promises: 2, missedAtOnce: 0 });
    expect((await leadNow(app, lead)).policy).toBeNull();
    expect((await app.must('PUT', path, body)).replanned).toEqual({ clocks: 2, complete: true });
    expect((await leadNow(app, lead)).policy).toEqual({ id: policy.id, version: 2 });
  });

  it('shows in the preview of a lead without one what it would get', async () => {
    const lead = await mine();
    const preview = await app.must('POST', '/v1/sla-policies/preview', { leadId: lead.id, policy: POLICY });
    expect(preview.matched).toBe(true);
    expect(preview.instants).toContainEqual(
      expect.objectContaining({ at: iso(START + HOUR), what: 'breach', clock: 'firstTouch' }),
    );
  });
});
