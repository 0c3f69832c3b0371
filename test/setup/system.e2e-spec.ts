import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FeedConsumerStore } from '../../src/events/feed-consumer.store.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

const system = (): Promise<Json> => app.must('GET', '/v1/system');

it('the system status shows what is due, what waits, and how far followers are behind', async () => {
  const { id: ownerRepId } = await app.must('POST', '/v1/reps', { name: 'Ann', email: 'ann@example.com' });
  await app.must('POST', '/v1/queues', { name: 'Odd ones', ownerRepId });
  const { fallback } = await app.must('GET', '/v1/routing');
  const rule = { name: 'Odd', when: { field: 'source', op: 'eq', value: 'odd' }, assign: { queue: 'Odd ones' } };
  await app.must('PUT', '/v1/routing', { rules: [rule], fallback });
  await app.must('POST', '/v1/sla-policies', {
    name: 'All',
    time: 'elapsed',
    firstTouch: { within: 'PT5M', leadWithin: 'PT10M' },
  });
  const began = new Date(app.time.now()).toISOString();
  for (const source of ['web', 'odd']) await app.must('POST', '/v1/leads', { source });
  await app.settle();
  const before = await system();
  expect(before.due).toEqual({ count: 0, oldestAt: null, latenessSeconds: 0 });
  expect(before.serverTime).toBe(new Date(app.time.now()).toISOString());
  expect(before.waiting).toContainEqual({ waiting: 'queue', test: false, count: 2, oldestAt: began });
  expect(before.queues).toContainEqual({ queue: 'Odd ones', count: 1, oldestAt: began });
  const database = app.application.app.get(Database);
  // A follower that begins at the start of the ledger, and has processed nothing.
  await database.transaction((tx) => new FeedConsumerStore().claim(tx, 'somebody'));
  // Time passes without a sweep.
  app.time.moveTo(app.time.now() + 15 * 60_000);
  const { due, followers } = await system();
  expect(due).toMatchObject({ count: expect.any(Number), latenessSeconds: 300 });
  expect(due.count).toBeGreaterThan(0);
  const somebody = followers.find(({ name }: Json) => name === 'somebody');
  expect(somebody.behind).toBeGreaterThan(5);
  const [first] = await app.database.ask('select min(occurred_at) as at from event');
  expect(somebody.lagSeconds).toBe((app.time.now() - first.at) / 1_000);
});

it('a follower that has passed events that do not concern it is not behind', async () => {
  await app.reportsCaughtUp();
  await app.must('POST', '/v1/reps', { name: 'Bo', email: 'bo@example.com' });
  await app.reportsCaughtUp();
  const { followers } = await system();
  expect(followers.find(({ name }: Json) => name === 'facts')).toMatchObject({ behind: 0, lagSeconds: null });
});
