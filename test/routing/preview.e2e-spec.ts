import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aPool, aRep, faults, NOBODY } from '../support/people.js';

let app: TestApplication;
let ann: { id: string };
let bo: { id: string };
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo', { capacity: { open: 2, perDay: 3 } })];
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const preview = (body: object) => app.post('/v1/routing/preview', body);

/** All rows in the database that a preview could have changed. */
async function everything(): Promise<unknown> {
  const { Database } = await import('../../src/platform/sql/database.js');
  const database = app.application.app.get(Database);
  const counts = ['lead', 'assignment', 'routing_snapshot', 'event', 'clock', 'notification', 'pool_member'];
  const read = counts.map(
    async (table) => (await database.query(`select ${table}::text from ${table} order by 1`)).rows,
  );
  return Promise.all(read);
}

describe('the preview of routing', () => {
  it('predicts the decision with its whole trace, and writes nothing', async () => {
    const fallback = await aPool(app, 'Fallback', [ann]);
    const pool = await aPool(app, 'P', [ann, { ...bo, weight: 3 }]);
    const rules = [
      { name: 'Big', when: { field: 'company.employees', op: 'gte', value: 500 }, assign: { repId: bo.id } },
      { name: 'Web', when: { field: 'source', op: 'eq', value: 'WEB' }, assign: { poolId: pool.id } },
    ];
    await app.must('PUT', '/v1/routing', { rules, fallback: { poolId: fallback.id } });
    const leads = [
      { source: 'web', contact: { email: 'a@example.org' } },
      { source: 'web', company: { employees: 500 } },
      { source: 'mail', contact: { phone: '030 1', country: 'DE' }, submittedAt: '2026-03-02T14:00:00Z' },
    ];
    for (const lead of [...leads, ...leads, ...leads]) {
      const before = await everything();
      const { status, body } = await preview({ lead });
      expect(status).toBe(200);
      expect(await everything()).toEqual(before);
      const { id, ownerId, poolId, rule } = await aLead(app, lead);
      const [{ trace }] = (await app.must('GET', `/v1/leads/${id}/routing`)).data;
      expect(body).toEqual({ ownerId, poolId, rule, trace });
      expect(trace.winner).toBe(ownerId);
    }
  });

  it('says that a suppressed person would be kept out, unless it is a test or a milestone', async () => {
    await aDesk(app, [ann]);
    const { id } = await app.must('POST', '/v1/suppressions', { domain: 'rival.example', reason: 'competitor' });
    const lead = { source: 'web', contact: { email: 'kim@rival.example' }, owner: { repId: ann.id } };
    const kept = { ownerId: null, poolId: null, rule: null, suppressionId: id, trace: null };
    expect((await preview({ lead })).body).toEqual(kept);
    for (const other of [{ lead: { ...lead, test: true } }, { lead, on: 'milestone:qualified' }])
      expect((await preview(other)).body).not.toHaveProperty('suppressionId');
    expect((await aLead(app, lead)).status).toBe('suppressed');
  });

  it('says that the lead would have no owner, and why', async () => {
    expect((await preview({ lead: { source: 'web' } })).body).toMatchObject({
      ownerId: null,
      poolId: null,
      rule: null,
      trace: { rules: [], candidates: [], winner: null, because: expect.stringContaining('No rule') },
    });
    const { pool } = await aDesk(app, [bo]);
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    expect((await preview({ lead: { source: 'web' } })).body).toMatchObject({
      ownerId: null,
      poolId: pool.id,
      rule: 'All',
      trace: { candidates: [{ repId: bo.id, eligible: false, excludedBy: 'unavailable' }], winner: null },
    });
  });

  it('decides for another instant by the hours, absences and capacities of that instant', async () => {
    await aDesk(app, [bo], { offHours: 'wait' });
    const at = async (instant: string) => (await preview({ lead: { source: 'web' }, at: instant })).body;
    await app.must('POST', `/v1/reps/${bo.id}/absences`, { from: '2026-03-04T00:00:00Z', to: '2026-03-05T00:00:00Z' });
    expect(await at('2026-03-03T12:00:00.000Z')).toMatchObject({
      ownerId: bo.id,
      trace: { at: '2026-03-03T12:00:00.000Z' },
    });
    const excluded = async (instant: string) => {
      const { ownerId, trace } = await at(instant);
      return [ownerId, trace.candidates[0].excludedBy, trace.candidates[0].detail];
    };
    expect(await excluded('2026-03-03T20:00:00Z')).toEqual([null, 'offHours', 'until 2026-03-05T09:00:00.000Z']);
    expect(await excluded('2026-03-04T12:00:00Z')).toEqual([null, 'absent', 'until 2026-03-05T00:00:00.000Z']);
    expect(await excluded('2026-02-28T12:00:00Z')).toEqual([null, 'offHours', 'until 2026-03-02T09:00:00.000Z']);
    await app.must('PUT', `/v1/reps/${bo.id}`, { name: 'Bo', email: 'bo@example.com', capacity: { perDay: 1 } });
    await aLead(app);
    expect(await excluded('2026-03-02T15:00:00Z')).toEqual([null, 'capacity', 'per day 1 of 1']);
    expect((await at('2026-03-03T12:00:00Z')).ownerId).toBe(bo.id);
  });

  it('counts present loads for an instant that is past', async () => {
    await aDesk(app, [bo]);
    await app.must('PUT', `/v1/reps/${bo.id}`, { name: 'Bo', email: 'bo@example.com', capacity: { perDay: 1 } });
    await aLead(app);
    await app.moveTo('2026-03-03T15:00:00.000Z');
    expect((await preview({ lead: { source: 'web' }, at: '2026-03-02T12:00:00Z' })).body.ownerId).toBe(bo.id);
  });

  it('considers who will have left by then, and which rules are planned until then, as the engine will', async () => {
    const leavesAt = '2026-03-03T12:00:00.000Z';
    const pool = await aPool(app, 'P', [ann, bo]);
    const to = (name: string, assign: object) => ({ rules: [{ name, when: {}, assign }] });
    await app.must('PUT', '/v1/routing', to('All', { poolId: pool.id }));
    await app.must('POST', `/v1/reps/${ann.id}/offboard`, { at: leavesAt });
    const lead = { source: 'web', contact: { email: 'a@example.org' } };
    const foreseen = async (at: string, of: object = {}) => {
      const { ownerId, rule, trace } = (await preview({ lead: { ...lead, ...of }, at })).body;
      return [ownerId, rule, trace?.candidates.find(({ repId }: Json) => repId === ann.id)?.excludedBy ?? null];
    };
    expect(await foreseen('2026-03-03T11:59:59.999Z')).toEqual([ann.id, 'All', null]);
    expect(await foreseen(leavesAt)).toEqual([bo.id, 'All', 'inactive']);
    expect(await foreseen(leavesAt, { owner: { repId: ann.id } })).toEqual([bo.id, 'All', 'inactive']);
    const planned = { ...to('Then', { repId: bo.id }), effectiveAt: '2026-03-03T13:00:00.000Z' };
    await app.must('PUT', '/v1/routing', planned);
    expect(await foreseen('2026-03-03T12:59:59.999Z')).toEqual([bo.id, 'All', 'inactive']);
    expect(await foreseen(planned.effectiveAt)).toEqual([bo.id, 'Then', null]);
    for (const [at, rule] of [[leavesAt, 'All'] as const, [planned.effectiveAt, 'Then'] as const]) {
      await app.moveTo(at);
      expect(await aLead(app, lead)).toMatchObject({ ownerId: bo.id, rule });
    }
  });

  it('considers that a rep is available again by then', async () => {
    await aDesk(app, [bo]);
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false, until: '2026-03-02T16:00:00Z' });
    expect((await preview({ lead: { source: 'web' }, at: '2026-03-02T15:59:59.999Z' })).body.ownerId).toBeNull();
    expect((await preview({ lead: { source: 'web' }, at: '2026-03-02T16:00:00.000Z' })).body.ownerId).toBe(bo.id);
  });

  it('reads the lead as of that instant', async () => {
    const when = { field: 'receivedAt', op: 'gte', value: '2026-03-03T00:00:00Z' };
    await app.must('PUT', '/v1/routing', { rules: [{ name: 'Later', when, assign: { repId: ann.id } }] });
    const lead = { source: 'web', submittedAt: '2026-03-03T11:00:00Z' };
    expect((await preview({ lead, at: '2026-03-03T12:00:00Z' })).body.rule).toBe('Later');
    expect(faults(await preview({ lead }))).toEqual(['/lead/submittedAt future']);
  });

  it('can use draft rules instead of the saved ones', async () => {
    await aDesk(app, [bo]);
    const rules = [{ name: 'Draft', when: {}, assign: { repId: ann.id.toUpperCase() } }];
    expect((await preview({ lead: { source: 'web' }, rules })).body).toMatchObject({ rule: 'Draft', ownerId: ann.id });
    expect((await preview({ lead: { source: 'web' }, rules: [] })).body).toMatchObject({ rule: null, ownerId: null });
    expect((await app.must('GET', '/v1/routing')).version).toBe(1);
  });

  it('accepts a given owner', async () => {
    await aDesk(app, [bo]);
    const given = { ownerId: ann.id, poolId: null, rule: null, trace: null };
    expect((await preview({ lead: { source: 'web', owner: { repId: ann.id } } })).body).toEqual(given);
  });

  it.each([
    ['what is missing', {}, ['/lead required']],
    ['what is unknown', { lead: { source: 'x' }, now: 1 }, ['/now unknown']],
    [
      'a lead that intake would refuse',
      { lead: { contact: { email: 1 }, owner: { repId: '7' }, colour: 'red' } },
      ['/lead/colour unknown', '/lead/contact/email type', '/lead/owner/repId uuid', '/lead/source required'],
    ],
    ['a lead that is none', { lead: [] }, ['/lead type']],
    [
      'an owner who does not exist',
      { lead: { source: 'x', owner: { repId: NOBODY } } },
      ['/lead/owner/repId unknownId'],
    ],
    ['an instant that is none', { lead: { source: 'x' }, at: 'now' }, ['/at instant']],
    [
      'faults of lead and draft alike',
      {
        lead: { source: 'x', owner: { repId: NOBODY } },
        rules: [
          { name: 'A', when: { field: 'x' }, assign: { poolId: NOBODY } },
          { name: 'A', when: {}, assign: { repId: NOBODY } },
        ],
      },
      [
        '/lead/owner/repId unknownId',
        '/rules/0/assign/poolId unknownId',
        '/rules/0/when/field unknownField',
        '/rules/0/when/op required',
        '/rules/1/assign/repId unknownId',
        '/rules/1/name duplicate',
      ],
    ],
    [
      'a rule for accounts without others',
      { lead: { source: 'x' }, rules: [{ name: 'A', when: {}, assign: { accountOwner: true } }] },
      ['/rules/0/assign/otherwise required'],
    ],
  ])('is refused for %s', async (_, body, expected) => {
    expect(faults(await preview(body)).sort()).toEqual(expected);
  });

  it('is open to keys that read or integrate', async () => {
    for (const [scope, status] of [
      ['read', 200],
      ['integration', 200],
      ['intake', 403],
      ['feedback', 403],
    ] as const) {
      const asking = { key: await app.keyFor([scope]) };
      expect((await app.post('/v1/routing/preview', { lead: { source: 'web' } }, asking)).status).toBe(status);
    }
  });
});
