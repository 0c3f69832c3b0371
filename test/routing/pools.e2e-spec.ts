import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { aDesk, aLead, allTo, aPool, aRep, faults, leadNow, NOBODY, theReps } from '../support/people.js';

let app: TestApplication;
let ann: { id: string };
let bo: { id: string };
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
});
afterAll(() => app.stop());

describe('a pool', () => {
  it('is stored with every default written out', async () => {
    const made = await app.post('/v1/pools', {
      name: 'West',
      members: [{ weight: 2, repId: ann.id.toUpperCase() }, { repId: bo.id }],
    });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      name: 'West',
      strategy: 'roundRobin',
      members: [
        { repId: ann.id, weight: 2 },
        { repId: bo.id, weight: 1 },
      ],
      offHours: 'share',
      afterRound: 'queue',
      version: 1,
      createdAt: MONDAY,
      updatedAt: MONDAY,
    });
    expect((await app.get(`/v1/pools/${made.body.id}`)).headers.get('etag')).toBe('"1"');
  });

  it.each([
    ['what is missing', {}, ['/members required', '/name required']],
    [
      'what is of another type',
      { name: 1, members: 'everybody', offHours: true },
      ['/members type', '/name type', '/offHours value'],
    ],
    [
      'members without a rep, or with a field too many',
      { name: 'X', members: [{ weight: 1 }, { repId: NOBODY, name: 'N' }] },
      ['/members/0/repId required', '/members/1/name unknown'],
    ],
    [
      'ids that nothing has',
      { name: 'X', members: [{ repId: NOBODY }], calendarId: NOBODY, fallbackPoolId: NOBODY },
      ['/calendarId unknownId', '/fallbackPoolId unknownId', '/members/0/repId unknownId'],
    ],
    [
      'a time to claim leads where none are claimed',
      { name: 'X', members: [], strategy: 'roundRobin', claimWithin: 'PT5M' },
      ['/claimWithin contradiction'],
    ],
    [
      'a time to claim leads that is none',
      { name: 'X', members: [], strategy: 'claim', claimWithin: '5 minutes' },
      ['/claimWithin duration'],
    ],
    ['another way off hours', { name: 'X', members: [], offHours: 'drop' }, ['/offHours value']],
  ])('is refused for %s', async (_, body, expected) => {
    expect(faults(await app.post('/v1/pools', body)).sort()).toEqual(expected);
  });

  it.each([
    [0, 'tooSmall'],
    [-1, 'tooSmall'],
    [1000.1, 'tooLarge'],
    ['2', 'type'],
  ])('is refused for the weight %p', async (weight, code) => {
    expect(faults(await app.post('/v1/pools', { name: 'X', members: [{ repId: ann.id, weight }] }))).toEqual([
      `/members/0/weight ${code}`,
    ]);
  });

  it('accepts weights up to 1000 and down to fractions', async () => {
    const members = [
      { repId: ann.id, weight: 1000 },
      { repId: bo.id, weight: 0.001 },
    ];
    expect((await app.post('/v1/pools', { name: 'Weights', members })).body.members).toEqual(members);
  });

  it('has each rep only once, and a unique name', async () => {
    const members = [{ repId: ann.id }, { repId: bo.id }, { repId: ann.id.toUpperCase(), weight: 3 }];
    expect(faults(await app.post('/v1/pools', { name: 'X', members }))).toEqual(['/members/2/repId duplicate']);
    expect(faults(await app.post('/v1/pools', { name: 'WEST', members: [] }))).toEqual(['/name taken']);
  });

  it('cannot be part of a ring of fallbacks', async () => {
    const first = await aPool(app, 'First', []);
    const second = await aPool(app, 'Second', [], { fallbackPoolId: first.id });
    const third = await aPool(app, 'Third', [], { fallbackPoolId: second.id });
    const fallBack = (fallbackPoolId: string) =>
      app.put(`/v1/pools/${first.id}`, { name: 'First', members: [], fallbackPoolId });
    const refused = await fallBack(third.id);
    expect(faults(refused)).toEqual(['/fallbackPoolId cycle']);
    expect(refused.body.errors[0].message).toMatch(/ no ring, unlike these: First → Third → Second → First\.$/);
    expect(faults(await fallBack(first.id.toUpperCase()))).toEqual(['/fallbackPoolId cycle']);
    expect((await app.delete(`/v1/pools/${first.id}`)).body.usedBy).toMatchObject([{ kind: 'pool', id: second.id }]);
  });

  it('cannot be deleted while rules or open leads use it', async () => {
    const pool = await aPool(app, 'Used', [ann]);
    const usedBy = async () =>
      (await app.delete(`/v1/pools/${pool.id}`)).body.usedBy.map(
        ({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`,
      );
    await allTo(app, pool, { poolId: pool.id });
    expect(await usedBy()).toEqual(['routing rule All', 'routing fallback']);
    const { detail, usedBy: users } = (await app.delete(`/v1/pools/${pool.id}`)).body;
    expect(detail).toBe(
      'This pool is used by the routing rule "All" and the routing rules, as their fallback. Take the pool out of each of these first. An open lead leaves it when it is reassigned or closed.',
    );
    expect(users.map((user: object) => Object.hasOwn(user, 'id'))).toEqual([false, false]);
    const lead = await aLead(app);
    await app.must('PUT', '/v1/routing', { rules: [], fallback: {} });
    expect(await usedBy()).toEqual(['lead 1 open lead']);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect((await app.delete(`/v1/pools/${pool.id}`, { headers: { 'if-match': '"7"' } })).status).toBe(412);
    expect((await app.delete(`/v1/pools/${pool.id}`)).status).toBe(204);
    expect((await app.get(`/v1/pools/${pool.id}`)).status).toBe(404);
    expect((await leadNow(app, lead)).status).toBe('lost');
  });

  it('can be read with read access, and written only by admins', async () => {
    const read = { key: await app.keyFor(['read']) };
    const pool = await aPool(app, 'Scoped', []);
    expect((await app.get('/v1/pools', read)).status).toBe(200);
    expect((await app.get(`/v1/pools/${pool.id}/fairness`, read)).status).toBe(200);
    expect((await app.post('/v1/pools', {}, read)).status).toBe(403);
    expect((await app.put(`/v1/pools/${pool.id}`, {}, read)).status).toBe(403);
    expect((await app.delete(`/v1/pools/${pool.id}`, read)).status).toBe(403);
    const rep = { key: await app.keyFor(['rep'], ann.id) };
    expect((await app.get('/v1/pools', rep)).status).toBe(403);
    expect((await app.get(`/v1/pools/${pool.id}/fairness`, rep)).status).toBe(404);
    expect((await app.get(`/v1/pools/${NOBODY}/fairness`)).status).toBe(404);
    expect((await app.get('/v1/pools/none/fairness')).status).toBe(404);
  });
});

it('a pool whose hours a clock uses is in use, even if the lead is in another pool', async () => {
  const ann = await aRep(app, 'Keeper');
  const { pool: first } = await aDesk(app, [ann], { name: 'Where it came from' });
  const lead = await aLead(app);
  expect(lead.ownerId).toBe(ann.id);
  const second = await aPool(app, 'Where it went', [ann]);
  await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: second.id, reason: 'x' });
  await allTo(app, second);
  expect((await app.delete(`/v1/pools/${first.id}`)).body.usedBy).toMatchObject([{ kind: 'lead', id: lead.id }]);
});
