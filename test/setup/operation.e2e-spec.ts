import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import pg from 'pg';
import { Environment } from '../../src/platform/running/environment.js';
import { JsonLog } from '../../src/platform/running/log.js';
import { Periodic } from '../../src/platform/running/periodic.sweep.js';
import { Database } from '../../src/platform/sql/database.js';
import { LoopDelay } from '../../src/setup/loop-delay.sweep.js';
import { TestApplication } from '../support/application.js';
import { until } from '../support/postgres-owner.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

const LAG_MEASURED_MS = 500;

describe('the metrics', () => {
  const read = async () => {
    const answer = await app.get('/metrics');
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    return (name: string) =>
      Number(
        (answer.body as string)
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.slice(name.length + 1),
      );
  };

  it('describe the process', async () => {
    // The lag is that of the real event loop, sampled ten times a second.
    let metric = await read();
    // Each answer resets the lag, and the first sample after that measures nothing yet.
    await until('the lag was measured', async () => {
      await wait(LAG_MEASURED_MS);
      metric = await read();
      return metric('nodejs_eventloop_lag_max_seconds') > 0;
    });
    expect(metric('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(metric('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
    expect(metric('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });

  it('show what is due and not done, what waits, and for how long', async () => {
    await app.must('POST', '/v1/sla-policies', {
      name: 'All',
      time: 'elapsed',
      firstTouch: { within: 'PT5M', leadWithin: 'PT10M' },
    });
    for (const _ of [1, 2]) await app.must('POST', '/v1/leads', { source: 'web', contact: {} });
    await app.settle();
    // Time passes without a sweep.
    app.time.moveTo(app.time.now() + 15 * 60_000);
    const earlier = await read();
    expect(earlier('touchline_clocks_due')).toBe(2);
    expect(earlier('touchline_clocks_due_oldest_seconds')).toBe(300);
    expect(earlier('touchline_queue_leads{waiting="queue",test="false"}')).toBe(2);
    expect(earlier('touchline_queue_oldest_seconds{waiting="queue",test="false"}')).toBe(900);
    for (const labels of ['{waiting="queue",test="true"}', '{waiting="move",test="false"}'])
      expect([earlier(`touchline_queue_leads${labels}`), earlier(`touchline_queue_oldest_seconds${labels}`)]).toEqual([
        0, 0,
      ]);
    expect(earlier('touchline_events_total{type="lead.received"}')).toBe(2);
    expect(earlier('touchline_events_total{type="sla.breached"}')).toBe(0);
    await app.settle();
    const later = await read();
    expect(later('touchline_clocks_due')).toBe(0);
    expect(later('touchline_clocks_due_oldest_seconds')).toBe(0);
    expect(later('touchline_events_total{type="sla.breached"}')).toBe(2);
  });

  it('show how long periodic work of the node took, and how often it failed', async () => {
    const periodic = app.application.app.get(Periodic);
    await periodic.measured('words', () => undefined);
    const broken = periodic.measured('words', () => Promise.reject(new Error('No database')));
    await expect(broken).rejects.toThrow('No database');
    const metric = await read();
    expect(metric('touchline_sweep_duration_seconds_count{sweep="words"}')).toBe(2);
    expect(metric('touchline_sweep_failures_total{sweep="words"}')).toBe(1);
  });

  it('show how long requests took, by the template of their route and the status', async () => {
    const name = (labels: string) => `touchline_http_request_duration_seconds_count{${labels}}`;
    const lead = 'method="GET",route="/v1/leads/:id",status="404"';
    const nowhere = 'method="none",route="none",status="404"';
    const earlier = await read();
    for (const id of ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'])
      await app.get(`/v1/leads/${id}`);
    await app.get('/ann@example.com');
    const metric = await read();
    expect(metric(name(lead))).toBe((earlier(name(lead)) || 0) + 2);
    expect(metric(name(nowhere))).toBe((earlier(name(nowhere)) || 0) + 1);
    expect(metric(name('method="GET",route="/metrics",status="200"'))).toBeGreaterThan(0);
    const { body } = await app.get('/metrics');
    expect(body).not.toContain('ann@example.com');
    // Not '000000000001' alone, because a sum of seconds may end with it.
    expect(body).not.toContain('7000-8000-000000000001');
  });

  it('show how late clocks were enforced', async () => {
    const name = 'touchline_enforcement_lateness_seconds';
    await app.must('POST', '/v1/leads', { source: 'web', contact: {} });
    await app.settle();
    const earlier = await read();
    // The promise to the lead is missed after ten minutes: seven seconds late.
    app.time.moveTo(app.time.now() + 10 * 60_000 + 7_000);
    await app.settle();
    const later = await read();
    const grown = (part: string) => later(`${name}_${part}`) - earlier(`${name}_${part}`);
    expect(grown('count')).toBe(1);
    expect(grown('sum')).toBeCloseTo(7, 6);
    expect(grown('bucket{le="5"}')).toBe(0);
    expect(grown('bucket{le="10"}')).toBe(1);
  });

  it('show connections to the database, and how many requests wait for one', async () => {
    const { database } = app;
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query('lock table lead in access exclusive mode');
      const { reads } = app.application.app.get(Database);
      const asked = Array.from({ length: 6 }, () => reads.query('select count(*) from lead'));
      await until('two wait', async () => reads.connections.waiting === 2);
      expect(reads.connections).toEqual({ open: 4, idle: 0, waiting: 2 });
      await holder.query('rollback');
      await Promise.all(asked);
    } finally {
      await holder.end();
    }
    const metric = await read();
    expect(metric('touchline_database_connections{lane="reads",state="open"}')).toBe(4);
    for (const lane of ['requests', 'engine', 'reads']) {
      const open = metric(`touchline_database_connections{lane="${lane}",state="open"}`);
      expect(open).toBeGreaterThan(0);
      expect(metric(`touchline_database_connections{lane="${lane}",state="idle"}`)).toBeLessThanOrEqual(open);
      expect(metric(`touchline_database_waiting{lane="${lane}"}`)).toBe(0);
    }
  });

  it('count the lines of the log, by level', async () => {
    const line = (level: string) => `touchline_log_lines_total{level="${level}"}`;
    const earlier = await read();
    const log = app.application.app.get(JsonLog);
    const unheard = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    log.fatal('The end', 'test');
    unheard.mockRestore();
    // Below the log level of this node, so that nothing is written.
    log.verbose('Nothing', 'test');
    const later = await read();
    expect(later(line('fatal'))).toBe(earlier(line('fatal')) + 1);
    expect(later(line('trace'))).toBe(0);
    expect(later(line('warn'))).toBeGreaterThanOrEqual(0);
  });

  it('show which version runs, on which Node', async () => {
    const version = JSON.parse(readFileSync('package.json', 'utf8')).version;
    const metric = await read();
    expect(metric(`touchline_build_info{version="${version}",node="${process.versions.node}"}`)).toBe(1);
  });

  it('count no event of a request that was refused', async () => {
    const counted = (await read())('touchline_events_total{type="lead.updated"}');
    const { id } = await app.must('POST', '/v1/leads', { source: 'web', externalId: 'a', contact: {} });
    await app.must('POST', '/v1/leads', { source: 'web', externalId: 'b', contact: {} });
    await app.ask('PATCH', `/v1/leads/${id}`, { externalId: 'b' });
    expect((await read())('touchline_events_total{type="lead.updated"}')).toBe(counted);
  });

  it('show for how long a transaction has held back the feed', async () => {
    const slow = new pg.Client({ connectionString: app.database.url });
    await slow.connect();
    try {
      await slow.query('begin');
      await slow.query('select pg_current_xact_id()');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await read())('touchline_feed_lag_seconds')).toBeGreaterThanOrEqual(0.3);
    } finally {
      await slow.end();
    }
  });

  it('require a key that may read', async () => {
    expect((await app.get('/metrics', { key: await app.keyFor(['read']) })).status).toBe(200);
    expect((await app.get('/metrics', { key: await app.keyFor(['integration']) })).status).toBe(403);
    expect((await app.get('/metrics', { key: null })).status).toBe(401);
  });
});

it('the type of a problem leads to a page that explains it, without a key', async () => {
  const { body } = await app.get('/v1/nowhere');
  expect(body.type).toBe('/problems#not-found');
  const page = await app.get(body.type.split('#')[0], { key: null });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.body).toContain('<h2 id="not-found">');
});

describe('an address that does not exist', () => {
  it.each([
    ['GET', '/nowhere'],
    ['GET', '/v1'],
    ['GET', '/v1/nowhere'],
    ['POST', '/v1/nowhere'],
    ['PUT', '/v1/lead'],
    ['DELETE', '/v1/settings/x'],
    ['GET', '/v1/leads/x/y/z'],
    ['GET', `/v1/${'x'.repeat(2_000)}`],
    ['GET', '/v1/leads/%00'],
    ['GET', '/v1/leads/%ff'],
    ['GET', '/../../etc/passwd'],
    ['GET', '/v1/reports/weather'],
    ['POST', '/v1/leads/00000000-0000-7000-8000-000000000001/claim'],
    ['POST', '/v1/leads/00000000-0000-7000-8000-000000000001/ponder'],
    ['POST', '/v1/leads/00000000-0000-7000-8000-000000000001/snooze'],
    ['POST', '/v1/leads/00000000-0000-7000-8000-000000000001/resume'],
    ['GET', '/v1/reps/00000000-0000-7000-8000-000000000001/stream'],
    ['POST', '/v1/inbound/key/open'],
  ])('is answered with a problem: %s %s', async (method, path) => {
    const answer = await app.ask(method, path, method === 'GET' ? undefined : {});
    expect([path, answer.status]).toEqual([path, path.includes('%ff') ? 400 : 404]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ type: expect.stringMatching(/^\/problems#/), title: expect.any(String) });
  });

  it('does not exist for unsupported methods either', async () => {
    for (const method of ['OPTIONS', 'PROPFIND', 'PURGE']) {
      expect([method, (await app.ask(method, '/v1/nowhere')).status]).toEqual([method, 404]);
      expect([method, (await app.ask(method, '/v1/leads')).status]).toEqual([method, 405]);
    }
  });
});

it('HEAD equals GET without its body, including the check of the key', async () => {
  const get = await app.get('/v1/settings');
  const head = await app.ask('HEAD', '/v1/settings');
  expect(head.status).toBe(200);
  expect(head.body).toBe('');
  expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
  expect((await app.ask('HEAD', '/v1/settings', undefined, { key: null })).status).toBe(401);
  expect((await app.ask('HEAD', '/v1/leads', undefined, { key: await app.keyFor(['feedback']) })).status).toBe(403);
  expect((await app.ask('HEAD', '/v1/nowhere')).status).toBe(404);
});

describe('a node whose event loop is held', () => {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  const hold = async (ms: number) => {
    // Leaves the processor to other tests meanwhile.
    Atomics.wait(nobody, 0, 0, ms);
    // A turn of the loop, in which the pause is measured. A timer could be over at once, and two pauses would be one.
    for (const _ of [1, 2]) await new Promise((resolve) => setImmediate(resolve));
  };

  it('by its own start is ready all the same', async () => {
    // Its windows begin only when this test begins them.
    const delay = new LoopDelay(new Periodic(new SchedulerRegistry(), app.application.app.get(Environment)));
    for (const _ of [1, 2, 3]) await hold(1_200);
    expect(delay.isHeld).toBe(false);
    delay.beginWindow();
    await hold(1_200);
    expect(delay.isHeld).toBe(false);
    for (const _ of [1, 2]) await hold(1_200);
    expect(delay.isHeld).toBe(true);
    delay.onApplicationShutdown();
  });

  it('is not ready meanwhile, and ready again once the loop has recovered', async () => {
    const delay = app.application.app.get(LoopDelay);
    // From here on, windows begin only when this test begins them.
    const timers = app.application.app.get(SchedulerRegistry);
    for (const name of timers.getIntervals()) timers.deleteInterval(name);
    const ready = () => app.get('/health/ready');
    delay.beginWindow();
    delay.beginWindow();
    expect((await ready()).body).toMatchObject({ status: 'ok', eventLoop: 'ok' });
    delay.beginWindow();
    for (const _ of [1, 2, 3]) await hold(1_200);
    const { status, body } = await ready();
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: 'unavailable', database: 'ok', engine: 'ok', eventLoop: 'held' });
    delay.beginWindow();
    expect((await ready()).status).toBe(503);
    delay.beginWindow();
    expect((await ready()).status).toBe(200);
  });
});
