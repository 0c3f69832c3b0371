import { afterEach, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { CONFIGURATION_LOCK } from '../../src/configuration/configuration.store.js';
import { TestApplication } from '../support/application.js';
import type { Answer } from '../support/client.js';
import { requireInvariants } from '../support/invariants.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { until } from '../support/postgres-owner.js';

/** Longer than a request counts as being in flight. */
const LATER_MS = 60_000;

let database: FreshDatabase;
let owner: pg.Client;
let node: RunningNode;
let other: TestApplication;

beforeEach(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  node = await RunningNode.start(database.url);
  other = await TestApplication.start(new Date(Date.now() + LATER_MS).toISOString(), { database });
});
afterEach(async () => {
  await node.kill();
  await other.application.close();
  await owner.end();
  try {
    await requireInvariants(database.url);
  } finally {
    await database.drop();
  }
});

const sessions = (of: string) =>
  database.count(`select count(*) from pg_stat_activity where datname = current_database() and ${of}`);

const WAITS = `wait_event_type = 'Lock' and wait_event = 'advisory'`;
const IDLES = `state = 'idle in transaction' and pid <> pg_backend_pid()`;

/** Suspends the node once its request has begun a transaction, in which it must decide before it goes on. */
async function standAmid(request: () => Promise<Answer>): Promise<{ answer: Promise<Answer | null> }> {
  await owner.query('begin');
  await owner.query('select pg_advisory_xact_lock($1)', [CONFIGURATION_LOCK]);
  const answer = request().catch(() => null);
  await until('the request waits', async () => (await sessions(WAITS)) > 0);
  node.stand();
  await owner.query('commit');
  await until('Postgres waits for the node', async () => (await sessions(IDLES)) > 0);
  return { answer };
}

const headers = { 'idempotency-key': 'once' };

it.each([
  ['a lead', '/v1/leads', { source: 'web', contact: { email: 'kim@example.org' } }],
  ['a batch of leads', '/v1/leads/batch', { leads: [{ source: 'web' }, { source: 'ads' }] }],
  ['a rep', '/v1/reps', { name: 'Ann', email: 'ann@example.com' }],
  ['an account', '/v1/accounts', { name: 'Acme' }],
])(
  'a node that stalls amid a request for %s leaves the answer that another has given meanwhile, as it was',
  async (_, path, body) => {
    const { answer } = await standAmid(() => node.ask('POST', path, body, { headers }));
    // Postgres ends a session that idles in a transaction; the test does not wait for that.
    await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and ${IDLES}`,
    );
    const first = await other.ask('POST', path, body, { headers });
    expect(Math.floor(first.status / 100)).toBe(2);
    node.goOn();
    const stalled = await answer;
    expect(stalled === null || stalled.status >= 500 || stalled.status === first.status).toBe(true);
    const again = await other.ask('POST', path, body, { headers });
    expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([
      ...[first.status, first.body, 'true'],
    ]);
  },
);
