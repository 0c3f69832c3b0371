import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { CONFIGURATION_LOCK } from '../../src/configuration/configuration.store.js';
import { ROUTING_LOCK } from '../../src/routing/deciding/roster.store.js';
import { TestApplication } from '../support/application.js';
import type { Answer } from '../support/client.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aDesk, aLead, allTo, aPool, aRep, eventsOf, faults, leadNow, ownersOf } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann', { refs: { crm: 'a' } });
  bo = await aRep(app, 'Bo');
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

/** Three leads of Ann's: one untouched, one tried and one reached. */
async function threeLeads() {
  await aDesk(app, [ann, bo]);
  const leads: Json[] = [];
  for (let made = 0; made < 3; made += 1) leads.push(await aLead(app, { owner: { repId: ann.id } }));
  for (const [index, outcome] of [
    [1, 'noAnswer'],
    [2, 'connected'],
  ] as const)
    await app.must('POST', `/v1/leads/${leads[index].id}/touches`, { kind: 'call', outcome });
  return leads;
}

const off = (fields: object = {}) => ({ name: 'Ann', email: ann.email, active: false, ...fields });
const now = () => app.must('GET', `/v1/reps/${ann.id}`);
const causes = async (rep = ann) =>
  (await eventsOf(app, rep.id, 'rep.*')).map(({ type, actor, data }) => [type, actor.type, data.cause]);

const WAYS: readonly [string, (fields: object) => Promise<Answer>][] = [
  ['PUT', (fields) => app.put(`/v1/reps/${ann.id}`, off({ refs: { crm: 'a' }, ...fields }))],
  ['PUT by-ref', (fields) => app.put('/v1/reps/by-ref/crm/a', off(fields))],
  [
    'PUT of what was read',
    async (fields) => app.put(`/v1/reps/${ann.id}`, { ...(await now()), active: false, ...fields }),
  ],
];
const inBatch = async (fields: object) =>
  (
    await app.must('PUT', '/v1/reps/batch', {
      reps: [off(fields), { name: 'Bo', email: bo.email, capacity: { open: 9 } }],
    })
  ).results;

