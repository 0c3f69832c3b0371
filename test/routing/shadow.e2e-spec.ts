import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aLead, aPool, aRep, eventsOf, leadNow, theReps, timelineOf } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let [ann, bo, mia, pool]: Json[] = [];
beforeAll(async () => {
  app = await TestApplication.start();
  mia = await aRep(app, 'Mia');
  [ann, bo] = await theReps(app, ['Ann', 'Bo'], { managerId: mia.id });
  pool = await aPool(app, 'Desk', [ann, bo]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const put = (mode: 'act' | 'shadow', rules: object[] = [{ name: 'All', when: {}, assign: { poolId: pool!.id } }]) =>
  app.must('PUT', '/v1/routing', { rules, fallback: { queueOwnerId: mia!.id }, mode });
const given = (to: Json, fields: object = {}) => aLead(app, { owner: { repId: to.id }, ...fields });
const routing = ({ id }: Json) => app.must('GET', `/v1/leads/${id}/routing`);
const report = (query = '') => app.must('GET', `/v1/reports/shadow${query}`);
const credits = async () =>
  (await app.must('GET', `/v1/pools/${pool!.id}/fairness`)).data.map(({ leadsGot, credit }: Json) => [
    leadsGot,
    credit,
  ]);

describe('rules in shadow', () => {
  it('decide beside the given owner, and do not act', async () => {
    expect((await put('shadow')).mode).toBe('shadow');
    const leads = [await given(ann!), await given(ann!), await given(bo!)];
    expect(leads.map(({ ownerId }) => ownerId)).toEqual([ann!.id, ann!.id, bo!.id]);
    const decided = await Promise.all(leads.map(routing));
    expect(decided.map(({ shadow }) => [shadow.givenRepId, shadow.repId, shadow.poolId, shadow.rule])).toEqual([
      [ann!.id, ann!.id, pool!.id, 'All'],
      [ann!.id, bo!.id, pool!.id, 'All'],
      [bo!.id, ann!.id, pool!.id, 'All'],
    ]);
    expect(decided[1].data).toMatchObject([{ repId: ann!.id, cause: 'given', trace: null }]);
    const { shadow } = decided[1];
    expect(shadow.trace).toMatchObject({ winner: bo!.id, because: shadow.because });
    expect(shadow.trace.candidates.map(({ repId, credit }: Json) => [repId, credit])).toEqual([
      [ann!.id, 0],
      [bo!.id, 1],
    ]);
    expect(shadow.trace.rules).toEqual([{ name: 'All', matched: true }]);
    // The real credits are unchanged.
    expect(await credits()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('distribute fairly over a day by credits of their own, in batches of any size', async () => {
    await put('shadow');
    const batch = (count: number) => ({
      leads: Array.from({ length: count }, () => ({
        source: 'web',
        contact: { email: 'kim@example.org' },
        owner: { repId: ann!.id },
      })),
    });
    for (const count of [7, 1, 30, 2]) await app.must('POST', '/v1/leads/batch', batch(count));
    const { data, total, rules, differences } = await report();
    expect(data).toEqual([
      { repId: ann!.id, label: 'Ann', given: 40, would: 20, same: 20 },
      { repId: bo!.id, label: 'Bo', given: 0, would: 20, same: 0 },
    ]);
    expect(total).toEqual({ label: 'total', leads: 40, given: 40, would: 40, same: 20 });
    expect(rules).toEqual([{ rule: 'All', leads: 40 }]);
    expect(differences).toHaveLength(20);
    expect(differences[0]).toMatchObject({
      givenRepId: ann!.id,
      repId: bo!.id,
      rule: 'All',
      because: expect.any(String),
    });
  });

  it('leave leads without a given owner in the queue until the rules act', async () => {
    await put('shadow');
    const lead = await aLead(app);
    expect(lead).toMatchObject({ ownerId: null });
    const [queued] = await eventsOf(app, lead.id, 'lead.queued');
    expect(queued.data).toMatchObject({ why: 'shadow', rule: null, poolId: null });
    const told = await notificationsOf(app, mia!);
    expect(told).toMatchObject([
      { type: 'lead.queued', text: expect.stringContaining('the routing rules are in shadow, and act on nothing') },
    ]);
    const { data } = await app.must('GET', '/v1/routing/queue');
    expect(data[0].why).toMatch(/^The routing rules are in shadow, so nothing is dealt out/);
    const timeline = await timelineOf(app, lead);
    expect(timeline.join('\n')).toContain('the routing rules are in shadow, and act on nothing');
    const answer = await routing(lead);
    expect(answer.shadow).toMatchObject({ givenRepId: null, repId: ann!.id });

    await app.moveTo('2026-03-02T16:00:00.000Z');
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    const { warnings } = await app.must('GET', '/v1/setup');
    expect(warnings.map(({ code }: Json) => code)).toContain('rulesInShadow');
    await put('act');
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann!.id);
    expect((await routing(await aLead(app))).shadow).toBeUndefined();
    expect((await report('?from=2026-03-01')).total).toEqual({ label: 'total', leads: 1, given: 0, would: 1, same: 0 });
  });

  it('neither close, hand over nor move leads', async () => {
    const assign = { dispose: { category: 'lost', reason: 'out_of_area' } };
    await put('shadow', [
      { name: 'Out', when: { field: 'source', op: 'eq', value: 'far' }, assign },
      { name: 'Later', when: {}, on: 'milestone:qualified', assign: { repId: bo!.id } },
      { name: 'All', when: {}, assign: { poolId: pool!.id } },
    ]);
    const [far, near] = [await given(ann!, { source: 'far' }), await given(ann!)];
    expect(far).toMatchObject({ status: 'open', ownerId: ann!.id });
    expect((await routing(far)).shadow).toMatchObject({ repId: null, rule: 'Out', trace: null });
    await app.must('POST', `/v1/leads/${near.id}/milestones`, { name: 'qualified' });
    expect((await leadNow(app, near)).ownerId).toBe(ann!.id);
    await app.must('PATCH', `/v1/leads/${near.id}`, { campaign: 'x', reroute: 'ifUntouched' });
    expect((await leadNow(app, near)).ownerId).toBe(ann!.id);
    const [, untouched] = [await given(ann!), await given(ann!)];
    await app.must('PATCH', `/v1/leads/${untouched.id}`, { campaign: 'x', reroute: 'ifUntouched' });
    expect((await leadNow(app, untouched)).ownerId).toBe(ann!.id);
  });

  it('count the leads that reps really have', async () => {
    await app.must('PUT', `/v1/reps/${ann!.id}`, { name: 'Ann', email: 'ann@example.com', capacity: { open: 1 } });
    await put('shadow');
    const would = async (lead: Json) => (await routing(lead)).shadow.repId;
    // Leads that Ann would have got do not fill her capacity; a lead given to her does.
    expect([await would(await given(bo!)), await would(await given(bo!)), await would(await given(bo!))]).toEqual([
      ann!.id,
      bo!.id,
      ann!.id,
    ]);
    const hers = await given(ann!);
    const [next, last] = [await given(bo!), await given(bo!)];
    expect([await would(next), await would(last)]).toEqual([bo!.id, bo!.id]);
    expect((await leadNow(app, hers)).ownerId).toBe(ann!.id);
  });

  it('fill no capacity within a batch either', async () => {
    await app.must('PUT', `/v1/reps/${ann!.id}`, { name: 'Ann', email: 'ann@example.com', capacity: { open: 1 } });
    await put('shadow');
    const lead = { source: 'web', contact: { email: 'kim@example.org' }, owner: { repId: bo!.id } };
    await app.must('POST', '/v1/leads/batch', { leads: [lead, lead, lead, lead] });
    expect((await report()).data.map(({ label, would }: Json) => [label, would])).toEqual([
      ['Bo', 2],
      ['Ann', 2],
    ]);
  });

  it('leave the queue alone, also where a person chose the pool', async () => {
    await put('shadow');
    const available = (is: boolean) =>
      Promise.all([ann, bo].map((rep) => app.must('PUT', `/v1/reps/${rep!.id}/availability`, { available: is })));
    const lead = await aLead(app);
    await available(false);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: pool!.id, reason: 'It is for the desk' });
    await available(true);
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await put('act');
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).not.toBeNull();
  });

  it('leave a missed lead with its owner, but do not affect what people do', async () => {
    await aPolicy(app, { within: 'PT5M', onBreach: [{ after: 'PT0S', do: 'reassign' }] }, { time: 'elapsed' });
    await put('shadow');
    const [missed, moved] = [await given(ann!), await aLead(app)];
    const body = { poolId: pool!.id, reason: 'It is for the desk' };
    expect((await app.must('POST', `/v1/leads/${moved.id}/reassign`, body)).ownerId).toBe(ann!.id);
    await app.moveTo('2026-03-02T15:06:00.000Z');
    expect(await leadNow(app, missed)).toMatchObject({ ownerId: ann!.id, clocks: expect.anything() });
    expect(await eventsOf(app, missed.id, 'lead.reassigned')).toEqual([]);
    // A move after a miss within a pool that a person chose uses no rule.
    expect((await leadNow(app, moved)).ownerId).toBe(bo!.id);
  });

  it('start level each time they go into shadow', async () => {
    await put('shadow');
    await given(ann!);
    await put('act');
    await put('shadow');
    expect((await routing(await given(ann!))).shadow.repId).toBe(ann!.id);
  });

  it('ignore test leads', async () => {
    await put('shadow');
    const lead = await aLead(app, { test: true });
    expect((await routing(lead)).shadow).toBeUndefined();
  });
});

it('the shadow report shows reps their own rows, managers those of their reps, also as CSV', async () => {
  const cy = await aRep(app, 'Cy');
  await put('shadow');
  for (const to of [ann!, bo!, cy, cy]) await given(to);
  const as = async (repId: string, scope: string) => {
    const key = await app.keyFor([scope], repId);
    return (await app.ask('GET', '/v1/reports/shadow', undefined, { key })).body;
  };
  const own = await as(cy.id, 'rep');
  expect(own.data).toEqual([{ repId: cy.id, label: 'Cy', given: 2, would: 0, same: 0 }]);
  // The total covers the rows shown, not the reps who would have got these leads.
  expect(own.total).toEqual({ label: 'total', leads: 2, given: 2, would: 0, same: 0 });
  const managed = await as(mia!.id, 'manager');
  expect(managed.data.map(({ label }: Json) => label).sort()).toEqual(['Ann', 'Bo']);
  const { body: text } = await app.ask('GET', '/v1/reports/shadow?from=2026-03-01', undefined, {
    headers: { accept: 'text/csv' },
  });
  expect(text.split('\r\n')[0]).toBe('repId,label,given,would,same,leads');
  expect((await report(`?from=${MONDAY}&to=2026-03-02T15:00:00.001Z`)).total.leads).toBe(4);
  expect((await report('?to=2026-03-02')).total.leads).toBe(0);
});
