import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { anImport, settle } from '../imports/imports.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aPool, aRep } from '../support/people.js';
import { until } from '../support/postgres-owner.js';
import { inBrowser, PHONE } from './browsing.js';

const FILE = [
  'First Name;E-Mail;Heat;Stage',
  'Ann;ann@example.com;80;Converted',
  'Bo;;40;Open',
  'Cem;cem@example.com;7;Select',
].join('\n');

inBrowser('an admin with a file of leads', (aDevice) => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z', { asInstalled: true });
    const pool = await aPool(app, 'All', [await aRep(app, 'Ann')]);
    await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  });
  afterAll(() => app.stop());

  it('gets from dropping it to its leads, and gets back what was refused', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/configure');
    await page.getByRole('link', { name: 'Imports' }).last().click();
    await page.getByText('No imports yet').waitFor();
    await device.requireAccessible();
    await page.getByRole('link', { name: 'Import a file' }).click();
    await page
      .getByLabel('File')
      .setInputFiles({ name: 'broken.xlsx', mimeType: '', buffer: Buffer.from('PK\u0003\u0004') });
    await page.getByRole('button', { name: 'Send the file' }).click();
    await page.getByText('The workbook is damaged').waitFor();
    await drop('Spring fair.csv');
    await page.getByText('Spring fair.csv, 1 kB').waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Send the file' }).click();

    await page.getByRole('heading', { name: 'Spring fair' }).waitFor();
    await page.getByText('3 rows').first().waitFor();
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });
    await row('E-Mail').getByText('ann@example.com · cem@example.com').waitFor();
    expect(await page.getByLabel('Where First Name goes').inputValue()).toBe('First name');
    expect(await page.getByLabel('Where Stage goes').inputValue()).toBe('Custom field “Stage”');
    await page.getByLabel('Where Heat goes').fill('leave it out');
    await page.keyboard.press('Enter');
    await until(
      'it is left out',
      async () => (await page.getByLabel('Where Heat goes').inputValue()) === 'Leave it out',
    );
    await page.getByRole('button', { name: 'Values of Stage' }).click();
    const dialog = page.getByRole('dialog', { name: 'What Stage says' });
    await dialog.getByLabel('Converted means').fill('won');
    expect(await dialog.getByLabel('Select is nothing').isChecked()).toBe(true);
    await device.requireAccessible();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Values of Stage: 2 with a meaning' }).waitFor();

    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByText('Nothing is changed yet.').waitFor();
    await device.requireAccessible();
    await settle(app);
    await page.getByText('2 new leads').waitFor();
    await page.getByText('It has no e-mail address and no phone number.').waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Start: take in 2 rows' }).click();
    await page.getByRole('progressbar').waitFor();
    await settle(app);
    await page.getByRole('heading', { name: 'What became of the rows' }).waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    expect((await saving).suggestedFilename()).toBe('Spring fair, refused.csv');
    await device.requireAccessible();

    await page.getByRole('link', { name: '2 new leads' }).click();
    await page.getByRole('button', { name: 'From one import ✕' }).waitFor();
    await page.getByRole('link', { name: 'Ann' }).first().waitFor();
    await page.getByRole('link', { name: 'Cem' }).waitFor();
    const [ann] = (await app.must('GET', '/v1/leads?q=ann')).data;
    expect(ann.attributes).toEqual({ Stage: 'won' });
    await page.getByRole('link', { name: 'Imports' }).click();
    await page
      .getByRole('row', { name: /Spring fair/ })
      .getByText('Done')
      .waitFor();

    const waiting = await anImport(app, FILE);
    const phone = await aDevice(PHONE);
    const onPhone = await phone.logIn(app.url, ADMIN_KEY, `/console/imports/${waiting.id}`);
    await onPhone.getByLabel('Where Stage goes').waitFor();
    await phone.requireAccessible();
    await onPhone.getByRole('button', { name: 'Cancel' }).click();
    await onPhone.getByText('Cancelled · 3 rows').waitFor();
    expect(await onPhone.getByText('What became of the rows').count()).toBe(0);
    expect(device.wrongs).toEqual([expect.stringContaining('422')]);

    async function drop(name: string): Promise<void> {
      const dataTransfer = await page.evaluateHandle(
        `(() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([${JSON.stringify(FILE)}], ${JSON.stringify(name)}, { type: 'text/csv' }));
          return transfer;
        })()`,
      );
      await page.locator('label.drop').dispatchEvent('drop', { dataTransfer });
    }
  });

  it('brings old leads along as history, and takes them back', async () => {
    const old = [
      'Record ID,E-Mail,Created,Lead Status,Owner',
      '1,dora@example.com,2025-06-02,Closed,Ann',
      '2,eve@example.com,2025-06-03,Working,Ann',
    ].join('\n');
    const { id } = await anImport(app, old, { name: 'Old leads' });
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, `/console/imports/${id}`);
    await page.getByLabel(/^Old: all are history/).click();
    await until(
      'its status is understood',
      async () => (await page.getByLabel('Where Lead Status goes').inputValue()) === 'History: what became of it',
    );
    await page.getByRole('button', { name: 'Values of Lead Status' }).click();
    const dialog = page.getByRole('dialog', { name: 'What Lead Status says' });
    expect(await dialog.getByLabel('Closed means').inputValue()).toBe('lost');
    await dialog.getByLabel('Closed means').selectOption('Won');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByText('Nothing is changed yet.').waitFor();
    await settle(app);
    await page.getByText('2 rows are older than two working days').waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Start: take in 2 rows' }).click();
    await page.getByRole('progressbar').waitFor();
    await settle(app);
    await page.getByRole('button', { name: /^Undo/ }).waitFor();
    const { data } = await app.must('GET', `/v1/leads?importId=${id}`);
    expect(data.map(({ status, cycle, clocks }: Json) => [status, cycle, clocks])).toEqual([
      ['won', 0, []],
      ['open', 0, []],
    ]);
    await page.getByRole('button', { name: 'Give the open leads a promise' }).click();
    const waves = page.getByRole('dialog', { name: 'Give the open leads a promise' });
    await waves.getByRole('button', { name: 'See what would happen' }).click();
    await waves.getByText('Ann: 1').waitFor();
    await device.requireAccessible();
    await waves.getByRole('button', { name: 'Give 1 lead a promise' }).click();
    await page.getByText('The waves are planned.').waitFor();
    await page.getByRole('button', { name: /^Undo:/ }).click();
    const undo = page.getByRole('dialog', { name: /^Undo .*\?$/ });
    await undo.getByText('The import has made 2 new leads. Leads that nobody has worked on since are erased').waitFor();
    await undo.getByText('This cannot be redone').waitFor();
    await device.requireAccessible();
    expect((await app.must('GET', `/v1/imports/${id}`)).undoing).toBe(false);
    await undo.getByRole('button', { name: 'Undo it' }).click();
    await page.getByText('Being undone').waitFor();
    await settle(app);
    await page.getByText('2 leads', { exact: true }).waitFor();
    await device.requireAccessible();
    expect((await app.must('GET', `/v1/leads?importId=${id}`)).data).toEqual([]);
  });

  it('takes in accounts, and says what the undo has done', async () => {
    const device = await aDevice();
    const page = await device.logIn(app.url, ADMIN_KEY, '/console/imports/new');
    await page.getByLabel('What its rows are').selectOption('Accounts');
    await until('it has no source', async () => (await page.getByLabel(/^Source/).count()) === 0);
    const file = 'Company name,Website,Owner,Stage\nAcme,acme.example,Ann,Client\nCrank,,Ann,Client\n';
    await page
      .getByLabel('File')
      .setInputFiles({ name: 'Customers.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await page.getByRole('button', { name: 'Send the file' }).click();
    await page.getByText('Accounts · Not started · 2 rows').waitFor();
    await page.getByText('A column for which there is no field is left out.').waitFor();
    expect(await page.getByLabel('Where Website goes').inputValue()).toBe('Domains');
    await page.getByLabel('Where Stage goes').fill('Type');
    await page.keyboard.press('Enter');
    await page.getByLabel(/^Brought along: nobody is told/).click();
    await page.getByRole('button', { name: 'See what would happen' }).click();
    await page.getByText('Nothing is changed yet.').waitFor();
    await settle(app);
    await page.getByText('1 new account', { exact: true }).waitFor();
    await page.getByText('It has neither a domain nor an id in another system').waitFor();
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Start: take in 1 row' }).click();
    await page.getByRole('progressbar').waitFor();
    await settle(app);
    await page.getByRole('heading', { name: 'What became of the rows' }).waitFor();
    const named = async () => (await app.must('GET', '/v1/accounts')).data.map(({ name }: Json) => name);
    expect(await named()).toEqual(['Acme']);
    expect(await page.getByRole('button', { name: 'Give the open leads a promise' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo: delete the accounts that nobody has worked on' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo it' }).click();
    await page.getByText('Being undone').waitFor();
    await settle(app);
    await page.getByText('1 account', { exact: true }).waitFor();
    await device.requireAccessible();
    expect(await named()).toEqual([]);
  });
});
