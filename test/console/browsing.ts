import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { BROWSER_WITHIN_MS, hasBrowser, startBrowser } from '../support/browser.js';

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true } as const;
export const DESK = { viewport: { width: 1440, height: 900 } } as const;

if (!hasBrowser) console.warn('The console is not looked at: there is no Chromium.');

/**
 * Describes what a user does in a browser; skipped if there is none. `body` receives a function that opens a device, by
 * default a desk. Devices are closed after each test, before the hooks of `body`.
 */
export function inBrowser(
  what: string,
  body: (aDevice: (options?: BrowserContextOptions) => Promise<Device>) => void,
): void {
  (hasBrowser ? describe : describe.skip)(what, () => {
    let browser: Browser;
    const idle: Idle = new Map();
    const opened: Device[] = [];
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterEach(async () => {
      for (const device of opened.splice(0)) await device.close();
    });
    afterAll(() => browser.close());
    body(async (options = DESK) => {
      const device = await Device.open(browser, options, idle);
      opened.push(device);
      return device;
    });
  });
}

/** Waits for a notice with this text, which may also occur elsewhere on the page. */
export const noticed = (page: Page, text: string | RegExp) => page.locator('.notices').getByText(text).waitFor();

/** Devices not in use, by their options. */
type Idle = Map<string, { readonly context: BrowserContext; readonly page: Page }[]>;

/** A browser of one user, which collects the errors of its pages. */
export class Device {
  readonly wrongs: string[] = [];
  private isClosed = false;

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly leave: () => Promise<void>,
  ) {
    context.on('page', (page) => this.listenTo(page));
    this.listenTo(page);
  }

  /** Reuses an idle device if there is one: a new one takes two seconds of two cores before it shows anything. */
  static async open(browser: Browser, options: BrowserContextOptions, idle: Idle): Promise<Device> {
    const kind = JSON.stringify(options);
    const alike = idle.get(kind) ?? [];
    idle.set(kind, alike);
    const { context, page } = alike.pop() ?? (await begin(browser, options));
    return new Device(context, page, async () => {
      if (await forgetAll(context, page)) alike.push({ context, page });
      else await context.close();
    });
  }

  private listenTo(page: Page): void {
    page.on('console', (message) => message.type() === 'error' && this.wrongs.push(message.text()));
    page.on('pageerror', (error) => this.wrongs.push(error.message));
  }

  /** Logs in by the API, not by the login page, which login.e2e-spec.ts tests. */
  async logIn(base: string, key: string, path = '/console'): Promise<Page> {
    const answer = await this.context.request.post(`${base}/v1/session`, { data: { key }, headers: { origin: base } });
    expect(answer.status()).toBe(201);
    await this.page.goto(`${base}${path}`);
    await this.page.getByRole('navigation', { name: 'Console' }).waitFor();
    return this.page;
  }

  /** Opens the login by key, which is folded away if there are other ways. */
  async byKey(): Promise<void> {
    await this.page.getByText('With a key').waitFor();
    if (!(await this.page.getByLabel('API key').isVisible())) await this.page.getByText('With a key').click();
  }

  /** Requires that the page breaks no accessibility rule and does not scroll sideways. */
  async requireAccessible(): Promise<void> {
    // Not by a script tag, which the policy of the page forbids.
    if (!(await this.page.evaluate('"axe" in window'))) await this.page.evaluate(axe.source);
    const found = (await this.page.evaluate('axe.run({ resultTypes: ["violations"] })')) as {
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

  /**
   * Requires that no script failed and the page's policy blocked nothing. Failed requests are allowed: the page reports
   * them itself.
   */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    expect(this.wrongs.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
    await this.leave();
  }
}

async function begin(browser: Browser, options: BrowserContextOptions) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(BROWSER_WITHIN_MS);
  return { context, page: await context.newPage() };
}

/** Resets a device, at a page of the same site that does nothing. @returns whether it can be reused */
async function forgetAll(context: BrowserContext, page: Page): Promise<boolean> {
  if (page.isClosed()) return false;
  for (const other of context.pages()) if (other !== page) await other.close();
  context.removeAllListeners('page');
  for (const event of ['console', 'pageerror', 'dialog', 'request'] as const) page.removeAllListeners(event);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.evaluate('localStorage.clear(); sessionStorage.clear()');
  // Accepts the loss of unsaved input.
  page.on('dialog', (asked) => asked.accept());
  const left = await page.goto(new URL('/health/live', page.url()).href).catch(() => null);
  page.removeAllListeners('dialog');
  await context.clearCookies();
  return left !== null;
}
