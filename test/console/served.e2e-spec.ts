import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

describe('the console is served', () => {
  const read = (path: string) => app.get(path, { key: null });

  it('by one page for all its addresses, with a policy that excludes foreign content', async () => {
    for (const path of ['/console', '/console/inbox', '/console/leads/some-id']) {
      const page = await read(path);
      expect([page.status, page.type, page.headers.get('cache-control')]).toEqual([200, 'text/html', 'no-cache']);
      expect(page.headers.get('content-security-policy')).toBe(
        "default-src 'none';script-src 'self';style-src 'self';connect-src 'self';img-src 'self' data:;" +
          "frame-src 'self';form-action 'none';frame-ancestors 'none';base-uri 'none'",
      );
    }
  });

  it('with files that may be cached forever, as their names change with their content', async () => {
    const page = await fetch(`${app.url}/console`).then((answer) => answer.text());
    const assets = [...page.matchAll(/"(\/console\/assets\/[^"]+)"/g)].map(([, path]) => path!);
    expect(assets).toHaveLength(3);
    for (const path of assets) {
      const { status, headers } = await read(path);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
  });

  it('without a page in place of a missing file', async () => {
    expect((await read('/console/assets/main-OLD.js')).status).toBe(404);
  });
});
