import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { NOBODY } from '../support/people.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

/** Sends a head that announces a body of 16 MiB, and at most its beginning. Returns the status of the answer. */
function answerToHead(path: string, key: string | null, { method = 'POST', begun = '' } = {}): Promise<number> {
  const { hostname, port } = new URL(app.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `${method} ${path} HTTP/1.1\r\nhost: x\r\n${key === null ? '' : `authorization: Bearer ${key}\r\n`}` +
          `content-type: application/json\r\ncontent-length: ${16 * 1024 * 1024}\r\n\r\n${begun}`,
      ),
    );
    socket.once('error', reject).once('data', (data) => {
      resolve(Number(data.toString().split(' ')[1]));
      socket.destroy();
    });
  });
}

it('the key is checked before any of the body is read', async () => {
  const reading = await app.keyFor(['read']);
  expect(await answerToHead('/v1/leads/batch', null)).toBe(401);
  expect(await answerToHead('/v1/leads/batch', 'wrong')).toBe(401);
  expect(await answerToHead('/v1/leads/batch', reading)).toBe(403);
  expect(await answerToHead('/v1/leads', null)).toBe(401);
  expect(await answerToHead('/v1/leads', ADMIN_KEY)).toBe(413);
});

it('at an unknown address no body is read either', async () => {
  expect(await answerToHead('/v1/nowhere', null)).toBe(404);
  expect(await answerToHead('/v1/nowhere', ADMIN_KEY)).toBe(404);
});

it('an unknown address is answered with the nearest known one', async () => {
  const of = async (path: string) => (await app.get(path)).body;
  expect(await of(`/v1/lead/${NOBODY}/touches`)).toEqual({
    type: '/problems#not-found',
    title: 'Not found',
    status: 404,
    detail: 'There is nothing at this address. Did you mean /v1/leads/{id}/touches?',
    instance: `/v1/lead/${NOBODY}/touches`,
  });
  expect((await of('/nowhere')).detail).toBe('There is nothing at this address. All addresses are listed at /docs.');
  expect((await of('/health')).detail).toBe(
    'There is nothing at this address. Below it are /health/live, /health/ready.',
  );
});

it('an address that ends in a slash is not taken for one with an id', async () => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const { status, body } = await app.ask(method, '/v1/leads/');
    expect({ status, detail: body.detail }).toEqual({
      status: 404,
      detail: 'There is nothing at this address. Did you mean /v1/leads?',
    });
  }
});

it.each([
  ['DELETE', '/v1/leads', 'GET, HEAD, POST'],
  ['PUT', `/v1/leads/${NOBODY}`, 'GET, HEAD, PATCH'],
  ['GET', `/v1/leads/${NOBODY}/reassign?limit=1`, 'POST'],
  ['POST', '/health/live', 'GET, HEAD'],
  // Has routes of its own, though it looks like the address of a lead.
  ['DELETE', '/v1/leads/batch', 'POST'],
  ['PATCH', '/v1/leads/batch', 'POST'],
  ['GET', '/v1/reps/batch', 'PUT'],
  ['DELETE', '/v1/reps/by-ref/crm/1', 'GET, HEAD, PUT'],
])('%s %s is answered with the methods that the address allows: %s', async (method, path, allow) => {
  for (const key of [ADMIN_KEY, null]) {
    const answer = await app.ask(method, path, undefined, { key });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(answer.body).toMatchObject({ type: '/problems#method-not-allowed', allow: allow.split(', ') });
  }
});

it.each([
  ['GET', '/v1/me'],
  ['GET', '/v1/setup'],
  ['GET', '/v1/routing'],
  ['GET', `/v1/reps/${NOBODY}`],
  ['POST', '/v1/leads'],
  ['PUT', '/v1/routing'],
  ['DELETE', `/v1/pools/${NOBODY}`],
  ['GET', '/v1/leads'],
])('%s %s refuses a parameter that it does not take, by its name', async (method, path) => {
  const { status, body } = await app.ask(method, `${path}?unred=true`, undefined);
  expect([status, body.errors?.[0]]).toMatchObject([422, { pointer: '/unred', code: 'unknown' }]);
  expect((await app.ask(method, `${path}?unred=true`, undefined, { key: null })).status).toBe(401);
});

it('an unknown address is not found with any method', async () => {
  const answer = await app.ask('DELETE', '/v1/nowhere', undefined);
  expect(answer.status).toBe(404);
  expect(answer.headers.get('allow')).toBeNull();
});

it('without the right key the request is refused for its key, never for its body', async () => {
  for (const raw of ['{', '\u0000', '']) {
    expect((await app.post('/v1/leads', undefined, { raw, key: null })).status).toBe(401);
    expect((await app.post('/v1/leads', undefined, { raw, key: await app.keyFor(['read']) })).status).toBe(403);
  }
});

it.each([
  ['POST', '/v1/leads/batch', '{"leads":['],
  ['PUT', '/v1/reps/batch', '{"reps":['],
])('reading ends at the first entry beyond the limit of a batch: %s %s', async (method, path, start) => {
  // Lists within an entry and commas in a text do not count as entries.
  const entry = '{"source":"a,b","attributes":{"a":[1,2]}}';
  const begun = `${start}${`${entry},`.repeat(1_000)}`;
  expect(await answerToHead(path, ADMIN_KEY, { method, begun })).toBe(422);
  const whole = await app.ask(method, path, undefined, { raw: `${begun.slice(0, -1)}]}` });
  expect(whole.status).toBe(200);
  expect(whole.body.results).toHaveLength(1_000);
});
