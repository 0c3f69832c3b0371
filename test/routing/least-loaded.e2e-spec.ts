import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aPool, aRep, aTouch, dealt, faults, ownersOf, theReps } from '../support/people.js';

const LEAST = { strategy: 'leastLoaded' };

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeEach(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
});
afterEach(() => app.stop());

const lose = (lead: { id: string }) =>
  app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });

async function traceOf(lead: { id: string }): Promise<Json> {
  return (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0].trace;
}

async function fairness(pool: { id: string }): Promise<Json[]> {
  return (await app.must('GET', `/v1/pools/${pool.id}/fairness`)).data;
}

describe('a least-loaded pool', () => {
  it('counts open leads by default, and shows that', async () => {
    const pool = await aPool(app, 'Least', [ann], LEAST);
    expect(pool).toMatchObject({ strategy: 'leastLoaded', load: 'open' });
    const untouched = { name: 'Least', members: [], ...LEAST, load: 'untouched' };
    expect(await app.must('PUT', `/v1/pools/${pool.id}`, untouched)).toMatchObject({ load: 'untouched', version: 2 });
    expect(Object.hasOwn(await aPool(app, 'Turns', []), 'load')).toBe(false);
  });

  it('is refused with an unknown load, as is another strategy with any load', async () => {
    const body = { name: 'X', members: [] };
    expect(faults(await app.post('/v1/pools', { ...body, ...LEAST, load: 'closed' }))).toEqual(['/load value']);
    const refused = await app.post('/v1/pools', { ...body, load: 'open' });
    expect(faults(refused)).toEqual(['/load contradiction']);
    expect(refused.body.errors[0].message).toBe(
      'A `roundRobin` pool has no `load`: leave it out, or choose `leastLoaded` as its strategy.',
    );
    expect((await app.must('GET', '/v1/pools')).data).toEqual([]);
  });

  it('assigns a lead to the member with the fewest, as leads come and close', async () => {
    await aDesk(app, [ann, bo], LEAST);
    const [first, second] = [await aLead(app), await aLead(app)];
    expect([first.ownerId, second.ownerId]).toEqual([ann.id, bo.id]);
    await lose(second);
    expect(await dealt(app, 3)).toEqual([bo.id, ann.id, bo.id]);
    const [byTie, last] = [await aLead(app), await aLead(app)];
    expect([byTie.ownerId, last.ownerId]).toEqual([ann.id, bo.id]);
    expect(await traceOf(byTie)).toEqual({
      version: 4,
      at: MONDAY,
      rules: [{ name: 'All', matched: true }],
      candidates: [ann, bo].map(({ id }) => ({
        repId: id,
        poolId: byTie.poolId,
        eligible: true,
        weight: 1,
        load: 2,
        loadPerWeight: 2,
        lastAssignedAt: MONDAY,
      })),
      winner: ann.id,
      because: expect.stringMatching(/^Fewest open leads of 2 who could take it: 2; of equals, they waited longest\.$/),
    });
  });

  it('also counts leads from other pools', async () => {
    const other = await aPool(app, 'Other', [ann]);
    const least = await aPool(app, 'Least', [ann, bo], LEAST);
    await app.must('PUT', '/v1/routing', {
      rules: [
        { name: 'Other', when: { field: 'source', op: 'eq', value: 'other' }, assign: { poolId: other.id } },
        { name: 'Least', when: {}, assign: { poolId: least.id } },
      ],
    });
    const leads = ['other', 'other', 'web', 'web', 'web', 'other', 'web'].map((source) => ({ source, contact: {} }));
    const { results } = await app.must('POST', '/v1/leads/batch', { leads });
    expect(await ownersOf(app, results)).toEqual([ann, ann, bo, bo, ann, ann, bo].map(({ id }) => id));
  });

  it('no longer counts a touched lead if its load is the untouched ones', async () => {
    await aDesk(app, [ann, bo], { ...LEAST, load: 'untouched' });
    const [first, second] = [await aLead(app), await aLead(app)];
    expect([first.ownerId, second.ownerId]).toEqual([ann.id, bo.id]);
    await app.moveBy(60_000);
    await aTouch(app, second);
    expect(await dealt(app, 2)).toEqual([bo.id, ann.id]);
  });

  it('previews the decision that it then makes', async () => {
    const { pool } = await aDesk(app, [{ ...ann, weight: 3 }, bo], LEAST);
    for (let sent = 0; sent < 6; sent += 1) {
      const foreseen = await app.must('POST', '/v1/routing/preview', { lead: { source: 'web', contact: {} } });
      const lead = await aLead(app);
      expect(foreseen).toEqual({ ownerId: lead.ownerId, poolId: pool.id, rule: 'All', trace: await traceOf(lead) });
    }
  });

  it('ignores test leads', async () => {
    const { pool } = await aDesk(app, [ann, bo], LEAST);
    await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), testPoolId: pool.id });
    const tests = [await aLead(app, { test: true }), await aLead(app, { test: true })];
    expect(tests.map(({ ownerId }) => ownerId)).toEqual([ann.id, ann.id]);
    expect(await dealt(app, 2)).toEqual([ann.id, bo.id]);
  });

  it('queues a lead while all members are full, and assigns it to the first who is free', async () => {
    const cy = await aRep(app, 'Cy', { capacity: { open: 1 } });
    await aDesk(app, [cy], LEAST);
    const [first, second] = [await aLead(app), await aLead(app)];
    expect([first.ownerId, second.ownerId]).toEqual([cy.id, null]);
    expect((await traceOf(second)).candidates).toMatchObject([{ excludedBy: 'capacity', load: 1, loadPerWeight: 1 }]);
    await lose(first);
    await app.settle();
    expect(await ownersOf(app, [second])).toEqual([cy.id]);
  });

  it('shows the share due by weight beside the leads that each got', async () => {
    const { pool } = await aDesk(app, [ann, bo], LEAST);
    const first = await aLead(app);
    await lose(first);
    await dealt(app, 1);
    expect(await fairness(pool)).toMatchObject([
      { repId: ann.id, shareDue: 1, leadsGot: 1, credit: 0 },
      { repId: bo.id, shareDue: 1, leadsGot: 1, credit: 0 },
    ]);
  });
});

