import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { requireInvariants } from '../support/invariants.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { until } from '../support/postgres-owner.js';
import { runs } from '../support/runs.js';

/** So many that more than one transaction enforces them. */
const LEADS = runs(1_100, 3_000);
const SENT_AT_ONCE = 500;
const WITHIN_SECONDS = 3;

let database: FreshDatabase;
let nodes: RunningNode[] = [];

async function end(): Promise<void> {
  for (const node of nodes) await node.kill();
  nodes = [];
  try {
    await requireInvariants(database.url);
  } finally {
    await database.drop();
  }
}

async function start(count: number, environment?: Readonly<Record<string, string>>): Promise<RunningNode[]> {
  database = await freshDatabase();
  return startMore(count, environment);
}

/** @returns all nodes, including the earlier ones */
async function startMore(count: number, environment?: Readonly<Record<string, string>>): Promise<RunningNode[]> {
  for (let started = 0; started < count; started += 1) nodes.push(await RunningNode.start(database.url, environment));
  return nodes;
}

/** Creates six reps in a pool, and leads that all fall due at the same moment. */
async function burst(node: RunningNode): Promise<void> {
  // The storm breaker would stop so many misses at once.
  await node.must('PUT', '/v1/settings', { stormBreaker: null });
  const reps = [];
  for (const name of ['ann', 'bo', 'cy', 'di', 'ed', 'flo'])
    reps.push(await node.must('POST', '/v1/reps', { name, email: `${name}@example.com` }));
  const pool = await node.must('POST', '/v1/pools', { name: 'All', members: reps.map((rep) => ({ repId: rep.id })) });
  await node.must('PUT', '/v1/routing', {
    rules: [{ name: 'All', when: {}, assign: { poolId: pool.id } }],
    fallback: {},
  });
  await node.must('POST', '/v1/sla-policies', {
    name: 'Fast',
    time: 'elapsed',
    when: {},
    firstTouch: { within: `PT${WITHIN_SECONDS}S`, maxReassignments: 1, onBreach: [{ after: 'PT0S', do: 'reassign' }] },
  });
  for (let sent = 0; sent < LEADS; sent += SENT_AT_ONCE) {
    const leads = Array.from({ length: Math.min(SENT_AT_ONCE, LEADS - sent) }, (_, index) => ({
      source: 'burst',
      externalId: `${sent + index}`,
    }));
    await node.must('POST', '/v1/leads/batch', { leads });
  }
}

const count = (sql: string) => database.count(sql);

/** Expects that every lead was missed by two owners and moved once, and each breach enforced exactly once. */
async function expectEnforcedOnce(): Promise<void> {
  await until(
    'every lead was missed twice',
    async () => (await count(`select count(*) from clock where state = 'breached'`)) === 2 * LEADS,
  );
  expect(await count(`select count(*) from event where type = 'sla.breached'`)).toBe(2 * LEADS);
  expect(await count(`select count(*) from event where type = 'lead.reassigned'`)).toBe(LEADS);
  expect(await count('select count(*) from assignment where until_at is null')).toBe(LEADS);
  expect(await count(`select count(*) from lead where reassignments <> 1 or owner_id is null`)).toBe(0);
  expect(
    await count(
      `select count(*) from event where type = 'sla.breached' and occurred_at < (data->>'dueAt')::timestamptz`,
    ),
  ).toBe(0);
}

describe('nodes with many leads', () => {
  afterEach(end);

  it('that sweep at once enforce every breach exactly once', async () => {
    const [first] = await start(2);
    await burst(first!);
    await expectEnforcedOnce();
  });

  it('lose nothing and do nothing twice when one is killed during a sweep', async () => {
    const [first, second] = await start(2);
    await burst(first!);
    await until('the sweep is under way', async () => {
      const breached = await count(`select count(*) from clock where state = 'breached'`);
      return breached > 0 && breached < 2 * LEADS;
    });
    await second!.kill();
    await expectEnforcedOnce();
  });

  it('continue a bulk closing after its node was killed, and close each lead once', async () => {
    const [door] = await start(1, { ROLE: 'api' });
    const rep = await door!.must('POST', '/v1/reps', { name: 'ann', email: 'ann@example.com' });
    const pool = await door!.must('POST', '/v1/pools', { name: 'All', members: [{ repId: rep.id }] });
    await door!.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
    for (let sent = 0; sent < LEADS; sent += SENT_AT_ONCE) {
      const leads = Array.from({ length: Math.min(SENT_AT_ONCE, LEADS - sent) }, (_, index) => ({
        source: 'dark',
        externalId: `${sent + index}`,
      }));
      await door!.must('POST', '/v1/leads/batch', { leads });
    }
    const { bulkId, id } = await door!.must('POST', '/v1/leads/dispositions', {
      filter: { source: 'dark' },
      all: true,
      disposition: { category: 'recycle', reason: 'stale' },
    });
    // A trigger stops the worker after some leads, so that it is killed halfway however fast it is.
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await owner.query(`create function stands() returns trigger language plpgsql as
      $$ begin if exists (select from disposition) then perform pg_advisory_xact_lock_shared(7); end if; return null; end $$;
      create trigger stands before insert on disposition for each statement execute function stands();
      select pg_advisory_lock(7)`);
    const waits = `select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`;
    const [, worker] = await startMore(1, { ROLE: 'worker' });
    await until('it stands still', async () => (await count(waits)) > 0);
    const closed = await count('select count(*) from disposition');
    expect([closed > 0, closed < LEADS]).toEqual([true, true]);
    await worker!.kill();
    await owner.end();
    await startMore(1, { ROLE: 'worker' });
    await until('it is done', async () => (await door!.must('GET', `/v1/jobs/${id}`)).state !== 'running');
    expect(await door!.must('GET', `/v1/jobs/${id}`)).toMatchObject({
      state: 'done',
      result: { done: LEADS, skipped: 0 },
    });
    expect(await count(`select count(*) from lead where status = 'recycled'`)).toBe(LEADS);
    expect(await count('select count(*) from disposition')).toBe(LEADS);
    expect(await count(`select count(distinct lead_id) from disposition where bulk_id = '${bulkId}'`)).toBe(LEADS);
    expect(await count(`select count(*) from event where type = 'lead.disposed'`)).toBe(LEADS);
    expect(await count(`select count(*) from notification where type = 'leads.closed'`)).toBe(1);
  });
});

