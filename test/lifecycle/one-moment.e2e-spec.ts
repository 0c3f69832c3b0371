import { afterEach, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { ROUTING_LOCK } from '../../src/routing/deciding/roster.store.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { aDesk, aLead, eventsOf, leadNow, theReps } from '../support/people.js';
import { until } from '../support/postgres-owner.js';

const START = Date.parse(MONDAY);
const AWAY = START + 60_000;

let app: TestApplication;
let other: pg.Client;
let ann: { id: string };
let bo: { id: string };

beforeEach(async () => {
  app = await TestApplication.start();
  other = new pg.Client({ connectionString: app.database.url });
  await other.connect();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [{ ...ann, weight: 100 }, bo]);
  const [from, to] = [AWAY, AWAY + 60 * 60_000].map((at) => new Date(at).toISOString());
  await app.must('POST', `/v1/reps/${ann.id}/absences`, { from, to });
});
afterEach(async () => {
  await other.end();
  await app.stop();
});

async function waiting(): Promise<number> {
  const { rows } = await other.query(
    `select count(*)::int as count from pg_locks
      where database = (select oid from pg_database where datname = current_database()) and not granted`,
  );
  return rows[0].count;
}
const somebodyWaits = (sessions = 1) => until('somebody waits', async () => (await waiting()) >= sessions);

it('a lead that waits to be routed is not assigned to a rep who goes away meanwhile', async () => {
  await other.query('select pg_advisory_lock($1)', [ROUTING_LOCK]);
  const lead = aLead(app);
  await somebodyWaits();
  app.time.moveTo(AWAY);
  await other.query('select pg_advisory_unlock($1)', [ROUTING_LOCK]);
  expect((await lead).ownerId).toBe(bo.id);
});

it('a lead assigned just before its owner goes away is taken over, however long its commit takes', async () => {
  app.time.moveTo(AWAY - 1);
  await other.query('begin');
  await other.query('lock table assignment in share row exclusive mode');
  const lead = aLead(app);
  await somebodyWaits();
  app.time.moveTo(AWAY);
  const settled = app.settle();
  await somebodyWaits(2);
  await other.query('commit');
  // The takeover found that leads are left, and runs again a moment later.
  expect(await settled).toBe(AWAY);
  await app.settle();
  expect((await leadNow(app, await lead)).ownerId).toBe(bo.id);
});

it('an absence is checked once more for leads that a node with a slow clock assigned', async () => {
  await app.moveTo(AWAY);
  const lead = await aLead(app, { owner: { repId: ann.id } });
  expect(lead.ownerId).toBe(ann.id);
  await app.moveTo(AWAY + 1_000);
  expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  expect(await eventsOf(app, ann.id, 'rep.away')).toHaveLength(1);
  const later = await aLead(app, { owner: { repId: ann.id } });
  await app.moveTo(AWAY + 60_000);
  expect((await leadNow(app, later)).ownerId).toBe(ann.id);
});

it('each lead of a shared transaction is recorded under the key that sent it', async () => {
  const keys: string[] = [];
  for (let index = 0; index < 4; index += 1) keys.push(await app.keyFor(['intake']));
  const ids = new Map<string, string>();
  for (const key of keys) ids.set(key, (await app.must('GET', '/v1/me', undefined, { key })).id);
  await other.query('select pg_advisory_lock($1)', [ROUTING_LOCK]);
  const posts = Array.from({ length: 40 }, (_, index) => {
    const key = keys[index % keys.length]!;
    return app.must('POST', '/v1/leads', { source: 'web' }, { key }).then((lead) => ({ lead, key }));
  });
  await somebodyWaits();
  await other.query('select pg_advisory_unlock($1)', [ROUTING_LOCK]);
  for (const { lead, key } of await Promise.all(posts)) {
    const actors = (await eventsOf(app, lead.id, 'lead.*')).map(({ type, actor }) => [type, actor.id]);
    expect(actors).toEqual([
      ['lead.received', ids.get(key)],
      ['lead.assigned', ids.get(key)],
    ]);
  }
});
