import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { until } from '../support/postgres-owner.js';

let app: TestApplication;
let quiet: string;
let owner: pg.Client;
beforeAll(async () => {
  app = await TestApplication.start();
  quiet = await app.keyFor(['read']);
  owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await app.stop();
});

/** Blocks all reads of a table. @returns a function that releases them */
async function blocked(table = 'lead'): Promise<() => Promise<unknown>> {
  await owner.query('begin');
  await owner.query(`lock table ${table} in access exclusive mode`);
  return () => owner.query('rollback');
}

const ask = async (path: string, key: string, signal?: AbortSignal) => {
  const response = await fetch(app.url + path, {
    headers: { authorization: `Bearer ${key}` },
    ...(signal && { signal }),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.text() };
};

describe('a key with more requests than can be served', () => {
  it('gets its places back when it hangs up', async () => {
    const release = await blocked();
    const hangUp = new AbortController();
    const greedy = Array.from({ length: 100 }, () => ask('/v1/leads', ADMIN_KEY, hangUp.signal).catch(() => undefined));
    await app.somebodyWaits();
    hangUp.abort();
    await Promise.all(greedy);
    await release();
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask('/v1/leads', quiet)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  it.each([
    ['/v1/dispositions', 'text/csv', 'disposition'],
    ['/v1/events/stream', 'text/event-stream', 'feed_epoch'],
  ])('gets its places back when it hangs up before a stream has begun: %s', async (path, accept, table) => {
    const release = await blocked(table);
    const gone: Promise<unknown>[] = [];
    const server = app.application.app.getHttpServer();
    const note = (socket: Socket) => gone.push(once(socket, 'close'));
    server.on('connection', note);
    const head = `GET ${path} HTTP/1.1\r\nhost: localhost\r\naccept: ${accept}\r\nauthorization: Bearer ${ADMIN_KEY}\r\n\r\n`;
    const greedy = Array.from({ length: 100 }, () => connect(Number(new URL(app.url).port), '127.0.0.1'));
    for (const socket of greedy) socket.write(head);
    await app.somebodyWaits();
    await until('all have connected', () => gone.length >= greedy.length);
    for (const socket of greedy) socket.destroy();
    await Promise.all(gone);
    server.off('connection', note);
    await release();
    for (let count = 0; count < 20; count += 1) {
      const headers = { accept, authorization: `Bearer ${quiet}` };
      const { status, body } = await fetch(app.url + path, { headers });
      await body!.cancel();
      expect(status).toBe(200);
    }
  });

  it.each(['GET', 'HEAD'])('does not take places of writes with its reads: %s', async (method) => {
    const release = await blocked();
    const authorization = `Bearer ${ADMIN_KEY}`;
    const reads = Array.from({ length: 20 }, () =>
      fetch(`${app.url}/v1/leads`, { method, headers: { authorization } }),
    );
    await app.somebodyWaits();
    const made = await app.post('/v1/api-keys', { name: 'Made meanwhile', scopes: ['read'] });
    await release();
    expect(made.status).toBe(201);
    for (const read of await Promise.all(reads)) expect(read.status).toBe(200);
  });

  it('leaves a connection to another key, however long its own reading takes', async () => {
    const release = await blocked('event');
    const greedy = Array.from({ length: 20 }, () => ask('/v1/events', ADMIN_KEY));
    await app.somebodyWaits(3);
    expect((await ask('/v1/leads', quiet)).status).toBe(200);
    await release();
    for (const answer of await Promise.all(greedy)) expect(answer.status).toBe(200);
  });

  it('delays another key only by what is under way, and is refused when too many wait', async () => {
    const release = await blocked();
    const order: string[] = [];
    const told: string[] = [];
    const greedy = Array.from({ length: 200 }, async () => {
      const answer = await ask('/v1/leads', ADMIN_KEY);
      if (answer.status === 503) told.push(answer.body);
      else order.push('greedy');
      return answer;
    });
    // 3 under way and 100 waiting fill the limit: the next request is refused at once.
    await until('somebody is told', () => told.length > 0);
    const others = [1, 2].map(async () => {
      const answer = await ask('/v1/leads?limit=1', quiet);
      order.push('quiet');
      return answer;
    });
    // The health check is answered under any load.
    expect((await ask('/health/live', ADMIN_KEY)).status).toBe(200);
    await release();
    for (const answer of await Promise.all(others)) expect(answer.status).toBe(200);
    const answers = await Promise.all(greedy);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(100);
    expect(answers.find(({ status }) => status === 503)?.retryAfter).toBe('1');
    expect(JSON.parse(told[0]!)).toMatchObject({
      type: '/problems#overload',
      detail: expect.stringContaining('this key'),
    });
    // After the requests under way, both keys take turns; the rest is leeway for answers that overtake.
    expect(order.lastIndexOf('quiet')).toBeLessThan(50);
  });
});