describe('a node that stands still in a change of configuration', () => {
  afterEach(end);

  it('delays the leads of others, but not until they are refused', async () => {
    const [still, other] = await start(2);
    const rep = await still!.must('POST', '/v1/reps', { name: 'ann', email: 'ann@example.com' });
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    // A trigger stops the change while it is alone, so that work of both nodes queues behind it.
    await owner.query(`create function stands() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(7); return null; end $$;
      create trigger stands before insert on resource_version for each statement execute function stands();
      select pg_advisory_lock(7)`);
    const waiting = (many: number) =>
      until(`${many} wait`, async () => {
        const waits = `select count(*) from pg_locks where not granted and locktype = 'advisory'
          and database = (select oid from pg_database where datname = current_database())`;
        return (await count(waits)) === many;
      });
    const lead = { source: 'web', owner: { repId: rep.id } };
    const answers = [still!.post('/v1/reps', { name: 'bo', email: 'bo@example.com' })];
    await waiting(1);
    answers.push(still!.post('/v1/leads', lead));
    await waiting(2);
    const changed = other!.post('/v1/reps', { name: 'cy', email: 'cy@example.com' });
    await waiting(3);
    const received = other!.post('/v1/leads', lead);
    await waiting(4);
    still!.stand();
    await owner.query('select pg_advisory_unlock(7)');
    expect([(await received).status, (await changed).status]).toEqual([201, 201]);
    still!.goOn();
    await Promise.allSettled(answers);
    await owner.end();
  });
});

describe('two nodes', () => {
  beforeAll(() => start(2));
  afterAll(end);

  it('return every event of the feed once and in order to a reader while twenty writers commit', async () => {
    const [node] = nodes;
    const rep = await node!.must('POST', '/v1/reps', { name: 'ann', email: 'ann@example.com' });
    const pool = await node!.must('POST', '/v1/pools', { name: 'All', members: [{ repId: rep.id }] });
    await node!.must('PUT', '/v1/routing', {
      rules: [{ name: 'All', when: {}, assign: { poolId: pool.id } }],
      fallback: {},
    });

    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (let sent = 0; sent < 15; sent += 1) {
        const lead = await node!.must('POST', '/v1/leads', { source: `writer ${writer}` });
        await node!.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
      }
    });
    let isWriting = true;
    const written = Promise.all(writers).then(() => {
      isWriting = false;
    });
    const seen: { id: string; type: string; subject: { id: string; seq: number } }[] = [];
    let after = '';
    const read = async () => {
      const page = await node!.must('GET', `/v1/events?limit=100${after && `&after=${after}`}`);
      after = page.nextCursor;
      seen.push(...page.data);
      return page.data.length;
    };
    while (isWriting) await read();
    await written;
    await until(
      'the feed is at its end',
      // A heartbeat event may be added meanwhile.
      async () => (await read()) === 0 && seen.length >= (await count('select count(*) from event')),
    );

    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.filter(({ type }) => type === 'lead.touched')).toHaveLength(300);
    const latest = new Map<string, number>();
    for (const { subject } of seen) {
      expect(subject.seq).toBe((latest.get(subject.id) ?? 0) + 1);
      latest.set(subject.id, subject.seq);
    }
  });

  it('answer all of many parallel requests about one lead', async () => {
    const reps: { id: string }[] = [];
    for (const name of ['bo', 'cy', 'di'])
      reps.push(await nodes[0]!.must('POST', '/v1/reps', { name, email: `${name}@example.com` }));
    const lead = await nodes[0]!.must('POST', '/v1/leads', { source: 'web', owner: { repId: reps[0]!.id } });
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          nodes[index % 2]!.must('POST', `/v1/leads/${lead.id}/reassign`, {
            repId: reps[(index + round) % 3]!.id,
            reason: 'x',
          }),
        ),
      );
    }
  });

  it('go on if nobody reads their output, and stop in order', async () => {
    const [node] = nodes;
    node!.leaveUnheard();
    expect(await node!.ready()).toMatchObject({ status: 'ok' });
    expect(await node!.stop()).toBe(0);
  });
});
