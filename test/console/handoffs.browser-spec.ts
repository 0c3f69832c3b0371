import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, aKindBody } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { until } from '../support/postgres-owner.js';
import { Device, inBrowser, noticed, PHONE } from './browsing.js';

inBrowser('a deal that changes hands', (aDevice) => {
  let app: TestApplication;
  let devices: Device[] = [];
  let people: Record<'ann' | 'olga', Json>;
  let keys: Record<'ann' | 'olga', string>;
  let deals = 0;

  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
    const [ann, olga] = [await aRep(app, 'Ann'), await aRep(app, 'Olga')];
    people = { ann, olga };
    keys = { ann: await app.keyFor(['rep'], ann.id), olga: await app.keyFor(['rep'], olga.id) };
    const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [olga.id] });
    const whom = { teamId: team.id, repId: olga.id };
    const [operations] = aKindBody(whom).receivers;
    const checklist = [...operations.checklist, { text: 'Order the domain' }];
    await aHandoffKind(app, whom, { receivers: [{ ...operations, checklist }] });
  });
  afterAll(() => app.stop());
  afterEach(() => {
    devices = [];
  });

  const aDeal = (): Promise<Json> => {
    deals += 1;
    const worth = { amount: '100.00', currency: 'EUR', account: { name: `Acme ${deals}` } };
    return app.must('POST', '/v1/deals', { name: `Website ${deals}`, ...worth }, { key: keys.ann });
  };
  const FILLED = {
    context: 'Their shop is slow',
    contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example' } },
    billing: { lines: [{ kind: 'fixed', amount: '100.00' }] },
  };
  async function handedOver(): Promise<string> {
    const { id, handoff } = await aDeal();
    await app.must('PATCH', `/v1/handoffs/${handoff.id}/form`, FILLED, { key: keys.ann });
    await app.must('POST', `/v1/deals/${id}/win`, undefined, { key: keys.ann });
    return handoff.id;
  }
  async function openPage(who: keyof typeof keys, path: string, options?: object): Promise<Page> {
    const device = await aDevice(options);
    devices.push(device);
    await device.logIn(app.url, keys[who], path);
    return device.page;
  }
  const now = (id: string) => app.must('GET', `/v1/handoffs/${id}`);
  const column = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

  it('is filled in until nothing is missing, and is won', async () => {
    const { id, handoff } = await aDeal();
    const page = await openPage('ann', '/console/handoffs');
    await page
      .getByRole('row')
      .filter({ hasText: `Website ${deals}` })
      .getByText(/^\d missing$/)
      .waitFor();
    await page.getByRole('link', { name: `Website ${deals}` }).click();
    await page.getByText('still missing').waitFor();
    expect(await page.getByRole('button', { name: 'Win the deal …' }).isDisabled()).toBe(true);
    await devices[0]!.requireAccessible();
    // A missing field is a link to it.
    await page.getByRole('button', { name: 'Why did they buy?' }).click();
    await page.keyboard.type('Their shop is slow');
    await page.getByRole('group', { name: 'Day-to-day contact' }).getByLabel('Name').fill('Kim');
    await page.getByRole('group', { name: 'Day-to-day contact' }).getByLabel('E-mail').fill('kim');
    await page.getByRole('group', { name: 'Day-to-day contact' }).getByLabel('E-mail').blur();
    await page.getByText('Expected an e-mail address').waitFor();
    await devices[0]!.requireAccessible();
    await page.getByRole('group', { name: 'Day-to-day contact' }).getByLabel('E-mail').fill('kim@acme.example');
    await page.getByRole('button', { name: 'Add to Lines' }).click();
    await page.getByLabel('Kind').selectOption('fixed');
    await page.getByLabel('Amount').first().fill('100.00');
    // A refused entry keeps what was typed.
    await page.route('**/form', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()));
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByRole('alert').last().waitFor();
    expect(await page.getByLabel('Amount').first().inputValue()).toBe('100.00');
    await page.unroute('**/form');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText('You · nothing is missing').waitFor();
    expect((await app.must('GET', `/v1/handoffs/${handoff.id}/form`)).values).toEqual(FILLED);
    await page.getByRole('button', { name: 'Win the deal …' }).click();
    await page.getByRole('dialog').getByLabel('Once').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Win the deal' }).click();
    await noticed(page, 'Won');
    expect((await app.must('GET', `/v1/deals/${id}`)).stage).toBe('won');
    await page.getByRole('button', { name: 'Undo' }).click();
    await until('it is open', async () => (await app.must('GET', `/v1/deals/${id}`)).stage === 'open');
  });

  it('is begun by hand if there is a kind for that', async () => {
    const team = await app.must('POST', '/v1/teams', { name: 'Support', repIds: [people.olga.id] });
    const byHand = { name: 'Complaint', start: { on: 'manual' } };
    await aHandoffKind(app, { teamId: team.id, repId: people.olga.id }, byHand);
    const { id } = await aDeal();
    const page = await openPage('ann', `/console/deals/${id}`);
    await page.getByRole('button', { name: 'Hand something over …' }).click();
    await devices[0]!.requireAccessible();
    await page.getByRole('dialog').getByLabel('What').selectOption('Complaint');
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    await page.getByText('Complaint · Draft').waitFor();
    const { data } = await app.must('GET', '/v1/handoffs?state=draft');
    expect(data.filter(({ name, dealId }: Json) => name === 'Complaint' && dealId === id)).toHaveLength(1);
  });

  it('is called off only after a question when its deal is opened again', async () => {
    const id = await handedOver();
    const { deal } = await now(id);
    const page = await openPage('ann', `/console/deals/${deal.id}`);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Open again …' }).click();
    await dialog.getByText('which is running, is called off').waitFor();
    await devices[0]!.requireAccessible();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect((await now(id)).state).toBe('running');
    await page.getByRole('button', { name: 'Open again …' }).click();
    await dialog.getByRole('button', { name: 'Open it again' }).click();
    await page.getByRole('button', { name: 'Win', exact: true }).waitFor();
    expect((await now(id)).state).toBe('cancelled');
  });

  it('is delivered when its owner says so, after a question while something is open', async () => {
    const id = await handedOver();
    const { deal } = await now(id);
    const blocker = { text: 'No logins yet', ownerRepId: people.olga.id, dueAt: '2026-03-09T10:00:00Z' };
    await app.must('POST', `/v1/handoffs/${id}/blockers`, blocker);
    const page = await openPage('ann', `/console/deals/${deal.id}`);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Report the delivery …' }).click();
    await devices[0]!.requireAccessible();
    await dialog.getByRole('button', { name: 'It is delivered' }).click();
    await dialog.getByText('The blocker “No logins yet”.').first().waitFor();
    await devices[0]!.requireAccessible();
    await dialog.getByLabel('It is delivered all the same').check();
    await dialog.getByRole('button', { name: 'It is delivered' }).click();
    await noticed(page, 'Delivered');
    await page.getByRole('button', { name: 'Report the delivery …' }).waitFor({ state: 'detached' });
    expect((await app.must('GET', `/v1/deals/${deal.id}`)).deliveredAt).not.toBeNull();
  });

  it('is accepted, asked about, amended by the answer, and done', async () => {
    const id = await handedOver();
    // Her inbox, which lists only leads, says what waits for her.
    const olga = await openPage('olga', '/console/inbox', PHONE);
    await olga.getByRole('link', { name: /handoffs? waits? for you$/ }).tap();
    await olga.getByRole('link', { name: `Website ${deals}` }).tap();
    await column(olga, 'Operations').getByRole('button', { name: 'Accept' }).tap();
    await olga.getByText('Operations has accepted it').waitFor();
    await olga.getByText('It is done once its checklist is.').waitFor();
    await olga.getByRole('button', { name: 'Ask …' }).tap();
    await olga.getByRole('textbox', { name: 'Question' }).fill('How high is the risk?');
    await olga.getByRole('button', { name: 'Ask', exact: true }).tap();
    await noticed(olga, 'Question sent');
    await devices[0]!.requireAccessible();

    const ann = await openPage('ann', `/console/handoffs/${id}`);
    await ann.getByRole('button', { name: 'Answer …' }).click();
    await ann.getByRole('textbox', { name: 'Answer' }).fill('Low');
    await ann.getByLabel('Amend the form').selectOption({ label: 'Risk' });
    await ann.getByLabel('Risk is then').selectOption('low');
    await devices[1]!.requireAccessible();
    await ann.getByRole('button', { name: 'Answer', exact: true }).click();
    await ann.getByText('the form was amended').waitFor();
    expect((await app.must('GET', `/v1/handoffs/${id}/form`)).values.risk).toBe('low');

    // What somebody else did is there when the user looks again.
    await olga.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await olga.getByText('the form was amended').waitFor();
    // An item ticked elsewhere meanwhile stays ticked.
    const ticked = `/v1/handoffs/${id}/receivers/Operations/checklist`;
    await app.must('PUT', ticked, { done: [1] }, { key: keys.olga });
    await olga.getByLabel('Invite the client to the kickoff').check();
    await olga.getByRole('button', { name: 'Done' }).tap();
    await olga.getByText('Operations is done').waitFor();
    expect((await now(id)).state).toBe('done');
    // Actions that are no longer possible are not offered.
    await olga.getByRole('button', { name: 'Ask …' }).waitFor({ state: 'detached' });
  });

  it('names what is missing to its receiver, who cannot fill it in', async () => {
    const { id, handoff } = await aDeal();
    const exception = { reason: 'In a hurry', deciderRepId: people.olga.id, completeBy: '2026-03-09T12:00:00Z' };
    await app.must('POST', `/v1/deals/${id}/win`, { exception }, { key: keys.ann });
    const page = await openPage('olga', `/console/handoffs/${handoff.id}`);
    await page.getByText('Why did they buy?').waitFor();
    expect(await page.getByRole('button', { name: 'Why did they buy?' }).count()).toBe(0);
  });

  it('is returned with what is missing, and comes back once that is changed', async () => {
    const id = await handedOver();
    const olga = await openPage('olga', `/console/handoffs/${id}`);
    await olga.getByRole('button', { name: 'Return …' }).click();
    await olga.getByLabel('Contacts › Day-to-day contact › E-mail').check();
    await olga.getByLabel('What is needed').fill('It bounces');
    await devices[0]!.requireAccessible();
    await olga.getByRole('button', { name: 'Return it', exact: true }).click();
    await olga.getByText('It bounces').waitFor();
    expect((await now(id)).receivers[0].missing).toEqual(['/contacts/dayToDay/email']);

    const ann = await openPage('ann', `/console/handoffs/${id}`);
    await ann.getByText('Operations has returned this.').waitFor();
    await ann.getByText('It goes back to Operations by itself').waitFor();
    await column(ann, 'Who gives').getByRole('button', { name: '1 returned' }).click();
    await ann
      .getByRole('group', { name: 'Day-to-day contact' })
      .getByLabel('E-mail')
      .and(ann.locator(':focus'))
      .waitFor();
    await devices[1]!.requireAccessible();
    await ann.getByRole('group', { name: 'Day-to-day contact' }).getByLabel('E-mail').fill('kim.berg@acme.example');
    await ann.getByRole('heading', { name: 'What happened' }).click();
    await ann.getByText('To be accepted').waitFor();
    expect((await now(id)).receivers[0].state).toBe('waiting');
  });

  it('is blocked until somebody resolves the blocker', async () => {
    const id = await handedOver();
    const page = await openPage('olga', `/console/handoffs/${id}`);
    await page.getByRole('button', { name: 'Add a blocker …' }).click();
    await page.getByLabel('What is blocking it', { exact: true }).fill('Their logo is missing');
    await page.getByLabel('Who resolves it').selectOption({ label: 'Ann' });
    await page.getByLabel('By when').fill('2026-03-04T12:00');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Their logo is missing', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Resolved …' }).click();
    await page.getByLabel('What to do differently next time').fill('Ask for it with the contract');
    await page.getByRole('button', { name: 'Mark as resolved' }).click();
    await page.getByText('Next time: Ask for it with the contract').waitFor();
    expect((await now(id)).blockers).toMatchObject([
      { ownerRepId: people.ann.id, lesson: 'Ask for it with the contract' },
    ]);
  });

  it('keeps what two people type into its form', async () => {
    const { handoff } = await aDeal();
    const page = await openPage('ann', `/console/handoffs/${handoff.id}`);
    const context = page.getByLabel('Context');
    await context.fill('As I heard it');
    const path = `/v1/handoffs/${handoff.id}/form`;
    await app.must('PATCH', path, { risk: 'high', context: 'As it was written' }, { key: keys.ann });
    await context.blur();
    await page.getByText('Somebody has saved something else here meanwhile: “As it was written”.').waitFor();
    expect(await context.inputValue()).toBe('As I heard it');
    await page.getByRole('button', { name: 'Save mine' }).click();
    await until('it is saved', async () => (await app.must('GET', path)).values.context === 'As I heard it');
    expect((await app.must('GET', path)).values.risk).toBe('high');
  });

  it('saves what was typed without a connection as soon as there is one again', async () => {
    const { handoff } = await aDeal();
    const path = `/v1/handoffs/${handoff.id}/form`;
    const page = await openPage('ann', `/console/handoffs/${handoff.id}`);
    await page.getByLabel('Context').waitFor();
    await devices[0]!.context.setOffline(true);
    await page.getByLabel('Context').fill('As I heard it');
    await page.getByLabel('Context').blur();
    await page.getByText('This is saved as soon as it can be.').waitFor();
    await devices[0]!.context.setOffline(false);
    await until('it is saved', async () => (await app.must('GET', path)).values.context === 'As I heard it');
    await page.getByText('This is saved as soon as it can be.').waitFor({ state: 'detached' });
  });

  it('loses one entry to a double click, and input in the next entry moves with it', async () => {
    const { handoff } = await aDeal();
    const path = `/v1/handoffs/${handoff.id}/form`;
    const lines = ['10.00', '20.00', '30.00'].map((amount) => ({ kind: 'fixed', amount }));
    await app.must('PATCH', path, { billing: { lines } }, { key: keys.ann });
    const page = await openPage('ann', `/console/handoffs/${handoff.id}`);
    const amounts = page.getByRole('group', { name: /^Lines \d/ }).getByLabel('Amount');
    await amounts.nth(1).fill('22,00');
    await amounts.nth(1).blur();
    await page.getByText('Expected an amount').waitFor();
    await page.getByRole('button', { name: 'Remove Lines 1' }).dblclick();
    await until('one is removed', async () => (await app.must('GET', path)).values.billing.lines.length === 2);
    await until('what is next has moved up', async () => (await amounts.nth(0).inputValue()) === '22,00');
    await page.getByRole('group', { name: 'Lines 1' }).getByText('Expected an amount').waitFor();
    await amounts.nth(0).fill('22.00');
    await amounts.nth(0).blur();
    await until('it is saved', async () => (await app.must('GET', path)).values.billing.lines[0].amount === '22.00');
    expect((await app.must('GET', path)).values.billing.lines).toMatchObject([{}, { amount: '30.00' }]);
  });

  it('keeps everything in place if an entry cannot be removed', async () => {
    const { handoff } = await aDeal();
    const path = `/v1/handoffs/${handoff.id}/form`;
    const lines = ['10.00', '20.00', '30.00'].map((amount) => ({ kind: 'fixed', amount }));
    await app.must('PATCH', path, { billing: { lines } }, { key: keys.ann });
    const page = await openPage('ann', `/console/handoffs/${handoff.id}`);
    const amounts = page.getByRole('group', { name: /^Lines \d/ }).getByLabel('Amount');
    await amounts.nth(2).fill('33,00');
    await amounts.nth(2).blur();
    await page.getByText('Expected an amount').waitFor();
    const asks: Route[] = [];
    // Kept until the end: a route that ends while a request is held may hold the next request for good.
    await page.route('**/form', (route) => (asks.length === 0 ? void asks.push(route) : route.continue()));
    await page.getByRole('button', { name: 'Remove Lines 1' }).click();
    await until('it is gone', async () => (await amounts.count()) === 2);
    await amounts.nth(0).fill('22.00');
    await amounts.nth(0).blur();
    await asks[0]!.abort();
    await page.getByText('Touchline cannot be reached').waitFor();
    await until('it is saved', async () => (await app.must('GET', path)).values.billing.lines[1].amount === '22.00');
    const kept = (await app.must('GET', path)).values.billing.lines;
    expect(kept.map(({ amount }: Json) => amount)).toEqual(['10.00', '22.00', '30.00']);
    const shown = [0, 1, 2].map((place) => amounts.nth(place).inputValue());
    expect(await Promise.all(shown)).toEqual(['10.00', '22.00', '33,00']);
  });

  it('loses no input when the user leaves the page or the session ends', async () => {
    const { handoff } = await aDeal();
    const path = `/v1/handoffs/${handoff.id}/form`;
    const page = await openPage('ann', '/console/handoffs');
    await page.getByRole('link', { name: `Website ${deals}` }).click();
    const context = page.getByLabel('Context');
    await context.fill('As I heard it');
    const asks = page.waitForEvent('dialog');
    void page.goBack();
    await (await asks).dismiss();
    expect(await context.inputValue()).toBe('As I heard it');

    for (const { id } of (await app.must('GET', '/v1/sessions')).data) await app.must('DELETE', `/v1/sessions/${id}`);
    await context.blur();
    const again = page.getByRole('dialog', { name: 'Your session has ended' });
    await again.getByLabel('API key').fill(keys.ann);
    await page.keyboard.press('Enter');
    await until('it is saved', async () => (await app.must('GET', path)).values.context === 'As I heard it');

    // A refusal that arrives after the user has left the page is shown on the next one.
    await page.route('**/form', async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      await page.getByRole('heading', { name: 'Deals' }).waitFor();
      return route.continue();
    });
    await page.getByLabel('Seats').fill('9999');
    await page.getByRole('link', { name: 'Deals' }).click();
    await noticed(page, /^Not saved: Seats\./);
  });

  it('shows where it stalls, drawn and as a table', async () => {
    const [kind] = (await app.must('GET', '/v1/handoff-kinds')).data;
    const { id: _id, version: _version, createdAt: _created, updatedAt: _updated, ...body } = kind;
    const name = 'A kind of handoff with a name that is longer than the screen of a phone is wide';
    await app.must('POST', '/v1/handoff-kinds', { ...body, name, start: { on: 'manual' } });
    const page = await openPage('ann', '/console/handoffs/map');
    await page.getByRole('img', { name: 'Sales to operations: the table below says the same' }).waitFor();
    await page.getByRole('heading', { name: 'What a workshop would ask' }).waitFor();
    await devices[0]!.requireAccessible();
    await page.setViewportSize(PHONE.viewport);
    await devices[0]!.requireAccessible();
    const { x, width } = (await page.getByRole('combobox', { name: 'Kind' }).boundingBox())!;
    expect(x + width).toBeLessThanOrEqual(PHONE.viewport.width);
  });

  it('shows first how leads come to a decision, with the lists behind it', async () => {
    const owner = { repId: people.ann.id };
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { name: 'Kim Roe' }, owner });
    // The list ends now.
    await app.moveBy(60_000);
    const worth = { name: 'Shop', amount: '250.00', currency: 'EUR', account: { name: 'Roe' }, leadId: lead.id };
    await app.must('POST', '/v1/deals', worth, { key: keys.ann });
    const page = await openPage('ann', '/console/handoffs/map');
    const leads = page.getByRole('figure').first();
    await leads.getByRole('heading', { name: 'Leads, until they are decided' }).waitFor();
    const row = leads.getByRole('row').filter({ hasText: 'First owner → First touch' });
    await row.getByText('1 lead, 0 late, 1 waits now').waitFor();
    await row.getByText('EUR 250.00 wait in 1 deal').waitFor();
    await devices[0]!.requireAccessible();
    await leads.getByRole('link', { name: 'Open and untouched' }).click();
    await page.getByRole('row').filter({ hasText: 'Kim Roe' }).waitFor();
  });

  it('ends the diagnosis in actions, which admins decide and others see', async () => {
    const device = await aDevice();
    devices.push(device);
    await device.logIn(app.url, await app.keyFor(['admin']), '/console/handoffs/map');
    const { page } = device;
    await page.getByRole('button', { name: 'Decide on an action' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What is done').fill('Ask for the amounts first');
    await dialog.getByLabel('Owner').selectOption({ label: 'Olga' });
    await dialog.getByLabel('By').fill('2026-03-20');
    await devices[0]!.requireAccessible();
    await dialog.getByRole('button', { name: 'Decide', exact: true }).click();
    const row = page.getByRole('row').filter({ hasText: 'Ask for the amounts first' });
    await row.getByText(/\d+ missed deadlines/).waitFor();
    await row.getByText(/^Measured until /).waitFor();
    await devices[0]!.requireAccessible();
    const seen = await openPage('olga', '/console/handoffs/map');
    await seen.getByRole('row').filter({ hasText: 'Ask for the amounts first' }).waitFor();
    await seen.getByText('An admin decides.').waitFor();
    expect(await seen.getByRole('button', { name: 'Decide on an action' }).count()).toBe(0);
    await row.getByRole('button', { name: /^Done/ }).click();
    await row.getByText('(done)').waitFor();
  });

  it('decides on an action from an arrow of either map', async () => {
    const device = await aDevice();
    devices.push(device);
    await device.logIn(app.url, await app.keyFor(['admin']), '/console/handoffs/map');
    const { page } = device;
    const decide = async (text: string) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('What is done').fill(text);
      await dialog.getByLabel('Owner').selectOption({ label: 'Olga' });
      await dialog.getByLabel('By').fill('2026-03-20');
      await device.requireAccessible();
      await dialog.getByRole('button', { name: 'Decide', exact: true }).click();
      return page.getByRole('row').filter({ hasText: text });
    };
    await page.getByRole('button', { name: 'Decide on First owner → First touch' }).click();
    const ofLeads = await decide('Call within ten minutes');
    await ofLeads.getByText(/^\d+ leads that got no touch in time$/).waitFor();
    await ofLeads.getByText('Until the first touch: Call within ten minutes').waitFor();
    await page.getByRole('button', { name: /^Decide on Sales to operations: .* until the form is complete$/ }).click();
    const ofKind = await decide('Ask for the access first');
    await ofKind.getByText(/\d+ missed deadlines/).waitFor();
    const { data } = await app.must('GET', '/v1/handoffs/diagnosis/actions');
    expect(data.slice(0, 2).map(({ about, step, kindId }: Json) => [about, step, kindId === null])).toEqual([
      ['stalls', null, false],
      ['leads', 'touch', true],
    ]);
  });

  it('decides about what keeps coming, in the kind if they like, and reads whether the kind has it', async () => {
    await handedOver();
    const { data } = await app.must('GET', '/v1/handoffs?state=running');
    const { id } = data[0];
    const text = 'The domain is not theirs';
    const blocker = { text, ownerRepId: people.ann.id, dueAt: '2026-03-05T12:00:00.000Z' };
    await app.must('POST', `/v1/handoffs/${id}/blockers`, blocker, { key: keys.olga });
    // The report ends now.
    await app.moveBy(60_000);
    const device = await aDevice();
    devices.push(device);
    await device.logIn(app.url, await app.keyFor(['admin']), '/console/handoffs/map');
    const { page } = device;
    await page.getByRole('button', { name: new RegExp(`^Standardise.*${text}$`) }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Add it to the exceptions of the kind').isChecked()).toBe(true);
    await dialog.getByLabel('What is done').fill('Ask who owns it at the signature');
    await dialog.getByLabel('Owner').selectOption({ label: 'Olga' });
    await dialog.getByLabel('By').fill('2026-03-20');
    await device.requireAccessible();
    await dialog.getByRole('button', { name: 'Decide', exact: true }).click();
    const row = page.getByRole('row').filter({ hasText: 'Ask who owns it at the signature' });
    await row.getByText('(in the kind)').waitFor();
    const { data: kinds } = await app.must('GET', '/v1/handoff-kinds');
    const { exceptions } = kinds.find(({ name }: Json) => name === 'Sales to operations');
    expect(exceptions.at(-1)).toEqual({ name: text, treatment: 'standardise' });
  });
});
