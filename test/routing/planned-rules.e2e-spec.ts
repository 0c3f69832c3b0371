import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, aPool, aRep, eventsOf, faults, leadNow, NOBODY, theReps } from '../support/people.js';

const ROUTING_ID = '00000000-0000-7000-8000-000000000002';
const at = (minutes: number) => new Date(Date.parse(MONDAY) + minutes * 60_000).toISOString();
const AT = at(60);

let app: TestApplication;
let [ann, bo, pool]: Json[] = [];
beforeEach(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  pool = await aPool(app, 'Spring', [bo]);
  await app.must('PUT', '/v1/routing', toAnn());
});
afterEach(() => app.stop());

const fallback = () => ({ queueOwnerId: ann!.id });
const toAnn = () => ({
  rules: [{ name: 'Now', when: {}, assign: { repId: ann!.id } }],
  fallback: fallback(),
  mode: 'act',
});
const toBo = (fields: object = {}) => ({
  rules: [{ name: 'Then', when: {}, assign: { poolId: pool!.id } }],
  fallback: fallback(),
  mode: 'act',
  effectiveAt: AT,
  ...fields,
});
const put = (body: object, headers: Record<string, string> = {}) => app.put('/v1/routing', body, { headers });
const now = () => app.must('GET', '/v1/routing');
const told = async () => (await eventsOf(app, ROUTING_ID, 'config.changed')).map(({ data }) => data);
const versions = async () => (await app.must('GET', '/v1/routing/versions')).data;

describe('planned rules', () => {
  it('take effect at their instant and not before', async () => {
    const answer = await put(toBo(), { 'if-match': '"1"' });
    const { effectiveAt, ...rules } = toBo();
    const planned = { effectiveAt, ...rules, version: 2, plannedAt: MONDAY, by: expect.anything() };
    expect(answer).toMatchObject({ status: 200, body: { ...toAnn(), version: 1, planned } });
    expect(answer.body.warnings).toBeUndefined();
    expect((await now()).planned).toEqual(planned);

    await app.moveTo(new Date(Date.parse(AT) - 1).toISOString());
    expect(await now()).toMatchObject({ version: 1, planned });
    expect((await aLead(app)).ownerId).toBe(ann!.id);
    await app.moveTo(AT);
    expect(await now()).toEqual({ ...rules, version: 2 });
    expect((await aLead(app)).ownerId).toBe(bo!.id);

    const [of2, of1] = await versions();
    expect(of2).toMatchObject({ version: 2, at: AT, plannedAt: MONDAY, by: of1.by });
    expect(of1.plannedAt).toBeUndefined();
    expect(await told()).toEqual([
      { kind: 'routing', version: 1, change: 'replaced' },
      { kind: 'routing', version: 2, change: 'planned', effectiveAt: AT },
      { kind: 'routing', version: 2, change: 'replaced', plannedAt: MONDAY },
    ]);
    const actors = (await eventsOf(app, ROUTING_ID, 'config.changed')).map(({ actor }) => actor);
    expect(actors[2]).toEqual(actors[1]);
  });

  it('distribute the waiting leads when they take effect', async () => {
    await app.must('PUT', '/v1/routing', { rules: [], fallback: fallback() });
    const lead = await aLead(app);
    expect(lead.ownerId).toBeNull();
    await put(toBo());
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.moveTo(AT);
    expect((await leadNow(app, lead)).ownerId).toBe(bo!.id);
  });

  it('take effect once, although two nodes are due to apply them', async () => {
    const other = await TestApplication.start(MONDAY, { database: app.database });
    try {
      await put(toBo());
      await Promise.all([app.moveTo(at(90)), other.moveTo(at(90))]);
      expect((await versions()).map(({ version, at: since }: Json) => [version, since])).toEqual([
        [2, AT],
        [1, MONDAY],
      ]);
      expect((await other.must('GET', '/v1/routing')).rules[0].name).toBe('Then');
    } finally {
      await other.application.close();
    }
  });

  it('are replaced by a later plan or withdrawn by immediate rules, and each answer says so', async () => {
    await put(toBo());
    const replaced = await put(toBo({ effectiveAt: at(120) }));
    expect(replaced.body).toMatchObject({
      planned: { effectiveAt: at(120) },
      warnings: [
        {
          pointer: '/effectiveAt',
          message: `This replaces the rules that were planned for ${AT}: there is one plan at a time.`,
        },
      ],
    });
    await app.moveTo(AT);
    expect(await now()).toMatchObject({ version: 1, planned: { effectiveAt: at(120) } });
    // A caller sends back the very rules that it has read.
    const withdrawn = await put(await now());
    expect(withdrawn.body).toEqual({
      ...toAnn(),
      version: 1,
      warnings: [
        {
          pointer: '',
          message: `This withdraws the rules that were planned for ${at(120)}: to keep them, PUT /v1/routing with them and an effectiveAt again.`,
        },
      ],
    });
    await app.moveTo(at(180));
    expect(await now()).toEqual({ ...toAnn(), version: 1 });
    expect((await told()).slice(1)).toEqual([
      { kind: 'routing', version: 2, change: 'planned', effectiveAt: AT },
      { kind: 'routing', version: 2, change: 'planned', effectiveAt: at(120) },
      { kind: 'routing', version: 2, change: 'withdrawn', effectiveAt: at(120) },
    ]);
  });

  it('can be withdrawn by themselves, once', async () => {
    await put(toBo());
    await app.must('DELETE', '/v1/routing/planned');
    expect(await now()).toEqual({ ...toAnn(), version: 1 });
    await app.moveTo(at(61));
    expect((await now()).version).toBe(1);
    const again = await app.delete('/v1/routing/planned');
    expect(again).toMatchObject({ status: 404, body: { detail: 'No rules are planned.' } });
    expect((await told()).at(-1)).toEqual({ kind: 'routing', version: 2, change: 'withdrawn', effectiveAt: AT });
  });

  it('are checked like any rules, and are at most 400 days ahead', async () => {
    const unknown = toBo({ fallback: { poolId: NOBODY }, effectiveAt: MONDAY });
    expect(faults(await put(unknown)).sort()).toEqual(['/effectiveAt past', '/fallback/poolId unknownId']);
    const late = new Date(Date.parse(MONDAY) + 400 * 86_400_000 + 1).toISOString();
    expect(faults(await put(toBo({ effectiveAt: late })))).toEqual(['/effectiveAt tooLate']);
    expect(faults(await put(toBo({ effectiveAt: 'tomorrow' })))).toEqual(['/effectiveAt instant']);
    expect(await put(toBo(), { 'if-match': '"7"' })).toMatchObject({ status: 412 });
    expect((await now()).planned).toBeUndefined();
    const empty = await aPool(app, 'Empty', []);
    const warned = await put(toBo({ rules: [{ name: 'E', when: {}, assign: { poolId: empty.id } }] }));
    expect(warned.body.warnings).toMatchObject([{ pointer: '/rules/0/assign' }]);
  });

  it('are not saved by a dry run', async () => {
    const rehearsed = await app.put('/v1/routing?dryRun=true', toBo());
    expect(rehearsed.body).toMatchObject({ version: 1, planned: { effectiveAt: AT, version: 2 } });
    expect((await now()).planned).toBeUndefined();
    await put(toBo());
    expect((await app.put('/v1/routing?dryRun=true', toAnn())).body.planned).toBeUndefined();
    expect((await now()).planned).toMatchObject({ effectiveAt: AT });
  });

  it('can restore an earlier version', async () => {
    await put(toBo({ effectiveAt: undefined }));
    const restored = await app.post('/v1/routing/versions/1/restore', { effectiveAt: AT });
    expect(restored).toMatchObject({ status: 200, body: { version: 2, planned: { ...toAnn(), restores: 1 } } });
    await app.moveTo(AT);
    expect(await now()).toEqual({ ...toAnn(), version: 3 });
    expect((await versions())[0]).toMatchObject({ version: 3, restores: 1, plannedAt: MONDAY });
  });

  it('make no new version if the same rules are in force already', async () => {
    await put({ ...toAnn(), effectiveAt: AT });
    await app.moveTo(AT);
    expect(await now()).toEqual({ ...toAnn(), version: 1 });
  });
});

