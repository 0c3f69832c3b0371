import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ADMIN_KEY } from '../support/client.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

const MIB = 1024 * 1024;

/** Returns a body of 16 MiB, filled with repetitions of one part. */
function full(start: string, each: string, end: string): Buffer {
  const count = Math.floor((16 * MIB - start.length - end.length) / each.length);
  return Buffer.from(`${start}${each.repeat(count).slice(0, -1)}${end}`);
}

let database: FreshDatabase;
let node: RunningNode;

beforeAll(async () => {
  database = await freshDatabase();
  node = await RunningNode.start(database.url, { NODE_OPTIONS: '--max-old-space-size=768' });
});
afterAll(async () => {
  await node.kill();
  await database.drop();
});

const send = (raw: Buffer) => node.post('/v1/leads/batch', undefined, { raw });

const ENTRIES = ['/leads', 'Expected at most 1000 entries.'] as const;
const VALUES = ['/leads', 'Expected at most 250,000 values in all.'] as const;
const FIELDS = ['/leads/0', 'Expected at most 10,000 fields in all.'] as const;

it.each<[string, Buffer, readonly [string, string]]>([
  ['of empty leads', full('{"leads":[', '{},', ']}'), ENTRIES],
  ['of empty lists in a lead', full('{"leads":[[', '[],', ']]}'), VALUES],
  ['nested without an end', full('{"leads":', '[', ''), VALUES],
  ['of fields', full('{"leads":[{"attributes":{', '"a":1,', '}}]}'), FIELDS],
])('24 simultaneous bodies of sixteen megabytes %s do not end the process', async (_, body, [pointer, message]) => {
  const answers = await Promise.all(Array.from({ length: 24 }, () => send(body)));
  const refused = answers.filter(({ status }) => status !== 503);
  expect(refused.length).toBeGreaterThan(0);
  for (const { status, body } of refused) {
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ pointer, code: 'tooMany', message }]);
  }
  expect((await node.get('/health/live')).status).toBe(200);
});

it('of too many large bodies, some are told to retry, and a single lead still gets in', async () => {
  const lead = JSON.stringify({ source: 'web', attributes: { a: 'x'.repeat(4_000) } });
  const body = Buffer.from(`{"leads":[${lead}]}${' '.repeat(15 * MIB)}`);
  const sending = Array.from({ length: 24 }, () => send(body));
  const single = await node.must('POST', '/v1/leads', { source: 'small' });
  expect(single.status).toBe('open');
  const answers = await Promise.all(sending);
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  for (const { status, headers, body } of answers) {
    if (status === 503) expect([headers.get('retry-after'), body.type]).toEqual(['1', '/problems#overload']);
  }
  // The room that the bodies took is free again.
  expect((await send(body)).status).toBe(200);
});

it('room for bodies is freed when senders hang up midway', async () => {
  const { hostname, port } = new URL(node.url);
  const head =
    `POST /v1/leads/batch HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ADMIN_KEY}\r\n` +
    `content-type: application/json\r\ncontent-length: ${16 * MIB}\r\n\r\n`;
  for (let sender = 0; sender < 20; sender += 1) {
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve) => socket.write(head + ' '.repeat(8 * MIB), () => resolve()));
    // Once the node has answered another request, what was under way has arrived.
    await node.get('/health/live');
    socket.destroy();
  }
  const body = Buffer.from(`{"leads":[{"source":"web"}]}${' '.repeat(15 * MIB)}`);
  let answer = await send(body);
  for (let again = 0; answer.status === 503 && again < 20; again += 1) answer = await send(body);
  expect(answer.status).toBe(200);
});
