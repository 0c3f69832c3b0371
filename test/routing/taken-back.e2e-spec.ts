import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep, dealt, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const decline = (lead: Json, reason = 'noTime') => app.must('POST', `/v1/leads/${lead.id}/decline`, { reason });
const dispose = (lead: Json, body: object) => app.must('POST', `/v1/leads/${lead.id}/disposition`, body);
const bulk = async (leads: readonly Json[], to: object): Promise<string> => {
  const body = { ids: leads.map(({ id }) => id), to, reason: 'A slip' };
  return (await app.must('POST', '/v1/leads/reassign', body)).bulkId;
};
const undo = (bulkId: string) => app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
const available = (rep: Json, isThere: boolean) =>
  app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: isThere });
const standingIn = async (pool: Json) =>
  (await app.must('GET', `/v1/pools/${pool.id}/fairness`)).data.map((member: Json) => [
    Math.round(member.credit * 1_000) / 1_000,
    member.leadsGot,
  ]);
const LEVEL = [0, 0];

/** Reps with a capacity of one lead a day, in a pool that gets all leads. */
async function withOneADay(names: readonly string[], fields: object = {}): Promise<{ reps: Json[]; pool: Json }> {
  const reps: Json[] = [];
  for (const name of names) reps.push(await aRep(app, name, { capacity: { perDay: 1 } }));
  const pool = await aPool(app, 'Desk', reps, fields);
  await allTo(app, pool);
  return { reps, pool };
}

describe('a lead that is taken back does not count towards the day of its former owner', () => {
  it('once it is declined, but does if declining counts as a turn', async () => {
    const { reps, pool } = await withOneADay(['Ann'], { decline: { within: 'PT15M' } });
    await decline(await aLead(app));
    const next = await aLead(app);
    expect(next.ownerId).toBe(reps[0]!.id);
    await app.must('PUT', `/v1/pools/${pool.id}`, { ...pool, decline: { within: 'PT15M', countsAsTurn: true } });
    await decline(next);
    expect((await aLead(app)).ownerId).toBeNull();
  });

  it('once confirmed as junk; the place goes to a waiting lead, and withdrawal counts it again', async () => {
    const { reps } = await withOneADay(['Ann']);
    const ann = reps[0]!.id;
    const junk = await aLead(app);
    const waiting = await aLead(app);
    await dispose(junk, { category: 'suppress', reason: 'duplicate' });
    await app.settle();
    expect((await leadNow(app, waiting)).ownerId).toBeNull();
    await app.must('POST', `/v1/leads/${junk.id}/credit`);
    await app.settle();
    expect((await leadNow(app, waiting)).ownerId).toBe(ann);
    await dispose(waiting, { category: 'suppress', reason: 'duplicate' });
    await app.must('POST', `/v1/leads/${waiting.id}/credit`);
    await app.must('POST', `/v1/leads/${waiting.id}/disposition/correct`, { category: 'lost', reason: 'price' });
    expect((await aLead(app)).ownerId).toBeNull();
  });

  it('once a bulk reassignment is undone, and counts once for the rep who has it back', async () => {
    const { reps } = await withOneADay(['Ann', 'Bo']);
    const [ann, bo] = reps as [Json, Json];
    await available(bo, false);
    const lead = await aLead(app);
    await available(bo, true);
    await undo(await bulk([lead], { repId: bo.id }));
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    const [ofBo, waiting] = [await aLead(app), await aLead(app)];
    expect([ofBo.ownerId, waiting.ownerId]).toEqual([bo.id, null]);
    await dispose(waiting, { category: 'lost', reason: 'price' });
    // A day later no rep has had a lead, whatever comes back to them.
    await app.moveTo('2026-03-03T10:00:00Z');
    await undo(await bulk([lead], { repId: bo.id }));
    const owners = await dealt(app, 3);
    expect(owners.toSorted()).toEqual([ann.id, bo.id, null].toSorted());
  });

  it('once its move by a miss is undone, but counts for the rep who missed it', async () => {
    const { reps } = await withOneADay(['Ann', 'Bo']);
    const [ann, bo] = reps as [Json, Json];
    await aPolicy(app, { within: 'PT45M', onBreach: [{ after: 'PT0S', do: 'reassign' }] });
    await available(bo, false);
    const lead = await aLead(app);
    await available(bo, true);
    const from = app.time.now();
    await app.moveBy(46 * MINUTE);
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
    const waiting = await aLead(app);
    expect(waiting.ownerId).toBeNull();
    await app.must('POST', '/v1/enforcement/undo', { from: iso(from), to: iso(app.time.now()) });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    expect((await leadNow(app, waiting)).ownerId).toBe(bo.id);
    expect((await aLead(app)).ownerId).toBeNull();
  });

  it('once its closing among many is undone, and counts once for its owner', async () => {
    const ann = await aRep(app, 'Ann', { capacity: { perDay: 2 } });
    const pool = await aPool(app, 'Desk', [ann], { decline: { within: 'PT15M' } });
    await allTo(app, pool);
    const lead = await aLead(app);
    const closed = await app.must('POST', '/v1/leads/dispositions', {
      ids: [lead.id],
      disposition: { category: 'lost', reason: 'price' },
    });
    await app.must('POST', `/v1/leads/dispositions/${closed.bulkId}/undo`);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    const [second, waiting] = [await aLead(app), await aLead(app)];
    expect([second.ownerId, waiting.ownerId]).toEqual([ann.id, null]);
    await decline(lead);
    await app.settle();
    expect((await leadNow(app, waiting)).ownerId).toBe(ann.id);
    expect(await standingIn(pool)).toEqual([[0, 2]]);
  });

  it('once a touch reported late returns it', async () => {
    const { reps } = await withOneADay(['Ann', 'Bo']);
    const [ann, bo] = reps as [Json, Json];
    await aPolicy(app, {
      within: 'PT45M',
      onBreach: [{ after: 'PT0S', do: 'reassign' }],
      onCorrection: 'return',
    });
    await available(bo, false);
    const lead = await aLead(app);
    await available(bo, true);
    const from = app.time.now();
    await app.moveBy(46 * MINUTE);
    await app.settle();
    const touch = { kind: 'call', outcome: 'noAnswer', repId: ann.id, occurredAt: iso(from + MINUTE) };
    await app.must('POST', `/v1/leads/${lead.id}/touches`, touch);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    expect(await dealt(app, 2)).toEqual([bo.id, null]);
  });
});

