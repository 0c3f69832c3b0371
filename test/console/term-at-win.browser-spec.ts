import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { DESK, type Device, inBrowser, PHONE } from './browsing.js';

inBrowser('whoever wins a deal', (aDevice) => {
  let app: TestApplication;
  let ann: Json;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    ann = await aRep(app, 'Ann');
    await app.mark();
  });
  afterEach(() => app.back());
  afterAll(() => app.stop());

  const aDeal = (fields: object = {}): Promise<Json> =>
    app.must('POST', '/v1/deals', {
      name: 'Suite',
      account: { name: 'Acme' },
      ownerRepId: ann.id,
      amount: '24000.00',
      currency: 'EUR',
      ...fields,
    });
  const dealOf = ({ id }: Json) => app.must('GET', `/v1/deals/${id}`);
  const LINE = '24 months from 1 Apr 2026, EUR 12,000.00 a year, does not renew by itself';

  for (const [name, options] of [
    ['at a desk', DESK],
    ['on a phone', PHONE],
  ] as const)
    it(`${name} says for how long, and confirms one line`, async () => {
      const deal = await aDeal();
      const device: Device = await aDevice(options);
      const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/deals/${deal.id}`);
      await page.getByRole('button', { name: 'Win', exact: true }).click();
      const dialog = page.getByRole('dialog');
      const send = dialog.getByRole('button', { name: 'Win the deal' });
      // Nothing is sent before it is said for how long.
      await send.click();
      expect((await dealOf(deal)).stage).toBe('open');
      await dialog.getByLabel('For a term').check();
      await dialog.getByLabel('First day').fill('2026-04-01');
      await dialog.getByLabel('Last day').fill('2026-03-31');
      await dialog.getByText('The last day, 31 Mar 2026, is before the first, 1 Apr 2026').waitFor();
      await send.click();
      expect((await dealOf(deal)).stage).toBe('open');
      await dialog.getByLabel('Months', { exact: true }).fill('24');
      await dialog.getByText(LINE).waitFor();
      expect(await dialog.getByLabel('Last day').inputValue()).toBe('2028-03-31');
      await dialog.getByText('Then its term becomes a contract.').waitFor();
      await device.requireAccessible();
      await send.click();
      await page.getByRole('button', { name: 'Open again …' }).waitFor();
      const term = { startsOn: '2026-04-01', endsOn: '2028-03-31', noticeDays: null, autoRenewMonths: null };
      expect(await dealOf(deal)).toMatchObject({ stage: 'won', term });
    });

  it('is asked only what is not known, and may say otherwise', async () => {
    const term = { startsOn: '2026-04-01', endsOn: '2028-03-31' };
    const deal = await aDeal({ term });
    const device = await aDevice();
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/deals/${deal.id}`);
    await page.getByRole('button', { name: 'Win', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(LINE).waitFor();
    expect(await dialog.getByRole('radio').count()).toBe(0);
    await device.requireAccessible();
    await dialog.getByRole('button', { name: 'Say otherwise' }).click();
    expect(await dialog.getByLabel('First day').inputValue()).toBe('2026-04-01');
    await dialog.getByLabel('Renews by itself').fill('12');
    await dialog.getByText('renews by itself for 12 months').waitFor();
    await dialog.getByRole('button', { name: 'Win the deal' }).click();
    await page.getByRole('button', { name: 'Open again …' }).waitFor();
    expect((await dealOf(deal)).term).toMatchObject({ ...term, autoRenewMonths: 12 });
  });

  it('sells it as a pilot, and converts that later', async () => {
    const deal = await aDeal();
    const device = await aDevice();
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/deals/${deal.id}`);
    await page.getByRole('button', { name: 'Win', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('As a pilot').check();
    await dialog.getByLabel('Last day of the pilot').fill('2026-05-31');
    await dialog.getByText('A pilot until 31 May 2026: no contract and no ARR until it is converted').waitFor();
    await device.requireAccessible();
    await dialog.getByRole('button', { name: 'Win the deal' }).click();
    await page.getByText('Until 31 May 2026, not converted').waitFor();
    await page.getByRole('button', { name: 'Convert the pilot …' }).click();
    expect(await dialog.getByLabel('First day').inputValue()).toBe('2026-06-01');
    await dialog.getByLabel('Months', { exact: true }).fill('12');
    await dialog.getByLabel('Amount').fill('30000.00');
    await dialog.getByText('12 months from 1 Jun 2026, EUR 30,000.00 a year').waitFor();
    await device.requireAccessible();
    await dialog.getByRole('button', { name: 'Convert it' }).click();
    await page.getByText('Until 31 May 2026, converted').waitFor();
    expect(await dealOf(deal)).toMatchObject({
      stage: 'won',
      amount: '30000.00',
      pilot: { endsOn: '2026-05-31' },
      term: { startsOn: '2026-06-01', endsOn: '2027-05-31' },
    });
  });

  it('says of a deal that was won elsewhere that it is sold once', async () => {
    const deal = await aDeal();
    await app.must('POST', `/v1/deals/${deal.id}/win`, {});
    const device = await aDevice();
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/deals/${deal.id}`);
    await page.getByRole('button', { name: 'Say for how long …' }).click();
    await page.getByLabel('Once').check();
    await page.getByRole('dialog').getByText('Once, EUR 24,000.00: no contract follows').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Once, so that no contract follows').waitFor();
    expect((await dealOf(deal)).oneOff).toBe(true);
    expect(await page.getByRole('button', { name: 'Say for how long …' }).count()).toBe(0);
  });
});
