import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aPool, faults, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const ownerOf = async (lead: { id: string }) => (await leadNow(app, lead)).ownerId;

async function missEvery5Minutes(lead: Json, times: number): Promise<(string | null)[]> {
  const owners = [lead.ownerId];
  for (let missed = 0; missed < times; missed += 1) {
    await app.moveBy(5 * MINUTE);
    owners.push(await ownerOf(lead));
  }
  return owners;
}

function aStrictPolicy(): Promise<Json> {
  const reassign = [{ after: 'PT0S', do: 'reassign' }];
  return aPolicy(app, { maxReassignments: 10, onBreach: reassign }, { time: 'elapsed' });
}

describe('a pool whose members have all had a lead', () => {
  it('leaves the lead with its last owner by default', async () => {
    const { reps } = await aDesk(app, ['Ann', 'Bo']);
    const [ann, bo] = reps.map(({ id }) => id);
    await aStrictPolicy();
    expect(await missEvery5Minutes(await aLead(app), 3)).toEqual([ann, bo, bo, bo]);
    const pool = await aPool(app, 'Queueing', []);
    expect(pool.afterRound).toBe('queue');
    expect(faults(await app.post('/v1/pools', { name: 'X', members: [], afterRound: 'twice' }))).toEqual([
      '/afterRound value',
    ]);
  });

  it('with afterRound "again", distributes it once more, to the member who had it longest ago', async () => {
    const { reps } = await aDesk(app, ['Ann', 'Bo', 'Cy'], { afterRound: 'again' });
    const [ann, bo, cy] = reps.map(({ id }) => id);
    await aStrictPolicy();
    const lead = await aLead(app);
    expect(await missEvery5Minutes(lead, 5)).toEqual([ann, bo, cy, ann, ann, ann]);
    const [again] = (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data;
    expect(again).toMatchObject({ repId: ann, cause: 'breach', trace: { winner: ann } });
    expect(again.trace.because).toContain('Every member has had it');
  });

  it('assigns a recycled lead once more instead of leaving it queued for good', async () => {
    const { reps } = await aDesk(app, ['Ann', 'Bo'], { afterRound: 'again' });
    const [ann, bo] = reps.map(({ id }) => id);
    const lead = await aLead(app);
    const owners = [lead.ownerId];
    for (let cycle = 0; cycle < 2; cycle += 1) {
      const recycle = { category: 'recycle', reason: 'stale', fields: { recycleAfter: 'P1D' } };
      await app.must('POST', `/v1/leads/${lead.id}/disposition`, recycle);
      await app.moveBy(DAY);
      owners.push(await ownerOf(lead));
    }
    expect(owners).toEqual([ann, bo, ann]);
  });
});