describe('setting a rep with open leads inactive', () => {
  it.each(WAYS)(
    'by %s without a decision on them is refused with their number, and changes nothing',
    async (_, put) => {
      const leads = await threeLeads();
      const key = await app.keyFor(['rep'], ann.id);
      const before = await now();
      const { status, body } = await put({});
      expect([status, body.type, body.repId, body.openLeads, body.untouched]).toEqual([
        409,
        '/problems#open-leads',
        ann.id,
        3,
        1,
      ]);
      expect(body.detail).toMatch(
        /^This rep has 3 open leads, of which 1 awaits first touch: .*`reassignAll`\) or none \(`keep`\) go to others\.$/,
      );
      expect(await now()).toEqual(before);
      expect((await app.get('/v1/me', { key })).status).toBe(200);
      expect(await ownersOf(app, leads)).toEqual([ann.id, ann.id, ann.id]);
      expect(await causes()).toEqual([]);
    },
  );

  it('fails for one entry of a batch, and the others are accepted', async () => {
    await threeLeads();
    const before = await now();
    const [first, second] = await inBatch({});
    expect(first).toMatchObject({
      status: 'invalid',
      errors: [{ pointer: '/reps/0/openLeads', code: 'required', message: expect.stringMatching(/has 3 open leads/) }],
    });
    expect(second.status).toBe('replaced');
    expect(await now()).toEqual(before);
  });

  it.each(
    [...WAYS, ['batch', inBatch] as const].flatMap(([way, put]) =>
      (['reassignUntouched', 'reassignAll', 'keep'] as const).map((openLeads) => ({ way, openLeads, put })),
    ),
  )('by $way moves the leads that $openLeads says, before the response', async ({ openLeads, put }) => {
    const leads = await threeLeads();
    await put({ openLeads });
    expect(await now()).toMatchObject({ active: false, version: 2 });
    expect(await now()).not.toHaveProperty('openLeads');
    const moved = {
      reassignUntouched: [true, false, false],
      reassignAll: [true, true, true],
      keep: [false, false, false],
    };
    expect(await ownersOf(app, leads)).toEqual(moved[openLeads].map((is) => (is ? bo.id : ann.id)));
    expect(await causes()).toEqual([['rep.away', 'key', 'deactivated']]);
    const versions = await app.must('GET', `/v1/reps/${ann.id}/versions`);
    expect(JSON.stringify(versions)).not.toContain('openLeads');
  });

  it('tells the old and the new owner why, as the timeline and the routing history do', async () => {
    const [lead] = await threeLeads();
    await app.must('PUT', `/v1/reps/${ann.id}`, off({ openLeads: 'reassignAll' }));
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(data.at(-1)).toMatchObject({
      type: 'lead.reassigned',
      text: 'Moved from Ann to Bo: Ann has left',
      actor: { type: 'system', rule: 'departure' },
      data: { cause: 'absence', inactive: true },
    });
    expect((await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0]).toMatchObject({
      repId: bo.id,
      cause: 'absence',
    });
    expect(
      (await toldTo(app, bo)).filter((text: string) => text.endsWith('from Ann to you: Ann has left')),
    ).toHaveLength(3);
    expect((await toldTo(app, ann)).filter((text: string) => text.endsWith('to Bo: you have left'))).toHaveLength(3);
  });

  it('gives the new owner a clock of their own, and lets leads without another rep wait in the queue', async () => {
    await aPolicy(app, { within: 'PT30M' });
    const { pool } = await aDesk(app, [ann]);
    const lead = await aLead(app);
    await app.must('PUT', `/v1/reps/${ann.id}`, off({ openLeads: 'reassignUntouched' }));
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: null, status: 'open' });
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(data.at(-1).text).toBe('Moved from Ann into the queue of Desk: Ann has left; nobody can take it');
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', members: [{ repId: bo.id }] });
    await app.settle();
    const given = await leadNow(app, lead);
    expect([given.ownerId, clockOf(given).repId, clockOf(given).state]).toEqual([bo.id, bo.id, 'running']);
  });

  it('needs no decision if there are no open leads', async () => {
    await aDesk(app, [ann]);
    const lead = await aLead(app);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect((await app.put(`/v1/reps/${ann.id}`, off())).status).toBe(200);
    expect(await causes()).toEqual([['rep.away', 'key', 'deactivated']]);
  });

  it('moves leads that were kept at first when a later request says so', async () => {
    const leads = await threeLeads();
    await app.must('PUT', `/v1/reps/${ann.id}`, off({ openLeads: 'keep' }));
    const read = await now();
    // A request that does not mention the leads changes nothing.
    expect((await app.put(`/v1/reps/${ann.id}`, read)).body).toEqual(read);
    expect(await ownersOf(app, leads)).toEqual([ann.id, ann.id, ann.id]);
    const again = await app.put(`/v1/reps/${ann.id}`, { ...read, openLeads: 'reassignAll' });
    expect([again.status, again.body]).toEqual([200, read]);
    expect(await ownersOf(app, leads)).toEqual([bo.id, bo.id, bo.id]);
    const later = (await eventsOf(app, ann.id, 'config.changed')).at(-1);
    expect(later.data).toEqual({ kind: 'departure', change: 'created', openLeads: 'reassignAll' });
  });

  it('skips a lead that is being worked on, and moves it a moment later', async () => {
    const leads = await threeLeads();
    await app.whileWorkedOn([leads[0]], async () => {
      await app.must('PUT', `/v1/reps/${ann.id}`, off({ openLeads: 'reassignAll' }));
      expect(await ownersOf(app, leads)).toEqual([ann.id, bo.id, bo.id]);
    });
    await app.settle();
    expect(await ownersOf(app, leads)).toEqual([bo.id, bo.id, bo.id]);
  });

  it.each(['keep', 'reassignUntouched'] as const)(
    'follows the last request: %s, while leads are still to move',
    async (word) => {
      const leads = await threeLeads();
      await app.whileWorkedOn(leads, async () => {
        await app.must('PUT', `/v1/reps/${ann.id}`, off({ openLeads: 'reassignAll' }));
        await app.must('PUT', `/v1/reps/${ann.id}`, off({ openLeads: word }));
      });
      await app.settle();
      const first = word === 'keep' ? ann.id : bo.id;
      expect(await ownersOf(app, leads)).toEqual([first, ann.id, ann.id]);
      expect((await eventsOf(app, ann.id, 'config.changed')).at(-1).data).toEqual({
        kind: 'departure',
        change: 'created',
        openLeads: word,
      });
    },
  );

  it('refuses an invalid decision, and any decision for a rep who is new or stays active', async () => {
    const stays = { name: 'Ann', email: ann.email, openLeads: 'reassignAll' };
    for (const answer of [await app.put(`/v1/reps/${ann.id}`, stays), await app.put('/v1/reps/by-ref/crm/a', stays)])
      expect(faults(answer)).toEqual(['/openLeads contradiction']);
    const { results } = await app.must('PUT', '/v1/reps/batch', { reps: [stays] });
    expect(results).toMatchObject([{ status: 'invalid', errors: [{ pointer: '/reps/0/openLeads' }] }]);
    expect(faults(await app.put(`/v1/reps/${ann.id}`, off({ openLeads: 'drop' })))).toEqual(['/openLeads value']);
    expect(faults(await app.post('/v1/reps', { name: 'X', email: 'x@example.com', openLeads: 'keep' }))).toEqual([
      '/openLeads unknown',
    ]);
  });

  it('is refused only after faults of the request and after a stale version', async () => {
    await threeLeads();
    expect(faults(await app.put(`/v1/reps/${ann.id}`, off({ email: bo.email })))).toEqual(['/email taken']);
    expect((await app.put(`/v1/reps/${ann.id}`, off({ version: 9 }))).status).toBe(412);
  });
});

