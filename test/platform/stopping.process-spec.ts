import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { MIGRATION_LOCK } from '../../src/platform/sql/migrate.js';
import { ADMIN_KEY } from '../support/client.js';
import { undoLastMigration } from '../support/lanes.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { until } from '../support/postgres-owner.js';

let database: FreshDatabase;
let node: RunningNode;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  await node.kill();
  await database.drop();
});

const head = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, 'host: touchline', `authorization: Bearer ${ADMIN_KEY}`, ...headers, '', ''].join('\r\n');

/** Opens a connection and sends a text; the answer is read only on request. */
async function sent(text: string): Promise<Socket> {
  const { hostname, port } = new URL(node.url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(text, resolve));
  return socket;
}

/** Reports whether the program accepts new connections. */
async function isListening(): Promise<boolean> {
  const { hostname, port } = new URL(node.url);
  const socket = connect(Number(port), hostname);
  const isOpen = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isOpen;
}

/** Sends a text on a connection and returns the answer once it looks complete. */
async function asked(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  let answer = '';
  for await (const piece of socket) {
    answer += piece;
    if (/\r\n\r\n.*\}$/s.test(answer)) break;
  }
  return answer;
}

describe('a program that is told to stop', () => {
  beforeEach(async () => {
    node = await RunningNode.start(database.url);
  });

  it('answers late requests on kept-alive connections with a problem and Retry-After', async () => {
    const lasting = await sent(`${head('POST /v1/leads', 'content-type: application/json', 'content-length: 21')}{`);
    const late = await sent('POST /v1/leads HTTP/1.1\r\n');
    // These answers prove that the program has read the texts above: it closes a connection without input at once.
    for (const _ of [1, 2, 3]) await node.must('GET', '/v1/me');
    const stopped = node.stop();
    // The request under way keeps the program from ending.
    while (await isListening());
    const body = '{"source":"web"}';
    const answer = await asked(
      late,
      `${head('', 'content-type: application/json', `content-length: ${body.length}`).replace(/^.*\r\n/, '')}${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 503 /);
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(answer).toMatch(/retry-after: 1/i);
    expect(answer).toMatch(/"type":"\/problems#overload"/);
    // The request that had begun before the stop is still answered.
    expect(await asked(lasting, '"source": "web"    }')).toMatch(/^HTTP\/1.1 201 /);
    expect(await stopped).toBe(0);
  });

  it('waits neither for an unfinished body nor for a client that does not read', async () => {
    const message = 'x'.repeat(4_000);
    const leads = Array.from({ length: 1_000 }, () => ({ source: 'web', message, attributes: { a: message } }));
    await node.must('POST', '/v1/leads/batch', { leads });
    const unfinished = await sent(
      `${head('POST /v1/leads', 'content-type: application/json', 'content-length: 100')}{`,
    );
    const unread = await sent(head('GET /v1/leads?limit=1000'));
    await once(unread, 'readable');
    expect(await node.stop()).toBe(0);
    unfinished.destroy();
    unread.destroy();
  });
});

describe('a program with DRAIN that is told to stop', () => {
  const start = async (drain: string, begun?: (child: ChildProcess) => void) => {
    node = await RunningNode.start(database.url, { DRAIN: drain }, undefined, begun);
  };
  const isReady = async () => (await node.get('/health/ready')).status === 200;
  const untilUnready = () => until('it is not ready', async () => !(await isReady()));

  it('reports that it is stopping, and answers everything else as usual', async () => {
    await start('PT1H');
    await node.ready();
    node.signal('SIGTERM');
    await untilUnready();
    const { status, body } = await node.get('/health/ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: 'stopping', database: 'ok', engine: 'ok' });
    expect((await node.get('/health/live')).status).toBe(200);
    // npm and service managers repeat the signal; it still means the same stop.
    node.signal('SIGTERM');
    expect(await node.must('POST', '/v1/leads', { source: 'web' })).toMatchObject({ source: 'web' });
    expect(await isReady()).toBe(false);
    expect(await node.stop('SIGINT')).toBe(0);
  });

  it('stops when the DRAIN time is over', async () => {
    await start('PT1S');
    const toldMs = performance.now();
    expect(await node.stop()).toBe(0);
    expect(performance.now() - toldMs).toBeGreaterThanOrEqual(1_000);
    expect(await isListening()).toBe(false);
  });

  it('does not wait at all if it is told before it listens', async () => {
    const session = new pg.Client({ connectionString: database.url });
    await session.connect();
    try {
      // Makes the start wait, as if another node were migrating.
      await undoLastMigration(database.url);
      await session.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      const ended = start('PT1H', (child) => {
        started = child;
      }).then(() => once(started!, 'exit'));
      let started: ChildProcess | undefined;
      const waits = `select from pg_locks where locktype = 'advisory' and not granted
                       and database = (select oid from pg_database where datname = current_database())`;
      await until('the start waits', async () => (await session.query(waits)).rowCount! > 0);
      started!.kill('SIGTERM');
      await session.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      expect((await ended)[0]).toBe(0);
    } finally {
      await session.end();
    }
  });

  it('waits no longer once a person presses Ctrl-C', async () => {
    await start('PT1H');
    node.signal('SIGTERM');
    await untilUnready();
    expect(await node.stop('SIGINT')).toBe(0);
  });

  it('neither waits nor announces a wait if Ctrl-C comes first', async () => {
    let said = '';
    let isAllSaid: Promise<unknown> | undefined;
    await start('PT1H', ({ stdout }) => {
      stdout!.on('data', (piece) => {
        said += piece;
      });
      isAllSaid = once(stdout!, 'close');
    });
    expect(await node.stop('SIGINT')).toBe(0);
    await isAllSaid;
    expect(said).toContain('Stopping.');
    expect(said).not.toContain('Stopping in');
  });
});
