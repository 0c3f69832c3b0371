import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { BROWSER_WITHIN_MS, hasBrowser, startBrowser } from '../support/browser.js';

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true } as const;
export const DESK = { viewport: { width: 1440, height: 900 } } as const;

if (!hasBrowser) console.warn('The console is not looked at: there is no Chromium.');

/** What somebody does in a browser; it is skipped where there is none. `body` is given what opens a device of theirs. */
export function inBrowser(
  what: string,
  body: (aDevice: (options: BrowserContextOptions) => Promise<Device>) => void,
): void {
  (hasBrowser ? describe : describe.skip)(what, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());
    body((options) => Device.open(browser, options));
  });
}

/** The page says what has been done, above all that also has these words in it. */
export const noticed = (page: Page, text: string | RegExp) => page.locator('.notices').getByText(text).waitFor();

/** A browser of somebody's, and what it found wrong with the pages. */
export class Device {
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly wrongs: string[],
  ) {}

  static async open(browser: Browser, options: BrowserContextOptions): Promise<Device> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(BROWSER_WITHIN_MS);
    const wrongs: string[] = [];
    context.on('page', (page) => {
      page.on('console', (message) => message.type() === 'error' && wrongs.push(message.text()));
      page.on('pageerror', (error) => wrongs.push(error.message));
    });
    return new Device(context, await context.newPage(), wrongs);
  }

  /** Without the page for it, which login.e2e-spec.ts looks at. */
  async logIn(base: string, key: string, path = '/console'): Promise<void> {
    const answer = await this.context.request.post(`${base}/v1/session`, { data: { key }, headers: { origin: base } });
    expect(answer.status()).toBe(201);
    await this.page.goto(`${base}${path}`);
    await this.page.getByRole('navigation', { name: 'Console' }).waitFor();
  }

  /** Where there are other ways, that by a key is behind them. */
  async byKey(): Promise<void> {
    await this.page.getByText('With a key').waitFor();
    if (!(await this.page.getByLabel('API key').isVisible())) await this.page.getByText('With a key').click();
  }

  /** No rule of accessibility is broken on what is shown, and nothing has to be scrolled sideways. */
  async requireAccessible(): Promise<void> {
    // Not by a script tag, which the policy of the page forbids.
    await this.page.evaluate(axe.source);
    const found = (await this.page.evaluate('axe.run()')) as {
      violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
    };
    const told = found.violations.map(({ id, nodes }) => [
      id,
      ...nodes.map((node) => `${node.html}\n${node.failureSummary}`),
    ]);
    expect(told).toEqual([]);
    const { width } = this.page.viewportSize()!;
    expect(await this.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  }

  /** Nothing was refused by the policy of the page, and no script failed. That a request was refused the page says itself. */
  async close(): Promise<void> {
    expect(this.wrongs.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
    await this.context.close();
  }
}
