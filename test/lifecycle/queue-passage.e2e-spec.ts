import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { ClockStore } from '../../src/clocks/clock.store.js';
import { QueueWorker } from '../../src/engine/queue.worker.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead, allTo, aPool, aRep, leadNow } from '../support/people.js';

const TAKEN_MS = 10_000;

let app: TestApplication;
let rep: { id: string };

beforeAll(async () => {
  app = await TestApplication.start();
  rep = await aRep(app, 'Ann');
  await app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: false });
  await aDesk(app, [rep]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

it('capacity freed during a pass of the queue causes another pass', async () => {
  await aLead(app);
  await app.settle();
  const store = app.application.app.get(ClockStore);
  const database = app.application.app.get(Database);
  const now = app.time.now();
  const { rulesVersion } = await store.readQueue(database);

  await store.pokeQueue(database, now);
  expect(await store.takeQueue(database, now, now + TAKEN_MS)).toBe(true);
  expect(await store.takeQueue(database, now, now + TAKEN_MS)).toBe(false);
  await store.pokeQueue(database, now);
  await store.planQueue(database, now + TAKEN_MS, null, rulesVersion);
  expect((await store.readQueue(database)).nextAt).toBe(now);

  expect(await store.takeQueue(database, now, now + TAKEN_MS)).toBe(true);
  await store.planQueue(database, now + TAKEN_MS, now + 60_000, rulesVersion);
  expect((await store.readQueue(database)).nextAt).toBe(now + 60_000);
});

it('a worker that dies during a pass leaves the queue due again', async () => {
  await aLead(app);
  await app.settle();
  const store = app.application.app.get(ClockStore);
  const database = app.application.app.get(Database);
  await store.pokeQueue(database, app.time.now());
  await store.takeQueue(database, app.time.now(), app.time.now() + TAKEN_MS);
  expect(await app.settle()).toBe(app.time.now() + TAKEN_MS);
});

it('a long queue is distributed in batches, so that other due work does not wait', async () => {
  const leads = Array.from({ length: 1_000 }, () => ({ source: 'web' }));
  await app.must('POST', '/v1/leads/batch', { leads });
  await app.must('POST', '/v1/leads/batch', { leads: leads.slice(0, 10) });
  await app.settle();
  const queue = app.application.app.get(QueueWorker);
  const waiting = async () => (await app.must('GET', '/v1/routing/queue?limit=1000')).data.length;
  await app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: true });

  expect(await queue.round()).toBe(true);
  expect([queue.isUnderWay, await waiting()]).toEqual([true, 10]);
  await app.settle();
  expect([queue.isUnderWay, await waiting()]).toEqual([false, 0]);
});

it('a lead that was locked while new rules were applied is distributed by them a moment later', async () => {
  const lead = await aLead(app);
  const bo = await aRep(app, 'Bo');
  const pool = await aPool(app, 'Other', [bo]);
  await app.whileWorkedOn([lead], async () => {
    await allTo(app, pool);
    await app.settle();
  });
  expect((await leadNow(app, lead)).ownerId).toBeNull();
  await app.moveBy(1_000);
  expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
});