describe('a pool whose strategy changes', () => {
  it('resets all members to level, but remembers when each got their last lead', async () => {
    const { pool } = await aDesk(app, [{ ...ann, weight: 2 }, bo], LEAST);
    for (const lead of [await aLead(app), await aLead(app)]) await lose(lead);
    const cy = await aRep(app, 'Cy');
    const members = [{ repId: ann.id, weight: 2 }, { repId: bo.id }];
    const labels = ['Ann', 'Bo'];
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', ...LEAST, members: [...members, { repId: cy.id }] });
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', ...LEAST, members });
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', members });
    expect(await fairness(pool)).toEqual(
      members.map(({ repId, weight = 1 }, place) => ({
        repId,
        label: labels[place],
        weight,
        shareDue: 0,
        leadsGot: 0,
        shareGot: 0,
        credit: 0,
        missed: {},
        lastAssignedAt: MONDAY,
      })),
    );
    expect(await app.must('GET', `/v1/pools/${pool.id}`)).toMatchObject({ strategy: 'roundRobin' });
    expect(await dealt(app, 3)).toEqual([ann.id, bo.id, ann.id]);
  });

  it('keeps the standing of its members if anything else changes', async () => {
    const { pool } = await aDesk(app, [ann, bo], LEAST);
    await dealt(app, 1);
    const before = await fairness(pool);
    const members = [{ repId: ann.id }, { repId: bo.id }];
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', ...LEAST, load: 'untouched', members });
    expect(await fairness(pool)).toEqual(before);
  });
});

describe('on two nodes', () => {
  it('a least-loaded pool stays exact to the lead', async () => {
    const other = await TestApplication.start(MONDAY, { database: app.database });
    try {
      const reps = [ann, bo, await aRep(app, 'Cy'), await aRep(app, 'Di')];
      await aDesk(
        app,
        reps.map((rep, index) => ({ ...rep, weight: index + 1 })),
        LEAST,
      );
      const leads = await Promise.all(Array.from({ length: 100 }, (_, sent) => aLead(sent % 2 === 0 ? app : other)));
      const owners = leads.map(({ ownerId }) => ownerId);
      expect(reps.map(({ id }) => owners.filter((owner) => owner === id).length)).toEqual([10, 20, 30, 40]);
      const { data } = await app.must('GET', `/v1/leads/${leads[99].id}/routing`);
      expect(data).toHaveLength(1);
    } finally {
      await other.application.close();
    }
  });
});
