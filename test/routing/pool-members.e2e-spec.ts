import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aRep, faults, leadNow, NOBODY } from '../support/people.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

async function owners(leads: number): Promise<string[]> {
  const got = [];
  for (let lead = 0; lead < leads; lead += 1) got.push((await aLead(app)).ownerId);
  return got;
}

async function fairness(pool: Json): Promise<[string, number, number][]> {
  const { data } = await app.must('GET', `/v1/pools/${pool.id}/fairness`);
  return data.map(({ repId, weight, leadsGot }: Json) => [repId, weight, leadsGot]);
}

describe('a pool of a team', () => {
  it('distributes to the members of the team by weight, as they join and leave', async () => {
    const [ann, bo, cy] = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Cy')];
    const team = await app.must('POST', '/v1/teams', { name: 'North', repIds: [ann.id, bo.id] });
    const members = { teamId: team.id, weights: [{ repId: bo.id, weight: 2 }] };
    const pool = await app.must('POST', '/v1/pools', { name: 'Desk', members });
    expect(pool.members).toEqual(members);
    await allTo(app, pool);
    expect(await owners(3)).toEqual([bo.id, ann.id, bo.id]);
    await app.must('PUT', `/v1/teams/${team.id}`, { name: 'North', repIds: [cy.id, bo.id] });
    expect(await fairness(pool)).toEqual([
      [cy.id, 1, 0],
      [bo.id, 2, 2],
    ]);
    expect(await owners(3)).toEqual([bo.id, cy.id, bo.id]);
    // Ann rejoins within a day, with her former standing.
    await app.must('PUT', `/v1/teams/${team.id}`, { name: 'North', repIds: [ann.id, bo.id] });
    expect(await fairness(pool)).toEqual([
      [ann.id, 1, 1],
      [bo.id, 2, 4],
    ]);
    // A document that was read can be sent back unchanged.
    const { createdAt: _, ...document } = await app.must('GET', `/v1/pools/${pool.id}`);
    expect((await app.must('PUT', `/v1/pools/${pool.id}`, document)).version).toBe(1);
    expect(await app.ask('DELETE', `/v1/teams/${team.id}`)).toMatchObject({
      status: 409,
      body: { usedBy: [{ kind: 'pool', id: pool.id, name: 'Desk' }] },
    });
  });

  it('keeps the weight of a rep who has left the team, without effect, and hinders no change', async () => {
    const [ann, bo, cy] = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Cy')];
    const team = await app.must('POST', '/v1/teams', { name: 'North', repIds: [ann.id, bo.id] });
    const members = { teamId: team.id, weights: [{ repId: bo.id, weight: 2 }] };
    const { id } = await app.must('POST', '/v1/pools', { name: 'Desk', members });
    await app.must('PUT', `/v1/teams/${team.id}`, { name: 'North', repIds: [ann.id] });
    const { createdAt: _, ...read } = await app.must('GET', `/v1/pools/${id}`);
    expect(await app.must('PUT', `/v1/pools/${id}`, { ...read, offHours: 'wait' })).toMatchObject({
      version: 2,
      members,
    });
    expect(await fairness({ id })).toEqual([[ann.id, 1, 0]]);
    expect((await app.must('POST', `/v1/reps/${cy.id}/offboard`, {})).state).toBe('done');
    await app.must('DELETE', `/v1/reps/${bo.id}`);
    expect((await app.must('PUT', `/v1/pools/${id}`, { ...read, version: 2, name: 'Desk 2' })).version).toBe(3);
    const others = { teamId: team.id, weights: [...members.weights, { repId: cy.id, weight: 2 }] };
    expect(faults(await app.ask('PUT', `/v1/pools/${id}`, { name: 'Desk', members: others }))).toEqual([
      '/members/weights/1/repId notInTeam',
    ]);
  });

  it('without members keeps leads waiting until a rep joins', async () => {
    const ann = await aRep(app, 'Ann');
    const team = await app.must('POST', '/v1/teams', { name: 'North', repIds: [] });
    await allTo(app, await app.must('POST', '/v1/pools', { name: 'Desk', members: { teamId: team.id } }));
    const lead = await aLead(app);
    expect(lead.ownerId).toBeNull();
    await app.must('PUT', `/v1/teams/${team.id}`, { name: 'North', repIds: [ann.id] });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('is refused for an unknown team, and for weights of reps outside it', async () => {
    const ann = await aRep(app, 'Ann');
    const team = await app.must('POST', '/v1/teams', { name: 'North', repIds: [] });
    const put = (members: object) => app.ask('POST', '/v1/pools', { name: 'Desk', members });
    expect(faults(await put({ teamId: NOBODY }))).toEqual(['/members/teamId unknownId']);
    expect(faults(await put({ teamId: team.id, weights: [{ repId: ann.id, weight: 2 }] }))).toEqual([
      '/members/weights/0/repId notInTeam',
    ]);
    expect(faults(await put({ teamId: team.id, reps: [] }))).toEqual(['/members/reps unknown']);
    expect(faults(await put({ weights: [] }))).toEqual(['/members/teamId required']);
  });
});

describe('the ramp of a member', () => {
  it('begins on its first day in the time zone of the rep, and grows on later days', async () => {
    const ann = await aRep(app, 'Ann');
    const bo = await aRep(app, 'Bo', { timeZone: 'America/New_York' });
    const members = [
      { repId: ann.id },
      { repId: bo.id, weight: 1, from: '2026-03-04' },
      { repId: bo.id, weight: 3, from: '2026-03-06' },
    ];
    const pool = await app.must('POST', '/v1/pools', { name: 'Desk', members });
    await allTo(app, pool);
    expect(pool.members[0]).toEqual({ repId: ann.id, weight: 1 });
    expect(await owners(2)).toEqual([ann.id, ann.id]);
    const { receiving } = await app.must('GET', `/v1/reps/${bo.id}`);
    expect(receiving).toMatchObject({ now: false, why: 'noPool', until: '2026-03-04T05:00:00.000Z' });
    await app.moveTo('2026-03-04T05:00:00.000Z');
    // They begin level, and do not catch up on leads distributed before.
    expect((await owners(2)).sort()).toEqual([ann.id, bo.id].sort());
    await app.moveTo('2026-03-06T05:00:00.000Z');
    expect((await owners(4)).filter((id) => id === bo.id)).toHaveLength(3);
    expect(await fairness(pool)).toEqual([
      [ann.id, 1, 4],
      [bo.id, 3, 4],
    ]);
  });

  it('in a pool without other members keeps leads waiting for its first day', async () => {
    const bo = await aRep(app, 'Bo');
    await allTo(
      app,
      await app.must('POST', '/v1/pools', { name: 'Desk', members: [{ repId: bo.id, from: '2026-03-04' }] }),
    );
    const lead = await aLead(app);
    expect(lead.ownerId).toBeNull();
    await app.moveTo('2026-03-03T23:59:59.999Z');
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.moveTo('2026-03-04T00:00:00.000Z');
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  });

  it('is refused for days that do not rise, and for an invalid day', async () => {
    const { id: repId } = await aRep(app, 'Ann');
    const put = (...from: string[]) =>
      app.ask('POST', '/v1/pools', { name: 'Desk', members: from.map((day) => ({ repId, from: day })) });
    expect(faults(await put('2026-03-04', '2026-03-04'))).toEqual(['/members/1/from order']);
    expect(faults(await put('2026-02-30'))).toEqual(['/members/0/from date']);
  });
});
