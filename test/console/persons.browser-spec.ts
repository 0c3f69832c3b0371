import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { aDesk, aLead } from '../support/people.js';
import { type Device, inBrowser } from './browsing.js';

const ASKED = 'E-mail address, phone number or lead';

inBrowser('an admin with the request of a person', (aDevice) => {
  let app: TestApplication;
  let device: Device;
  beforeEach(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    await aDesk(app, ['Ann']);
  });
  afterEach(() => app.stop());

  it('finds what is stored, saves it, and erases it for good', async () => {
    const lead = await aLead(app, { contact: { name: 'Kim', email: 'kim@example.org', phone: '+16505550142' } });
    device = await aDevice();
    await device.logIn(app.url, ADMIN_KEY, '/console/configure');
    const { page } = device;
    await page.getByRole('link', { name: 'Persons' }).click();
    await page.getByText('Nobody was erased.').waitFor();
    await page.getByLabel(ASKED).fill('Kim@example.org');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('from web, received Mon 2 Mar, 09:00').waitFor();
    await page.getByText('These leads also have +16505550142').waitFor();
    await aLead(app, { source: 'fair', contact: { email: 'kim@example.org' } });
    await page.getByLabel(ASKED).fill('Kim@example.org');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('from fair, received Mon 2 Mar, 09:00').waitFor();
    expect(page.url()).not.toContain('kim');
    await device.requireAccessible();

    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    const saved = JSON.parse(await readFile(await (await saving).path(), 'utf8'));
    expect(saved).toMatchObject({
      data: [{ id: lead.id, contact: { name: 'Kim' } }, { source: 'fair' }],
      nextCursor: null,
    });

    await page.getByRole('button', { name: 'Erase …' }).click();
    await page.getByLabel(/^Why/).fill('Request 2026-17');
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByText('2 leads and 0 forms of this person would be erased.').waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Erase for good' }).click();
    await page.getByText('2 leads were erased.').waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('Nothing is stored with this address or number.').waitFor();
    await page.getByRole('cell', { name: 'Request 2026-17' }).waitFor();
    await device.requireAccessible();
    expect((await app.must('GET', `/v1/leads/${lead.id}`)).contact).toEqual({});
  });

  it('is told the other addresses of somebody who is found by a number as people write it', async () => {
    await app.must('PUT', '/v1/settings', { defaultCountry: 'US' });
    await aLead(app, { contact: { email: 'kim@example.org', phone: '+16505550142' } });
    device = await aDevice();
    await device.logIn(app.url, ADMIN_KEY, '/console/persons');
    const { page } = device;
    for (const number of ['+1 650 555 0142', '(650) 555-0142']) {
      await page.getByLabel(ASKED).fill(number);
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByRole('heading', { name: number }).waitFor();
      await page.getByText('These leads also have kim@example.org. If those').waitFor();
    }
  });

  it('finds a lead by its id or the address of its page, with the names that came with it', async () => {
    const lead = await aLead(app, { contact: { name: 'Kim', email: 'kim@example.org' } });
    await aLead(app, { contact: { name: 'Kim Lee', email: 'kim@example.org' } });
    device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/persons');
    const title = `Lead ${lead.id.slice(-6)}`;
    for (const asked of [lead.id, `${app.url}/console/leads/${lead.id}`]) {
      await page.getByLabel(ASKED).fill(asked);
      await page.getByRole('button', { name: 'Find' }).click();
      const found = page.getByRole('region', { name: title });
      await found.getByText('Names found: Kim', { exact: true }).waitFor();
      await found.getByText('It has kim@example.org. Find each of them').waitFor();
      expect(await found.getByRole('link', { name: 'Lead' }).count()).toBe(1);
    }
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Erase …' }).click();
    await page.getByLabel(/^Why/).fill('Request 2026-17');
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByText('1 lead and 0 forms of this person would be erased.').waitFor();
  });

  it('is warned that several people use a number or an address, and goes on with one of them', async () => {
    const office = '+49 30 5551000';
    const colleague = (name: string) =>
      aLead(app, { contact: { name, email: `${name.toLowerCase()}@acme.example`, phone: office } });
    await colleague('Ada');
    const ben = await colleague('Ben');
    device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/persons');
    const find = async (who: string) => {
      await page.getByLabel(ASKED).fill(who);
      await page.getByRole('button', { name: 'Find' }).click();
    };
    await find(office);
    await page.getByText('2 persons seem to use this number: choose an address or a lead.').waitFor();
    await page.getByText('Names found: Ada, Ben').waitFor();
    await page.getByText('of Ada from web, received').waitFor();
    await device.requireAccessible();

    await colleague('Cyd');
    await find(office);
    await page.getByText('3 persons seem to use this number: choose an address or a lead.').waitFor();
    expect(await page.getByRole('button', { name: 'Save as a file' }).count()).toBe(0);
    await device.requireAccessible();
    await page.getByRole('button', { name: 'ben@acme.example' }).click();
    await page.getByText('Names found: Ben', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Save as a file' }).waitFor();
    await find(office);
    await page.getByRole('button', { name: `Lead ${ben.id.slice(-6)}` }).click();
    await page.getByRole('heading', { name: `Lead ${ben.id.slice(-6)}` }).waitFor();

    await aLead(app, { contact: { name: 'Dee', email: 'ada@acme.example' } });
    await find('ada@acme.example');
    await page.getByText('2 persons seem to use this address: choose a lead.').waitFor();
  });
});
