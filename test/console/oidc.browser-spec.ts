import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { TestApplication } from '../support/application.js';
import { BROWSER_WITHIN_MS, hasBrowser, startBrowser } from '../support/browser.js';
import type { TestIdentityProvider } from '../support/identity-provider.js';
import { PERSON, startWithProvider } from './with-provider.js';

const inBrowser = hasBrowser ? describe : describe.skip;

let app: TestApplication;
let provider: TestIdentityProvider;

inBrowser('a user in a browser', () => {
  let browser: Browser;

  // The provider is at another host, and so another site, as in production.
  beforeAll(async () => {
    ({ app, provider } = await startWithProvider('http://leads.example.com'));
    provider.sendsTo = app.url;
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
    await provider.stop();
  });

  it('logs in there, or is told why not', async () => {
    const context = await browser.newContext();
    context.setDefaultTimeout(BROWSER_WITHIN_MS);
    const page = await context.newPage();
    const toProvider = () => page.getByText('Log in with Acme').click();
    provider.person = { ...PERSON, email: 'stranger@example.com' };
    await page.goto(`${app.url}/console/login`);
    await toProvider();
    await page.getByText('No user has this account.').waitFor();
    expect(page.url()).toBe(`${app.url}/console/login`);
    provider.person = PERSON;
    await toProvider();
    await page.getByRole('heading', { name: 'Leads', exact: true }).waitFor();
    expect((await context.cookies(app.url)).map(({ name, sameSite }) => [name, sameSite])).toEqual([
      ['touchline', 'Strict'],
    ]);
    await page.goto(`${app.url}/console/login?failed=__proto__`);
    await page.getByRole('heading', { name: 'Leads', exact: true }).waitFor();
    await context.close();
  });
});