describe('the keys of a rep who is set inactive', () => {
  it.each([...WAYS, ['batch', inBatch] as const])('are revoked at once and for good, by %s', async (_, put) => {
    const key = await app.keyFor(['rep'], ann.id);
    const ofBo = await app.keyFor(['rep'], bo.id);
    const status = async (which: string) => (await app.get('/v1/me', { key: which })).status;
    expect([await status(key), await status(ofBo)]).toEqual([200, 200]);
    await put({});
    expect([await status(key), await status(ofBo)]).toEqual([401, 200]);
    await app.must('PUT', `/v1/reps/${ann.id}`, { ...(await now()), active: true });
    expect(await status(key)).toBe(401);
    const keys = (await app.must('GET', '/v1/api-keys')).data;
    expect(keys.find(({ repId }: { repId: string }) => repId === ann.id).revokedAt).not.toBeNull();
    expect(await causes()).toEqual([
      ['rep.away', 'key', 'deactivated'],
      ['rep.back', 'key', 'reactivated'],
    ]);
  });

  it('stay if no other key could make keys', async () => {
    const own = await app.must('POST', '/v1/api-keys', { name: 'Ann', scopes: ['admin', 'rep'], repId: ann.id });
    const keys = (await app.must('GET', '/v1/api-keys')).data;
    for (const { id } of keys) if (id !== own.id) await app.must('DELETE', `/v1/api-keys/${id}`, undefined, own);
    const asking = { key: own.key };
    for (const answer of [
      await app.put(`/v1/reps/${ann.id}`, off(), asking),
      await app.put('/v1/reps/by-ref/crm/a', off(), asking),
      await app.put('/v1/reps/batch', { reps: [off()] }, asking),
    ])
      expect([answer.status, answer.body.type]).toEqual([409, '/problems#last-admin-key']);
    expect((await app.get(`/v1/reps/${ann.id}`, asking)).body.active).toBe(true);
    await app.must('POST', '/v1/api-keys', { name: 'Another', scopes: ['admin'] }, asking);
    expect((await app.put(`/v1/reps/${ann.id}`, off(), asking)).status).toBe(200);
    expect((await app.get('/v1/me', asking)).status).toBe(401);
  });
});

