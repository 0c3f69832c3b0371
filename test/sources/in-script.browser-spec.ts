import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Arrivals } from '../../src/sources/arrivals/arrivals.service.js';
import { inBrowser } from '../console/browsing.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk } from '../support/people.js';
import { until } from '../support/postgres-owner.js';

/** A website of a company, on which anything may be: the body of each page, by its path. */
class Website {
  readonly pages = new Map<string, string>();
  readonly posted: string[] = [];
  private readonly server: Server = createServer(async (request, response) => {
    const path = request.url!.split('?')[0]!;
    if (request.method === 'POST') for await (const part of request) this.posted.push(String(part));
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>Acme</title>${this.pages.get(path) ?? ''}`);
  });

  async start(): Promise<void> {
    await new Promise<void>((ready) => this.server.listen(0, '127.0.0.1', ready));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

inBrowser('the script on a website', (aDevice) => {
  let app: TestApplication;
  let connection: Json;
  const website = new Website();
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z', { asInstalled: true });
    await aDesk(app, ['Ann']);
    connection = await app.must('POST', '/v1/inbound', { name: 'Website', kind: 'form', source: 'website' });
    await app.mark();
    await website.start();
  });
  afterEach(() => app.back());
  afterAll(async () => {
    website.stop();
    await app.stop();
  });

  const line = (attributes = '') =>
    `<script src="${app.url}/in.js" data-key="${connection.key}" ${attributes}></script>`;
  const FIELDS =
    '<input name="email" value="kim@example.com"><input name="pin" type="password" value="secret"><button>Go</button>';
  const build = (script: string) => {
    website.pages.set('/', `${script}<a href="/contact">Contact</a>`);
    website.pages.set(
      '/contact',
      `${script}<form method="post" action="${app.url}/in/${connection.key}">${FIELDS}</form>`,
    );
    website.pages.set('/copied', `${script}<form method="post" action="/theirs" data-touchline>${FIELDS}</form>`);
  };
  /** A device may be reused, and forgets only what it has of the last page. */
  const aVisitor = async () => {
    const device = await aDevice();
    await device.page.goto(website.url);
    await device.page.evaluate('sessionStorage.clear()');
    return device;
  };
  const arrived = async (): Promise<Json> => {
    await until('a lead', async () => {
      await app.application.app.get(Arrivals).idle();
      return (await app.must('GET', '/v1/leads')).data.length === 1;
    });
    return (await app.must('GET', '/v1/leads')).data[0];
  };
  const stored = (page: Page) => page.evaluate('sessionStorage.length + localStorage.length + document.cookie.length');
  /** Longer than a program fills in a form. */
  const wait = (page: Page) => page.waitForTimeout(2_100);
  const AD = '/?gclid=Cj0KCQ&utm_campaign=spring&utm_term=crm&other=1';

  it('adds what brought the visitor to a form on a later page, once they have agreed', async () => {
    build(line());
    const { page } = await aVisitor();
    await page.goto(website.url + AD);
    await page.evaluate('touchline.consent()');
    const clickedAt = await page.evaluate(`JSON.parse(sessionStorage.touchline)['clickIds.clickedAt']`);
    expect(Math.abs(Date.parse(clickedAt as string) - Date.now())).toBeLessThan(60_000);
    await page.getByRole('link', { name: 'Contact' }).click();
    await wait(page);
    await page.getByRole('button', { name: 'Go' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(await arrived()).toMatchObject({
      campaign: 'spring',
      landingPage: website.url + AD,
      contact: { email: 'kim@example.com' },
      clickIds: { gclid: 'Cj0KCQ' },
      attributes: { utm_term: 'crm' },
    });
  });

  it('stores nothing before they have agreed, or once they no longer do', async () => {
    build(line());
    const { page } = await aVisitor();
    await page.goto(website.url + AD);
    expect(await stored(page)).toBe(0);
    await page.evaluate('touchline.consent()');
    expect(await stored(page)).toBe(1);
    await page.evaluate('touchline.consent(false)');
    expect(await stored(page)).toBe(0);
    await page.getByRole('link', { name: 'Contact' }).click();
    await wait(page);
    await page.getByRole('button', { name: 'Go' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    const lead = await arrived();
    expect([lead.clickIds, lead.landingPage]).toEqual([undefined, `${website.url}/contact`]);
  });

  it('copies a form that goes elsewhere, without its passwords, and lets it go', async () => {
    build(line('data-consent="granted"'));
    const { page } = await aVisitor();
    await page.goto(website.url + AD);
    await page.goto(`${website.url}/copied`);
    await wait(page);
    await page.getByRole('button', { name: 'Go' }).click();
    await page.waitForURL('**/theirs');
    expect(website.posted).toEqual(['email=kim%40example.com&pin=secret']);
    const lead = await arrived();
    expect(lead).toMatchObject({ contact: { email: 'kim@example.com' }, clickIds: { gclid: 'Cj0KCQ' } });
    expect(JSON.stringify(lead)).not.toContain('secret');
  });

  it('copies a form that a script sends, and reads the cookies that ad platforms have set', async () => {
    build(line());
    const sends = 'document.querySelector("form").addEventListener("submit", (event) => event.preventDefault())';
    website.pages.set('/copied', `${website.pages.get('/copied')}<script>${sends}</script>`);
    const { page, context } = await aVisitor();
    await context.addCookies([
      { name: '_gcl_aw', value: 'GCL.1772442000.Cj0.KCQ', url: website.url },
      { name: '_fbp', value: 'fb.0.1772442000.17', url: website.url },
    ]);
    await page.goto(`${website.url}/copied`);
    await wait(page);
    await page.getByRole('button', { name: 'Go' }).click();
    await page.getByRole('button', { name: 'Go' }).click();
    expect(await arrived()).toMatchObject({ clickIds: { gclid: 'Cj0.KCQ', fbp: 'fb.0.1772442000.17' } });
    expect((await app.must('GET', '/v1/inbound/arrivals')).data).toHaveLength(1);
  });
});
