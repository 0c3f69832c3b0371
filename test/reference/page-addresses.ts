import type { TestApplication } from '../support/application.js';

/** Returns the addresses of all pages except single decisions, from the links of the first page. */
export async function pageAddresses(app: TestApplication): Promise<string[]> {
  const { body } = await app.get('/docs', { key: null });
  const links = [...(body as string).matchAll(/href="(\/[^"#]*)/g)].map(([, address]) => address!);
  return [...new Set(links)].filter((address) => !/\.(css|json)$|try$|^\/docs\/adr\//.test(address));
}