it('a lead that its sender gives to an inactive rep goes where the rules say', async () => {
  await aDesk(app, [ann, bo]);
  await app.must('PUT', `/v1/reps/${ann.id}`, off());
  const given = { source: 'crm', owner: { repId: ann.id } };
  expect(await aLead(app, given)).toMatchObject({ ownerId: bo.id, issues: ['inactiveOwner'] });
  const { results } = await app.must('POST', '/v1/leads/batch', { leads: [given] });
  expect(await ownersOf(app, results)).toEqual([bo.id]);
  const preview = await app.must('POST', '/v1/routing/preview', { lead: given });
  expect(preview).toMatchObject({ ownerId: bo.id, rule: expect.any(String) });
  const patched = await app.must('PATCH', `/v1/leads/${results[0].id}`, { campaign: 'spring' });
  expect(patched.issues).toContain('inactiveOwner');
});

it('a rep who comes back before their leads have moved keeps them', async () => {
  const leads = await threeLeads();
  await app.whileWorkedOn(leads, async () => {
    await app.must('PUT', `/v1/reps/${ann.id}`, off({ openLeads: 'reassignAll' }));
    await app.must('PUT', `/v1/reps/${ann.id}`, off({ active: true }));
  });
  await app.moveBy(120_000);
  expect(await ownersOf(app, leads)).toEqual([ann.id, ann.id, ann.id]);
});

it('deleting a rep with leads is refused, whether they are inactive or not', async () => {
  await threeLeads();
  await app.must('PUT', `/v1/reps/${ann.id}`, off({ openLeads: 'reassignAll' }));
  const { status, body } = await app.delete(`/v1/reps/${ann.id}`);
  expect([status, body.usedBy.map(({ kind }: { kind: string }) => kind).sort()]).toEqual([409, ['lead', 'pool']]);
});

describe('setting a rep inactive', () => {
  let other: pg.Client;
  beforeEach(async () => {
    other = new pg.Client({ connectionString: app.database.url });
    await other.connect();
    await aDesk(app, [ann]);
  });
  afterEach(() => other.end());

  const waiters = async (count: number) => {
    for (;;) {
      const { rows } = await other.query(
        `select count(*)::int as count from pg_locks
          where locktype = 'advisory' and not granted
            and database = (select oid from pg_database where datname = current_database())`,
      );
      if (rows[0].count >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it('counts a lead that is being assigned to them at that moment', async () => {
    await other.query('begin');
    await other.query('select pg_advisory_xact_lock($1)', [ROUTING_LOCK]);
    const lead = aLead(app);
    await waiters(1);
    const put = app.put(`/v1/reps/${ann.id}`, off());
    await waiters(2);
    await other.query('commit');
    expect((await lead).ownerId).toBe(ann.id);
    expect(await put).toMatchObject({ status: 409, body: { openLeads: 1 } });
  });

  it('gives them no lead that comes in at that moment', async () => {
    await other.query('begin');
    await other.query('select pg_advisory_xact_lock_shared($1)', [CONFIGURATION_LOCK]);
    const put = app.put(`/v1/reps/${ann.id}`, off());
    await waiters(1);
    const lead = aLead(app);
    await waiters(2);
    await other.query('commit');
    expect((await put).status).toBe(200);
    expect((await lead).ownerId).toBeNull();
  });

  it('leaves them none of many leads that come in meanwhile', async () => {
    await allTo(app, await aPool(app, 'Both', [ann, bo]));
    const leads = Promise.all(Array.from({ length: 40 }, () => aLead(app)));
    const [put] = await Promise.all([app.put(`/v1/reps/${ann.id}`, off({ openLeads: 'reassignAll' })), leads]);
    expect(put.status).toBe(200);
    await app.settle();
    expect(new Set(await ownersOf(app, await leads))).toEqual(new Set([bo.id]));
  });
});