describe('a turn that is taken back', () => {
  it('is cancelled when a bulk reassignment into a pool is undone', async () => {
    const reps = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Cy')];
    const [ann, bo, cy] = reps as [Json, Json, Json];
    const other = await aPool(app, 'Other', [bo, cy]);
    const desk = await aPool(app, 'Desk', [ann]);
    await allTo(app, desk);
    const leads = [await aLead(app), await aLead(app), await aLead(app)];
    const bulkId = await bulk(leads, { poolId: other.id });
    expect((await standingIn(other)).map(([, got]: number[]) => got).toSorted()).toEqual([1, 2]);
    await undo(bulkId);
    expect(await standingIn(other)).toEqual([LEVEL, LEVEL]);
    expect(await standingIn(desk)).toEqual([[0, 3]]);
    expect((await undo(bulkId)).done).toBe(0);
    expect(await standingIn(other)).toEqual([LEVEL, LEVEL]);
  });

  it('is cancelled when a move by a miss is undone', async () => {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    const pool = await aPool(app, 'Desk', [ann, bo]);
    await allTo(app, pool);
    await aPolicy(app, { within: 'PT45M', onBreach: [{ after: 'PT0S', do: 'reassign' }] });
    await aLead(app);
    const before = await standingIn(pool);
    const from = app.time.now();
    await app.moveBy(46 * MINUTE);
    await app.settle();
    expect(await standingIn(pool)).not.toEqual(before);
    await app.must('POST', '/v1/enforcement/undo', { from: iso(from), to: iso(app.time.now()) });
    expect(await standingIn(pool)).toEqual(before);
  });

  it('is cancelled once, if it was declined before the lead went back further', async () => {
    const ann = await aRep(app, 'Ann');
    const others = [await aRep(app, 'Bo'), await aRep(app, 'Cy'), await aRep(app, 'Dan')];
    const pool = await aPool(app, 'Desk', others, { decline: { within: 'PT5M' } });
    await allTo(app, pool);
    await aPolicy(
      app,
      { within: 'PT5M', onCorrection: 'return', onBreach: [{ after: 'PT0S', do: 'reassign' }] },
      { time: 'elapsed' },
    );
    const from = app.time.now();
    const lead = await aLead(app, { owner: { repId: ann.id } });
    await app.moveBy(5 * MINUTE);
    await decline(lead);
    await app.moveBy(5 * MINUTE);
    const touch = { kind: 'call', outcome: 'noAnswer', repId: ann.id, occurredAt: iso(from + MINUTE) };
    await app.must('POST', `/v1/leads/${lead.id}/touches`, touch);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    expect(await standingIn(pool)).toEqual([LEVEL, LEVEL, LEVEL]);
  });

  it('is the one that assigned the lead, also after the lead was moved and brought back', async () => {
    const [ann, bo, cy] = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Cy')];
    const pool = await aPool(app, 'Desk', [ann, bo], { decline: { within: 'PT15M' } });
    await allTo(app, pool);
    const lead = await aLead(app);
    for (let times = 0; times < 2; times += 1) await undo(await bulk([lead], { repId: cy.id }));
    await available(bo, false);
    await decline(lead);
    expect(await standingIn(pool)).toEqual([LEVEL, LEVEL]);
  });

  it('is credited also if the lead was brought back and turned out to be junk', async () => {
    const [ann, bo, cy] = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Cy')];
    const pool = await aPool(app, 'Desk', [ann, bo]);
    await allTo(app, pool);
    const lead = await aLead(app);
    const before = await standingIn(pool);
    await undo(await bulk([lead], { repId: cy.id }));
    await dispose(lead, { category: 'suppress', reason: 'duplicate' });
    await app.must('POST', `/v1/leads/${lead.id}/credit`);
    expect(await standingIn(pool)).toEqual([LEVEL, LEVEL]);
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'A mistake' });
    expect(await standingIn(pool)).toEqual(before);
  });
});
