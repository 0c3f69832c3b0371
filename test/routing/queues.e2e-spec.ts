import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FirstStartService } from '../../src/admin/first-start/first-start.service.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aLead, aPool, aRep, aTouch, eventsOf, faults, leadNow, NOBODY, timelineOf } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const fromSource = (value: string) => ({ field: 'source', op: 'eq', value });
const toQueue = (source: string, queue = 'review') => ({
  name: `Look at ${source}`,
  when: fromSource(source),
  assign: { queue },
});

const queuesNow = async (): Promise<Json[]> => (await app.must('GET', '/v1/queues')).data;
const review = async () => (await queuesNow()).find(({ name }) => name === 'review')!;
const waiting = async (query = '') => (await app.must('GET', `/v1/routing/queue${query}`)).data;
const route = (rules: object[], fallback: object = {}) => app.must('PUT', '/v1/routing', { rules, fallback });

/** Rita owns the queue `review`, Otto the common queue; Ann gets the leads that no rule sends to a queue. */
async function aDeskBehind(...rules: object[]) {
  const [ann, rita, otto] = [await aRep(app, 'Ann'), await aRep(app, 'Rita'), await aRep(app, 'Otto')];
  const pool = await aPool(app, 'Desk', [ann]);
  await app.must('PUT', `/v1/queues/${(await review()).id}`, { name: 'review', ownerRepId: rita.id });
  await aPolicy(app, { within: 'PT1H', leadWithin: 'PT2H' }, { time: 'elapsed' });
  const all = { name: 'All', when: {}, assign: { poolId: pool.id } };
  await route([...rules, all], { queueOwnerId: otto.id });
  return { ann, rita, otto, pool, all };
}

