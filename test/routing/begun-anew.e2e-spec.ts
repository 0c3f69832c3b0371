import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { iso, replay } from '../rehearsal/replay.builder.js';
import { TestApplication } from '../support/application.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, theReps } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let pool: Json;
beforeEach(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  ({ pool } = await aDesk(app, [ann, bo], { decline: { within: 'PT8H' } }));
});
afterEach(() => app.stop());

const standing = async () =>
  (await app.must('GET', `/v1/pools/${pool.id}/fairness`)).data.map((member: Json) => ({
    credit: member.credit,
    leadsGot: member.leadsGot,
    shareDue: member.shareDue,
    missed: member.missed,
  }));
const put = async (fields: object) => {
  pool = await app.must('PUT', `/v1/pools/${pool.id}`, { ...pool, ...fields });
};
const withMembers = (...reps: readonly Json[]) => put({ members: reps.map(({ id }) => ({ repId: id })) });
const decline = (lead: Json) => app.must('POST', `/v1/leads/${lead.id}/decline`, { reason: 'noTime' });
const junk = (lead: Json) =>
  app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'duplicate' });
const credit = (lead: Json) => app.must('POST', `/v1/leads/${lead.id}/credit`);
const reopen = (lead: Json) => app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'A mistake' });

/** Resets the figures of the pool by a change of strategy, then assigns each member one lead. */
async function dealAnew(): Promise<void> {
  await put({ strategy: 'leastLoaded' });
  for (const _ of [ann, bo]) await aLead(app);
}

describe('a turn from before a pool’s figures were reset', () => {
  it('does not change the figures when it is credited, or when that credit is withdrawn', async () => {
    const [lead, later] = [await aLead(app), await aLead(app)];
    expect([lead.ownerId, later.ownerId]).toEqual([ann.id, bo.id]);
    for (const each of [lead, later]) await junk(each);
    await credit(later);
    await dealAnew();
    const before = await standing();
    await credit(lead);
    expect(await standing()).toEqual(before);
    await app.must('POST', `/v1/leads/${later.id}/disposition/correct`, { category: 'lost', reason: 'price' });
    expect(await standing()).toEqual(before);
  });

  it('does not change the figures when it is declined, unlike a turn from after the reset', async () => {
    const lead = await aLead(app);
    await put({ strategy: 'leastLoaded' });
    const next = [await aLead(app), await aLead(app)];
    const taken = await standing();
    for (const { id } of [ann, bo]) await app.must('PUT', `/v1/reps/${id}/availability`, { available: false });
    await decline(lead);
    expect(await standing()).toEqual(taken);
    for (const each of next) await decline(each);
    expect((await standing()).map(({ credit, leadsGot }: Json) => [credit, leadsGot])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('does not change the figures of a member who left and came back after a day', async () => {
    const lead = await aLead(app);
    await junk(lead);
    await withMembers(bo);
    await app.moveBy(24 * HOUR);
    await withMembers(ann, bo);
    for (const _ of [ann, bo]) await aLead(app);
    const before = await standing();
    await credit(lead);
    expect(await standing()).toEqual(before);
    await reopen(lead);
    const [mine] = await standing();
    expect(mine).toEqual(before[0]);
  });

  it('is taken back if the member came back within a day, with their former figures', async () => {
    const lead = await aLead(app);
    await junk(lead);
    await withMembers(bo);
    await app.moveBy(24 * HOUR - 1);
    await withMembers(ann, bo);
    await credit(lead);
    expect((await standing())[0]).toMatchObject({ credit: 0, leadsGot: 0 });
  });

  it('leaves out a member who was reset alone, and the others share it', async () => {
    const lead = await aLead(app);
    await junk(lead);
    await withMembers(ann);
    await app.moveBy(24 * HOUR);
    await withMembers(ann, bo);
    await credit(lead);
    expect((await standing()).map(({ credit, leadsGot }: Json) => [credit, leadsGot])).toEqual([
      [-0.5, 0],
      [0, 0],
    ]);
  });

  it('does not change the result of a replay', async () => {
    const leads = [await aLead(app), await aLead(app), await aLead(app)] as const;
    for (const lead of [leads[0], leads[2]]) await junk(lead);
    await put({ strategy: 'leastLoaded' });
    await put({ strategy: 'roundRobin', load: undefined });
    await app.moveBy(60_000);
    const from = app.time.now();
    for (let sent = 0; sent < 2; sent += 1) await aLead(app);
    for (const lead of [leads[0], leads[2]]) await credit(lead);
    for (let sent = 0; sent < 3; sent += 1) await aLead(app);
    await app.moveBy(60_000);
    await app.feedsCaughtUp();
    expect(await replay(app, from, { to: iso(app.time.now()) })).toMatchObject({ different: 0 });
  });
});
