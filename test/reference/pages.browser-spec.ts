import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import { BROWSER_WITHIN_MS, hasBrowser, startBrowser } from '../support/browser.js';
import { pageAddresses } from './page-addresses.js';

const PHONE = { width: 360, height: 740 };
const SCREENS = [PHONE, { width: 820, height: 1180 }, { width: 1400, height: 900 }];

if (!hasBrowser) console.warn('The pages of the documentation are not looked at: there is no Chromium.');
const inBrowser = hasBrowser ? describe : describe.skip;

inBrowser('the pages of the documentation, in a browser', () => {
  let app: TestApplication;
  let browser: Browser;
  beforeAll(async () => {
    app = await TestApplication.start();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  /** Opens a page, and collects its errors and the addresses that it loads from elsewhere. */
  async function open(address: string, options: Parameters<Browser['newPage']>[0]): Promise<[Page, string[]]> {
    const page = await browser.newPage({ baseURL: app.url, ...options });
    page.setDefaultTimeout(BROWSER_WITHIN_MS);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${app.url}/`) && !request.url().startsWith('data:'))
        complaints.push(request.url());
    });
    await page.goto(address);
    return [page, complaints];
  }

  it('do not scroll sideways, log no errors, and load nothing from elsewhere', async () => {
    const [page, complaints] = await open('/docs', {});
    for (const address of await pageAddresses(app)) {
      await page.goto(address);
      for (const viewport of SCREENS) {
        await page.setViewportSize(viewport);
        const width = await page.evaluate('document.documentElement.scrollWidth');
        expect([address, viewport.width, width, complaints]).toEqual([address, viewport.width, viewport.width, []]);
      }
    }
    await page.close();
  });

  it('are readable in light and dark', async () => {
    const colours = async (colorScheme: 'light' | 'dark') => {
      const [page] = await open('/docs', { colorScheme });
      const read = (name: string) => page.evaluate(`getComputedStyle(document.body).${name}`) as Promise<string>;
      const [paper, ink] = await Promise.all([read('backgroundColor'), read('color')]);
      await page.close();
      return { paper: brightness(paper), ink: brightness(ink) };
    };
    const light = await colours('light');
    const dark = await colours('dark');
    expect(light.paper - light.ink).toBeGreaterThan(150);
    expect(dark.ink - dark.paper).toBeGreaterThan(150);
  });

  it('can be searched by path, word and field', async () => {
    const [page] = await open('/docs', { viewport: SCREENS[2]! });
    const found = async (words: string) => {
      await page.getByRole('searchbox').fill(words);
      return page.locator('aside li:visible').allInnerTexts();
    };
    expect(await found('/touches')).toEqual([
      expect.stringContaining('List the touches of a lead'),
      expect.stringContaining('Report a touch'),
      expect.stringContaining('Void a touch'),
      expect.stringContaining('Report up to 1,000 touches'),
      expect.stringContaining('Report a touch of a deal'),
      expect.stringContaining('List the touches of a deal'),
      expect.stringContaining('Void a touch of a deal'),
    ]);
    expect(await found('durationSeconds kind outcome')).toEqual(
      expect.arrayContaining([expect.stringContaining('Report a touch')]),
    );
    expect(await page.getByRole('status').isVisible()).toBe(false);
    expect(await found('nothing-is-called-so')).toEqual([]);
    expect(await page.getByRole('status').textContent()).toContain('Nothing here has all these words');
    for (const [called, title] of [
      ['business hours', 'Create a calendar'],
      ['vacation', 'absence'],
      ['round robin', 'Create a pool'],
      ['retry', 'deliver'],
      ['rollback', 'Undo'],
      ['revert', 'Restore'],
      ['digest', 'the notification settings of a rep'],
      ['employees', 'Create a rep'],
      ['escalate', 'Create an SLA policy'],
      ['PTO', 'absence'],
      ['holidays', 'Create a calendar'],
      ['SLA', 'SLA policy'],
      ['how do I undo moves', 'Undo'],
    ])
      expect([called, await found(called!)]).toEqual([
        called,
        expect.arrayContaining([expect.stringContaining(title!)]),
      ]);
    for (const [called, first] of [
      ['calendars', 'calendar'],
      ['touches', 'touch'],
      ['pool', 'pool'],
    ])
      expect([called, (await found(called!))[0]]).toEqual([called, expect.stringContaining(first!)]);
    expect(await found('first-touch')).toEqual(await found('first touch'));
    expect((await found('first touch')).length).toBeGreaterThan(0);
    expect(await found('calender')).toEqual([]);
    expect(await page.getByRole('status').textContent()).toContain('Did you mean calendar?');
    await page.getByRole('status').getByRole('button').click();
    expect(await page.locator('aside li:visible').count()).toBeGreaterThan(0);
    expect(await found('')).toContain('Keys');
    await page.getByRole('searchbox').fill('reopenLead');
    await page.getByRole('searchbox').press('Enter');
    await page.waitForURL('**/docs/leads#reopenLead');
    await page.close();
  });
});

function brightness(colour: string): number {
  const [red, green, blue] = colour.match(/\d+/g)!.map(Number) as [number, number, number];
  return 0.3 * red + 0.6 * green + 0.1 * blue;
}