describe('a lead that a rule sends to a queue', () => {
  it('waits there for a person, even if reps are free, and says so', async () => {
    const { rita, otto } = await aDeskBehind(toQueue('quiz', 'Review'));
    const lead = await aLead(app, { source: 'quiz' });
    expect(lead).toMatchObject({ ownerId: null, poolId: null, rule: 'Look at quiz', queue: 'review' });
    expect(lead.clocks.map(({ kind, state }: Json) => [kind, state])).toEqual([['leadResponse', 'running']]);
    await app.moveBy(30 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: null, queue: 'review' });
    expect(await timelineOf(app, lead)).toContain(
      'Waits in the queue review: its rule sends it there, for a person to decide',
    );
    expect(await waiting()).toMatchObject([
      {
        leadId: lead.id,
        poolId: null,
        queue: 'review',
        waiting: 'queue',
        why: 'Its rule sends it to the queue review, where it waits for a person. To assign it to a rep: POST /v1/leads/{id}/reassign.',
      },
    ]);
    expect(await toldTo(app, rita)).toEqual([
      expect.stringContaining('waits in the queue review: a rule sends it there, for a person to decide'),
    ]);
    expect(await toldTo(app, otto)).toEqual([]);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/routing`);
    expect(data).toMatchObject([
      {
        repId: null,
        queue: 'review',
        rule: 'Look at quiz',
        cause: 'intake',
        trace: {
          candidates: [],
          winner: null,
          because: 'Its rule sends it to the queue review, where it waits for a person.',
        },
      },
    ]);
  });

  it('causes one notification per wave and queue', async () => {
    const { rita, otto, ann } = await aDeskBehind(toQueue('quiz'));
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    for (const source of ['quiz', 'web', 'quiz', 'web']) await aLead(app, { source });
    expect(await toldTo(app, rita)).toEqual([expect.stringMatching(/queue review: .*; 2 leads wait by now$/)]);
    expect(await toldTo(app, otto)).toEqual([expect.stringMatching(/in the queue: .*; 2 leads wait by now$/)]);
    for (const { leadId } of await waiting('?queue=REVIEW'))
      await app.must('POST', `/v1/leads/${leadId}/reassign`, { repId: rita.id, reason: 'Looks fine' });
    const { results } = await app.must('POST', '/v1/leads/batch', {
      leads: [1, 2, 3].map((each) => ({ source: 'quiz', contact: { email: `kim${each}@example.org` } })),
    });
    expect(results).toHaveLength(3);
    expect((await toldTo(app, rita)).filter((text: string) => text.includes('queue review'))).toEqual([
      '3 leads wait in the queue review: a rule sends them there, for a person to decide',
      expect.stringContaining('waits in the queue review'),
    ]);
  });

  it('can be seen, moved and claimed only by the owner of its queue', async () => {
    const { ann, rita, otto } = await aDeskBehind(toQueue('quiz'));
    const [one, other, third] = [
      await aLead(app, { source: 'quiz' }),
      await aLead(app, { source: 'quiz' }),
      await aLead(app, { source: 'quiz' }),
    ];
    const [ritas, ottos] = [await app.keyFor(['rep'], rita.id), await app.keyFor(['rep'], otto.id)];
    const seen = async (key: string, path: string) =>
      (await app.must('GET', path, undefined, { key })).data.map(({ id, leadId }: Json) => id ?? leadId);
    const all = [one.id, other.id, third.id];
    expect(await seen(ritas, '/v1/routing/queue')).toEqual(all);
    expect(await seen(ritas, '/v1/leads?queue=review')).toEqual(all);
    expect(await seen(ritas, '/v1/leads')).toEqual(all);
    expect(await seen(ottos, '/v1/routing/queue')).toEqual([]);
    expect(await seen(ottos, '/v1/leads')).toEqual([]);
    expect((await app.get(`/v1/leads/${one.id}`, { key: ottos })).status).toBe(404);
    expect((await app.post(`/v1/leads/${one.id}/claim`, {}, { key: ottos })).status).toBe(404);
    const given = await app.must(
      'POST',
      `/v1/leads/${one.id}/reassign`,
      { repId: ann.id, reason: 'Hers' },
      { key: ritas },
    );
    expect(given).toMatchObject({ ownerId: ann.id, queue: null, waitingSince: null });
    const claimed = await app.must('POST', `/v1/leads/${other.id}/claim`, {}, { key: ritas });
    expect(claimed).toMatchObject({ ownerId: rita.id, queue: null });
    expect(await app.must('POST', `/v1/leads/${other.id}/claim`, {}, { key: ritas })).toMatchObject({
      ownerId: rita.id,
    });
    const touched = await aTouch(app, other, { outcome: 'connected' });
    expect(touched).toMatchObject({ repId: rita.id });
    const [event] = await eventsOf(app, other.id, 'lead.claimed');
    expect(event).toMatchObject({ data: { repId: rita.id, poolId: null, queueId: (await review()).id } });
    const integration = await app.keyFor(['integration']);
    expect(
      await app.must('POST', `/v1/leads/${third.id}/claim`, { repId: ann.id }, { key: integration }),
    ).toMatchObject({ ownerId: ann.id });
  });

  it('follows the rules when they change; a queue that it enters notifies its owner', async () => {
    const { ann, rita, all } = await aDeskBehind(toQueue('quiz'));
    const quiz = await aLead(app, { source: 'quiz' });
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    const web = await aLead(app, { source: 'web' });
    expect(web).toMatchObject({ ownerId: null, queue: null });
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: true });
    await app.settle();
    expect((await leadNow(app, quiz)).queue).toBe('review');
    expect((await leadNow(app, web)).ownerId).toBe(ann.id);

    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    const late = await aLead(app, { source: 'late' });
    await app.must('POST', `/v1/leads/${quiz.id}/reassign`, { repId: rita.id, reason: 'Hers' });
    await route([toQueue('late'), all]);
    await app.settle();
    expect(await leadNow(app, late)).toMatchObject({
      queue: 'review',
      rule: 'Look at late',
      waitingSince: late.waitingSince,
    });
    expect((await toldTo(app, rita)).filter((text: string) => text.includes('in the queue review'))).toHaveLength(2);
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: true });
    await route([all]);
    await app.settle();
    expect(await leadNow(app, late)).toMatchObject({ ownerId: ann.id, queue: null });
  });

  it('goes there also on return, after an absence or an amendment, but not by a miss', async () => {
    const { ann, rita } = await aDeskBehind(toQueue('quiz'));
    const lead = await aLead(app, { source: 'quiz' });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: ann.id, reason: 'Hers' });
    await app.moveBy(61 * MINUTE);
    // A queue has no reps, so a missed promise does not move the lead there.
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id, queue: null });
    expect(await waiting()).toMatchObject([
      {
        leadId: lead.id,
        waiting: 'move',
        why: expect.stringContaining('where it would have no owner, so it stays with its owner'),
      },
    ]);
    const wakeAt = new Date(app.time.now() + MINUTE).toISOString();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, {
      category: 'nurture',
      reason: 'not_now',
      fields: { wakeAt },
    });
    await app.moveBy(2 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2, ownerId: null, queue: 'review' });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: ann.id, reason: 'Hers' });
    const from = new Date(app.time.now() + MINUTE).toISOString();
    const to = new Date(app.time.now() + 60 * MINUTE).toISOString();
    await app.must('POST', `/v1/reps/${ann.id}/absences`, { from, to });
    await app.moveBy(2 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: null, queue: 'review' });
    const moved = (await timelineOf(app, lead)).filter((text: string) => text.startsWith('Moved'));
    expect(moved).toContain(
      'Moved from Ann into the queue review: Ann is away; its rule sends it there, for a person to decide',
    );
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'recycle', reason: 'stale' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled', queue: null });
    await app.moveBy(91 * 24 * 60 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', queue: 'review' });

    const web = await aLead(app, { source: 'web', attributes: { odd: false } });
    expect(web.ownerId).toBe(ann.id);
    await app.must('PATCH', `/v1/leads/${web.id}`, { source: 'quiz', reroute: 'ifUntouched' });
    expect(await leadNow(app, web)).toMatchObject({ ownerId: null, queue: 'review' });
    expect(await toldTo(app, rita)).not.toEqual([]);
  });

  it('is put back there when a bulk reassignment is undone', async () => {
    const { ann } = await aDeskBehind(toQueue('quiz'));
    const leads = [await aLead(app, { source: 'quiz' }), await aLead(app, { source: 'quiz' })];
    const { bulkId } = await app.must('POST', '/v1/leads/reassign', {
      filter: { queue: 'review' },
      to: { repId: ann.id },
      reason: 'All hers',
    });
    expect(await leadNow(app, leads[0]!)).toMatchObject({ ownerId: ann.id, queue: null });
    await app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
    for (const lead of leads) expect(await leadNow(app, lead)).toMatchObject({ ownerId: null, queue: 'review' });
    const refused = await app.ask('POST', '/v1/leads/reassign', {
      filter: { queue: 'nowhere' },
      to: { repId: ann.id },
      reason: 'None',
    });
    expect(faults(refused)).toEqual(['/filter/queue unknownQueue']);
  });

  it('is escalated to the owner of its queue', async () => {
    const [rita, otto] = [await aRep(app, 'Rita'), await aRep(app, 'Otto')];
    await app.must('PUT', `/v1/queues/${(await review()).id}`, { name: 'review', ownerRepId: rita.id });
    const onLeadBreach = [{ after: 'PT0S', do: 'escalate', to: 'queueOwner' }];
    await aPolicy(app, { within: 'PT1H', leadWithin: 'PT1H', onLeadBreach }, { time: 'elapsed' });
    await route([toQueue('quiz')], { queueOwnerId: otto.id });
    const [quiz, web] = [await aLead(app, { source: 'quiz' }), await aLead(app, { source: 'web' })];
    await app.moveBy(61 * MINUTE);
    const toRepIdOf = async (lead: Json) =>
      (await eventsOf(app, lead.id, 'sla.escalated')).map(({ data }) => data.toRepId);
    expect(await toRepIdOf(quiz)).toEqual([rita.id]);
    expect(await toRepIdOf(web)).toEqual([otto.id]);
  });

  it('can be previewed', async () => {
    await aDeskBehind(toQueue('quiz'));
    const preview = await app.must('POST', '/v1/routing/preview', { lead: { source: 'quiz', contact: {} } });
    expect(preview).toMatchObject({ ownerId: null, poolId: null, rule: 'Look at quiz', queue: 'review' });
    const [policy] = (await app.must('GET', '/v1/sla-policies')).data;
    const foreseen = await app.must('POST', '/v1/sla-policies/preview', {
      policy: { name: policy.name, time: 'elapsed', firstTouch: policy.firstTouch },
      lead: { source: 'quiz', contact: {} },
      at: new Date(app.time.now()).toISOString(),
    });
    expect(foreseen).toMatchObject({ ownerId: null });
    expect(JSON.stringify(foreseen)).toContain('It waits for a person');
  });

  it('does not wait there if it is a test lead, which goes to the test pool', async () => {
    await aDeskBehind(toQueue('quiz'));
    expect(await aLead(app, { source: 'quiz', test: true })).toMatchObject({ queue: null, ownerId: null });
  });
});

describe('queues', () => {
  it('include review from the start, which can be neither renamed nor deleted', async () => {
    const [first, ...others] = await queuesNow();
    expect([first, others]).toMatchObject([{ name: 'review', version: 1 }, []]);
    expect(first).not.toHaveProperty('ownerRepId');
    const put = (body: object) => app.ask('PUT', `/v1/queues/${first!.id}`, body);
    expect((await put({ name: first!.name })).status).toBe(200);
    expect(faults(await put({ name: 'audit' }))).toEqual(['/name fixed', '/ownerRepId required']);
    expect((await app.ask('DELETE', `/v1/queues/${first!.id}`)).status).toBe(409);
  });

  it('are refused if they are wrong, and nothing changes', async () => {
    const rita = await aRep(app, 'Rita');
    const post = (body: object) => app.ask('POST', '/v1/queues', body);
    expect(faults(await post({ name: 'audit' }))).toEqual(['/ownerRepId required']);
    expect(faults(await post({ name: 'audit', ownerRepId: NOBODY }))).toEqual(['/ownerRepId unknownId']);
    expect(faults(await post({ name: 'Review', ownerRepId: rita.id }))).toEqual(['/name taken']);
    expect(await queuesNow()).toHaveLength(1);
    const put = (assign: object) => app.ask('PUT', '/v1/routing', { rules: [{ name: 'R', when: {}, assign }] });
    expect(faults(await put({ queue: 'nowhere' }))).toEqual(['/rules/0/assign/queue unknownQueue']);
    expect(faults(await put({ queue: 'review', repId: rita.id }))).toEqual(['/rules/0/assign tooMany']);
    expect(faults(await put({ accountOwner: true, otherwise: { queue: 'nowhere' } }))).toEqual([
      '/rules/0/assign/otherwise/queue unknownQueue',
    ]);
    expect((await app.must('GET', '/v1/routing')).version).toBe(0);
    expect(faults(await app.ask('GET', '/v1/routing/queue?queue=nowhere'))).toEqual(['/queue unknownQueue']);
  });

  it('cannot be deleted while rules or leads need them, or renamed while rules do', async () => {
    const rita = await aRep(app, 'Rita');
    const audit = await app.must('POST', '/v1/queues', { name: 'Audit', ownerRepId: rita.id });
    await route([toQueue('quiz', 'audit')]);
    const usersOf = async () =>
      (await app.ask('DELETE', `/v1/queues/${audit.id}`)).body.usedBy.map(({ kind, name }: Json) => `${kind} ${name}`);
    expect(await usersOf()).toEqual(['routing rule Look at quiz']);
    const put = (name: string) => app.ask('PUT', `/v1/queues/${audit.id}`, { name, ownerRepId: rita.id });
    expect(faults(await put('Others'))).toEqual(['/name inUse']);
    expect((await put('AUDIT')).status).toBe(200);
    const lead = await aLead(app, { source: 'quiz' });
    expect(lead.queue).toBe('AUDIT');
    expect((await app.ask('DELETE', `/v1/reps/${rita.id}`)).body.usedBy).toMatchObject([
      { kind: 'queue', name: 'AUDIT' },
    ]);
    expect(await usersOf()).toEqual(['routing rule Look at quiz', 'lead 1 waiting lead']);
    await route([]);
    await app.settle();
    expect(await leadNow(app, lead)).toMatchObject({ queue: null, waitingSince: lead.waitingSince });
    expect((await put('Others')).status).toBe(200);
    expect((await app.ask('DELETE', `/v1/queues/${audit.id}`)).status).toBe(204);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/routing`);
    expect(data.at(-1)).toMatchObject({ queue: 'Others' });
  });

  it('without an active owner cause a warning, and fall to the owner of the common queue', async () => {
    const { rita, otto } = await aDeskBehind(toQueue('quiz'));
    const setup = async () =>
      (await app.must('GET', '/v1/setup')).warnings.filter(({ code }: Json) => code === 'queueWithoutOwner');
    expect(await setup()).toEqual([]);
    const inactive = await app.must('PUT', `/v1/reps/${rita.id}`, { name: 'Rita', email: rita.email, active: false });
    const text = expect.stringContaining('The queue "review" is owned by Rita, who is not active, so Otto is notified');
    expect(inactive.warnings).toEqual([{ pointer: '/active', message: text }]);
    expect(await setup()).toEqual([{ code: 'queueWithoutOwner', text }]);
    const saved = await route([toQueue('quiz')], { queueOwnerId: otto.id });
    expect(saved.warnings).toContainEqual({ pointer: '/rules/0/assign/queue', message: text });
    const lead = await aLead(app, { source: 'quiz' });
    expect(await toldTo(app, otto)).toEqual([expect.stringContaining('waits in the queue review')]);
    const key = await app.keyFor(['rep'], otto.id);
    expect((await app.must('GET', `/v1/leads/${lead.id}`, undefined, { key })).queue).toBe('review');
    const open = await app.must('PUT', `/v1/queues/${(await review()).id}`, { name: 'review' });
    expect(open.warnings).toMatchObject([{ pointer: '/ownerRepId' }]);
  });
});

it('the queue for review may be written in capitals, and the program starts again', async () => {
  const rita = await aRep(app, 'Rita');
  const { id } = await review();
  await app.must('PUT', `/v1/queues/${id}`, { name: 'Review', ownerRepId: rita.id });
  await app.application.app.get(FirstStartService).ensure();
  expect(await queuesNow()).toMatchObject([{ id, name: 'Review' }]);
});
