import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch, leadNow, ownersOf } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

/** A lead has two promises, so this many leads have more than 10,000. */
const MANY = 5_001;

let app: TestApplication;
let reps: Json[];
beforeAll(async () => {
  app = await TestApplication.start();
  ({ reps } = await aDesk(app, ['Ann', 'Bo', 'Cy']));
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const elapsed = (firstTouch: object, fields: object = {}) => aPolicy(app, firstTouch, { time: 'elapsed', ...fields });
const place = (policy: Json) => `/v1/sla-policies/${policy.id}`;
const sooner = (policy: Json, within: string, fields: object = {}) => ({
  ...policy,
  ...fields,
  applyTo: 'open',
  firstTouch: { ...policy.firstTouch, within },
});
const rehearsed = (path: string, body: object) => app.must('PUT', `${path}?dryRun=true`, body);
const leadsOf = async (count: number) => {
  const leads = [];
  for (let sent = 0; sent < count; sent += 1) leads.push(await aLead(app));
  return leads;
};
const rowOf = (effect: Json, repId: string | null) => effect.byRep.find((row: Json) => row.repId === repId);
/** The number of leads that would move, and that would be held. */
const movesOf = (effect: Json): [number, number] => {
  const moves: Json[] = effect.byRep.flatMap((row: Json) => row.moves);
  const sum = (some: Json[]) => some.reduce((total, { leads }) => total + leads, 0);
  return [sum(moves.filter(({ held }) => !held)), sum(moves.filter(({ held }) => held))];
};

describe('the dry run of a policy for open leads', () => {
  it('reports by rep the changed deadlines, immediate misses and moves', async () => {
    const policy = await elapsed({ within: 'PT4H' });
    const leads = await leadsOf(3);
    await app.moveBy(HOUR);
    const before = await Promise.all(leads.map((lead) => leadNow(app, lead)));
    const { effect, replanned } = await rehearsed(place(policy), sooner(policy, 'PT30M'));
    expect(replanned).toEqual({ clocks: 3, complete: true });
    expect(effect).toMatchObject({ promises: 3, missedAtOnce: 3 });
    for (const { id } of reps) {
      const { moves, ...counts } = rowOf(effect, id);
      expect(counts).toEqual({ repId: id, promises: 1, missedAtOnce: 1 });
      expect([moves.length, moves[0].leads, moves[0].toRepId === id]).toEqual([1, 1, false]);
    }
    expect(await Promise.all(leads.map((lead) => leadNow(app, lead)))).toEqual(before);

    const foreseen = new Map(effect.byRep.map(({ repId, moves }: Json) => [repId, moves[0].toRepId]));
    const real = await app.must('PUT', place(policy), sooner(policy, 'PT30M'));
    expect(real.replanned).toEqual(replanned);
    expect(real).not.toHaveProperty('effect');
    await app.moveBy(15 * MINUTE - 1);
    expect(await ownersOf(app, leads)).toEqual(before.map(({ ownerId }) => ownerId));
    await app.moveBy(1);
    expect(await ownersOf(app, leads)).toEqual(before.map(({ ownerId }) => foreseen.get(ownerId)));
  });

  it('counts as missed at once only clocks that are overdue by the new terms', async () => {
    const policy = await elapsed({ within: 'PT4H' });
    const lead = await aLead(app);
    await app.moveBy(30 * MINUTE - 1);
    const missed = async () => (await rehearsed(place(policy), sooner(policy, 'PT30M'))).effect.missedAtOnce;
    expect(await missed()).toBe(0);
    await app.moveBy(1);
    expect(await missed()).toBe(1);
    await app.moveBy(1);
    expect(await missed()).toBe(1);
    await aTouch(app, lead);
    expect(await rehearsed(place(policy), sooner(policy, 'PT30M'))).toMatchObject({
      replanned: { clocks: 0, complete: true },
      effect: { promises: 0, missedAtOnce: 0, byRep: [] },
    });
  });

  it('moves no lead if the policy would not, and lists the company’s promises without a rep', async () => {
    const policy = await elapsed({ within: 'PT4H', leadWithin: 'PT8H' }, { mode: 'notify' });
    const lead = await aLead(app);
    await app.moveBy(HOUR);
    const { firstTouch } = policy;
    const body = { ...policy, applyTo: 'open', firstTouch: { ...firstTouch, within: 'PT30M', leadWithin: 'PT30M' } };
    const { effect } = await rehearsed(place(policy), body);
    expect(effect).toEqual({
      promises: 2,
      missedAtOnce: 2,
      byRep: [
        { repId: lead.ownerId, promises: 1, missedAtOnce: 1, moves: [] },
        { repId: null, promises: 1, missedAtOnce: 1, moves: [] },
      ],
    });
  });

  it('says that leads would wait if no rep could take them', async () => {
    const policy = await elapsed({ within: 'PT4H' });
    const lead = await aLead(app);
    for (const { id } of reps)
      if (id !== lead.ownerId) await app.must('PUT', `/v1/reps/${id}/availability`, { available: false });
    await app.moveBy(HOUR);
    const { effect } = await rehearsed(place(policy), sooner(policy, 'PT30M'));
    expect(rowOf(effect, lead.ownerId).moves).toEqual([{ queue: true, leads: 1 }]);
  });

  it('gives the same for a version that would be restored', async () => {
    const policy = await elapsed({ within: 'PT30M' });
    await app.must('PUT', place(policy), { ...sooner(policy, 'PT4H') });
    await leadsOf(3);
    await app.moveBy(HOUR);
    const path = `${place(policy)}/versions/1/restore?dryRun=true`;
    const { effect } = await app.must('POST', path, { applyTo: 'open' });
    expect(effect).toMatchObject({ promises: 3, missedAtOnce: 3 });
  });
});

describe('the dry run during a hold, or beyond the storm breaker', () => {
  const until = (ms: number) => new Date(app.time.now() + ms).toISOString();
  const hold = (ms: number, scope: unknown = 'all') =>
    app.must('POST', '/v1/enforcement/holds', { scope, until: until(ms), reason: 'Phones are down' });
  const breaker = async (stormBreaker: object) =>
    app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), stormBreaker });

  it('says which leads would be held when the grace period ends', async () => {
    const policy = await elapsed({ within: 'PT4H' });
    const lead = await aLead(app);
    await app.moveBy(HOUR);
    const rehearse = async () =>
      rowOf((await rehearsed(place(policy), sooner(policy, 'PT30M'))).effect, lead.ownerId).moves;
    await hold(15 * MINUTE);
    expect(await rehearse()).toEqual([{ toRepId: expect.any(String), leads: 1 }]);
    await aLead(app, { source: 'elsewhere' });
    await hold(HOUR, { source: 'elsewhere' });
    expect(await rehearse()).toEqual([{ toRepId: expect.any(String), leads: 1 }]);
    await hold(15 * MINUTE + 1, { source: lead.source });
    expect(await rehearse()).toEqual([{ held: true, leads: 1 }]);

    await app.must('PUT', place(policy), sooner(policy, 'PT30M'));
    await app.moveBy(15 * MINUTE);
    expect(await ownersOf(app, [lead])).toEqual([lead.ownerId]);
  });

  it('says how many leads the storm breaker would hold, as then happens', async () => {
    await breaker({ moves: 2, per: 'PT1H' });
    const policy = await elapsed({ within: 'PT4H' });
    const leads = await leadsOf(3);
    await app.moveBy(HOUR);
    const { effect } = await rehearsed(place(policy), sooner(policy, 'PT30M'));
    expect(movesOf(effect)).toEqual([2, 1]);
    const before = await ownersOf(app, leads);
    await app.must('PUT', place(policy), sooner(policy, 'PT30M'));
    await app.moveBy(15 * MINUTE);
    const after = await ownersOf(app, leads);
    expect(after.filter((ownerId, index) => ownerId !== before[index])).toHaveLength(2);
  });

  it('counts earlier moves for as long as the breaker does', async () => {
    await breaker({ moves: 2, per: 'PT30M' });
    const policy = await elapsed({ within: 'PT4H' });
    const leads = await leadsOf(1);
    await app.moveBy(4 * HOUR);
    expect(await ownersOf(app, leads)).not.toEqual([leads[0]!.ownerId]);
    await aTouch(app, leads[0]!);
    await leadsOf(2);
    const rehearse = async () => movesOf((await rehearsed(place(policy), sooner(policy, 'PT1M'))).effect);
    await app.moveBy(15 * MINUTE - 1);
    expect(await rehearse()).toEqual([1, 1]);
    await app.moveBy(1);
    expect(await rehearse()).toEqual([2, 0]);
  });
});

