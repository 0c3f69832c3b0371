import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { faults } from '../support/people.js';

const MIB = 1024 * 1024;

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

function ofSize(bytes: number): string {
  const frame = '{"source":"web","contact":{},"message":""}';
  return frame.replace('""}', `"${'x'.repeat(bytes - frame.length)}"}`);
}

it('a body may have at most 1 MiB', async () => {
  const within = await app.post('/v1/leads', undefined, { raw: ofSize(MIB) });
  expect(within).toMatchObject({ status: 422, body: { errors: [{ pointer: '/message', code: 'tooLong' }] } });
  const above = await app.post('/v1/leads', undefined, { raw: ofSize(MIB + 1) });
  expect(above).toMatchObject({
    status: 413,
    body: { type: '/problems#too-large', detail: 'The body may have at most 1 MiB.' },
  });
  expect(above.headers.get('content-type')).toMatch(/^application\/problem\+json/);
});

it('a batch may have 16 MiB', async () => {
  const batch = (bytes: number) => `{"leads":[${ofSize(bytes - 12)}]}`;
  const within = await app.post('/v1/leads/batch', undefined, { raw: batch(16 * MIB) });
  expect(within).toMatchObject({ status: 200, body: { results: [{ status: 'invalid' }] } });
  const above = await app.post('/v1/leads/batch', undefined, { raw: batch(16 * MIB + 1) });
  expect(above).toMatchObject({ status: 413, body: { detail: 'The body may have at most 16 MiB.' } });
});

it('a body of 100 MB is refused before it is read, and the process lives on', async () => {
  const { hostname, port } = new URL(app.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /v1/leads HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ADMIN_KEY}\r\ncontent-type: application/json\r\ncontent-length: 100000000\r\n\r\n{"source":"`,
      );
    });
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect((await app.get('/health/live')).status).toBe(200);
});

it.each([
  ['of a given length', `content-length: ${64 * MIB}`, Buffer.alloc(64 * MIB, 'x')],
  ['in pieces', 'transfer-encoding: chunked', Buffer.from(`100000\r\n${'x'.repeat(MIB)}\r\n`.repeat(64))],
])('a client that reads only after sending everything gets the answer to a body %s', async (_, framing, body) => {
  const { hostname, port } = new URL(app.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.once('error', reject);
    socket.write(
      `POST /v1/leads HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ADMIN_KEY}\r\ncontent-type: application/json\r\n${framing}\r\n\r\n`,
    );
    socket.write(body, (error) => {
      if (error) return reject(error);
      socket.once('data', (data) => {
        resolve(data.toString());
        socket.destroy();
      });
    });
  });
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect((await app.get('/health/live')).status).toBe(200);
});

it('a body that is not UTF-8 is malformed, and not repaired', async () => {
  const raw = Buffer.from('{"source":"web","contact":{},"message":"caf?"}');
  raw[raw.indexOf('?')] = 0xe9;
  expect(await app.post('/v1/leads', undefined, { raw })).toMatchObject({
    status: 400,
    body: { type: '/problems#malformed-request' },
  });
});

it('an address longer than the limit of headers is malformed', async () => {
  const answer = await app.get(`/v1/leads?q=${'x'.repeat(20_000)}`);
  expect(answer).toMatchObject({ status: 400, body: { type: '/problems#malformed-request', status: 400 } });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
});

it('faults of text and all other faults come in one answer', async () => {
  const answer = await app.post('/v1/teams', { name: 'a\u0000', repIds: ['x'], colour: 'red' });
  expect(faults(answer).sort()).toEqual(['/colour unknown', '/name text', '/repIds/0 uuid']);
});

it('a fault is reported with its pointer', async () => {
  const answer = await app.post('/v1/leads', { source: 'web', contact: { 'a/b~c': 1, name: 5 } });
  expect(answer).toMatchObject({
    status: 422,
    body: {
      type: '/problems#invalid-request',
      title: 'The request is not valid',
      status: 422,
      instance: '/v1/leads',
    },
  });
  expect(answer.body.errors.map((each: { pointer: string }) => each.pointer).sort()).toEqual([
    '/contact/a~1b~0c',
    '/contact/name',
  ]);
});
