import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { aLead, aPool, aRep, eventsOf, faults, leadNow, NOBODY } from '../support/people.js';

const ROUTING_ID = '00000000-0000-7000-8000-000000000002';

let app: TestApplication;
let ann: { id: string };
let pool: { id: string };
beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  pool = await aPool(app, 'P', [ann]);
});
afterAll(() => app.stop());

const UNOWNED = {
  pointer: '/fallback/queueOwnerId',
  message:
    'Nobody is notified of waiting leads, because `fallback.queueOwnerId` is not set: PUT /v1/routing with the id of a rep.',
};

const rule = (name: string, when: object = {}) => ({ name, when, assign: { poolId: pool?.id ?? NOBODY } });
const put = (body: object, ifMatch?: string) =>
  app.put('/v1/routing', body, ifMatch === undefined ? {} : { headers: { 'if-match': ifMatch } });

describe('the rules', () => {
  it('exist from the start, and are empty', async () => {
    const answer = await app.get('/v1/routing');
    expect(answer).toMatchObject({ status: 200, body: { rules: [], fallback: {}, mode: 'act', version: 0 } });
    expect(answer.body).toEqual({ rules: [], fallback: {}, mode: 'act', version: 0 });
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(await app.must('GET', '/v1/routing/versions')).toEqual({ data: [], nextCursor: null });
    // Saving empty rules over empty ones makes no version.
    expect((await put({ rules: [] })).body).toEqual({
      rules: [],
      fallback: {},
      mode: 'act',
      version: 0,
      warnings: [UNOWNED],
    });
  });

  it('are replaced as a whole, and every version is kept', async () => {
    const when = {
      all: [
        { value: ['DE', 'AT'], op: 'in', field: 'company.country' },
        { not: { any: [{ field: 'test', op: 'eq', value: true }] } },
      ],
    };
    const first = {
      rules: [rule('DACH', when), { ...rule('Ann’s'), assign: { repId: ann.id } }],
      fallback: { poolId: pool.id, queueOwnerId: ann.id },
    };
    const answer = await put(first, '"0"');
    expect(answer).toMatchObject({ status: 200, body: { version: 1 } });
    expect(answer.body).toEqual({ ...first, mode: 'act', version: 1 });
    expect(answer.headers.get('etag')).toBe('"1"');
    expect((await app.get('/v1/routing')).body).toEqual({ ...first, mode: 'act', version: 1 });
    expect((await put(first, '"1"')).body.version).toBe(1);
    const upper = { ...first, fallback: { poolId: pool.id.toUpperCase(), queueOwnerId: ann.id.toUpperCase() } };
    expect((await put(upper)).body.version).toBe(1);
    expect(await put({ rules: [] }, '"0"')).toMatchObject({ status: 412, body: { version: 1 } });
    await app.moveTo('2026-03-02T15:30:00.000Z');
    const second = await put({ rules: [] }, '"1"');
    expect(second.body).toEqual({ rules: [], fallback: {}, mode: 'act', version: 2, warnings: [UNOWNED] });

    const page = await app.must('GET', '/v1/routing/versions?limit=1');
    expect(page.data).toMatchObject([
      { version: 2, at: '2026-03-02T15:30:00.000Z', by: { type: 'key', id: expect.any(String) } },
    ]);
    expect(page.data[0].changes).toEqual([
      { pointer: '/fallback/poolId', from: pool.id },
      { pointer: '/fallback/queueOwnerId', from: ann.id },
      { pointer: '/rules', from: expect.anything(), to: [] },
    ]);
    const next = await app.must('GET', `/v1/routing/versions?limit=1&cursor=${page.nextCursor}`);
    expect(next).toMatchObject({ data: [{ version: 1, at: MONDAY }], nextCursor: null });
    expect(next.data[0].changes[2]).toMatchObject({ pointer: '/rules', from: [], to: first.rules });
    const events = await eventsOf(app, ROUTING_ID, 'config.changed');
    expect(events.map(({ subject, data }) => [subject, data])).toEqual([
      [
        { type: 'routing', id: ROUTING_ID, seq: 1 },
        { kind: 'routing', version: 1, change: 'replaced' },
      ],
      [
        { type: 'routing', id: ROUTING_ID, seq: 2 },
        { kind: 'routing', version: 2, change: 'replaced' },
      ],
    ]);
  });

  it('are refused with all faults, each with its pointer', async () => {
    const refused = await put({
      rules: [
        { name: 'A', when: { field: 'nonsense', op: 'eq', value: 1 }, assign: { poolId: NOBODY } },
        { name: 'B', when: { field: 'company.employees', op: 'contains', value: '5' }, assign: { repId: NOBODY } },
        { name: 'a', when: { any: [] }, assign: { poolId: pool.id } },
        { name: 'C', when: { field: 'source', op: 'matches', value: '(' }, assign: { poolId: pool.id } },
      ],
      fallback: { poolId: NOBODY, queueOwnerId: NOBODY },
    });
    expect(faults(refused).sort()).toEqual([
      '/fallback/poolId unknownId',
      '/fallback/queueOwnerId unknownId',
      '/rules/0/assign/poolId unknownId',
      '/rules/0/when/field unknownField',
      '/rules/1/assign/repId unknownId',
      '/rules/1/when/op operator',
      '/rules/2/name duplicate',
      '/rules/2/when/any tooFew',
      '/rules/3/when/value pattern',
    ]);
  });

  it.each([
    ['what is missing', {}, ['/rules required']],
    [
      'a rule without its parts',
      { rules: [{}] },
      ['/rules/0/assign required', '/rules/0/name required', '/rules/0/when required'],
    ],
    ['what is of another type', { rules: 'all', fallback: 'queue' }, ['/fallback type', '/rules type']],
    ['what is unknown', { rules: [], default: {} }, ['/default unknown']],
    ['no target', { rules: [{ ...rule('A'), assign: {} }] }, ['/rules/0/assign tooFew']],
    [
      'two targets',
      { rules: [{ ...rule('A'), assign: { poolId: NOBODY, repId: NOBODY } }] },
      ['/rules/0/assign tooMany', '/rules/0/assign/poolId unknownId', '/rules/0/assign/repId unknownId'],
    ],
  ])('are refused for %s', async (_, body, expected) => {
    expect(faults(await put(body)).sort()).toEqual(expected);
  });

  it('may nest 20 levels deep but no deeper', async () => {
    const nested = (levels: number) => {
      let when: object = { field: 'source', op: 'eq', value: 'web' };
      for (let level = 0; level < levels; level += 1) when = { not: when };
      return when;
    };
    const { version } = (await app.get('/v1/routing')).body;
    expect((await put({ rules: [rule('Deep', nested(20))] })).body.version).toBe(version + 1);
    expect(faults(await put({ rules: [rule('Deep', nested(21))] }))).toEqual([expect.stringMatching(/tooDeep$/)]);
    expect((await put({ rules: [] })).status).toBe(200);
  });

  it('can be read with read access, and written only by admins', async () => {
    for (const scope of ['read', 'integration']) {
      const asking = { key: await app.keyFor([scope]) };
      expect((await app.put('/v1/routing', { rules: [] }, asking)).status).toBe(403);
      expect((await app.get('/v1/routing', asking)).status).toBe(scope === 'read' ? 200 : 403);
      expect((await app.get('/v1/routing/versions', asking)).status).toBe(scope === 'read' ? 200 : 403);
      expect((await app.get('/v1/routing/queue', asking)).status).toBe(200);
    }
    const rep = { key: await app.keyFor(['rep'], ann.id) };
    for (const path of ['', '/versions']) expect((await app.get(`/v1/routing${path}`, rep)).status).toBe(403);
    expect((await app.post('/v1/routing/preview', {}, rep)).status).toBe(403);
    expect((await app.get('/v1/routing/queue', { key: null })).status).toBe(401);
  });
});

