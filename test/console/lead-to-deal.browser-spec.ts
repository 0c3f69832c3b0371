import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aPool, aRep, changeSettings } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { type Device, inBrowser } from './browsing.js';

inBrowser('a rep who takes a lead further', (aDevice) => {
  let app: TestApplication;
  let device: Device;
  let ann: Json;
  beforeEach(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    ({
      reps: [ann],
    } = await aDesk(app, ['Ann']));
    device = await aDevice();
  });
  afterEach(() => app.stop());

  it('qualifies it, makes a deal of it, and wins it', async () => {
    const lead = await aLead(app, {
      contact: { name: 'Kim Lee', email: 'kim@acme.example' },
      company: { name: 'Acme', domain: 'acme.example' },
    });
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${lead.id}`);
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
    await page.getByRole('dialog').getByRole('alert').waitFor({ state: 'detached' });
    await press('Create the deal');
    await page.getByRole('heading', { name: 'Website' }).waitFor();
    const { data } = await app.must('GET', `/v1/deals?leadId=${lead.id}`);
    expect(data).toMatchObject([{ name: 'Website', account: { name: 'Acme' }, ownerRepId: ann.id }]);

    await page.getByRole('link', { name: 'Kim Lee' }).click();
    await page.getByRole('link', { name: 'Website' }).waitFor();
    await page.getByText('The deal “Website” was made from it.').waitFor();
    await press('Create a deal …');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This lead has a deal that is open: Website. Win or lose it').waitFor();
    expect(await dialog.getByRole('button', { name: 'Create the deal' }).count()).toBe(0);
    await device.requireAccessible();
    await page.keyboard.press('Escape');
    await press('Qualified, won …');
    await dialog.getByText('deal that is open: Website, EUR 12,000.00. “Won” wins it as well').waitFor();
    await page.getByRole('radio', { name: /^Won/ }).check();
    await dialog.getByLabel('Once').check();
    await page.getByLabel('Amount').fill('13000.00');
    await press('Record the milestone');
    await page.getByRole('button', { name: 'Open again' }).waitFor();
    expect((await app.must('GET', `/v1/leads/${lead.id}`)).status).toBe('won');
    expect(await app.must('GET', `/v1/deals/${data[0].id}`)).toMatchObject({ stage: 'won', amount: '13000.00' });
  });

  it('makes the deal first where wins say for how long', async () => {
    await changeSettings(app, { termAtWin: 'required' });
    const lead = await aLead(app, { contact: { name: 'Pat' }, owner: { repId: ann.id } });
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${lead.id}`);
    await page.getByRole('button', { name: 'Qualified, won …' }).click();
    await page.getByRole('radio', { name: /^Won/ }).check();
    await page.getByRole('button', { name: 'Record the milestone' }).click();
    await page.getByText('A lead is won by its deal here, and this one has none yet.').waitFor();
    await page.getByRole('button', { name: 'Create the deal' }).waitFor();
    await device.requireAccessible();
    expect((await app.must('GET', `/v1/leads/${lead.id}`)).status).toBe('open');
  });

  it('accepts a lead that was handed over to them, with a button or a key, and only if they have it', async () => {
    const always = { mon: [['00:00', '24:00']] };
    const calendar = await app.must('POST', '/v1/calendars', { name: 'Always', timeZone: 'UTC', hours: always });
    const offers = { strategy: 'claim', claimWithin: 'PT1H', calendarId: calendar.id };
    const pool = await aPool(app, 'Offers', [ann], offers);
    const rule = { name: 'Qualified', on: 'milestone:qualified', acceptWithin: 'PT1H', when: {} };
    const rules = [
      { ...rule, assign: { repId: ann.id } },
      { name: 'All', when: {}, assign: { poolId: pool.id } },
    ];
    await app.must('PUT', '/v1/routing', { rules, fallback: {} });
    const { page } = device;
    const offered = await aLead(app, { contact: { name: 'Lee' } });
    await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${offered.id}`);
    await page.getByRole('button', { name: 'Claim' }).waitFor();
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    await page.keyboard.press('a');
    await page.keyboard.press('c');
    await page.keyboard.press('w');
    await page.getByRole('dialog', { name: 'Why: Lee' }).waitFor();
    expect(sent).toEqual([]);

    const bo = await aRep(app, 'Bo');
    for (const [name, accept] of [
      ['Kim', () => page.getByRole('button', { name: 'Accept' }).click()],
      ['Max', () => page.keyboard.press('a')],
    ] as const) {
      const lead = await aLead(app, { contact: { name }, owner: { repId: bo.id } });
      await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
      await page.goto(`${app.url}/console/leads/${lead.id}`);
      await page.getByText(/^Accept by Ann: running/).waitFor();
      await device.requireAccessible();
      await accept();
      await page.getByText(/^Accept by Ann: kept/).waitFor();
      expect(await page.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    }
  });

  it('says what becomes of the deal of a lead that is closed, and wins a closed lead with its deal', async () => {
    const lead = await aLead(app, { contact: { name: 'Kim' } });
    const { id } = await app.must('POST', '/v1/deals', {
      name: 'Website',
      account: { name: 'Acme' },
      leadId: lead.id,
      type: 'new',
      ownerRepId: ann.id,
      amount: '12000.00',
      currency: 'EUR',
    });
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${lead.id}`);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await dialog.getByRole('button', { name: 'Price' }).click();
    await dialog.getByText('deal that is open: Website, EUR 12,000.00. What becomes of it?').waitFor();
    await device.requireAccessible();
    await dialog.getByLabel('Keep it open').check();
    await dialog.getByRole('button', { name: 'Close the lead' }).click();
    await page.getByRole('button', { name: 'Open again' }).waitFor();
    await page.getByRole('complementary', { name: 'Kim' }).getByRole('link', { name: 'Website' }).click();
    await page.getByRole('button', { name: 'Win', exact: true }).click();
    await dialog
      .getByText('Its lead is closed as “Price” (lost). That is taken back, and the lead is won too.')
      .waitFor();
    await device.requireAccessible();
    await dialog.getByLabel('Once').check();
    await dialog.getByRole('button', { name: 'Win the deal' }).click();
    await page.getByRole('button', { name: 'Open again …' }).waitFor();
    expect((await app.must('GET', `/v1/leads/${lead.id}`)).status).toBe('won');
    expect((await app.must('GET', `/v1/deals/${id}`)).stage).toBe('won');
  });

  it('loses the deal of a lead with it, which undoing brings back with the lead', async () => {
    const lead = await aLead(app, { contact: { name: 'Kim' } });
    const { id } = await app.must('POST', '/v1/deals', {
      name: 'Website',
      account: { name: 'Acme' },
      leadId: lead.id,
      ownerRepId: ann.id,
      amount: '12000.00',
      currency: 'EUR',
    });
    const stages = async () => [
      (await app.must('GET', `/v1/leads/${lead.id}`)).status,
      (await app.must('GET', `/v1/deals/${id}`)).stage,
    ];
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${lead.id}`);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await dialog.getByRole('button', { name: 'Price' }).click();
    await dialog.getByLabel('Lose it for the same reason').check();
    await dialog.getByRole('button', { name: 'Close the lead' }).click();
    await page.getByRole('button', { name: 'Open again' }).waitFor();
    expect(await stages()).toEqual(['lost', 'lost']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).waitFor();
    expect(await stages()).toEqual(['open', 'open']);
  });

  it('is asked about a deal of a lead that they do not see', async () => {
    const bo = await aRep(app, 'Bo');
    const lead = await aLead(app, { contact: { name: 'Kim' } });
    await app.must('POST', '/v1/deals', {
      name: 'Website',
      account: { name: 'Acme' },
      leadId: lead.id,
      ownerRepId: bo.id,
      amount: '12000.00',
      currency: 'EUR',
    });
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${lead.id}`);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await dialog.getByRole('button', { name: 'Price' }).click();
    await dialog.getByRole('button', { name: 'Close the lead' }).click();
    await dialog.getByLabel('Keep it open').check();
    await device.requireAccessible();
    await dialog.getByRole('button', { name: 'Close the lead' }).click();
    await page.getByRole('button', { name: 'Open again' }).waitFor();
  });

  it('finds promises that are over folded if there are many', async () => {
    const steps = Array.from({ length: 4 }, () => ({ kinds: ['call'], after: 'PT0S', within: 'PT1H' }));
    await aPolicy(app, { within: 'PT30M' }, { time: 'elapsed', followUp: { steps } });
    const lead = await aLead(app, { contact: { name: 'Kim' } });
    const call = { kind: 'call', outcome: 'noAnswer' };
    for (let calls = 0; calls < 4; calls += 1) {
      await app.must('POST', `/v1/leads/${lead.id}/touches`, call);
      await app.moveBy(60_000);
    }
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${lead.id}`);
    const panel = page.getByRole('complementary', { name: 'Kim' });
    await panel.getByText(/: running/).waitFor();
    expect(
      await panel
        .getByText(/: kept/)
        .first()
        .isVisible(),
    ).toBe(false);
    await panel.getByText(/^\d promises kept or ended$/).click();
    await panel
      .getByText(/: kept/)
      .first()
      .waitFor();
    await device.requireAccessible();
  });

  it('sees whose each promise is, and closes it by keys alone once a reason is chosen', async () => {
    await aPolicy(app, { within: 'PT30M' }, { time: 'elapsed' });
    const lead = await aLead(app, { contact: { name: 'Kim' } });
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${lead.id}`);
    const promises = page.getByRole('complementary', { name: 'Kim' }).getByRole('listitem');
    await promises.filter({ hasText: 'First touch by Ann: running' }).waitFor();
    await promises.filter({ hasText: 'First response by the company: measured' }).waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Price' }).click();
    await page.getByLabel('Note').and(page.locator(':focus')).waitFor();
    await page.getByRole('button', { name: 'Another reason' }).click();
    await page.getByRole('button', { name: 'Not now' }).press('Enter');
    await page.getByLabel('Comes back on').and(page.locator(':focus')).waitFor();
  });

  it('reads what winning a deal does, and that a deal has left them', async () => {
    const bo = await aRep(app, 'Bo');
    const lead = await aLead(app, { contact: { name: 'Kim' }, owner: { repId: bo.id } });
    const account = await app.must('POST', '/v1/accounts', { name: 'Acme', domains: [], ownerRepId: bo.id });
    const { id } = await app.must('POST', '/v1/deals', {
      name: 'Website',
      account: { id: account.id },
      leadId: lead.id,
      amount: '12000.00',
      currency: 'EUR',
      ownerRepId: ann.id,
    });
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/deals/${id}`);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await dialog.getByLabel('Product').waitFor();
    expect(await dialog.getByLabel('Owner').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Win', exact: true }).click();
    await dialog.getByText('EUR 12,000.00 from Acme').waitFor();
    await dialog.getByText('its lead is closed as won').waitFor();
    await device.requireAccessible();
    await page.keyboard.press('Escape');
    await app.must('PATCH', `/v1/deals/${id}`, { ownerRepId: bo.id });
    await page.getByText('It belongs to somebody else now.').waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Back to the deals' }).waitFor();
    await device.requireAccessible();
  });

  it('is not offered to open a lead again that was erased', async () => {
    const lead = await aLead(app, { contact: { name: 'Kim' } });
    await app.must('POST', '/v1/erasures', { leadId: lead.id, reason: 'Asked' });
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${lead.id}`);
    const panel = page.getByRole('complementary');
    await panel.getByRole('button', { name: 'Why me?' }).waitFor();
    expect(await panel.getByRole('button', { name: 'Open again' }).count()).toBe(0);
  });

  it('sees that a number and an address cannot be right', async () => {
    const lead = await aLead(app, {
      contact: { name: 'Kim', phone: '12', email: 'kim at acme' },
      owner: { repId: ann.id },
    });
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id), `/console/leads/${lead.id}`);
    await page.getByText('This is not a complete phone number.').waitFor();
    await page.getByText('This is not a valid e-mail address.').waitFor();
    await device.requireAccessible();
  });

  it('is told that a page cannot be shown, and continues elsewhere', async () => {
    const page = await device.logIn(app.url, await app.keyFor(['rep'], ann.id));
    await page.getByRole('link', { name: 'Deals' }).waitFor();
    await page.route('**/deals-*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Deals' }).click();
    await page.getByRole('heading', { name: 'This page cannot be shown' }).waitFor();
    await page.getByRole('link', { name: 'Inbox' }).click();
    await page.getByText('No leads are waiting for you').waitFor();
    expect(device.wrongs.splice(0).at(-1)).toContain('dynamically imported');
  });
});
