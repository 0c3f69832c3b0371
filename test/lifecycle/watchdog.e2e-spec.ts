import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ClockStore } from '../../src/clocks/clock.store.js';
import { DueClockStore } from '../../src/clocks/due-clocks.store.js';
import { ConfigurationService } from '../../src/configuration/configuration.service.js';
import { Watchdog } from '../../src/engine/watchdog.sweep.js';
import { LedgerStore } from '../../src/events/ledger.store.js';
import { SweepSignal } from '../../src/lifecycle/sweep-signal.service.js';
import { Periodic } from '../../src/platform/running/periodic.sweep.js';
import { TimeSource } from '../../src/platform/running/time-source.js';
import { Database } from '../../src/platform/sql/database.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { eventsOf } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { until } from '../support/postgres-owner.js';

const SYSTEM_ID = '00000000-0000-7000-8000-000000000003';
const ORDER_ID = '00000000-0000-7000-8000-000000000005';
const FIVE_MINUTES = 5 * 60_000;

let app: TestApplication;
let slow: pg.Client;
beforeEach(async () => {
  app = await TestApplication.start();
  slow = new pg.Client({ connectionString: app.database.url });
  await slow.connect();
});
afterEach(async () => {
  await slow.end();
  await app.stop();
});

/** A watchdog of a node of its own, which knows no heartbeat yet. */
function aWatchdog(): Watchdog {
  const get = app.application.app.get.bind(app.application.app);
  return new Watchdog(
    get(Database),
    get(TimeSource),
    get(ClockStore),
    get(DueClockStore),
    get(SweepSignal),
    get(LedgerStore),
    get(ConfigurationService),
    get(Periodic),
  );
}

const heartbeats = async () =>
  (await eventsOf(app, SYSTEM_ID, 'system.heartbeat')).map(({ subject, occurredAt }) => [subject.seq, occurredAt]);

/** The number of sessions that wait to write to a table. */
async function waiting(table: string): Promise<number> {
  const { rows } = await slow.query(
    `select count(*)::int as count from pg_locks
      where relation = $1::regclass and database = (select oid from pg_database where datname = current_database())
        and not granted`,
    [table],
  );
  return rows[0].count;
}

/** Blocks writes to a table during the work. */
async function whileSlow(table: string, work: () => Promise<void>): Promise<void> {
  await slow.query('begin');
  await slow.query(`lock table ${table} in share row exclusive mode`);
  await work();
  await slow.query('commit');
}

describe('the heartbeat', () => {
  it('is written every five minutes, and numbered without gaps', async () => {
    const watchdog = aWatchdog();
    await watchdog.look();
    app.time.moveTo(Date.parse(MONDAY) + FIVE_MINUTES - 1);
    await watchdog.look();
    app.time.moveTo(Date.parse(MONDAY) + FIVE_MINUTES);
    await watchdog.look();
    expect(await heartbeats()).toEqual([
      [1, MONDAY],
      [2, '2026-03-02T15:05:00.000Z'],
    ]);
  });

  it('is written once by two nodes that check at the same moment', async () => {
    const looks: Promise<unknown>[] = [];
    await whileSlow('event', async () => {
      looks.push(aWatchdog().look());
      await until('the first look waits to write', async () => (await waiting('event')) === 1);
      app.time.moveTo(app.time.now() + 1);
      const ends: string[] = [];
      looks.push(
        aWatchdog()
          .look()
          .then(() => ends.push('second')),
      );
      await until('the second is done or waits', async () => ends.length > 0 || (await waiting('event')) === 2);
    });
    await Promise.all(looks);
    expect(await heartbeats()).toEqual([[1, MONDAY]]);
    app.time.moveTo(app.time.now() + FIVE_MINUTES);
    await aWatchdog().look();
    expect((await heartbeats()).map(([seq]) => seq)).toEqual([1, 2]);
  });

  it('and the order of policies are two subjects, each with its own numbering', async () => {
    const [first, second] = [await aPolicy(app), await aPolicy(app, {}, { mode: 'notify' })];
    await app.must('PUT', '/v1/sla-policies/order', [second.id, first.id]);
    await aWatchdog().look();
    await app.must('PUT', '/v1/sla-policies/order', [first.id, second.id]);
    expect(await heartbeats()).toEqual([[1, MONDAY]]);
    expect((await eventsOf(app, ORDER_ID, 'config.changed')).map(({ subject }) => subject)).toEqual([
      { type: 'policyOrder', id: ORDER_ID, seq: 1 },
      { type: 'policyOrder', id: ORDER_ID, seq: 2 },
    ]);
  });
});

describe('a check of the watchdog', () => {
  it('is repeated after one that failed', async () => {
    const watchdog = aWatchdog();
    await app.asOwner('alter table event rename to elsewhere');
    await expect(watchdog.look()).rejects.toThrow();
    await app.asOwner('alter table elsewhere rename to event');
    await watchdog.look();
    expect(await heartbeats()).toEqual([[1, MONDAY]]);
  });
});
