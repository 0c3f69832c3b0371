import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { aDesk, aLead } from '../support/people.js';
import { type Device, inBrowser, noticed, PHONE } from './browsing.js';

inBrowser('an admin with the suppressions', (aDevice) => {
  let app: TestApplication;
  let device: Device;
  beforeEach(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    await aDesk(app, ['Ann']);
  });
  afterEach(() => app.stop());

  const open = async (key: string, path: string, options?: object) => {
    device = await aDevice(options);
    return device.logIn(app.url, key, path);
  };

  it('suppresses a person, finds them, and lifts it', async () => {
    const page = await open(ADMIN_KEY, '/console/configure');
    await page.getByRole('link', { name: 'Suppressions' }).click();
    await page.getByText('Nobody is suppressed').waitFor();
    await page.getByRole('button', { name: 'Suppress …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('E-mail address, phone number or domain').fill('gmail.com');
    await dialog.getByLabel('Reason').selectOption('do_not_contact');
    await dialog.getByRole('button', { name: 'Suppress', exact: true }).click();
    await dialog.locator('label:has(input[name=who])').getByRole('alert').waitFor();
    await dialog.locator('input[name=who]').fill('Kim@example.org');
    await dialog.getByRole('button', { name: 'Suppress', exact: true }).click();
    await noticed(page, 'Suppressed');
    await page.getByRole('cell', { name: 'Does not want to be contacted' }).waitFor();
    await device.requireAccessible();

    const kept = await aLead(app, { contact: { email: 'kim@example.org' } });
    expect(kept).toMatchObject({ status: 'suppressed', ownerId: null });
    const find = page.getByPlaceholder('E-mail address, number or domain');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    // Whoever types slowly is not told of an incomplete address.
    await find.pressSequentially('lee@example.org', { delay: 220 });
    await find.press('Enter');
    await page.getByText('No suppressions match.').waitFor();
    expect(asked.filter((url) => url.includes('suppressions?'))).toHaveLength(1);
    await find.fill('kim@example.org');
    await find.press('Enter');
    await page.getByRole('button', { name: 'Lift …' }).click();
    await page.getByLabel('Why').fill('They asked again');
    await page.getByRole('button', { name: 'Lift it' }).click();
    await page.locator('.notices').getByRole('link', { name: 'Open' }).click();
    await page.getByText('Closed by one suppression').waitFor();
    await page.getByRole('link', { name: 'kim@example.org' }).waitFor();
    await page.goto(`${app.url}/console/suppressions?show=all`);
    await page.getByText('lifted Mon 2 Mar, 09:00: They asked again').waitFor();
  });

  it('is only shown them with a key that reads', async () => {
    await app.must('POST', '/v1/suppressions', { domain: 'spam.example', reason: 'do_not_contact' });
    const page = await open(await app.keyFor(['read']), '/console/suppressions', PHONE);
    await page.getByRole('rowheader', { name: 'Company' }).waitFor();
    await page.getByText('for good').waitFor();
    await device.requireAccessible();
    expect(await page.getByRole('button', { name: /Lift|Suppress/ }).count()).toBe(0);
  });
});
