import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { aLine, anAccount } from '../revenue/contracts.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { Device, inBrowser, noticed, PHONE } from './browsing.js';

inBrowser('RevOps', (aDevice) => {
  let app: TestApplication;
  let acme: Json;
  let device: Device;
  beforeAll(async () => {
    app = await TestApplication.start('2026-10-05T10:00:00.000Z');
    acme = await anAccount(app, { name: 'Acme' });
  });
  afterAll(() => app.stop());

  const aContract = (fields: object = {}): Promise<Json> =>
    app.must('POST', '/v1/contracts', {
      accountId: acme.id,
      currency: 'EUR',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      noticeDays: 90,
      lines: [aLine('12000')],
      ...fields,
    });
  const open = async (path: string, options?: object): Promise<Page> => {
    device = await aDevice(options);
    return device.logIn(app.url, ADMIN_KEY, path);
  };
  const press = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true }).click();
  const dialogOf = (page: Page) => page.getByRole('dialog');

  it('finds a contract in the list of all, and gives its account another manager', async () => {
    const { id: accountId } = await anAccount(app, { name: 'Brix' });
    const lines = [aLine('12000'), aLine('2400', { product: 'Support' })];
    await aContract({ accountId, autoRenewMonths: 12, lines });
    const mia = await aRep(app, 'Mia');
    const page = await open('/console/accounts');
    await page.getByRole('link', { name: 'All contracts' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Brix' });
    await row.getByText('14,400.00').waitFor();
    await row.getByText('31 Dec 2027').waitFor();
    await row.getByText('Renews automatically for 12 months').waitFor();
    await device.requireAccessible();
    await row.getByRole('link', { name: 'Suite, Support' }).click();
    await page.getByRole('link', { name: 'Brix' }).click();
    await press(page, 'Change who looks after it …');
    await page.getByLabel('Account manager').selectOption('Mia');
    await device.requireAccessible();
    await press(dialogOf(page), 'Save');
    await noticed(page, 'Brix: who looks after it was changed');
    expect((await app.must('GET', `/v1/accounts/${accountId}`)).roles).toEqual({ manager: mia.id });
  });

  it('is told that a notice was a day late, and withdraws it', async () => {
    const { id } = await aContract({ autoRenewMonths: 12 });
    const page = await open(`/console/contracts/${id}`, { ...PHONE, colorScheme: 'dark' });
    await page.getByText('1 Jan 2027 to 31 Dec 2027, renewed automatically').waitFor();
    await device.requireAccessible();
    await press(page, 'Record a notice');
    await page.getByLabel('When the customer gave it').fill('2026-10-03');
    await page.getByLabel('Why they leave').selectOption('budget_cut');
    await device.requireAccessible();
    await press(page, 'Record the notice');
    await page.getByText('Late notice', { exact: true }).waitFor();
    await page
      .getByText('after the last day for it, 2 October 2026: the contract ends on 31 December 2027')
      .first()
      .waitFor();
    await device.requireAccessible();
    await press(page, 'Withdraw the notice');
    await page.getByText('Late notice', { exact: true }).waitFor({ state: 'detached' });
    expect((await app.must('GET', `/v1/contracts/${id}`)).notice).toBeNull();
  });

  it('adds a line that ends with the contract to the lines in force', async () => {
    const { id } = await aContract();
    const page = await open(`/console/contracts/${id}`);
    await press(page, 'Amend');
    await page.getByLabel('Effective from').fill('2026-11-01');
    const first = page.getByRole('group', { name: 'Line 1' });
    await first.getByLabel('From', { exact: true }).and(page.locator('[value="2026-11-01"]')).waitFor();
    expect(await first.getByLabel('Product').inputValue()).toBe('Suite');
    await press(page, 'Add a line');
    const second = page.getByRole('group', { name: 'Line 2' });
    await second.getByLabel('Product').fill('Support');
    await second.getByLabel('Amount').fill('200.00');
    await page.getByLabel('Why').fill('They asked for help');
    await device.requireAccessible();
    await press(dialogOf(page), 'Amend');
    await noticed(page, 'Amended');
    const { lines } = await app.must('GET', `/v1/contracts/${id}`);
    const support = lines.find(({ product }: Json) => product === 'Support');
    expect(support.segments).toMatchObject([{ from: '2026-11-01', to: '2026-12-31', arr: '1200.00' }]);
    // Unchanged lines keep their value.
    const suite = lines.find(({ product }: Json) => product === 'Suite');
    expect(suite.segments.map(({ arr }: Json) => arr)).toEqual(['12000.00', '12000.00']);
    await page.getByRole('rowheader', { name: /^Support/ }).waitFor();
  });

  it('makes a contract with a ramp, and sees a fault at its second step', async () => {
    const page = await open(`/console/accounts/${acme.id}`);
    await press(page, 'New contract …');
    await page.getByLabel('First day').fill('2027-01-01');
    await page.getByLabel(/^Last day/).fill('2027-12-31');
    const line = page.getByRole('group', { name: 'Line 1' });
    await line.getByLabel('Product').fill('Platform');
    await line.getByLabel('Amount').fill('6000.00');
    await page.getByText('An amount covers all days of its step').waitFor();
    await press(page, 'Add a step');
    const step = page.getByRole('group', { name: 'Step 2' });
    await step.getByLabel(/^From/).fill('2028-03-01');
    await step.getByLabel('Amount').fill('9000.00');
    await press(page, 'Create the contract');
    await step.getByRole('alert').getByText('Expected a day up to 31 Dec 2027').waitFor();
    await device.requireAccessible();
    expect(await line.getByLabel('Product').inputValue()).toBe('Platform');
    await step.getByLabel(/^From/).fill('2027-07-01');
    await press(page, 'Create the contract');
    await page.getByRole('link', { name: 'Platform', exact: true }).click();
    await page.getByRole('row').filter({ hasText: '1 Jul 2027' }).getByText('Agreed step').waitFor();
    await device.requireAccessible();
  });

  it('sees what was invoiced, paid and used', async () => {
    const { id } = await aContract();
    await app.must('PUT', '/v1/invoices/by-ref/datev/INV-1', {
      contractId: id,
      issuedOn: '2026-01-10',
      amount: '6000.00',
      payments: [{ on: '2026-02-01', amount: '6000.00' }],
      refunds: [{ on: '2026-03-03', amount: '500.00' }],
    });
    await app.must('PUT', '/v1/invoices/by-ref/datev/INV-2', {
      contractId: id,
      issuedOn: '2026-07-10',
      amount: '6000.00',
      payments: [{ on: '2026-08-01', amount: '6000.00' }],
    });
    await app.must('PUT', '/v1/usage/by-ref/metering/9', {
      contractId: id,
      product: 'Messages',
      from: '2026-01-01',
      to: '2026-01-31',
      quantity: '12500',
    });
    const page = await open(`/console/contracts/${id}`, PHONE);
    const first = page.getByRole('row').filter({ hasText: 'datev INV-1' });
    await first.getByText('6,000.00 on 1 Feb 2026; paid back: 500.00 on 3 Mar 2026').waitFor();
    await first.getByText('not yet').waitFor();
    await page.getByRole('row').filter({ hasText: 'datev INV-2' }).getByText('since 1 Aug 2026').waitFor();
    await page.getByRole('row').filter({ hasText: 'metering 9' }).getByText('12,500').waitFor();
    await device.requireAccessible();
  });

  it('sets exchange rates', async () => {
    const old = { base: 'EUR', rates: [{ on: '2025-03-02', currency: 'USD', rate: '1.05' }] };
    await app.must('PUT', '/v1/fx-rates', old);
    const page = await open('/console/configure', PHONE);
    await page.getByRole('link', { name: 'Exchange rates' }).click();
    await page.getByText('No rates are set for these days').waitFor();
    await press(page, 'Set a rate …');
    await page.locator('input[name=base]').fill('EUR');
    await page.locator('input[name=rate]').fill('0');
    await page.locator('input[name=currency]').fill('USD');
    await device.requireAccessible();
    await press(page, 'Set');
    await dialogOf(page).getByRole('alert').waitFor();
    await page.locator('input[name=rate]').fill('1.0842');
    await press(page, 'Set');
    await page.getByText('1 EUR = 1.0842 USD').waitFor();
    await device.requireAccessible();
    await page.getByLabel('Since when').selectOption('All days');
    await page.getByText('1 EUR = 1.05 USD').waitFor();
  });

  it('moves a contract to another account, and renews it at the present ARR', async () => {
    await anAccount(app, { name: 'Camshaft', domains: ['camshaft.example'] });
    const { id } = await aContract();
    const page = await open(`/console/contracts/${id}`);
    await press(page, 'Move to another account');
    await page.getByPlaceholder('Name or domain').fill('camsh');
    await page.getByLabel('Camshaft · camshaft.example').check();
    await device.requireAccessible();
    // Submitting the search does not move the contract.
    const moves: string[] = [];
    page.on('request', (request) => request.url().endsWith('/transfer') && moves.push(request.url()));
    const found = page.waitForResponse((answer) => answer.url().includes('q=camshaft'));
    await page.getByPlaceholder('Name or domain').fill('camshaft');
    await page.keyboard.press('Enter');
    await found;
    expect(moves).toEqual([]);
    await press(page, 'Move');
    await page.getByRole('link', { name: 'Camshaft' }).waitFor();
    await press(page, 'Renew');
    await page.getByText('The new term ends on').waitFor();
    await press(dialogOf(page), 'Renew');
    await page.getByText('1 Jan 2027 to 31 Dec 2027, renewed').waitFor();
    const { terms, lines } = await app.must('GET', `/v1/contracts/${id}`);
    expect(terms).toHaveLength(2);
    expect(lines[0].segments.at(-1)).toMatchObject({ to: '2027-12-31', amount: '12000.00', arr: '12000.00' });
  });

  it('ties a contract to the deal that sold it', async () => {
    const { id } = await aContract();
    const deal = await app.must('POST', '/v1/deals', {
      name: 'Suite for Acme',
      account: { id: acme.id },
      amount: '12000.00',
      currency: 'EUR',
    });
    await app.must('POST', `/v1/deals/${deal.id}/win`, {});
    const page = await open(`/console/contracts/${id}`);
    await press(page, 'Sold by a deal …');
    await dialogOf(page).getByLabel('Deal').selectOption(deal.id);
    await device.requireAccessible();
    await press(dialogOf(page), 'Tie it to the deal');
    await page.getByRole('link', { name: 'Its deal' }).waitFor();
    expect((await app.must('GET', `/v1/contracts/${id}`)).dealId).toBe(deal.id);
    expect(await page.getByRole('button', { name: 'Sold by a deal …' }).count()).toBe(0);
  });
});