describe('a lead', () => {
  const when = (field: string, op: string, value?: unknown) => ({ field, op, ...(value !== undefined && { value }) });

  it('goes to the target of the first rule that matches', async () => {
    const bo = await aRep(app, 'Bo');
    await put({
      rules: [
        {
          name: 'Big',
          when: { all: [when('company.employees', 'gte', 500), when('company.country', 'in', ['de', 'at'])] },
          assign: { repId: bo.id },
        },
        {
          name: 'Calls',
          when: { any: [when('contact.phone', 'startsWith', '+49'), when('attributes.urgent', 'eq', true)] },
          assign: { repId: ann.id },
        },
        {
          name: 'No free mail',
          when: { not: when('contact.email', 'matches', '@(gmail|gmx)[.]') },
          assign: { poolId: pool.id },
        },
      ],
    });
    const company = { country: 'DE', employees: 500 };
    expect(await aLead(app, { company })).toMatchObject({ rule: 'Big', ownerId: bo.id, poolId: null });
    expect(await aLead(app, { contact: { phone: '030 123456', country: 'DE' } })).toMatchObject({
      rule: 'Calls',
      ownerId: ann.id,
    });
    expect(await aLead(app, { company: { ...company, employees: 499 }, attributes: { urgent: true } })).toMatchObject({
      rule: 'Calls',
    });
    expect(await aLead(app)).toMatchObject({ rule: 'No free mail', ownerId: ann.id, poolId: pool.id });
    const free = await aLead(app, { contact: { email: 'Kim@GMail.com' } });
    expect(free).toMatchObject({ rule: null, ownerId: null, poolId: null });
    const [{ trace }] = (await app.must('GET', `/v1/leads/${free.id}/routing`)).data;
    expect(trace.rules).toMatchObject([
      { name: 'Big', matched: false, failed: { field: 'company.employees', op: 'gte', value: 500, actual: null } },
      { name: 'Calls', matched: false },
      {
        name: 'No free mail',
        matched: false,
        failed: { field: 'contact.email', op: 'matches', actual: 'Kim@GMail.com' },
      },
    ]);
  });

  it('that matches no rule goes to the fallback pool', async () => {
    await put({ rules: [], fallback: { poolId: pool.id } });
    expect(await aLead(app)).toMatchObject({ rule: null, ownerId: ann.id, poolId: pool.id });
  });

  it('whose named rep is away goes to the fallback pool, or else waits for the rep', async () => {
    const cy = await aRep(app, 'Cy');
    await app.must('PUT', `/v1/reps/${cy.id}/availability`, { available: false, until: '2026-03-02T18:00:00.000Z' });
    const rules = [{ name: 'Cy’s', when: {}, assign: { repId: cy.id } }];
    await put({ rules, fallback: { poolId: pool.id } });
    expect(await aLead(app)).toMatchObject({ rule: 'Cy’s', ownerId: ann.id, poolId: pool.id });
    await put({ rules });
    const waits = await aLead(app);
    expect(waits).toMatchObject({ rule: 'Cy’s', ownerId: null });
    await app.moveTo('2026-03-02T18:00:00.000Z');
    expect(await leadNow(app, waits)).toMatchObject({ ownerId: cy.id });
  });
});
