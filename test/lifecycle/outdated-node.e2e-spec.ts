import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aLead, allTo, aPool, aRep, ownersOf } from '../support/people.js';

/** More than are looked up together with the locks. */
const MANY = 120;

let app: TestApplication;
let node: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
  node = await TestApplication.start(undefined, { database: app.database });
});
afterEach(async () => {
  await node.application.close();
  await app.stop();
});

it.each([1, MANY])(
  'a node that has not heard of new members and rules deals leads by them, %i at once',
  async (count) => {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    const pool = await aPool(app, 'Former', [ann]);
    await allTo(app, pool);
    expect((await aLead(node)).ownerId).toBe(ann.id);
    // The rules still name the same pool.
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Former', members: [{ repId: bo.id }] });
    expect(await dealt(count)).toEqual(new Set([bo.id]));
    await allTo(app, await aPool(app, 'Present', [ann]));
    expect(await dealt(count)).toEqual(new Set([ann.id]));
  },
);

it('a node that knows rules that a failover has lost deals leads by those that have their version now', async () => {
  const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  const [former, present] = [await aPool(app, 'Former', [ann]), await aPool(app, 'Present', [bo])];
  await allTo(app, former);
  expect((await aLead(node)).ownerId).toBe(ann.id);
  // The rules that the node knows are lost, and others get their version and revision.
  await app.database.ask('delete from routing_rulebook');
  await app.database.ask('update configuration_revision set revision = revision - 1');
  await allTo(app, present);
  expect((await aLead(node)).ownerId).toBe(bo.id);
});

/** Lets the outdated node take leads in. @returns their owners */
async function dealt(count: number): Promise<Set<string | null>> {
  if (count === 1) return new Set([(await aLead(node)).ownerId]);
  const leads = Array.from({ length: count }, () => ({ source: 'web', contact: { name: 'Lou' } }));
  return new Set(await ownersOf(app, (await node.must('POST', '/v1/leads/batch', { leads })).results));
}
