import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Relay } from '../../bench/relay.js';
import { OverloadError } from '../../src/platform/input/refusal.js';
import { isUnavailable } from '../../src/platform/sql/database.js';
import { Lane } from '../../src/platform/sql/lane.js';
import { LANES, type Limits } from '../../src/platform/sql/pool.js';
import { Reads } from '../../src/platform/sql/reads.js';
import { laneTo } from '../support/lanes.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

/** Well above the limit plus two seconds, for slow machines; nothing else ends earlier. */
const GIVEN_UP_WITHIN_MS = 60_000;
const LIMITS: Limits = { connections: 2, statementMs: 1_000, idleMs: 120_000 };

let database: FreshDatabase;
let relay: Relay;
const lanes: Lane[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  relay = await Relay.to(database.url);
});

afterEach(async () => {
  relay.cut();
  for (const lane of lanes.splice(0)) await lane.close();
  await relay.close();
  await database.drop();
});

async function laneOf<L extends Lane>(Kind: Parameters<typeof laneTo<L>>[2], limits = LIMITS): Promise<L> {
  const lane = await laneTo(relay.urlOf(database.url), limits, Kind);
  lanes.push(lane);
  return lane;
}

async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client({
    connectionString: database.url,
    options: '-c default_transaction_read_only=off',
  });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** @returns the error of the work, and its duration */
async function failureOf(work: Promise<unknown>): Promise<{ error: unknown; ms: number }> {
  const startedMs = performance.now();
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return { error, ms: performance.now() - startedMs };
}

