import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead } from '../support/people.js';
import { DESK, type Device, inBrowser } from './browsing.js';

inBrowser('a rep who takes a lead further', (aDevice) => {
  let app: TestApplication;
  let device: Device;
  let ann: Json;
  beforeEach(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    ({
      reps: [ann],
    } = await aDesk(app, ['Ann']));
    device = await aDevice(DESK);
  });
  afterEach(async () => {
    await device.close();
    await app.stop();
  });

  it('qualifies it, makes a deal of it, and wins it', async () => {
    const lead = await aLead(app, {
      contact: { name: 'Kim Lee', email: 'kim@acme.example' },
      company: { name: 'Acme', domain: 'acme.example' },
    });
    const { page } = device;
    await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${lead.id}`);
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const milestones = async (): Promise<Json[]> => (await app.must('GET', `/v1/leads/${lead.id}`)).milestones;

    await page.getByRole('heading', { name: 'Kim Lee' }).waitFor();
    await page.keyboard.press('q');
    await page.getByRole('radio', { name: /^Qualified/ }).waitFor();
    await device.requireAccessible();
    await page.getByLabel('Amount').fill('1200.00');
    await press('Record the milestone');
    await page.getByText(/^Qualified .*1,200\.00$/).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(/^Qualified .*1,200\.00$/).waitFor({ state: 'detached' });
    expect(await milestones()).toMatchObject([{ name: 'qualified', reversedAt: '2026-03-02T09:00:00.000Z' }]);

    await press('Create a deal …');
    await page.getByLabel('Name of the deal').fill('Website');
    expect(await page.getByLabel('Domain').inputValue()).toBe('acme.example');
    await page.getByLabel('Domain').fill('no domain');
    await page.getByLabel('Amount').fill('12.000,50');
    await press('Create the deal');
    const amount = page.getByLabel('Amount').and(page.locator(':focus'));
    await amount.waitFor();
    expect(
      await amount.evaluate((input) => (input as unknown as { validationMessage: string }).validationMessage),
    ).toBe('Write a point before the decimals and nothing between thousands, such as 12000.50.');
    await page.getByLabel('Amount').fill('12000.00');
    await press('Create the deal');
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await device.requireAccessible();
    await page.getByLabel('Domain').fill('acme.example');
    await press('Create the deal');
    await page.getByRole('heading', { name: 'Website' }).waitFor();
    const { data } = await app.must('GET', `/v1/deals?leadId=${lead.id}`);
    expect(data).toMatchObject([{ name: 'Website', account: { name: 'Acme' }, ownerRepId: ann.id }]);

    await page.getByRole('link', { name: 'Kim Lee' }).click();
    await page.getByRole('link', { name: 'Website' }).waitFor();
    await page.getByText('The deal “Website” was made from it.').waitFor();
    await press('Create a deal …');
    await page.getByRole('dialog').getByText('This lead has a deal already').waitFor();
    await page.getByRole('dialog').getByRole('link', { name: 'Website' }).waitFor();
    await device.requireAccessible();
    await page.keyboard.press('Escape');
    await press('Qualified, won …');
    await page.getByRole('radio', { name: /^Won/ }).check();
    await press('Record the milestone');
    await page.getByRole('button', { name: 'Open again' }).waitFor();
    expect((await app.must('GET', `/v1/leads/${lead.id}`)).status).toBe('won');
  });

  it('sees that a number and an address cannot be right', async () => {
    const lead = await aLead(app, { contact: { name: 'Kim', phone: '12', email: 'kim at acme' } });
    const { page } = device;
    await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${lead.id}`);
    await page.getByText('This is not a complete phone number.').waitFor();
    await page.getByText('This is not a valid e-mail address.').waitFor();
    await device.requireAccessible();
  });

  it('is told that a page cannot be shown, and continues elsewhere', async () => {
    const { page } = device;
    await device.logIn(app.url, await app.keyFor(['rep'], ann.id));
    await page.getByRole('link', { name: 'Deals' }).waitFor();
    await page.route('**/deals-*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Deals' }).click();
    await page.getByRole('heading', { name: 'This page cannot be shown' }).waitFor();
    await page.getByRole('link', { name: 'Inbox' }).click();
    await page.getByText('No leads are waiting for you').waitFor();
    expect(device.wrongs.splice(0).at(-1)).toContain('dynamically imported');
  });
});
