import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { MailServer } from '../support/mail-server.js';
import { until } from '../support/postgres-owner.js';
import { DESK, inBrowser, PHONE } from './browsing.js';

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

inBrowser('a user who logs in', (aDevice) => {
  const sentTo = async (page: Page, email: string) => {
    const before = mail.arrived.length;
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await until('a mail has come', async () => mail.arrived.length > before);
    const [, token] = mail.arrived.at(-1)!.text!.match(/login#([\w-]+)/)!;
    const [, code] = mail.arrived.at(-1)!.text!.match(/code: (\S+)/)!;
    return { token: token!, code: code! };
  };
  /** Ends all sessions while the next request is under way, so that this request discovers it. */
  const endWhileSending = async (page: Page) => {
    let ended = false;
    await page.route('**/v1/users', async (route) => {
      if (!ended && route.request().method() === 'POST') {
        ended = true;
        const { data } = await app.must('GET', '/v1/sessions');
        for (const { id } of data) await app.must('DELETE', `/v1/sessions/${id}`);
      }
      await route.continue();
    });
  };
  const isKnown = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();

  it('uses a key, and logs out again', async () => {
    const device = await aDevice(PHONE);
    const { page, context } = device;
    await page.goto(`${app.url}/console/account`);
    await device.byKey();
    await page.getByLabel('API key').fill('tl_wrong');
    await page.keyboard.press('Enter');
    await page.getByText('This key is not valid.').waitFor();
    await device.requireAccessible();
    await page.getByLabel('API key').fill(ADMIN_KEY);
    await page.keyboard.press('Enter');
    await isKnown(page, 'ADMIN_KEY');
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain(ADMIN_KEY);
    await device.requireAccessible();
    await page.reload();
    await isKnown(page, 'ADMIN_KEY');
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await page.getByLabel('E-mail address').waitFor();
    expect((await context.cookies()).map(({ name }) => name)).toEqual([]);
  });

  it('logs in again when a session ends while they work, and loses no input', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/access');
    await page.getByText('Add somebody').click();
    await page.getByLabel('Name', { exact: true }).fill('Half a name');
    await page.getByLabel('E-mail address').fill('half@example.com');
    await endWhileSending(page);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const again = page.getByRole('dialog', { name: 'Your session has ended' });
    await again.waitFor();
    await device.requireAccessible();
    // Nothing behind the dialog can be reached, and nothing closes the dialog.
    for (let times = 0; times < 3; times += 1) await page.keyboard.press('Escape');
    await again.getByText('With a key').click();
    await again.getByLabel('API key').fill(ADMIN_KEY);
    await page.keyboard.press('Enter');
    await again.waitFor({ state: 'detached' });
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Half a name');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('half@example.com: ').waitFor();

    // A different user starts with a fresh page.
    await page.getByLabel('Name', { exact: true }).fill('Nobody else’s');
    await page.getByLabel('E-mail address').fill('no@example.com');
    await endWhileSending(page);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await again.getByText('With a key').click();
    await again.getByLabel('API key').fill(await app.keyFor(['read']));
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Access' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Floor' }).waitFor();
  });

  it('sends nothing in the name of another user who has logged in in another tab', async () => {
    const device = await aDevice();
    const { page, context } = device;
    await device.logIn(app.url, ADMIN_KEY, '/console/access');
    await page.getByText('Add somebody').click();
    await page.getByLabel('Name', { exact: true }).fill('By whom?');
    await page.getByLabel('E-mail address').fill('whom@example.com');
    const other = await context.newPage();
    await other.goto(`${app.url}/console/account`);
    await other.getByRole('button', { name: 'Log out', exact: true }).click();
    await other.getByText('With a key').waitFor();
    const again = page.getByRole('dialog', { name: 'Your session has ended' });
    await again.waitFor();
    // The server refuses it even if the page has not noticed the change, such as one that the browser suspended.
    const key = await app.keyFor(['admin']);
    const { keyId } = await other.evaluate(async (key) => {
      const body = JSON.stringify({ key });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch('/v1/session', { method: 'POST', headers, body });
      return (await answer.json()) as { keyId: string };
    }, key);
    const asked = (as: string) =>
      other.evaluate(async (as) => {
        const headers = { 'content-type': 'application/json', 'touchline-as': as };
        const body = JSON.stringify({ name: 'Whose?', scopes: ['read'] });
        return (await fetch('/v1/api-keys', { method: 'POST', headers, body })).status;
      }, as);
    expect(await asked('019caf10-3180-7000-8001-907ed75ca309')).toBe(401);
    expect(await asked(keyId)).toBe(201);
    await other.goto(`${app.url}/console/floor`);
    // The first tab then belongs to the new user.
    await again.waitFor({ state: 'detached' });
    await page.getByRole('navigation', { name: 'Console' }).waitFor();
    expect((await app.must('GET', '/v1/users')).data.map(({ email }: { email: string }) => email)).not.toContain(
      'whom@example.com',
    );
  });

  it('uses a mail: on this device its link, on another its code', async () => {
    await app.must('POST', '/v1/users', { email: 'noor@example.com', name: 'Noor Haddad', scopes: ['read'] });
    const [phone, desk] = [await aDevice(PHONE), await aDevice()];
    await desk.page.goto(`${app.url}/console/account`);
    const { code } = await sentTo(desk.page, 'noor@example.com');
    await desk.page.getByLabel('Code').fill(code.toLowerCase());
    await desk.page.keyboard.press('Enter');
    await isKnown(desk.page, 'Noor Haddad');

    await phone.page.goto(`${app.url}/console/login`);
    const { token } = await sentTo(phone.page, 'noor@example.com');
    await phone.page.goto('about:blank');
    await phone.page.goto(`${app.url}/console/login#${token}`);
    // Opening the link, as mail scanners do, does not use it up, and leaves no trace of the token.
    const logIn = phone.page.getByRole('button', { name: 'Log in on this device' });
    await logIn.waitFor();
    expect(phone.page.url()).toBe(`${app.url}/console/login`);
    await logIn.click();
    await phone.page.getByRole('heading', { name: 'Leads', exact: true }).waitFor();

    await desk.page.reload();
    await desk.page.getByText('Log out there').click();
    await desk.page.getByText('Log out there').waitFor({ state: 'detached' });
    await phone.page.reload();
    await phone.page.getByLabel('E-mail address').waitFor();

    await phone.page.goto('about:blank');
    await phone.page.goto(`${app.url}/console/login#${token}`);
    await logIn.click();
    await phone.page.getByText('This link was used already').waitFor();
    await phone.page.getByLabel('E-mail address').waitFor();
  });

  it('sees the pages that they may use, and sets a theme for all their devices', async () => {
    const first = await aDevice({ ...DESK, colorScheme: 'dark' });
    await first.logIn(app.url, ADMIN_KEY, '/console/account');
    const nav = first.page.getByRole('navigation', { name: 'Console' });
    expect(await nav.getByRole('link').allTextContents()).toEqual([
      ...['Floor', 'Team', 'Leads', 'Deals', 'Accounts', 'Revenue', 'Handoffs', 'Numbers'],
      ...['Set up', 'Configure', 'Access', 'Health', 'You'],
    ]);
    await first.page.getByLabel('Theme').selectOption('light');
    const ground = () => first.page.evaluate('getComputedStyle(document.body).backgroundColor');
    await until('the page is light', async () => (await ground()) === 'rgb(255, 255, 255)');
    await first.requireAccessible();
    const second = await aDevice({ ...DESK, colorScheme: 'dark' });
    await second.logIn(app.url, ADMIN_KEY, '/console/account');
    await until('it is known', async () => (await second.page.getByLabel('Theme').inputValue()) === 'light');
  });

  it('starts where a key can do something, and finds no pages that it cannot use', async () => {
    const device = await aDevice();
    await device.logIn(app.url, await app.keyFor(['integration']));
    await device.page.getByRole('heading', { name: 'Handoffs', exact: true }).waitFor();
    // Those who may configure find it there.
    await device.page.getByRole('navigation').getByRole('link', { name: 'Suppressions' }).click();
    await device.page.getByText('Nobody is suppressed').waitFor();
    await device.page.getByRole('button', { name: 'Suppress …' }).waitFor();
    await device.page.goto(`${app.url}/console/handoffs/map`);
    await device.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await device.close();
    const other = await aDevice();
    await other.logIn(app.url, await app.keyFor(['feedback']));
    await other.page.getByLabel('Theme').waitFor();
  });

  it('tries the API with their own rights', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/account');
    await page.getByText('Try the API as yourself').click();
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
  });
});
