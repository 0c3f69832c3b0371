import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import { hasBrowser, startBrowser } from '../support/browser.js';
import { AGENCY_FORM, aReadyMadeKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';

const PHONE = 360;
const DESKTOP = 1440;
const WIDTHS = [PHONE, DESKTOP] as const;

/** Without Chromium, only `pages.e2e-spec.ts` checks the pages, as text. */
const inBrowser = hasBrowser ? describe : describe.skip;

inBrowser('the page of a handoff in a browser', () => {
  let app: TestApplication;
  let browser: Browser;
  let ann: { key: string };
  let olga: { key: string };
  let draft: string;
  let toAccept: string;
  let accepted: string;

  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T10:00:00Z');
    const [giver, receiver] = [await aRep(app, 'Ann'), await aRep(app, 'Olga')];
    ann = { key: await app.keyFor(['rep'], giver.id) };
    olga = { key: await app.keyFor(['rep'], receiver.id) };
    const team = await app.must('POST', '/v1/teams', { name: 'All', repIds: [receiver.id] });
    const people = { teamId: team.id, repId: receiver.id };
    await aReadyMadeKind(app, 'Agency: sales to production and finance', people);
    const worth = { account: { name: 'Acme' }, amount: '10000.00', currency: 'EUR' };
    const aDeal = (name: string): Promise<Json> => app.must('POST', '/v1/deals', { name, ...worth }, ann);
    const linkTo = async ({ handoff }: Json, to: string, who: { key: string }): Promise<string> => {
      const { url } = await app.must('POST', `/v1/handoffs/${handoff.id}/links`, { for: to }, who);
      return new URL(new URL(url).pathname, app.url).href;
    };
    draft = await linkTo(await aDeal('Shop'), 'form', ann);
    const deal = await aDeal('Website');
    await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, AGENCY_FORM, ann);
    await app.must('POST', `/v1/deals/${deal.id}/win`, undefined, ann);
    await app.must('POST', `/v1/handoffs/${deal.handoff.id}/receivers/Finance/accept`, undefined, olga);
    toAccept = await linkTo(deal, 'Production', olga);
    accepted = await linkTo(deal, 'Finance', olga);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  async function opened(url: string, width: number): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.goto(url);
    return page;
  }
  const topOf = (page: Page, selector: string): Promise<number> =>
    page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
  const textOf = (page: Page, selector = 'main'): Promise<string> =>
    page.evaluate(`document.querySelector('${selector}').innerText`);
  const isNarrow = (page: Page): Promise<boolean> =>
    page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');

  it.each(WIDTHS)('shows what is missing once, after the fields, at a width of %d', async (width) => {
    const page = await opened(draft, width);
    const text = await textOf(page);
    expect(text.match(/things are still missing/g)).toHaveLength(1);
    expect(text).not.toContain('Still missing');
    const lastField = await page
      .locator('form .field')
      .last()
      .evaluate((each) => each.getBoundingClientRect().bottom);
    const missing = await topOf(page, '#what-is-missing');
    const save = await topOf(page, 'button[value=save]:not(.unseen)');
    expect([missing >= lastField, save > missing, await isNarrow(page)]).toEqual([true, true, true]);
    await page.close();
  });

  it.each(WIDTHS)('has the button to accept below what is accepted, at a width of %d', async (width) => {
    const page = await opened(toAccept, width);
    const end = await page
      .locator('dl.read')
      .first()
      .evaluate((list) => list.getBoundingClientRect().bottom);
    expect((await topOf(page, 'button[value=accept]')) > end).toBe(true);
    expect((await topOf(page, 'textarea#question')) > end).toBe(true);
    expect(await isNarrow(page)).toBe(true);
    await page.close();
  });

  it.each(WIDTHS)('leaves no large gap between two lines, at a width of %d', async (width) => {
    const page = await opened(toAccept, width);
    const gaps = await page.locator('main').evaluate((main) => {
      const lines = [...main.querySelectorAll('dt, dd:not(:has(dl)), h2, p')]
        .map((each) => each.getBoundingClientRect())
        .filter(({ height }) => height > 0)
        .sort((one, other) => one.top - other.top);
      return lines.slice(1).map(({ top }, index) => top - lines[index]!.bottom);
    });
    const read = await textOf(page, 'dl.read');
    expect([read.includes('\n\n\n\n'), gaps.length > 20]).toEqual([false, true]);
    // Two lines of text, except around what is to be filled in.
    const empty = gaps.filter((gap) => gap > 60).length;
    const controls = await page.locator('main button:visible, main textarea:visible, main summary:visible').count();
    expect(empty).toBeLessThanOrEqual(controls);
    // An empty list is an answer.
    expect(read).toContain('Promised beyond the contract\nNone');
    await page.close();
  });

  it('says that a button sends only the question', async () => {
    const first = await opened(toAccept, PHONE);
    expect(await textOf(first)).toContain('This button sends only your question.');
    await first.close();
    const second = await opened(accepted, PHONE);
    expect(await textOf(second)).toContain(
      'This button sends only your question: save what you have ticked above first.',
    );
    await second.close();
  });
});
