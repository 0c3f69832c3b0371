import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

const ask = (path: string, headers: Record<string, string>) => app.get(path, { key: null, headers });

describe.each(['/openapi.json', '/docs', '/docs/reference.css', '/docs/try/swagger-ui.css'])('%s', (path) => {
  it('is compressed only for clients that accept gzip, with the same content', async () => {
    const packed = await ask(path, { 'accept-encoding': 'gzip, deflate' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    for (const accepted of ['', 'identity', 'gzip;q=0', 'br']) {
      const plain = await ask(path, { 'accept-encoding': accepted });
      expect([accepted, plain.headers.get('content-encoding')]).toEqual([accepted, null]);
      expect([plain.body, plain.type]).toEqual([packed.body, packed.type]);
      expect(Number(plain.headers.get('content-length'))).toBeGreaterThan(Number(packed.headers.get('content-length')));
    }
    expect(packed.headers.get('vary')).toContain('Accept-Encoding');
  });

  it('is not sent again to a client that has it', async () => {
    const etag = (await ask(path, {})).headers.get('etag')!;
    for (const tags of [etag, `W/"another", ${etag}`, '*']) {
      const { status, body, headers } = await ask(path, { 'if-none-match': tags });
      expect([tags, status, body, headers.get('etag')]).toEqual([tags, 304, '', etag]);
    }
    expect((await ask(path, { 'if-none-match': 'W/"another"' })).status).toBe(200);
  });
});

it('the bare address leads people to the console, and programs to the documentation', async () => {
  const leadsTo = async (accept: string) => (await ask('/', { accept })).headers.get('location');
  expect(await leadsTo('text/html,application/xhtml+xml;q=0.9,*/*;q=0.8')).toBe('/console');
  expect(await leadsTo('*/*')).toBe('/docs');
});

it('parallel requests for a long document all get the whole of it', async () => {
  const plain = { 'accept-encoding': 'identity' };
  const { body } = await ask('/openapi.json', plain);
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask('/openapi.json', plain)));
  for (const answer of answers) expect(answer.body).toEqual(body);
});

it('a path that is no file is not found', async () => {
  for (const path of ['/docs/try/index.js', '/docs/constructor', '/docs/try/__proto__', '/docs/..%2fpackage.json'])
    expect([path, (await ask(path, {})).status]).toEqual([path, 404]);
});
