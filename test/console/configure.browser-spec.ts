import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aPool, aRep, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { until } from '../support/postgres-owner.js';
import { DESK, Device, inBrowser, noticed, PHONE } from './browsing.js';
import { Line } from './line.js';

/** A promise that waits until it is released. */
function held() {
  let release: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { over, release: () => release() };
}

inBrowser('an admin who configures', (aDevice) => {
  let app: TestApplication;
  let device: Device;
  let reps: Json[];
  let desk: Json;
  let bo: Json;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    ({ reps, pool: desk } = await aDesk(app, ['Ann']));
    bo = await aRep(app, 'Bo');
    await aPool(app, 'Alps', [bo]);
  });
  afterAll(async () => {
    await app.stop();
  });

  const open = async (path: string, options?: object, key = ADMIN_KEY): Promise<Page> => {
    device = await aDevice(options);
    return device.logIn(app.url, key, `/console/configure${path}`);
  };
  const save = async (page: Page) => {
    await page.getByRole('button', { name: 'Save …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await isSaved(page);
  };
  const isSaved = (page: Page) => page.locator('.notice').filter({ hasText: 'Saved' }).waitFor();

  it('can start from something ready-made', async () => {
    const page = await open('/handoff-kinds/new');
    const first = page.getByLabel('Start from a template');
    await first.selectOption({ index: 1 });
    await page.getByLabel('Name', { exact: true }).first().waitFor();
    expect(await page.getByLabel('Name', { exact: true }).first().inputValue()).not.toBe('');
    await page.getByLabel('Who decides').waitFor();
    await page.getByText('“A deal is won”: when a deal is won.').waitFor();
    await device.requireAccessible();
  });

  it('adds what a template has got since, below the list of kinds', async () => {
    const [ann] = reps;
    const team = await app.must('POST', '/v1/teams', { name: 'All', repIds: [ann!.id] });
    const people = { teamId: team.id, ownerOfDoneRepId: ann!.id };
    const receivers = ['Onboarding', 'Finance', 'Customer success', 'Sales'].map((name) => ({ name, ...people }));
    const set = { business: 'software', deciderRepId: ann!.id, receivers };
    const { data } = await app.must('POST', '/v1/handoff-kinds/ready-made', set);
    const path = `/v1/handoff-kinds/${data[1].id}`;
    const { form, ...kind } = await app.must('GET', path);
    const { billing, ...properties } = form.properties;
    const required = ['live', 'open'];
    const all = kind.receivers.map(({ sections: __, ...receiver }: Json) => receiver);
    await app.must('PUT', path, { ...kind, receivers: all, form: { ...form, required, properties } });
    const page = await open('/handoff-kinds');
    const templates = page.getByRole('region', { name: 'New in the templates' });
    await templates.getByText(`Subscription: onboarding to customer success: ${billing.title}`).waitFor();
    await device.requireAccessible();
    await templates.getByRole('button', { name: `Add ${billing.title} to Subscription` }).click();
    await noticed(page, 'Added');
    await templates.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Save the order' }).count()).toBe(0);
    expect((await app.must('GET', path)).form.required).toEqual(['live', 'open', 'billing']);
    for (const { id } of data) await app.must('DELETE', `/v1/handoff-kinds/${id}`);
  });

  it('sees what a new policy promises to open leads before creating it', async () => {
    const lead = await aLead(app, { source: 'kiosk' });
    const page = await open('/policies/new');
    await page.getByLabel('Name', { exact: true }).first().fill('Kiosk');
    await page.getByLabel('Within', { exact: true }).fill('7');
    await page.getByLabel('Applies to').selectOption('Open leads as well');
    await page.getByRole('button', { name: 'Create' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create this SLA policy?' });
    await dialog.getByText(/promises to open leads would begin now; none would be missed at once\.$/).waitFor();
    await dialog
      .getByRole('row', { name: /Ann|Bo/ })
      .first()
      .waitFor();
    await device.requireAccessible();
    expect((await leadNow(app, lead)).policy).toBeNull();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Kiosk', level: 1 }).waitFor();
    const { policy } = await leadNow(app, lead);
    expect(policy).not.toBeNull();
    // Later tests begin without policies.
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.must('DELETE', `/v1/sla-policies/${policy.id}`);
  });

  it('adds a rule, tries a lead, puts the rule first, and leads follow it', async () => {
    const page = await open('');
    await page.getByRole('row', { name: /Calendars/ }).waitFor();
    await device.requireAccessible();
    await page.getByRole('link', { name: 'Routing rules' }).click();
    const trial = page.getByRole('complementary', { name: 'Try a lead' });
    await trial.getByText('Ann out of Desk, by the rule All').waitFor();
    await trial.getByText('Make one up').click();
    await trial.getByLabel('Country').last().fill('CH');

    await page.getByRole('button', { name: 'Add rule' }).click();
    const form = page.locator('.editor');
    await form.getByLabel('Name', { exact: true }).last().fill('Alpine');
    const rule = form.getByRole('listitem').filter({ hasText: 'Alpine' });
    await rule.getByRole('button', { name: 'Add a comparison' }).click();
    await rule.getByLabel('Field').fill('company.country');
    await rule.getByLabel('Value').fill('CH');
    // Pool and rep are alternatives: a pool replaces the rep.
    await rule.getByLabel('Goes to', { exact: true }).selectOption('Rep');
    await rule.getByLabel('Rep', { exact: true }).selectOption('Bo');
    await rule.getByLabel('Goes to', { exact: true }).selectOption('Pool');
    await rule.getByLabel('Pool', { exact: true }).selectOption('Alps');
    await trial.getByText('Bo out of Alps, by the rule Alpine').waitFor();
    expect(await rule.getByLabel('Rep', { exact: true }).count()).toBe(0);
    expect(await rule.getByText('Otherwise', { exact: true }).count()).toBe(0);
    // The new rule is before the one that matches every lead, behind which it would have no effect.
    await trial.getByText('Bo out of Alps, by the rule Alpine').waitFor();
    await rule.getByLabel('Value').press('Alt+ArrowDown');
    await trial.getByText('Ann out of Desk, by the rule All').waitFor();
    await rule.getByLabel('Value').press('Alt+ArrowUp');
    await trial.getByText('Bo out of Alps, by the rule Alpine').waitFor();
    await device.requireAccessible();

    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Rules › Alpine').waitFor();
    await device.requireAccessible();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await isSaved(page);
    const lead = await aLead(app, { company: { country: 'CH' } });
    expect(lead.ownerId).toBe(bo.id);
  });

  it('gives customers to their owners, and goes on with the rules below', async () => {
    await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'], ownerRepId: bo.id });
    const page = await open('/routing');
    await page.getByRole('button', { name: 'Add rule' }).click();
    const form = page.locator('.editor');
    await form.getByLabel('Name', { exact: true }).last().fill('Customers');
    const rule = form.getByRole('listitem').filter({ hasText: 'Customers' });
    await rule.getByLabel('Goes to', { exact: true }).selectOption('Whoever looks after the account');
    await rule.getByLabel('Whoever looks after the account', { exact: true }).selectOption('Its owner');
    expect(await rule.getByLabel('Kind of otherwise').inputValue()).toBe('0');
    await rule.getByText('Go on with the rules below').first().waitFor({ state: 'attached' });
    await device.requireAccessible();
    const trial = page.getByRole('complementary', { name: 'Try a lead' });
    await trial.getByText('Ann out of Desk, by the rule All').waitFor();
    await trial.getByText('matches, then the rules below').waitFor();
    await page.screenshot({ path: '/tmp/going2.png' });
    await save(page);
    const [customer, stranger] = ['acme', 'other'].map((name) => ({ contact: { email: `kim@${name}.example` } }));
    expect((await aLead(app, customer)).ownerId).toBe(bo.id);
    expect((await aLead(app, stranger)).ownerId).toBe(reps[0]!.id);
  });

  it('is offered the fields of accounts, and the types and owners that there are', async () => {
    const page = await open('/routing');
    await page.getByRole('button', { name: 'Add rule' }).click();
    const form = page.locator('.editor');
    await form.getByLabel('Name', { exact: true }).last().fill('Partners');
    const rule = form.getByRole('listitem').filter({ hasText: 'Partners' });
    await rule.getByRole('button', { name: 'Add a comparison' }).click();
    const suggested = page.locator('datalist option[value="account.type"]').first();
    expect(await suggested.getAttribute('label')).toBe('Account: type');
    await rule.getByLabel('Field').fill('account.type');
    await rule.getByLabel('Value', { exact: true }).selectOption('Former customer');
    await rule.getByLabel('Compared').selectOption('is one of');
    await rule.getByLabel('Values').selectOption(['Partner', 'Competitor']);
    await device.requireAccessible();
    await rule.getByLabel('Goes to', { exact: true }).selectOption('Rep');
    await rule.getByLabel('Rep', { exact: true }).selectOption('Bo');
    await rule.getByRole('button', { name: 'Add a comparison' }).click();
    await rule.getByLabel('Field').last().fill('account.ownerRepId');
    await rule.getByLabel('Value', { exact: true }).selectOption('Bo');
    await save(page);
    const { rules } = await app.must('GET', '/v1/routing');
    expect(rules.find(({ name }: Json) => name === 'Partners').when).toEqual({
      all: [
        { field: 'account.type', op: 'in', value: ['partner', 'competitor'] },
        { field: 'account.ownerRepId', op: 'eq', value: bo.id },
      ],
    });
  });

  it('says how an ad platform is told, in the fields of that platform', async () => {
    const page = await open('/destinations/new');
    await page.getByLabel('Name', { exact: true }).fill('Ads');
    expect(await page.getByRole('group', { name: 'Settings' }).count()).toBe(0);
    await page.getByLabel('Platform').selectOption('Meta');
    const settings = page.getByRole('group', { name: 'Settings' });
    await settings.getByText('The digits that are the id of a dataset.').waitFor();
    const silent = page.getByText('Nothing is sent, as no rule says what. Add a rule.');
    await silent.waitFor();
    await page.getByRole('button', { name: 'Add rule' }).click();
    await silent.waitFor({ state: 'detached' });
    await page.getByLabel('Milestone').selectOption('Qualified');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Settings › Dataset' }).click();
    await settings.getByLabel('Dataset').and(page.locator(':focus')).waitFor();
    await settings.getByLabel('Dataset').fill('123');
    await page.getByLabel('Event', { exact: true }).fill('Good lead');
    await device.requireAccessible();
    expect(await page.locator('.editor').textContent()).not.toMatch(/[*{}]/);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Ads' }).waitFor();
    const { data } = await app.must('GET', '/v1/feedback/destinations');
    expect(data).toMatchObject([
      {
        platform: 'meta',
        settings: { datasetId: '123' },
        rules: [{ on: { milestone: 'qualified' }, send: { event: 'Good lead' } }],
      },
    ]);
  });

  it('sees what was withheld from an ad platform, why, and of which leads', async () => {
    const { id } = await app.must('POST', '/v1/feedback/destinations', {
      name: 'Ads of Bo',
      platform: 'meta',
      settings: { datasetId: '1' },
      rules: [{ on: { milestone: 'received' }, send: { event: 'Lead' } }],
    });
    const lead = await aLead(app, { clickIds: { metaLeadId: '987654321098701' }, consent: { adUserData: 'denied' } });
    await app.feedbackCaughtUp();
    const page = await open(`/destinations/${id}`);
    const aside = page.getByRole('region', { name: /^Since/ });
    await aside.getByText('1 the person does not allow that their data is sent').waitFor();
    await device.requireAccessible();
    // It was created today, so there is nothing from before.
    await aside.getByRole('heading', { name: 'Since Mon 2 Mar' }).waitFor();
    await aside.getByRole('button', { name: 'Show the leads' }).click();
    await page
      .getByRole('dialog')
      .getByText(/^Lead, .*: the person does not allow/)
      .waitFor();
    await page.getByRole('dialog').getByRole('link', { name: 'Open the lead' }).click();
    await page.waitForURL(`**/console/leads/${lead.id}`);
  });

  it('sees everywhere that a destination is stopped, since when and why, until it is resumed', async () => {
    const { id } = await app.must('POST', '/v1/feedback/destinations', {
      name: 'Paused ads',
      platform: 'meta',
      settings: { datasetId: '3' },
    });
    const page = await open(`/destinations/${id}`);
    await page.getByText('Nothing is sent, as no rule says what. Add a rule.').waitFor();
    await page.getByRole('button', { name: 'Stop …' }).click();
    await page.getByLabel('Why').fill('The account moves');
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Stop it' }).click();
    const stopped = /^Stopped since Mon 2 Mar, \d\d:\d\d: The account moves$/;
    await page.getByText(stopped).waitFor();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    // Stopping it makes no version, so that a form that is open can still be saved.
    await page.getByLabel('Name', { exact: true }).fill('Paused ads of Meta');
    await save(page);
    await page.goto(`${app.url}/console/configure/destinations`);
    const row = page.getByRole('row').filter({ hasText: 'Paused ads' });
    await row.getByRole('cell', { name: stopped }).waitFor();
    await row.getByRole('cell', { name: 'Meta', exact: true }).waitFor();
    await page.goto(`${app.url}/console/health`);
    await page.getByRole('heading', { name: '1 destination is stopped' }).waitFor();
    await page.getByText(/: Stopped since .*: The account moves/).waitFor();
    await device.requireAccessible();
    await page.getByRole('link', { name: 'Paused ads' }).click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Stop …' }).waitFor();
    expect((await app.must('GET', `/v1/feedback/destinations/${id}`)).stopped).toBeNull();
    await page.goto(`${app.url}/console/configure/destinations`);
    await row.getByRole('cell', { name: 'sends nothing: it has no rule' }).waitFor();
  });

  it('sees in the list that a webhook is paused, since when and why', async () => {
    const { id } = await app.must('POST', '/v1/webhooks', { url: 'https://crm.example.com/in', types: ['lead.*'] });
    await app.must('POST', `/v1/webhooks/${id}/pause`, { reason: 'The CRM moves' });
    const page = await open('/webhooks');
    const row = page.getByRole('row').filter({ hasText: 'crm.example.com' });
    await row.getByRole('cell', { name: /^Stopped since Mon 2 Mar, \d\d:\d\d: The CRM moves$/ }).waitFor();
    await device.requireAccessible();
  });

  it('keeps, replaces or removes credentials that are stored, and sees what cannot be changed', async () => {
    const page = await open('/destinations/new');
    await page.getByLabel('Name', { exact: true }).fill('Told');
    await page.getByLabel('Platform').selectOption('Meta');
    await page.getByLabel('Dataset').fill('4');
    await page.getByRole('button', { name: 'Add credentials' }).click();
    expect(await page.getByLabel('Access token').getAttribute('placeholder')).toBe('');
    await page.getByLabel('Access token').fill('secret');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Told' }).waitFor();
    const credentials = page.getByRole('group', { name: 'Credentials' });
    await credentials.getByText(/^Set on Mon 2 Mar, /).waitFor();
    expect(await page.getByLabel('Platform').isDisabled()).toBe(true);
    await device.requireAccessible();
    await credentials.getByRole('button', { name: 'Replace' }).click();
    await page.getByLabel('Access token').waitFor();
    await page.getByRole('button', { name: 'Keep the stored ones' }).click();
    await credentials.getByRole('button', { name: 'Remove' }).click();
    await credentials.getByText('They will be removed.').waitFor();
    await device.requireAccessible();
    await save(page);
    await page.getByRole('button', { name: 'Add credentials' }).waitFor();
  });

  it('reads which values a rule may send, and which event it lacks', async () => {
    const page = await open('/destinations/new');
    await page.getByLabel('Name', { exact: true }).fill('Values');
    await page.getByLabel('Platform').selectOption('Meta');
    await page.getByLabel('Dataset').fill('5');
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByRole('button', { name: 'Add value' }).click();
    await page.getByLabel('Kind of value').selectOption('What is left after a time');
    await page.getByText('what is left of it some days after its contract began').waitFor();
    await page.getByLabel('What is left after a time', { exact: true }).fill('60');
    expect(await page.getByLabel('Unit of what is left after a time').textContent()).toBe('days');
    await page.getByLabel('Event', { exact: true }).fill('Lead');
    await page.getByRole('button', { name: 'Create' }).click();
    await page
      .getByText('Expected the event: a milestone, or the intent or category of a disposition')
      .first()
      .waitFor();
    expect(await page.locator('.editor').textContent()).not.toMatch(/[*{}|]/);
    await page.getByLabel('Milestone').selectOption('Won');
    const sent = page.waitForRequest('**/v1/feedback/destinations');
    await page.getByRole('button', { name: 'Create' }).click();
    expect((await sent).postDataJSON().rules).toMatchObject([{ send: { value: 'survived:P60D' } }]);
    await page.getByText('Meta changes no value, so').first().waitFor();
    await device.requireAccessible();
  });

  it('scrolls a form to its end and no further, and finds what has the focus above the save bar', async () => {
    const { id } = await app.must('POST', '/v1/feedback/destinations', {
      name: 'Long',
      platform: 'meta',
      settings: { datasetId: '2' },
      rules: ['received', 'qualified', 'opportunity', 'won'].map((milestone) => ({
        on: { milestone },
        send: { event: milestone },
      })),
    });
    const policy = await aPolicy(app, { within: 'PT5M' }, { name: 'Long' });
    const page = await open('', { viewport: { width: 1440, height: 600 } });
    for (const path of [`destinations/${id}`, `policies/${policy.id}`]) {
      await page.goto(`${app.url}/console/configure/${path}`);
      await page.getByRole('button', { name: 'Delete …' }).waitFor();
      const last = page.locator('.editor > fieldset :is(button, input, select, textarea)').last();
      await page.locator('#main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
      expect(await page.evaluate('document.scrollingElement.scrollHeight')).toBe(600);
      // The last control is in the window already, behind the save bar.
      const { y } = (await last.boundingBox())!;
      await page.locator('#main').evaluate((main, by) => main.scrollBy(0, by), y - 560);
      await last.focus();
      const [field, bar] = [(await last.boundingBox())!, (await page.locator('.save-bar').boundingBox())!];
      expect(field.y + field.height).toBeLessThanOrEqual(bar.y);
    }
  });

  it('tries the lead that was chosen last, even if an earlier one loads later', async () => {
    const aLeadOf = (name: string) =>
      aLead(app, { contact: { name, email: `${name.toLowerCase()}@example.org` } }) as Promise<Json>;
    const [slow] = [await aLeadOf('Slow'), await aLeadOf('Quick')];
    await aLead(app, { contact: { name: `Bartholomew${' Featherstonehaugh'.repeat(6)}`, phone: '+493012345678' } });
    const page = await open('/routing', { viewport: { width: 1280, height: 800 } });
    const hold = held();
    await page.route(`**/v1/leads/${slow.id}`, async (route) => {
      await hold.over;
      await route.continue();
    });
    const trial = page.getByRole('complementary', { name: 'Try a lead' });
    await trial.getByText('Make one up').click();
    const choice = trial.getByRole('combobox').first();
    await choice.getByText('Featherstonehaugh').waitFor({ state: 'attached' });
    const { x, width } = (await choice.boundingBox())!;
    expect(x + width).toBeLessThanOrEqual(1280);
    await device.requireAccessible();
    await page.setViewportSize({ width: 390, height: 800 });
    await device.requireAccessible();
    await choice.selectOption('Slow');
    await choice.selectOption('Quick');
    const email = () => trial.getByLabel('E-mail', { exact: true }).first().inputValue();
    await until('it is read', async () => (await email()) === 'quick@example.org');
    const read = page.waitForResponse(`**/v1/leads/${slow.id}`);
    hold.release();
    await (await read).finished();
    await trial.getByRole('status').waitFor();
    expect(await email()).toBe('quick@example.org');
  });

  it('sees faults at their fields without losing input, and sees what a policy would do', async () => {
    const page = await open('/policies/new', PHONE);
    await page.getByLabel('Name', { exact: true }).first().fill('Quick');
    await page.getByRole('button', { name: 'Create' }).click();
    const refusal = page.getByText('Not saved: one thing is wrong.');
    // The refusal has the focus and is in view, wherever the page was scrolled to.
    await page.locator(':focus').and(page.locator(':has([role=alert])')).waitFor();
    expect((await refusal.boundingBox())!.y).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'First touch › Within' }).click();
    const within = page.getByLabel('Within', { exact: true });
    await within.and(page.locator(':focus')).waitFor();
    expect(await within.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Name', { exact: true }).first().inputValue()).toBe('Quick');
    await device.requireAccessible();

    await within.fill('7');
    // What was changed is no longer marked, and the focus stays where it is.
    await refusal.waitFor({ state: 'detached' });
    expect(await within.getAttribute('aria-invalid')).toBeNull();
    await within.and(page.locator(':focus')).waitFor();
    const strip = page.getByRole('complementary', { name: 'What would happen' });
    await strip.getByText('+ 7 min').first().waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Quick', level: 1 }).waitFor();
    const { data } = await app.must('GET', '/v1/sla-policies');
    expect(data.find(({ name }: Json) => name === 'Quick').firstTouch.within).toBe('PT7M');
  });

  it('is not offered a rep as their own manager', async () => {
    const page = await open(`/reps/${bo.id}`);
    const options = page.getByLabel('Manager').getByRole('option');
    await options.filter({ hasText: 'Ann' }).waitFor({ state: 'attached' });
    expect(await options.allTextContents()).toEqual(['Not set', 'Ann']);
  });

  it('reads the codes of reasons, which requests name', async () => {
    const page = await open('/reasons');
    const row = page.getByRole('row').filter({ hasText: 'Not now' });
    await row.getByRole('cell', { name: 'not_now', exact: true }).waitFor();
  });

  it('loses nothing when somebody else has saved meanwhile', async () => {
    const page = await open(`/pools/${desk.id}`);
    await page.getByLabel('Name', { exact: true }).fill('Counter');
    await page.getByLabel('After round').selectOption('Again');
    const theirs = { ...desk, name: 'Front desk', strategy: 'leastLoaded' };
    await app
      .must('POST', '/v1/api-keys', { name: 'of the sync', scopes: ['admin'] })
      .then(({ key }) => app.must('PUT', `/v1/pools/${desk.id}`, theirs, { key }));
    await page.getByRole('button', { name: 'Save …' }).click();
    const conflict = page.getByRole('dialog', { name: 'Changed in the meantime' });
    await conflict.getByText(/^The key of the sync saved this on Mon 2 Mar, \d\d:\d\d, after you opened it/).waitFor();
    await conflict.getByText('Strategy').waitFor();
    // Neither is chosen for the user.
    await conflict.getByRole('button', { name: 'Go on' }).click();
    await conflict.waitFor();
    const keep = conflict.getByRole('group', { name: 'Name' }).getByLabel('Keep yours');
    expect(await keep.isChecked()).toBe(false);
    await keep.check();
    await device.requireAccessible();
    await conflict.getByRole('button', { name: 'Go on' }).click();
    await save(page);
    expect(await app.must('GET', `/v1/pools/${desk.id}`)).toMatchObject({
      name: 'Counter',
      strategy: 'leastLoaded',
      afterRound: 'again',
    });
  });

  it('restores a version after seeing its changes, and is warned before leaving unsaved ones', async () => {
    const policy = await aPolicy(app, { within: 'PT5M' }, { name: 'Standard' });
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { ...policy, firstTouch: { within: 'PT30M' } });
    const page = await open(`/policies/${policy.id}`);
    await page.getByRole('link', { name: 'Versions' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('First touch › Within: 5 minutes → 30 minutes').waitFor();
    await device.requireAccessible();
    await dialog.getByRole('button', { name: 'Restore …' }).click();
    await dialog.getByText('First touch › Within: 30 minutes → 5 minutes').waitFor();
    await dialog.getByRole('button', { name: 'Restore it' }).click();
    await noticed(page, 'Restored version 1');
    await until('it is shown', async () => (await page.getByLabel('Within', { exact: true }).inputValue()) === '5');

    await page.goto(`${app.url}/console/configure/policies`);
    await page.getByRole('link', { name: 'Standard' }).click();
    await page.getByLabel('Within', { exact: true }).fill('6');
    const questions: string[] = [];
    page.on('dialog', (question) => {
      questions.push(question.message());
      void (questions.length < 3 ? question.dismiss() : question.accept());
    });
    await page.getByRole('link', { name: 'SLA policies' }).click();
    await page.goBack();
    await until('they were asked twice', async () => questions.length === 2);
    expect(await page.getByLabel('Within', { exact: true }).inputValue()).toBe('6');
    await page.getByRole('link', { name: 'SLA policies' }).click();
    await page.getByRole('heading', { name: 'SLA policies', level: 1 }).waitFor();
  });

  it('sees the month of a calendar, with holidays and the days on which clocks change', async () => {
    const { data } = await app.must('GET', '/v1/calendars');
    const page = await open(`/calendars/${data[0].id}`, { ...PHONE, colorScheme: 'dark' });
    await page.getByLabel('Time zone').fill('Europe/Berlin');
    // The regions load when the field gets the focus.
    await page.getByLabel('Holiday region').focus();
    await page.getByLabel('Holiday region').selectOption('Germany');
    const month = page.getByRole('complementary', { name: 'The month' });
    // An entry that is not filled in yet is no fault.
    await page.getByRole('button', { name: 'Add holiday' }).click();
    await month.getByText('The month is shown once all fields are complete.').waitFor();
    await page.getByRole('button', { name: /^Remove .*holiday/i }).click();
    const [year, number] = (await month.getByRole('heading').textContent())!.split(' ').reverse();
    const now = new Date(`15 ${number} ${year}`);
    for (let at = now.getMonth(); at < 11; at += 1)
      await month.getByRole('button', { name: 'The month after' }).click();
    await month.getByRole('cell', { name: /^25 closed .*Weihnachtstag/ }).waitFor();
    await device.requireAccessible();
    for (let at = 11; at > 9; at -= 1) await month.getByRole('button', { name: 'The month before' }).click();
    await month.getByText('Clocks go back').waitFor();
  });

  it('reads the message of the server when they delete something in use', async () => {
    const page = await open(`/reps/${reps[0]!.id}`);
    await page.getByRole('button', { name: 'Delete …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete it' }).click();
    await dialog.getByRole('alert').getByText('is used by').waitFor();
    await device.requireAccessible();
  });

  it('is shown the secret of a webhook once', async () => {
    const page = await open('/webhooks/new');
    await page.getByLabel('URL').fill('https://example.com/hook');
    await page.getByLabel('lead.*', { exact: true }).check();
    const hold = held();
    let posts = 0;
    await page.route('**/v1/webhooks', async (route) => {
      posts += 1;
      await hold.over;
      await route.continue();
    });
    // Saving repeatedly while the request is under way sends it once.
    for (let times = 0; times < 3; times += 1) await page.keyboard.press('Control+s');
    await until('it is sent', async () => posts > 0);
    hold.release();
    const secret = page.getByRole('dialog', { name: 'Store the secret' }).getByText(/^whsec_/);
    await secret.waitFor();
    await device.requireAccessible();
    for (let times = 0; times < 3; times += 1) await page.keyboard.press('Escape');
    await secret.waitFor();
    expect(posts).toBe(1);
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByRole('heading', { name: 'https://example.com/hook' }).waitFor();
  });

  it('sees everything and changes nothing with a key that may only read', async () => {
    const key = await app.keyFor(['read']);
    const page = await open('/pools', DESK, key);
    await page.getByRole('link', { name: 'Alps' }).click();
    await page.getByLabel('Strategy').waitFor();
    expect(await page.getByLabel('Strategy').isDisabled()).toBe(true);
    await page.getByRole('complementary', { name: 'Who could take a lead' }).getByText('Bo').waitFor();
    expect(await page.getByRole('button', { name: /Save|Delete/ }).count()).toBe(0);
    await device.requireAccessible();
  });

  it('can type while a save is under way, and is not told of a conflict with their own save', async () => {
    const line = await Line.to(app.url);
    device = await aDevice();
    const page = await device.logIn(line.url, ADMIN_KEY, `/console/configure/reps/${bo.id}`);
    const [name, email] = [page.getByLabel('Name', { exact: true }), page.getByLabel('E-mail', { exact: true })];
    const send = async () => {
      await page.getByRole('button', { name: 'Save …' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    };
    const hold = held();
    await page.route(/dryRun=false/, async (route) => {
      await hold.over;
      await route.continue();
    });
    await name.waitFor();
    const reading = held();
    await page.route(`**/v1/reps/${bo.id}`, async (route) => {
      await reading.over;
      await route.continue();
    });
    await name.fill('Bo Berg');
    await send();
    await email.fill('berg@example.com');
    hold.release();
    await isSaved(page);
    expect([await name.inputValue(), await email.inputValue()]).toEqual(['Bo Berg', 'berg@example.com']);
    await page.getByRole('button', { name: 'Dismiss' }).click();

    // Saving again does not wait for the reload either.
    await page.getByRole('button', { name: 'Save …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save these changes?' });
    await dialog.waitFor();
    reading.release();
    line.trouble = 'answersLost';
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Touchline cannot be reached.').waitFor();
    line.trouble = null;
    await page.getByRole('button', { name: 'Save …' }).click();
    await isSaved(page);
    expect(await app.must('GET', `/v1/reps/${bo.id}`)).toMatchObject({ name: 'Bo Berg', email: 'berg@example.com' });
    await line.close();
  });

  it('opens a large rulebook or pool without rendering everything', async () => {
    const many = await Promise.all(Array.from({ length: 40 }, (_, at) => aRep(app, `Rep${at}`)));
    const pool = await aPool(app, 'Hall', many);
    const { version, rules, fallback } = await app.must('GET', '/v1/routing');
    const firms = { field: 'company.name', op: 'in', value: ['Acme, Inc.', 'Foo'] };
    const more = Array.from({ length: 60 }, (_, at) => ({
      name: `Rule ${at}`,
      when: firms,
      assign: { poolId: pool.id },
    }));
    await app.must('PUT', '/v1/routing', { version, fallback, rules: [...more, ...rules] });
    const page = await open('/routing');
    const rule = page.getByRole('listitem').filter({ hasText: 'Rule 7 ' }).first();
    await rule.waitFor();
    const drawn = () => page.locator('.editor *').count();
    expect(await drawn()).toBeLessThan(2_000);
    // A value may contain commas.
    await rule.locator('summary').click();
    await rule.getByLabel('Compared').selectOption('is none of');
    expect(await rule.getByLabel('Values').inputValue()).toBe('Acme, Inc.\nFoo');
    await save(page);
    const changed = (await app.must('GET', '/v1/routing')).rules[7].when;
    expect(changed).toEqual({ ...firms, op: 'notIn' });

    await page.goto(`${app.url}/console/configure/pools/${pool.id}`);
    const rep = page.getByLabel('Rep', { exact: true }).first();
    await rep.waitFor();
    expect(await drawn()).toBeLessThan(2_000);
    await rep.focus();
    await rep.getByRole('option', { name: 'Rep39' }).waitFor({ state: 'attached' });
  });

  it('creates one resource even if the answer is lost on the way', async () => {
    const line = await Line.to(app.url);
    device = await aDevice();
    const page = await device.logIn(line.url, ADMIN_KEY, '/console/configure/teams/new');
    await page.getByLabel('Name', { exact: true }).fill('East');
    line.trouble = 'answersLost';
    await page.getByRole('button', { name: 'Create' }).click();
    const made = async () =>
      (await app.must('GET', '/v1/teams')).data.filter(({ name }: Json) => name === 'East').length;
    await until('it is made', async () => (await made()) === 1);
    line.trouble = null;
    await page.getByRole('heading', { name: 'East' }).waitFor();
    expect(await made()).toBe(1);
    await line.close();
  });

  it('reads which field is missing before a new policy can be tried', async () => {
    const page = await open('/policies/new');
    await page.getByText('This cannot be tried yet. First touch › Within: This is required.').waitFor();
    await page.getByLabel('Within', { exact: true }).fill('5');
    await page.getByText('This cannot be tried yet.').waitFor({ state: 'detached' });
  });

  it('sees what a policy would have done with past leads', async () => {
    await aLead(app, { contact: { email: 'past@example.org' } });
    const policy = await aPolicy(app, { within: 'PT5M' }, { name: 'Of the past' });
    await app.moveTo('2026-03-03T09:00:00.000Z');
    const page = await open(`/policies/${policy.id}`);
    const strip = page.getByRole('complementary', { name: 'What would happen' });
    // What is above has its height, so the click meets what it aims at.
    await strip.getByRole('listitem').first().waitFor();
    await strip.getByText('What would have happened to past leads?').click();
    await strip.getByRole('button', { name: 'Try it on past leads' }).click();
    await strip.getByText('% done').waitFor();
    await app.settleJobs();
    await strip.getByText(/^It would have covered (\d+) of \1 leads?\.$/).waitFor();
    await strip.getByRole('row', { name: /First touch, missed/ }).waitFor();
    await device.requireAccessible();
  });

  it('tries an old lead as if it came in now, and what was made up again after it', async () => {
    const name = 'Olga Old';
    const old = {
      source: 'web',
      contact: { name, email: 'olga@example.org' },
      submittedAt: '2026-03-01T09:00:00.000Z',
    };
    await app.must('POST', '/v1/leads', old);
    await app.moveBy(10 * 24 * 3_600_000);
    const page = await open('/routing');
    const trial = page.getByRole('complementary', { name: 'Try a lead' });
    await trial.getByText('Make one up').click();
    const email = trial.getByLabel('E-mail', { exact: true }).first();
    await email.fill('made.up@example.org');
    const choice = trial.getByRole('combobox').first();
    const tried = () => page.waitForResponse('**/v1/routing/preview');
    let answer = tried();
    await choice.selectOption(name);
    expect((await answer).status()).toBe(200);
    answer = tried();
    await choice.selectOption('The one made up below');
    await answer;
    expect(await email.inputValue()).toBe('made.up@example.org');
  });
});