describe('the dry run of changed hours', () => {
  it('says by rep whose deadlines change', async () => {
    await aPolicy(app, { within: 'PT4H' });
    await leadsOf(2);
    const [office] = (await app.must('GET', '/v1/calendars')).data;
    const { effect } = await rehearsed(`/v1/calendars/${office.id}`, { ...office, holidays: ['2026-03-03'] });
    expect(effect).toMatchObject({ promises: 2, missedAtOnce: 0 });
    expect(effect.byRep.map(({ promises, moves }: Json) => [promises, moves])).toEqual([
      [1, []],
      [1, []],
    ]);
    const settings = await app.must('GET', '/v1/settings');
    expect(await rehearsed('/v1/settings', { ...settings, currency: 'CHF' })).not.toHaveProperty('effect');
  });
});

describe('the dry run of a rep who leaves or is absent', () => {
  it('says that they get no more leads, and where theirs would go', async () => {
    await elapsed({ within: 'PT4H' });
    await leadsOf(6);
    const path = `/v1/reps/${reps[0]!.id}`;
    const ann = await app.must('PUT', path, { ...(await app.must('GET', path)), capacity: { open: 1 } });
    expect(ann.receiving.why).toBe('capacity');
    const body = { ...ann, active: false, openLeads: 'reassignAll' };
    const seen = await rehearsed(path, body);
    expect([seen.active, seen.receiving.why]).toEqual([false, 'inactive']);
    expect(seen.effect).toEqual({
      promises: 0,
      missedAtOnce: 0,
      byRep: [
        {
          repId: ann.id,
          promises: 0,
          missedAtOnce: 0,
          moves: [reps[1]!.id, reps[2]!.id].sort().map((toRepId) => ({ toRepId, leads: 1 })),
        },
      ],
    });
    expect(await app.must('GET', path)).toEqual(ann);
    const kept = await rehearsed(path, { ...body, openLeads: 'keep' });
    expect([kept.receiving.why, 'effect' in kept]).toEqual(['inactive', false]);
    const left = await app.must('PUT', path, body);
    expect(left.receiving.why).toBe('inactive');
    const open = (await app.must('GET', '/v1/leads?limit=10')).data.map(({ ownerId }: Json) => ownerId);
    expect(open.filter((id: string) => id === reps[1]!.id).length).toBe(3);
  });

  it('says the same of an absence', async () => {
    await elapsed({ within: 'PT4H' });
    const leads = await leadsOf(3);
    const { ownerId } = leads[0]!;
    const body = {
      from: new Date(app.time.now()).toISOString(),
      to: new Date(app.time.now() + 24 * HOUR).toISOString(),
      openLeads: 'reassignUntouched',
    };
    const tried = await app.post(`/v1/reps/${ownerId}/absences?dryRun=true`, body);
    expect(tried.status).toBe(200);
    const { effect } = tried.body;
    expect(rowOf(effect, ownerId).moves).toMatchObject([{ leads: 1 }]);
    expect(clockOf(await leadNow(app, leads[0]!)).repId).toBe(ownerId);
  });

  it('counts the same promises as the absence itself, without those of leads that move', async () => {
    await aPolicy(app, { within: 'PT4H' });
    const [{ ownerId }] = (await leadsOf(6)) as [Json];
    const path = `/v1/reps/${ownerId}/absences`;
    const now = app.time.now();
    const body = { from: new Date(now).toISOString(), to: new Date(now + HOUR).toISOString() };
    const counted = [];
    for (const openLeads of ['keep', 'reassignUntouched']) {
      const { replanned } = await app.must('POST', `${path}?dryRun=true`, { ...body, openLeads });
      const real = await app.must('POST', path, { ...body, openLeads });
      expect(replanned).toEqual(real.replanned);
      counted.push(replanned.clocks);
      await app.must('DELETE', `${path}/${real.id}`);
    }
    expect(counted).toEqual([2, 0]);
  });
});

