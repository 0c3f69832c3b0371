import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { queueStrangers } from '../../src/auth/strangers.guard.js';
import { Signatures } from '../../src/console/signing/signatures.service.js';
import { StrangersLine } from '../../src/platform/strangers/strangers-line.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY, Client } from '../support/client.js';

let app: TestApplication;
/** A client that does not compare answers with the API document, which does not contain these. */
let stranger: Client;
beforeAll(async () => {
  app = await TestApplication.start();
  stranger = new Client(app.url);
});
afterAll(() => app.stop());

const request = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nhost: x\r\n${headers}\r\n`;

/** Sends everything in one go. @returns the statuses of the answers, once the connection has ended */
async function pipelined(text: string): Promise<number[]> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  const answer = read(socket);
  socket.write(text);
  await once(socket, 'close');
  return [...answer().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
}

function read(socket: Socket): () => string {
  let text = '';
  socket.setEncoding('utf8').on('data', (piece) => {
    text += piece;
  });
  socket.on('error', () => undefined);
  return () => text;
}

describe('a connection that asks again and again without waiting', () => {
  it.each([
    ['for nothing', request('/nothing'), 404],
    ['with an invented cookie', request('/v1/leads', 'cookie: touchline=invented\r\n'), 401],
    ['for a forged link', request('/act/a.b.c'), 404],
    ['for an address that cannot be read', request('/%zz'), 400],
    ['with a method that is not taken', request('/health/live').replace('GET', 'PUT'), 405],
  ])('gets eight answers, and is closed: %s', async (_, text, status) => {
    expect(await pipelined(text.repeat(5_000))).toEqual([...Array.from({ length: 8 }, () => status), 503]);
  });

  it('is closed with a known key too', async () => {
    await app.get('/v1/leads');
    const statuses = await pipelined(request('/v1/me', `authorization: Bearer ${ADMIN_KEY}\r\n`).repeat(100));
    expect(statuses).toHaveLength(9);
    expect(statuses.at(-1)).toBe(503);
  });

  it('is answered as long as no more than eight wait', async () => {
    const last = request('/nothing', 'connection: close\r\n');
    expect(await pipelined(request('/nothing').repeat(7) + last)).toEqual(Array.from({ length: 8 }, () => 404));
  });
});

describe('while strangers wait', () => {
  let owner: pg.Client;
  beforeAll(async () => {
    owner = new pg.Client({ connectionString: app.database.url });
    await owner.connect();
  });
  afterAll(() => owner.end());

  it('a key that was identified lately passes, and two of them are looked up at once', async () => {
    await app.get('/v1/reps');
    await owner.query('begin');
    await owner.query('lock table session in access exclusive mode');
    const signatures = app.application.app.get(Signatures);
    const ended = Array.from({ length: 20 }, (_, index) =>
      stranger.get('/v1/leads', {
        key: null,
        headers: { cookie: `touchline=${signatures.sign(`ended-${index}`, 'session')}` },
      }),
    );
    await app.somebodyWaits(2);
    const nothing = stranger.get('/nothing', { key: null });
    expect((await app.get('/v1/reps')).status).toBe(200);
    const waiting = await app.database.ask(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(waiting).toHaveLength(2);
    await owner.query('rollback');
    expect((await nothing).status).toBe(404);
    expect((await Promise.all(ended)).map(({ status }) => status)).toEqual(ended.map(() => 401));
  });

  it('more than have room are told to try again', async () => {
    await owner.query('begin');
    await owner.query('lock table api_key in access exclusive mode');
    const wrong = Array.from({ length: 2_100 }, (_, index) => stranger.get('/v1/leads', { key: `wrong-${index}` }));
    const refused = await Promise.race(wrong);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(refused.body.type).toBe('/problems#overload');
    await owner.query('rollback');
    const statuses = (await Promise.all(wrong)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 503).length).toBeLessThanOrEqual(100);
    expect(statuses.filter((status) => status === 401 || status === 429).length).toBeGreaterThanOrEqual(2_000);
  });
});

it('an invented cookie is refused without a query', async () => {
  const owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  await owner.query('begin');
  await owner.query('lock table session in access exclusive mode');
  for (const cookie of ['touchline=invented', `touchline=${'a'.repeat(43)}.${'b'.repeat(22)}`, 'touchline=.'])
    expect((await stranger.get('/v1/leads', { key: null, headers: { cookie } })).status).toBe(401);
  await owner.query('rollback');
  await owner.end();
});

describe('a stranger', () => {
  it('learns of a node only whether it is ready', async () => {
    const { body } = await stranger.get('/health/ready', { key: null });
    expect(Object.keys(body)).toEqual(['status']);
    expect(Object.keys((await stranger.get('/health/ready', { key: 'wrong' })).body)).toEqual(['status']);
    const intake = await app.keyFor(['intake']);
    expect(Object.keys((await stranger.get('/health/ready', { key: intake })).body)).toEqual(['status']);
    const reads = await app.keyFor(['read']);
    expect((await stranger.get('/health/ready', { key: reads })).body).toMatchObject({ database: 'ok', engine: 'ok' });
  });

  it('adds no series to the metrics, whatever it asks for', async () => {
    const series = async () => {
      const { body } = await app.get('/metrics');
      return body.match(/^touchline_http_request_duration_seconds_count{.*}/gm);
    };
    const ask = (method: string, path: string) => stranger.ask(method, path, undefined, { key: null });
    for (const path of ['/nothing', '/v1/leads', '/v1/deals']) await ask('GET', path);
    // The first answer to this is a series too.
    await series();
    const before = await series();
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH'])
      for (const path of ['/v1/reps', '/v1/teams', '/v1/pools', '/elsewhere']) await ask(method, path);
    const added = (await series()).filter((each: string) => !before.includes(each));
    expect(added.filter((each: string) => !each.includes('route="none"'))).toEqual([]);
    expect(added.length).toBeLessThanOrEqual(2);
  });

  it('is told to use https for this host alone', async () => {
    for (const path of ['/v1/leads', '/problems', '/docs'])
      expect((await stranger.get(path, { key: null })).headers.get('strict-transport-security')).toBe(
        'max-age=31536000',
      );
  });
});

describe('a sender without a key', () => {
  let fastify: FastifyInstance;
  beforeAll(async () => {
    const adapter = new FastifyAdapter();
    fastify = adapter.getInstance() as unknown as FastifyInstance;
    const auth = { lately: () => null, nameOf: () => null };
    queueStrangers({ get: () => auth, getHttpAdapter: () => adapter } as never, new StrangersLine(), 50);
    fastify.get('/large', { config: {} as never }, () => 'x'.repeat(32 * 1024 * 1024));
    await fastify.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => fastify.close());

  it('is cut off if it takes nothing of an answer', async () => {
    const { port } = fastify.server.address() as { port: number };
    const accepted = once(fastify.server, 'connection');
    const socket = connect(port, '127.0.0.1', () => socket.pause().write(request('/large')));
    socket.on('error', () => undefined);
    const [theirs] = (await accepted) as [Socket];
    await once(theirs, 'close');
    socket.destroy();
  });
});
