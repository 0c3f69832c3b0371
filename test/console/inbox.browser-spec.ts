import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { InboxHub } from '../../src/deliveries/streams/inbox-hub.service.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, allTo, aPool, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { until } from '../support/postgres-owner.js';
import { DESK, Device, inBrowser, noticed, PHONE } from './browsing.js';
import { Line } from './line.js';

inBrowser('a rep at their inbox', (aDevice) => {
  let app: TestApplication;
  let ann: Json;
  let bo: Json;
  let key: string;
  let device: Device;

  beforeEach(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    const alone = await aPool(app, 'Desk', [ann]);
    await allTo(app, alone);
    await aPolicy(app, {}, { time: 'elapsed' });
    key = await app.keyFor(['rep'], ann.id);
  });
  afterEach(() => app.stop());

  const open = async (options?: object, base = app.url) => {
    device = await aDevice(options);
    return device.logIn(base, key);
  };
  const named = (name: string) => aLead(app, { contact: { name, email: `${name.toLowerCase()}@example.org` } });
  const rows = (page: Page) => page.getByRole('option');
  const names = (page: Page) => rows(page).locator('strong').allTextContents();
  const showing = (page: Page, wanted: readonly string[]) =>
    until(`the list is ${wanted}`, async () => (await names(page)).join() === wanted.join());
  const touchesOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/touches`)).data as Json[];
  const list = (page: Page) => page.getByRole('listbox');
  /** Focuses the list once it has leads, so that keys apply to it. */
  const focused = async (page: Page) => {
    await rows(page).first().waitFor();
    await list(page).focus();
  };

  it('sees the most urgent lead first, with the time that is left', async () => {
    await named('Kim');
    await app.moveBy(60_000);
    await named('Lee');
    const page = await open();
    await showing(page, ['Kim', 'Lee']);
    expect(await rows(page).first().getByRole('timer').textContent()).toMatch(/^0[34]:\d\d$/);
    expect(await page.title()).toBe('(2) Inbox · Touchline');
    await page.getByText('Live', { exact: true }).waitFor();
    await device.requireAccessible();
    await named('Max');
    await showing(page, ['Kim', 'Lee', 'Max']);
  });

  it('is told above the list while enforcement is held, and why', async () => {
    await named('Kim');
    const hold = await app.must('POST', '/v1/enforcement/holds', {
      scope: 'all',
      until: '2026-03-02T12:00:00.000Z',
      reason: 'The dialer is down',
    });
    const { until } = hold;
    await app.must('POST', '/v1/enforcement/holds', { scope: { source: 'web' }, until, reason: 'Covered as well' });
    const page = await open();
    await showing(page, ['Kim']);
    await page.getByText('Enforcement is held for all leads until Mon 2 Mar, 12:00: The dialer is down.').waitFor();
    expect(await page.getByText('Enforcement is held').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Resume now' }).count()).toBe(0);
    await device.requireAccessible();
    for (const { id } of (await app.must('GET', '/v1/enforcement/holds')).data)
      await app.must('DELETE', `/v1/enforcement/holds/${id}`);
    await page.reload();
    await showing(page, ['Kim']);
    expect(await page.getByText('Enforcement is held').count()).toBe(0);
  });

  it('logs a call with two keys, and undoes it with one', async () => {
    const lead = await named('Kim');
    const page = await open();
    await focused(page);
    await page.keyboard.press('c');
    await page.getByRole('dialog').waitFor();
    await device.requireAccessible();
    await page.keyboard.press('1');
    await noticed(page, 'Connected: Kim');
    await until('the call is logged', async () => (await touchesOf(lead)).length === 1);
    expect((await touchesOf(lead))[0]).toMatchObject({ kind: 'call', outcome: 'connected', repId: ann.id });
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('listbox');
    await page.keyboard.press('u');
    await until('it is taken back', async () => (await touchesOf(lead))[0]!.voided !== null);
  });

  it('reads in the row, beside the contact and in the story that a suppressed person must not be contacted', async () => {
    const { id } = await named('Kim');
    await app.must('POST', '/v1/suppressions', { email: 'kim@example.org', reason: 'do_not_contact' });
    const page = await open();
    await rows(page).first().getByText('Do not contact', { exact: true }).waitFor();
    await device.requireAccessible();
    await page.goto(`${app.url}/console/leads/${id}`);
    const says = 'Do not contact: e-mail address suppressed (Does not want to be contacted)';
    await page.locator('.reach').getByText(`${says}, since `).waitFor();
    await page.locator('.timeline').getByText(says).waitFor();
    await device.requireAccessible();
  });

  it('uses keys without having clicked anything, and beside a button, but not while typing', async () => {
    await named('Kim');
    await app.moveBy(60_000);
    await named('Lee');
    const page = await open();
    await showing(page, ['Kim', 'Lee']);
    const isSelected = (at: number) =>
      until(`row ${at} is selected`, async () => (await rows(page).nth(at).getAttribute('aria-selected')) === 'true');
    await isSelected(0);
    await page.keyboard.press('j');
    await isSelected(1);
    await page.keyboard.press('ArrowUp');
    await isSelected(0);
    await page.getByRole('button', { name: 'Log a call' }).focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByLabel('Why').fill('j?');
    expect(await page.getByLabel('Why').inputValue()).toBe('j?');
    await page.keyboard.press('Escape');
    await isSelected(0);
    await page.keyboard.press('g');
    await noticed(page, 'It has an owner already.');
    await page.keyboard.press('b');
    await noticed(page, /^No pool dealt it, its pool takes no leads back/);
    await page.keyboard.press('u');
    await noticed(page, 'Nothing to undo: no notice with “Undo” is shown.');
  });

  it('sees a notice for as long as they point at it, and otherwise briefly', async () => {
    await named('Kim');
    const page = await open();
    await page.clock.install();
    await focused(page);
    const call = async () => {
      await page.keyboard.press('c');
      await page.keyboard.press('2');
      await noticed(page, 'No answer: Kim');
    };
    const notice = page.locator('.notice');
    await call();
    await notice.hover();
    await page.clock.fastForward(30_000);
    expect(await notice.count()).toBe(1);
    await page.mouse.move(0, 0);
    await page.clock.fastForward(30_000);
    await notice.waitFor({ state: 'detached' });
    // A dismissed notice disappears under the pointer, and must not keep the next one open.
    await call();
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await page.mouse.move(0, 0);
    await focused(page);
    await call();
    await page.clock.fastForward(30_000);
    await notice.waitFor({ state: 'detached' });
  });

  it('uses the same keys on the page of a lead, except while typing', async () => {
    const lead = await named('Kim');
    const page = await open();
    await focused(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Kim', level: 1 }).waitFor();
    await page.keyboard.press('e');
    await page.getByLabel('Note').fill('c');
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await page.keyboard.press('2');
    await noticed(page, 'No answer: Kim');
    expect(await touchesOf(lead)).toMatchObject([{ kind: 'call', outcome: 'noAnswer' }]);
    await page.keyboard.press('u');
    await until('it is taken back', async () => (await touchesOf(lead))[0]!.voided !== null);
  });

  it('uses no keys of the page while a dialog waits for its answer and has lost the focus', async () => {
    const lead = await named('Kim');
    const page = await open();
    await focused(page);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByText('A first response that the company promises goes on.').waitFor();
    await page.getByLabel('Why').fill('She is away');
    const asks: Route[] = [];
    await page.route(`**/v1/leads/${lead.id}/pause`, (route) => void asks.push(route));
    await page.getByRole('button', { name: 'Pause the clocks' }).click();
    await page.waitForFunction('document.activeElement === document.body');
    await page.keyboard.press('?');
    await page.keyboard.press('d');
    expect(await page.getByRole('dialog').getAttribute('aria-label')).toBe('Pause: Kim');
    await asks[0]!.continue();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('closes a lead with the fields that its reason requires, and undoes it', async () => {
    const lead = await named('Kim');
    const page = await open();
    await focused(page);
    await page.keyboard.press('d');
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Not now', exact: true }).click();
    await page.getByRole('button', { name: 'Close the lead' }).click();
    // The browser reports missing fields, and nothing is sent.
    await page.getByRole('button', { name: 'In a month' }).click();
    await page.getByLabel('Note').fill('After the holidays');
    await page.getByRole('button', { name: 'Close the lead' }).click();
    await page.getByText('No leads are waiting for you').waitFor();
    const now = () => app.must('GET', `/v1/leads/${lead.id}`);
    await until('it is closed', async () => (await now()).status === 'nurturing');
    expect((await now()).disposition).toMatchObject({
      reason: 'not_now',
      note: 'After the holidays',
      fields: { wakeAt: expect.stringMatching(/^2026-04-0\dT\d\d:00:00.000Z$/) },
    });
    await page.getByRole('button', { name: 'Undo' }).click();
    await showing(page, ['Kim']);
  });

  it('sees why a lead is theirs, and declines one that belongs elsewhere', async () => {
    const { pool } = await aDesk(app, [ann, bo], { name: 'Both', decline: { within: 'PT1H' } }).catch(async () => ({
      pool: await aPool(app, 'Both', [ann, bo], { decline: { within: 'PT1H' } }),
    }));
    await allTo(app, pool);
    await named('Kim');
    await named('Lee');
    const page = await open();
    await until('a lead is there', async () => (await names(page)).length === 1);
    await page.getByRole('button', { name: 'Why me?' }).click();
    await page.getByRole('dialog').getByText('by the rule All').waitFor();
    await device.requireAccessible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Give back' }).click();
    await page.getByRole('button', { name: 'Give it back' }).click();
    await page.getByText('No leads are waiting for you').waitFor();
  });

  it('may only ask why of a lead that another rep has', async () => {
    await allTo(app, await aPool(app, 'Others', [bo]));
    const lead = await named('Kim');
    key = await app.keyFor(['rep', 'read'], ann.id);
    const page = await open();
    await page.goto(`${app.url}/console/leads/${lead.id}`);
    const panel = page.getByRole('complementary', { name: 'Kim' });
    await panel.getByRole('button', { name: 'Why?' }).waitFor();
    expect(await panel.getByRole('button').allTextContents()).toEqual(['Why?']);
    await page.keyboard.press('c');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('moves a lead away from its page, reads who has it now, and takes that back', async () => {
    const lead = await named('Kim');
    const page = await open(PHONE);
    await page.goto(`${app.url}/console/leads/${lead.id}`);
    await page.getByRole('button', { name: 'Move' }).waitFor();
    // Their pool does not allow it.
    expect(await page.getByRole('button', { name: 'Give back' }).count()).toBe(0);
    const move = async () => {
      await page.getByRole('button', { name: 'Move' }).click();
      await page.getByRole('dialog').getByLabel('To').selectOption({ label: 'Bo' });
      await page.getByLabel('Why').fill('Bo knows them');
      await page.getByRole('button', { name: 'Move the lead' }).click();
    };
    await move();
    await noticed(page, 'Moved: Kim. Bo has it now.');
    await page.getByRole('heading', { name: 'Kim', level: 1 }).waitFor();
    await page.getByRole('main').getByText('Bo has it now.', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await device.requireAccessible();
    const ownerOf = async () => (await app.must('GET', `/v1/leads/${lead.id}`)).ownerId;
    expect(await ownerOf()).toBe(bo.id);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Log a call' }).waitFor();
    expect(await ownerOf()).toBe(ann.id);
    await move();
    await page.getByRole('link', { name: 'Back to the inbox' }).click();
    await page.getByText('No leads are waiting for you').waitFor();
    await device.close();
    device = await aDevice();
    await device.logIn(app.url, await app.keyFor(['rep'], bo.id), `/console/leads/${lead.id}`);
    await device.page.getByRole('button', { name: 'Why me?' }).click();
    const latest = device.page.getByRole('dialog').getByRole('listitem').first();
    await latest.getByText('Ann moved it.').waitFor();
    await latest.getByText('“Bo knows them”').waitFor();
    expect(await latest.textContent()).not.toContain('by the rule');
  });

  it('sees rows stay in place: a new order waits until they request it', async () => {
    const [kim] = [await named('Kim'), await app.moveBy(30_000), await named('Lee')];
    const page = await open();
    await showing(page, ['Kim', 'Lee']);
    await list(page).focus();
    await page.keyboard.press('ArrowDown');
    const paused = { until: '2026-03-02T10:00:00Z', reason: 'In a meeting' };
    await app.must('POST', `/v1/leads/${kim.id}/pause`, paused, { key });
    await page.getByText('1 more urgent').waitFor();
    expect(await names(page)).toEqual(['Kim', 'Lee']);
    await page.keyboard.press('r');
    await showing(page, ['Lee', 'Kim']);
    expect(await rows(page).nth(0).getAttribute('aria-selected')).toBe('true');
    await rows(page).nth(1).getByText('waits').waitFor();
  });

  it('loses a lead that they missed before their eyes, and reads where it went', async () => {
    await allTo(app, await aPool(app, 'Two', [ann, bo]));
    await named('Kim');
    await named('Lee');
    const page = await open();
    await until('a lead is there', async () => (await names(page)).length === 1);
    await app.moveBy(5 * 60_000 + 1_000);
    const mine = async () =>
      (await app.must('GET', `/v1/reps/${ann.id}/inbox`)).data.map(({ contact }: Json) => contact.name);
    await until('the list follows', async () => (await names(page)).join() === (await mine()).join());
    await page
      .getByRole('status')
      .getByText(/moved|missed/i)
      .first()
      .waitFor();
  });

  it('sees updates after the connection was cut, without a reload and without a gap', async () => {
    await named('Kim');
    const line = await Line.to(app.url);
    const page = await open(DESK, line.url);
    await showing(page, ['Kim']);
    for (const [trouble, name] of [
      ['cut', 'Lee'],
      ['badGateway', 'Max'],
    ] as const) {
      line.trouble = trouble;
      await page.getByText(/As of .*, reconnecting/).waitFor();
      await named(name);
      expect(await names(page)).not.toContain(name);
      line.trouble = null;
      await until('the list follows', async () => (await names(page)).includes(name));
      await page.getByText('Live', { exact: true }).waitFor();
    }
    await line.close();
  });

  it('has an unanswered request sent again, and it takes effect once', async () => {
    const lead = await named('Kim');
    const line = await Line.to(app.url);
    const page = await open(DESK, line.url);
    await showing(page, ['Kim']);
    // The request arrives, but its answer is lost.
    line.trouble = 'answersLost';
    await list(page).focus();
    await page.keyboard.press('c');
    await page.keyboard.press('2');
    await until('the call is logged', async () => (await touchesOf(lead)).length === 1);
    line.trouble = null;
    await noticed(page, 'No answer: Kim');
    expect(await touchesOf(lead)).toHaveLength(1);
    await line.close();
  });

  it('sees the same in two tabs, of which one listens', async () => {
    await named('Kim');
    const page = await open();
    await showing(page, ['Kim']);
    const second = await device.context.newPage();
    await second.goto(`${app.url}/console/inbox`);
    await showing(second, ['Kim']);
    await named('Lee');
    await showing(page, ['Kim', 'Lee']);
    await showing(second, ['Kim', 'Lee']);
    await page.close();
    await named('Max');
    await showing(second, ['Kim', 'Lee', 'Max']);
  });

  it('sees the page of a lead change as soon as the lead does', async () => {
    const lead = await named('Kim');
    const page = await open();
    await showing(page, ['Kim']);
    const second = await device.context.newPage();
    // Not because the page reads the lead again every 15 seconds.
    await second.addInitScript(
      'const real = setInterval; window.setInterval = (run, ms) => (ms === 15_000 ? 0 : real(run, ms));',
    );
    await second.goto(`${app.url}/console/leads/${lead.id}`);
    await second.getByText('Live', { exact: true }).waitFor();
    await second.getByText('Received from web').waitFor();
    await page.getByRole('button', { name: 'Log a call' }).click();
    await page.getByRole('button', { name: 'No answer' }).click();
    await second
      .getByRole('list')
      .getByText(/no answer/i)
      .waitFor();
  });

  it('is logged out when they become inactive, even with the page open', async () => {
    await named('Kim');
    const page = await open();
    await showing(page, ['Kim']);
    const { name, email } = ann;
    await app.must('PUT', `/v1/reps/${ann.id}`, { name, email, active: false, openLeads: 'keep' });
    await app.moveBy(16_000);
    await until('they are asked who they are', async () => {
      await app.application.app.get(InboxHub).beatAll();
      return page.getByLabel('API key').isVisible();
    });
  });

  it('works a lead on a phone by touch', async () => {
    const lead = await named('Kim');
    const page = await open({ ...PHONE, colorScheme: 'dark' });
    await showing(page, ['Kim']);
    await device.requireAccessible();
    await rows(page).first().tap();
    await page.getByRole('heading', { name: 'Kim' }).waitFor();
    await page.getByText('Received from web').waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Log a call' }).tap();
    await page.getByRole('button', { name: 'No answer' }).tap();
    await until('the call is logged', async () => (await touchesOf(lead)).length === 1);
    await page
      .getByText(/no answer/i)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Back to the inbox' }).tap();
    await showing(page, ['Kim']);
    const rail = page.getByRole('navigation', { name: 'Console' });
    expect(await rail.getByRole('link').allTextContents()).toEqual(['Inbox', 'Notifications', 'Leads', 'Deals']);
    await rail.getByRole('button', { name: 'More' }).tap();
    await device.requireAccessible();
    await rail.getByRole('link', { name: 'Handoffs' }).tap();
    await page.getByRole('heading', { name: 'No handoffs yet' }).waitFor();
    await rail.getByRole('link', { name: 'Handoffs' }).waitFor({ state: 'hidden' });
  });

  it('reads on the empty list of leads when there will be some', async () => {
    const page = await open(PHONE);
    await page.goto(`${app.url}/console/leads`);
    await page.getByText('Leads appear here when they become yours.').waitFor();
    await device.requireAccessible();
  });

  it('reads in place of the switch that they are absent, until when, and who covers', async () => {
    const cover = { coverRepId: bo.id, openLeads: 'keep' };
    const absence = { from: '2026-03-02T08:00:00.000Z', to: '2026-03-02T17:00:00.000Z', ...cover };
    const { id } = await app.must('POST', `/v1/reps/${ann.id}/absences`, absence);
    const page = await open(PHONE);
    await page.getByText('Absent until 17:00; Bo covers').waitFor();
    await page.getByText('New leads go to others until you are back.').waitFor();
    expect(await page.getByLabel('Taking leads').count()).toBe(0);
    await device.requireAccessible();
    await app.must('DELETE', `/v1/reps/${ann.id}/absences/${id}`);
    await page.reload();
    await page.getByLabel('Taking leads').waitFor();
    expect(await page.getByText('Absent until').count()).toBe(0);
  });

  it('is away until the time that they set', async () => {
    const page = await open();
    await page.getByLabel('Taking leads').click();
    await page.getByLabel('Until when').selectOption({ label: 'for an hour' });
    await page.getByText('until 10:00').waitFor({ state: 'attached' });
    expect(await page.getByLabel('Taking leads').isChecked()).toBe(false);
    // The notice with Undo stays for as long as the pointer is on it.
    await page.getByRole('button', { name: 'Undo' }).hover();
    await device.requireAccessible();
    const rep = () => app.must('GET', `/v1/reps/${ann.id}`);
    expect(await rep()).toMatchObject({ available: false, unavailableUntil: '2026-03-02T10:00:00.000Z' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('they are back', async () => (await rep()).available);
  });
});
