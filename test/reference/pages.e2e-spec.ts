import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { pageAddresses } from './page-addresses.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

describe('the pages of the documentation', () => {
  it('are one for each group of routes and each guide, the schemas, the problems and the decisions', async () => {
    const { body } = await app.get('/openapi.json', { key: null });
    const guides = readdirSync('docs').filter((name) => /^(?!api|tour|problems).*\.md$/.test(name));
    expect(await pageAddresses(app)).toHaveLength(body.tags.length + guides.length + 4);
    for (const address of await pageAddresses(app)) {
      const answer = await app.get(address, { key: null });
      expect([address, answer.status, answer.type]).toEqual([address, 200, 'text/html']);
    }
    expect((await app.get('/docs/nothing', { key: null })).status).toBe(404);
  });

  it('link only to existing pages and anchors', async () => {
    const pages = new Map<string, string>();
    const decisions = readdirSync('docs/adr').map((name) => `/docs/adr/${name.replace(/\.md$/, '')}`);
    for (const address of [...(await pageAddresses(app)), ...decisions])
      pages.set(address, (await app.get(address, { key: null })).body);
    const anchors = new Map(
      [...pages].map(([address, page]) => [address, new Set([...page.matchAll(/id="([^"]+)"/g)].map(([, id]) => id!))]),
    );
    const broken = [...pages].flatMap(([address, page]) =>
      [...page.matchAll(/href="(?!https?:)([^"]*)#([^"]+)"/g)]
        .map(([, path, anchor]) => ({ path: path === '' ? address : path!, anchor: anchor! }))
        .filter(({ path, anchor }) => !anchors.get(path)?.has(anchor))
        .map(({ path, anchor }) => `${address}: ${path}#${anchor}`),
    );
    expect([...new Set(broken)]).toEqual([]);
    const gone = [...pages].flatMap(([address, page]) =>
      [...page.matchAll(/href="(?!https?:|data:|#)([^"#]*)/g)]
        .map(([, path]) => path!)
        .filter((path) => !pages.has(path) && !/^\/(docs\/(reference\.css|try)|openapi\.json)$/.test(path))
        .map((path) => `${address}: ${path}`),
    );
    expect([...new Set(gone)]).toEqual([]);
  });

  it('show every operation with its description', async () => {
    const { body } = await app.get('/openapi.json', { key: null });
    const { body: leads } = await app.get('/docs/leads', { key: null });
    expect(leads).toContain('<section class="operation" id="createLead">');
    expect(leads).toContain(body.paths['/v1/leads'].post.summary);
    expect(leads).toContain('<a href="/problems#lead-state">lead-state</a>');
  });

  it('begin with the tour', async () => {
    const { body } = await app.get('/docs', { key: null });
    expect(body).toContain('Five minutes with curl');
    expect(body).toContain('send POST /v1/leads');
  });
});
