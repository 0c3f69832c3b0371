import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { until } from '../support/postgres-owner.js';
import { Device, inBrowser } from './browsing.js';

/** Changes that arrive while a user is in the middle of an action. */
inBrowser('a rep in the middle of something', (aDevice) => {
  let app: TestApplication;
  let [ann, bo]: Json[] = [];
  let key: string;
  let device: Device;
  let page: Page;

  beforeEach(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    [ann, bo] = [await aRep(app, 'Ann', { timeZone: 'Asia/Tokyo' }), await aRep(app, 'Bo')];
    await allTo(app, await aPool(app, 'Desk', [ann]));
    await aPolicy(app, {}, { time: 'elapsed' });
    key = await app.keyFor(['rep'], ann.id);
    device = await aDevice();
    page = device.page;
  });
  afterEach(() => app.stop());

  const named = async (...names: string[]) => {
    const leads: Json[] = [];
    for (const name of names) {
      leads.push(await aLead(app, { contact: { name, email: `${name.toLowerCase()}@example.org` } }));
      await app.moveBy(1_000);
    }
    return leads;
  };
  const open = async (...names: string[]) => {
    await device.logIn(app.url, key);
    await showing(...names);
  };
  const rows = () => page.getByRole('option');
  const showing = (...names: string[]) =>
    until(
      `the list is ${names}`,
      async () => (await rows().locator('strong').allTextContents()).join() === names.join(),
    );
  const selected = () => page.locator('[role=option][aria-selected=true] strong').textContent();
  const list = () => page.getByRole('listbox');
  const toBo = (lead: Json) =>
    app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo!.id, reason: 'Knows them' });
  const touchesOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/touches`)).data as Json[];

  it('keeps a dialog at its lead, with their input, when that lead moves', async () => {
    const [kim, lee] = await named('Kim', 'Lee');
    await open('Kim', 'Lee');
    await list().focus();
    await page.keyboard.press('d');
    await page.getByRole('button', { name: 'Spam', exact: true }).click();
    await page.getByLabel('Note').fill('Sells lists');
    await toBo(kim!);
    await showing('Lee');
    await page.getByRole('heading', { name: 'Close: Kim' }).waitFor();
    await page.getByRole('button', { name: 'Close the lead' }).click();
    // Whatever the answer is, the other lead is unchanged.
    await until(
      'it is answered',
      async () => (await page.getByRole('alert').count()) > 0 || !(await page.getByRole('dialog').isVisible()),
    );
    if (await page.getByRole('dialog').isVisible()) {
      expect(await page.getByLabel('Note').inputValue()).toBe('Sells lists');
    }
    expect((await app.must('GET', `/v1/leads/${lee!.id}`)).status).toBe('open');
  });

  it('continues with the next lead when theirs leaves, and returns to it from its page', async () => {
    const [, lee] = await named('Kim', 'Lee', 'Max');
    await open('Kim', 'Lee', 'Max');
    await list().focus();
    await page.keyboard.press('j');
    await toBo(lee!);
    await showing('Kim', 'Max');
    expect(await selected()).toBe('Max');
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    await page.goBack();
    await showing('Kim', 'Max');
    expect(await selected()).toBe('Max');
    await page.keyboard.press('k');
    await until('keys act again', async () => (await selected()) === 'Kim');
  });

  it('does nothing twice by holding a key or by a digit meant for the browser', async () => {
    const [kim] = await named('Kim');
    await open('Kim');
    await list().focus();
    await page.keyboard.down('c');
    await page.keyboard.down('c');
    await page.getByRole('heading', { name: 'Call: Kim' }).waitFor();
    await page.keyboard.up('c');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Connected');
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Escape');
    expect(await touchesOf(kim!)).toEqual([]);
  });

  it('sees a missed lead first and as late, and an up-to-date page beside the list', async () => {
    await named('Kim');
    await app.moveBy(5 * 60_000);
    const [lee] = await named('Lee');
    await open('Kim', 'Lee');
    await rows().first().getByText('late').waitFor();
    await rows().last().click();
    await page.getByRole('complementary').getByRole('heading', { name: 'Lee' }).waitFor();
    const paused = { until: '2026-03-02T10:00:00Z', reason: 'In a meeting' };
    await app.must('POST', `/v1/leads/${lee!.id}/pause`, paused, { key });
    await page.getByRole('complementary').getByText('In a meeting').waitFor();
  });

  it('types times in the zone shown, and overrides invalid stored preferences', async () => {
    await app.must('PUT', '/v1/me/preferences', { theme: 5, density: 'huge', keys: {}, own: 'kept' }, { key });
    const [kim] = await named('Kim');
    await open('Kim');
    await list().focus();
    await page.keyboard.press('d');
    await page.getByRole('button', { name: 'Not now', exact: true }).click();
    await page.getByLabel('Comes back on (Asia/Tokyo)').fill('2027-01-15T09:00');
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Close the lead' }).click();
    await page.getByText('No leads are waiting for you').waitFor();
    const now = () => app.must('GET', `/v1/leads/${kim!.id}`);
    await until('it is closed', async () => (await now()).status === 'nurturing');
    expect(JSON.stringify(await now())).toContain('2027-01-15T00:00:00.000Z');
    await page.getByRole('link', { name: 'You' }).click();
    await page.getByText(/^Access: (everything|their own leads|read everything)/).waitFor();
    await page.getByLabel('Rows').selectOption('compact');
    const preferences = () => app.must('GET', '/v1/me/preferences', undefined, { key });
    await until('it is kept', async () => (await preferences()).density === 'compact');
    expect((await preferences()).own).toBe('kept');
  });
});