describe('the dry run of a change that affects more than 10,000 promises', () => {
  it('runs as a job over all of them', async () => {
    const policy = await elapsed({ within: 'PT4H', leadWithin: 'PT8H' });
    for (let sent = 0; sent < MANY; ) {
      const size = Math.min(1_000, MANY - sent);
      const leads = Array.from({ length: size }, (_, index) => ({
        source: 'web',
        contact: { email: `p${sent + index}@example.org` },
      }));
      await app.must('POST', '/v1/leads/batch', { leads });
      sent += size;
    }
    await app.moveBy(HOUR);
    const { firstTouch } = policy;
    const body = { ...policy, applyTo: 'open', firstTouch: { ...firstTouch, within: 'PT30M', leadWithin: 'PT6H' } };
    const asked = await app.ask('PUT', `${place(policy)}?dryRun=true`, body);
    expect([asked.status, asked.body.kind, asked.body.state]).toEqual([202, 'changeDryRun', 'running']);
    await app.settleJobs();
    const { state, result } = await app.must('GET', `/v1/jobs/${asked.body.id}`);
    expect([state, result.replanned]).toEqual(['done', { clocks: 2 * MANY, complete: true }]);
    expect(result.effect).toMatchObject({ promises: 2 * MANY, missedAtOnce: MANY });
    expect(movesOf(result.effect)).toEqual([200, MANY - 200]);
    expect(await app.must('GET', place(policy))).toEqual(policy);

    const other = await app.ask('PUT', `${place(policy)}?dryRun=true`, body);
    await app.must('PUT', place(policy), { ...policy, name: 'Changed meanwhile' });
    await app.settleJobs();
    const { state: refused, error } = await app.must('GET', `/v1/jobs/${other.body.id}`);
    expect([refused, error]).toEqual([
      'failed',
      'The configuration has changed meanwhile. The present version is 2: read it again and repeat the change on it.',
    ]);
  });
});