const backend = async (lane: Lane) =>
  (await lane.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!.pid;

describe('a connection that has fallen silent', () => {
  it('fails a statement soon after Postgres would have ended it, and is not used again', async () => {
    const lane = await laneOf(Lane);
    relay.freeze();
    const { error, ms } = await failureOf(lane.query('select 1'));
    expect(isUnavailable(error)).toBe(true);
    expect(ms).toBeLessThan(GIVEN_UP_WITHIN_MS);
    expect((await lane.query('select 1')).count).toBe(1);
  });

  it.each([
    ['its beginning', async () => relay.freeze(), async () => undefined],
    ['the middle', async () => undefined, async () => relay.freeze()],
  ])('fails a transaction at %s, even with statements still under way', async (_, before, within) => {
    const lane = await laneOf(Lane);
    await before();
    const { error, ms } = await failureOf(
      lane.transaction(async (tx) => {
        await within();
        tx.send(tx.query('select 1'));
        await tx.query('select 2');
      }),
    );
    expect(isUnavailable(error)).toBe(true);
    expect(ms).toBeLessThan(GIVEN_UP_WITHIN_MS);
    expect(await lane.transaction(async (tx) => (await tx.query('select 1')).count)).toBe(1);
  });

  it('fails a commit, although Postgres may have made it', async () => {
    const lane = await laneOf(Lane);
    const { error, ms } = await failureOf(
      lane.transaction(async (tx) => {
        await tx.query('create table mark (id int)');
        relay.freeze();
      }),
    );
    expect(isUnavailable(error)).toBe(true);
    expect(ms).toBeLessThan(GIVEN_UP_WITHIN_MS);
  });

  it('reports a refusal without waiting long for the rollback', async () => {
    const lane = await laneOf(Lane);
    const refusal = new Error('No');
    const { error, ms } = await failureOf(
      lane.transaction(async (tx) => {
        await tx.query('select 1');
        relay.freeze();
        throw refusal;
      }),
    );
    expect(error).toBe(refusal);
    expect(ms).toBeLessThan(GIVEN_UP_WITHIN_MS);
    expect((await lane.query('select 1')).count).toBe(1);
  });

  it('does not block others that wait for a connection', async () => {
    const lane = await laneOf(Lane, { ...LIMITS, connections: 1 });
    relay.freeze();
    const first = failureOf(lane.query('select 1'));
    const second = lane.query('select 1');
    await first;
    expect((await second).count).toBe(1);
  });

  it('fails a query with its own time limit soon after that limit', async () => {
    const lane = await laneOf(Lane, { ...LIMITS, statementMs: 120_000 });
    relay.freeze();
    const { error, ms } = await failureOf(lane.within(100).query('select 1'));
    expect(isUnavailable(error)).toBe(true);
    expect(ms).toBeLessThan(GIVEN_UP_WITHIN_MS);
    expect((await lane.within(GIVEN_UP_WITHIN_MS).query('select 1')).count).toBe(1);
  });
});

it('a connection that Postgres ends as it opens fails only the statement it was opened for', async () => {
  const lane = await laneTo(database.url, LIMITS);
  lanes.push(lane);
  lane.pool.once('connect', (client) => {
    // Delivers the answer to the first statement and the end of the connection in one piece.
    const { connection, processID } = client as unknown as { connection: { stream: Socket }; processID: number };
    const { stream } = connection;
    const [read] = stream.listeners('data') as [(chunk: Buffer) => void];
    stream.off('data', read);
    const said: Buffer[] = [];
    stream.once('data', () => void asSuperuser(`select pg_terminate_backend(${processID})`));
    stream.on('data', (chunk: Buffer) => said.push(chunk));
    stream.once('end', () => read(Buffer.concat(said)));
  });
  const other = await lane.pool.connect();
  const { error } = await failureOf(lane.query('select 1'));
  other.release();
  expect(isUnavailable(error)).toBe(true);
  expect((await lane.query('select 1')).count).toBe(1);
});

it('a session keeps its forms, isolation and time limits, whatever its database and its address set', async () => {
  const { pathname } = new URL(database.url);
  const others = {
    datestyle: 'German',
    standard_conforming_strings: 'off',
    lock_timeout: '1s',
    statement_timeout: '1s',
  };
  for (const [name, value] of Object.entries({ ...others, default_transaction_isolation: 'repeatable read' }))
    await asSuperuser(`alter database ${pathname.slice(1)} set ${name} = '${value}'`);
  const url = new URL(database.url);
  url.searchParams.set('options', '-c work_mem=5MB');
  const lane = await laneTo(url.href, LANES.migrations);
  lanes.push(lane);
  const shown = async (name: string) => Object.values((await lane.query<object>(`show ${name}`)).rows[0]!)[0];
  expect(await shown('datestyle')).toMatch(/^ISO/);
  expect(await shown('standard_conforming_strings')).toBe('on');
  expect(await shown('default_transaction_isolation')).toBe('read committed');
  expect([await shown('lock_timeout'), await shown('statement_timeout')]).toEqual(['0', '0']);
  expect(await shown('work_mem')).toBe('5MB');
  expect((await lane.query<{ at: number }>(`select '2026-11-05T10:00:00Z'::timestamptz as at`)).rows[0]!.at).toBe(
    Date.parse('2026-11-05T10:00:00Z'),
  );
});

describe('a read-only session', () => {
  const readOnly = (is: boolean) =>
    asSuperuser(`alter database ${new URL(database.url).pathname.slice(1)} set default_transaction_read_only = ${is}`);

  it('is not used until the database takes writes again', async () => {
    const lane = await laneOf(Lane);
    await readOnly(true);
    relay.cut();
    await failureOf(lane.query('select 1'));
    const { error } = await failureOf(lane.query('select 1'));
    expect([isUnavailable(error), (error as { code: string }).code]).toEqual([true, '25006']);
    await readOnly(false);
    expect((await lane.query('create table mark (id int)')).count).toBe(0);
  });

  it('is discarded when a write fails in it', async () => {
    const lane = await laneOf(Lane, { ...LIMITS, connections: 1 });
    const before = await backend(lane);
    const { error } = await failureOf(
      lane.transaction(async (tx) => {
        await tx.query('set transaction read only');
        await tx.query('create table mark (id int)');
      }),
    );
    expect(isUnavailable(error)).toBe(true);
    expect(await backend(lane)).not.toBe(before);
  });
});

it('work that continues after its transaction has failed has no effect', async () => {
  const lane = await laneOf(Lane, { ...LIMITS, connections: 1 });
  const refusal = new Error('No');
  let rest: ReturnType<typeof failureOf> | undefined;
  const refused = lane.transaction(async (tx) => {
    rest = failureOf(tx.query('select pg_sleep(0.1)').then(() => tx.query('create table mark (id int)')));
    throw refusal;
  });
  expect((await failureOf(refused)).error).toBe(refusal);
  expect((await rest!).error).toEqual(new Error('The transaction has ended'));
  expect((await lane.query(`select 1 where to_regclass('mark') is null`)).count).toBe(1);
});

it('work may have a time limit of its own, longer than the usual one', async () => {
  const lane = await laneOf(Lane, { ...LIMITS, statementMs: 300 });
  const sleep = (statementMs?: number) =>
    lane.transaction(async (tx) => (await tx.query('select pg_sleep(0.5)')).count, statementMs);
  expect((await failureOf(sleep())).error).toMatchObject({ code: '57014' });
  expect(await sleep(60_000)).toBe(1);
  expect((await failureOf(sleep())).error).toMatchObject({ code: '57014' });
});

describe('a query of the lane for reads', () => {
  it('fails with an overload error when it takes too long', async () => {
    const reads = await laneOf(Reads);
    const { error } = await failureOf(reads.query('select pg_sleep(5)'));
    expect(error).toBeInstanceOf(OverloadError);
  });

  it('fails with an overload error at once when too many wait', async () => {
    const reads = await laneOf(Reads, { ...LIMITS, connections: 1, statementMs: 60_000 });
    let isFirstDone = false;
    const first = reads.query('select pg_sleep(0.5)').then(() => {
      isFirstDone = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    const waiting = Array.from({ length: 100 }, () => reads.query('select 1'));
    const { error } = await failureOf(reads.query('select 1'));
    expect(error).toBeInstanceOf(OverloadError);
    expect(isFirstDone).toBe(false);
    await Promise.all([first, ...waiting]);
  });
});