describe('an object that planned rules name', () => {
  it('cannot be deleted, and keeps its name and its meaning', async () => {
    const list = await app.must('POST', '/v1/lists', { name: 'L', values: ['a'] });
    const queue = await app.must('POST', '/v1/queues', { name: 'Q', ownerRepId: ann!.id });
    const reason = await app.must('POST', '/v1/disposition-reasons', {
      code: 'gone',
      category: 'lost',
      label: 'Gone',
      intent: 'realButLost',
    });
    const cy = await aRep(app, 'Cy');
    const rules = [
      { name: 'L', when: { field: 'source', op: 'inList', value: list.id }, assign: { repId: cy.id } },
      { name: 'Q', when: { field: 'source', op: 'eq', value: 'q' }, assign: { queue: 'q' } },
      { name: 'R', when: { field: 'source', op: 'eq', value: 'r' }, assign: { dispose: dispose() } },
      { name: 'P', when: {}, assign: { poolId: pool!.id } },
    ];
    await app.must('PUT', '/v1/routing', toBo({ rules, fallback: { poolId: pool!.id, queueOwnerId: cy.id } }));
    const users = async (path: string) => {
      const { status, body } = await app.delete(path);
      expect(status).toBe(409);
      return body.usedBy.map(({ name }: Json) => name);
    };
    expect(await users(`/v1/lists/${list.id}`)).toEqual(['L (planned)']);
    expect(await users(`/v1/queues/${queue.id}`)).toEqual(['Q (planned)']);
    expect(await users(`/v1/disposition-reasons/${reason.id}`)).toEqual(['R (planned)']);
    expect(await users(`/v1/pools/${pool!.id}`)).toEqual(['P (planned)', 'fallback (planned)']);
    expect(await users(`/v1/reps/${cy.id}`)).toEqual(['L (planned)', 'queue owner (planned)']);
    expect(faults(await app.put(`/v1/queues/${queue.id}`, { name: 'Z', ownerRepId: ann!.id }))).toEqual([
      '/name inUse',
    ]);
    expect(
      faults(
        await app.put(`/v1/disposition-reasons/${reason.id}`, {
          category: 'lost',
          code: 'away',
          label: 'Gone',
          intent: 'realButLost',
        }),
      ),
    ).toContain('/code inUse');
    await app.must('DELETE', '/v1/routing/planned');
    await app.must('DELETE', `/v1/lists/${list.id}`);
  });

  const dispose = () => ({ category: 'lost', reason: 'gone' });
});

it('the setup mentions planned rules if there are none yet', async () => {
  await app.must('PUT', '/v1/routing', { rules: [], fallback: fallback() });
  await put(toBo());
  const { missing } = await app.must('GET', '/v1/setup');
  expect(missing.find(({ code }: Json) => code === 'noRules').text).toContain(
    `until the planned rules take effect (${AT})`,
  );
});
