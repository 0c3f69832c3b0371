import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import { BROWSER_WITHIN_MS, hasBrowser, startBrowser } from '../support/browser.js';
import { ADMIN_KEY } from '../support/client.js';
import { MailServer } from '../support/mail-server.js';
import { until } from '../support/postgres-owner.js';

if (!hasBrowser) console.warn('The console is not looked at: there is no Chromium.');
const inBrowser = hasBrowser ? describe : describe.skip;

let app: TestApplication;
let mail: MailServer;

beforeAll(async () => {
  mail = await MailServer.start();
  app = await TestApplication.start('2026-03-02T08:00:00.000Z', {
    environment: { smtpUrl: mail.url, mailFrom: 'Touchline <leads@example.com>' },
  });
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

it('the console is served with a policy that lets nothing foreign in', async () => {
  const page = await app.get('/console/login', { key: null });
  expect([page.status, page.type, page.headers.get('cache-control')]).toEqual([200, 'text/html', 'no-cache']);
  expect(page.headers.get('content-security-policy')).toBe(
    "default-src 'none';script-src 'self';style-src 'self';connect-src 'self';img-src 'self' data:;" +
      "form-action 'none';frame-ancestors 'none';base-uri 'none'",
  );
  const { status, headers } = await fetch(`${app.url}/console`, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([302, '/console/login']);
});

inBrowser('somebody at the page to log in', () => {
  let browser: Browser;
  const wrongs: string[] = [];

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    // Of what the browser says it is no fault that a request was refused, as the page says so itself.
    expect(wrongs.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
  });

  async function aDevice(): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    context.setDefaultTimeout(BROWSER_WITHIN_MS);
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && wrongs.push(message.text()));
    page.on('pageerror', (error) => wrongs.push(error.message));
    return { context, page };
  }
  const sentTo = async (page: Page, email: string) => {
    const before = mail.arrived.length;
    await page.fill('#email', email);
    await page.click('#by-email button');
    await until('a mail has come', async () => mail.arrived.length > before);
    const [, token] = mail.arrived.at(-1)!.text!.match(/login#([\w-]+)/)!;
    const [, code] = mail.arrived.at(-1)!.text!.match(/code: (\S+)/)!;
    return { token: token!, code: code! };
  };

  it('does so by a key, and out again', async () => {
    const { context, page } = await aDevice();
    await page.goto(`${app.url}/console`);
    await page.fill('#key', 'tl_wrong');
    await page.click('#by-key button');
    await page.getByText('This key is not valid.').waitFor();
    await page.fill('#key', ADMIN_KEY);
    await page.click('#by-key button');
    await page.getByText('ADMIN_KEY (admin)').waitFor();
    expect(await page.isVisible('.wrong')).toBe(false);
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.reload();
    await page.getByText('ADMIN_KEY (admin)').waitFor();
    await page.click('#log-out button');
    await page.waitForSelector('#by-key');
    expect((await context.cookies()).map(({ name }) => name)).toEqual([]);
    await context.close();
  });

  it('does so by a mail, on this device by its link and on another by its code', async () => {
    await app.must('POST', '/v1/users', { email: 'noor@example.com', name: 'Noor Haddad', scopes: ['read'] });
    const [phone, desk] = [await aDevice(), await aDevice()];
    await desk.page.goto(`${app.url}/console/login`);
    const { code } = await sentTo(desk.page, 'noor@example.com');
    await desk.page.fill('#code', code.toLowerCase());
    await desk.page.click('#by-code button');
    await desk.page.getByText('Noor Haddad (read)').waitFor();

    await phone.page.goto(`${app.url}/console/login`);
    const { token } = await sentTo(phone.page, 'noor@example.com');
    await phone.page.goto('about:blank');
    await phone.page.goto(`${app.url}/console/login#${token}`);
    // Whoever only opens the link, as scanners do, spends nothing, and leaves no trace of the token.
    await phone.page.waitForSelector('#by-token');
    expect(phone.page.url()).toBe(`${app.url}/console/login`);
    await phone.page.click('#by-token button');
    await phone.page.getByText('Noor Haddad (read)').waitFor();

    await desk.page.reload();
    await desk.page.getByText('Log out there').click();
    await desk.page.getByText('Log out there').waitFor({ state: 'detached' });
    await phone.page.reload();
    await phone.page.waitForSelector('#by-email');

    await phone.page.goto('about:blank');
    await phone.page.goto(`${app.url}/console/login#${token}`);
    await phone.page.click('#by-token button');
    await phone.page.getByText('This link was used already').waitFor();
    await phone.page.waitForSelector('#by-email');
    await phone.context.close();
    await desk.context.close();
  });

  it('tries the API as whoever they are', async () => {
    const { context, page } = await aDevice();
    await page.goto(`${app.url}/console/login`);
    await page.fill('#key', ADMIN_KEY);
    await page.click('#by-key button');
    await page.getByText('Try the API in this browser').click();
    await page.waitForURL(`${app.url}/docs/try`);
    const made = await page.evaluate(async () => {
      const body = JSON.stringify({ name: 'By hand', scopes: ['read'] });
      const answer = await fetch('/v1/api-keys', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return answer.status;
    });
    expect(made).toBe(201);
    await context.close();
  });
});
