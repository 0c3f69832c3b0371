import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aLead, allTo, aPool, aRep } from '../support/people.js';

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
