import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { until } from '../support/postgres-owner.js';
import { runs } from '../support/runs.js';
import { inBrowser } from './browsing.js';

/** More than a page of the API. */
const LEADS = runs(1_200, 10_000);
const BATCH = 400;
const NODES_MAX = 1_500;

/** Several users at once, many leads, and a day on which the clocks change. */
inBrowser('the console', (aDevice) => {
  let app: TestApplication;
  let reps: Json[];

  beforeEach(async () => {
    // 01:30 in Berlin, in the night in which summer time ends.
    app = await TestApplication.start('2026-10-24T23:30:00.000Z');
    reps = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    await aPolicy(app, {}, { time: 'elapsed' });
  });
  afterEach(() => app.stop());

  const open = async (key: string, path = '/console'): Promise<Page> => {
    const device = await aDevice();
    return device.logIn(app.url, key, path);
  };
  const names = (page: Page) => page.getByRole('option').locator('strong').allTextContents();
  const named = (name: string) => aLead(app, { contact: { name, email: `${name.toLowerCase()}@example.org` } });

  it('gives a lead to the first of two claimants, and names the owner to the other', async () => {
    const everHours = { mon: [['00:00', '24:00']], sun: [['00:00', '24:00']] };
    const calendar = await app.must('POST', '/v1/calendars', { name: 'Always', timeZone: 'UTC', hours: everHours });
    await allTo(
      app,
      await aPool(app, 'Desk', reps, { strategy: 'claim', claimWithin: 'PT1H', calendarId: calendar.id }),
    );
    await app.moveTo('2026-10-25T12:00:00.000Z');
    const { id } = await named('Kim');
    const pages: Page[] = [];
    for (const rep of reps) pages.push(await open(await app.keyFor(['rep'], rep.id)));
    for (const page of pages) await page.getByRole('button', { name: 'Claim' }).waitFor();
    await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Claim' }).click()));
    await until('it has an owner', async () => (await app.must('GET', `/v1/leads/${id}`)).ownerId !== null);
    const { ownerId } = await app.must('GET', `/v1/leads/${id}`);
    const winner = reps.findIndex((rep) => rep.id === ownerId);
    await pages[winner]!.getByRole('button', { name: 'Log a call' }).waitFor();
    await pages[1 - winner]!.getByText(new RegExp(`${reps[winner]!.name}`))
      .first()
      .waitFor();
    await until('it is gone there', async () => (await names(pages[1 - winner]!)).length === 0);
  });

  it('loads and updates in a seventh tab as in the first', async () => {
    await allTo(app, await aPool(app, 'Desk', [reps[0]!]));
    await named('Kim');
    const first = await open(await app.keyFor(['rep'], reps[0]!.id));
    const tabs = [first];
    for (let more = 0; more < 6; more += 1) {
      const tab = await first.context().newPage();
      await tab.goto(`${app.url}/console/inbox`);
      tabs.push(tab);
    }
    for (const tab of tabs) await until('it is loaded', async () => (await names(tab)).join() === 'Kim');
    await named('Lee');
    for (const tab of tabs) await until('it follows', async () => (await names(tab)).length === 2);
  });

  it('lists more leads than a page of the API has, and renders only the visible ones', async () => {
    await allTo(app, await aPool(app, 'Desk', [reps[0]!]));
    for (let sent = 0; sent < LEADS; sent += BATCH) {
      const leads = Array.from({ length: BATCH }, (_, at) => ({
        source: 'web',
        contact: { name: `Kim ${sent + at}`, email: `kim${sent + at}@example.org` },
      }));
      await app.must('POST', '/v1/leads/batch', { leads });
    }
    const page = await open(await app.keyFor(['rep'], reps[0]!.id));
    await page.getByText(`${LEADS} open`).waitFor();
    const nodes = () => page.evaluate('document.querySelectorAll("*").length');
    expect(await nodes()).toBeLessThan(NODES_MAX);
    await page.getByRole('listbox').focus();
    for (let step = 0; step < 60; step += 1) await page.keyboard.press('j');
    await page.locator('[role=option][aria-selected=true]').waitFor();
    expect(await nodes()).toBeLessThan(NODES_MAX);
    await page.goto(`${app.url}/console/leads?q=Kim+1176`);
    await page.getByRole('link', { name: 'Kim 1176' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
  });

  it('offers and lists all reps and pools, however many pages of the API they take', async () => {
    const pools = [await aPool(app, 'Desk', reps), await aPool(app, 'Field', reps)];
    await allTo(app, pools[0]!);
    const page = await open(ADMIN_KEY);
    // A page of two in place of one of a thousand: a list of five takes three.
    await page.route(
      (url) => url.searchParams.get('limit') === '1000',
      (route) => route.continue({ url: route.request().url().replace('limit=1000', 'limit=2') }),
    );
    for (const name of ['Cy', 'Di', 'Ed']) await aRep(app, name);
    await aPool(app, 'Night', reps);
    await page.goto(`${app.url}/console/floor`);
    const options = (name: string) => page.getByRole('combobox', { name, exact: true }).getByRole('option');
    await options('Owner').getByText('Ed').waitFor({ state: 'attached' });
    expect((await options('Owner').allTextContents()).sort()).toEqual(['Ann', 'Any owner', 'Bo', 'Cy', 'Di', 'Ed']);
    await options('Pool').getByText('Night').waitFor({ state: 'attached' });
    expect((await options('Pool').allTextContents()).sort()).toEqual(['Any pool', 'Desk', 'Field', 'Night']);
    await page.goto(`${app.url}/console/configure/reps`);
    await until('all rows', async () => (await page.getByRole('row').count()) === 6);
  });

  it('counts each lead of a repeated hour once, in figures, map and list alike', async () => {
    await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), timeZone: 'Europe/Berlin' });
    await allTo(app, await aPool(app, 'Desk', [reps[0]!]));
    for (const at of ['00:30', '01:30', '02:30']) {
      await app.moveTo(`2026-10-25T${at}:00.000Z`);
      await named(`Kim${at.slice(1, 2)}`);
    }
    await app.moveTo('2026-10-26T12:00:00.000Z');
    await app.reportsCaughtUp();
    const page = await open(ADMIN_KEY, '/console/numbers/speed?by=source');
    const cells = page.locator('.figures').getByRole('row').filter({ hasText: 'web' }).getByRole('cell');
    await until('they are counted', async () => (await cells.first().textContent())?.trim() === '3');
    const map = async () => (await page.locator('.heat').getByRole('cell').allInnerTexts()).map((text) => text.trim());
    // Two leads arrived between 02:00 and 03:00, which comes twice.
    await until('they are on the map', async () => (await map()).filter(Boolean).sort().join() === '1,2');
    await page.getByRole('link', { name: 'web' }).click();
    await until('they are listed', async () => (await page.getByRole('row').count()) === 4);
  });
});
