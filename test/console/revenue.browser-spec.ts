import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aLine, anAccount } from '../revenue/contracts.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { Device, inBrowser, PHONE } from './browsing.js';

inBrowser('the numbers of revenue', (aDevice) => {
  let app: TestApplication;
  let acme: Json;
  let device: Device;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T10:00:00.000Z');
    const ann = await aRep(app, 'Ann');
    acme = await anAccount(app, { name: 'Acme' });
    const aDeal = (fields: object) =>
      app.must('POST', '/v1/deals', {
        name: 'Site',
        account: { id: acme.id },
        ownerRepId: ann.id,
        amount: '100.00',
        currency: 'EUR',
        expectedCloseAt: '2026-03-20T12:00:00Z',
        ...fields,
      });
    const won = await aDeal({ name: 'Sold', amount: '1000.50' });
    await app.must('POST', `/v1/deals/${won.id}/win`, {});
    await aDeal({ name: 'Sure', category: 'commit', amount: '200.25' });
    await aDeal({ name: 'Hoped for' });
    await aDeal({ name: 'Next month', type: 'expansion', category: 'commit', expectedCloseAt: '2026-04-20T12:00:00Z' });
    const aContract = (accountId: string, amount: string, fields: object = {}) =>
      app.must('POST', '/v1/contracts', {
        accountId,
        currency: 'EUR',
        startsOn: '2026-01-01',
        endsOn: '2026-12-31',
        lines: [aLine(amount)],
        ...fields,
      });
    const ramp = [
      { from: '2026-01-01', to: '2026-06-30', amount: '5000' },
      { from: '2026-07-01', amount: '3000' },
    ];
    await aContract(acme.id, '', { lines: [{ product: 'Suite', segments: ramp }] });
    await aContract((await anAccount(app, { name: 'Rivet' })).id, '4000');
    await aContract((await anAccount(app, { name: 'Bolt' })).id, '2000', { endsOn: '2026-03-31' });
  });
  afterAll(() => app.stop());

  const open = async (path: string, options?: object): Promise<Page> => {
    device = await aDevice(options);
    const page = await device.logIn(app.url, ADMIN_KEY, path);
    await page.locator('.figures').waitFor();
    return page;
  };
  const cells = async (page: Page, row: string): Promise<string[]> =>
    (await page.locator('.figures').getByRole('row').filter({ hasText: row }).getByRole('cell').allInnerTexts()).map(
      (text) => text.trim(),
    );

  it('link to the deals that they count, whose amounts add up to them', async () => {
    const page = await open('/console/revenue');
    expect((await cells(page, '2026-03')).slice(0, 4)).toEqual(['1,000.50', '1,200.75', '1,200.75', '1,300.75']);
    await device.requireAccessible();
    await page.getByRole('row').filter({ hasText: '2026-03' }).getByRole('link', { name: '1,200.75' }).first().click();
    await page.getByRole('heading', { name: 'Deals' }).waitFor();
    await page.getByRole('row').nth(2).waitFor();
    const amounts = await page.getByRole('cell').filter({ hasText: /^EUR/ }).allInnerTexts();
    expect(amounts.map((text) => Math.round(Number(text.replace(/[^\d.]/g, '')) * 100)).sort()).toEqual([
      100050, 20025,
    ]);
    await page.getByRole('button', { name: 'Forecast: commit ✕' }).waitFor();
    await device.requireAccessible();
    await page.goBack();
    await page.getByLabel('A row for each').selectOption('By owner');
    await page.getByRole('row').filter({ hasText: 'Ann' }).waitFor();
    expect(await cells(page, 'Ann')).toEqual(await cells(page, 'Total'));
    await page.getByText('Every amount is that of the whole term, of renewals too.').waitFor();
    await page.getByLabel('A row for each').selectOption('By type');
    await page.getByRole('rowheader', { name: 'new' }).waitFor();
    await page.getByRole('rowheader', { name: 'expansion' }).waitFor();
    await page.getByRole('combobox', { name: 'Type', exact: true }).selectOption('Expansion');
    await page.getByRole('rowheader', { name: 'new' }).waitFor({ state: 'detached' });
    await page.getByRole('rowheader', { name: 'expansion' }).waitFor();
  });

  it('equal those of the API, each with its rule, and are in its CSV', async () => {
    const window = 'from=2026-01-01&to=2026-12-31';
    const page = await open(`/console/revenue/retention?${window}`);
    const { total } = await app.must('GET', `/v1/reports/retention?${window}`);
    const percent = (share: string) => `${Math.round(Number(share) * 10_000) / 100} %`;
    expect((await cells(page, 'Total')).slice(2)).toEqual([
      ...[percent(total.nrr), percent(total.grr), String(total.accounts), String(total.lost), percent(total.logoChurn)],
    ]);
    expect(await page.locator('.figures').getByRole('row').count()).toBe(2);
    await page.getByText('Of the ARR on 1 Jan 2026, net ').waitFor();
    await page.getByText('was there on 31 Dec 2026. In EUR.').waitFor();
    await page.getByText('How each figure is calculated').click();
    await page.getByText('lost / accounts.').waitFor();
    await device.requireAccessible();
    await page.getByLabel('A row for each').selectOption('By account');
    await page.getByRole('link', { name: 'Rivet' }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(readFileSync((await file.path())!, 'utf8')).toMatch(/Bolt,EUR,8000.00/);
    await page.getByRole('link', { name: 'Acme' }).click();
    await page.getByRole('heading', { name: 'Movements in the last year' }).waitFor();
    await page.getByText('The first ARR of accounts that never had any').waitFor();
  });

  it('say which days they are about', async () => {
    const page = await open('/console/revenue');
    await page.getByText('Won since 1 Mar 2026 and open, as of Mon 2 Mar, 10:00, in EUR.').waitFor();
    const reports = page.getByRole('navigation', { name: 'Reports' });
    await reports.getByRole('link', { name: 'Movements' }).click();
    await page.getByText('EUR from 2 Mar 2025 to 2 Mar 2026.').waitFor();
  });

  it('are one step away from each other, also on a phone', async () => {
    const page = await open('/console/revenue', { ...PHONE, colorScheme: 'dark' });
    // An option that is longer than its field ends before the arrow.
    const ends = "getComputedStyle(document.querySelector('.filters select')).textOverflow";
    expect(await page.evaluate(ends)).toBe('ellipsis');
    for (const [name, question] of [
      ['Accuracy', 'How far off were our forecasts?'],
      ['Movements', 'What moved the ARR?'],
      ['Cohorts', 'How do new customers develop?'],
      ['Sales debt', 'Does what we win stay?'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Reports' }).getByRole('link', { name }).tap();
      await page.getByRole('heading', { name: question }).waitFor();
      await page.locator('.figures').or(page.locator('.empty')).first().waitFor();
      await device.requireAccessible();
    }
  });

  it('say that there was no ARR instead of showing shares of nothing', async () => {
    const page = await open('/console/revenue/retention?from=2025-12-01&to=2026-01-31');
    await page.getByText('There was no ARR on 1 Dec 2025 of which some could have stayed.').waitFor();
    for (const report of ['retention', 'movements']) {
      await page.goto(`${app.url}/console/revenue/${report}?from=2020-01-01&to=2020-12-31`);
      await page.getByText('No contract had ARR in this time.').waitFor();
    }
  });

  it('leave out months for which nothing was forecast and nothing came', async () => {
    await app.moveTo('2026-03-10T10:00:00.000Z');
    const page = await open('/console/revenue/accuracy?from=2026-01-01&to=2026-05-01');
    const months = await page.locator('.figures').getByRole('rowheader').allInnerTexts();
    expect([...new Set(months.map((month) => month.trim()))]).toEqual(['2026-03', '2026-04']);
  });
});
