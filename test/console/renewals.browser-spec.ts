import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { DATED, PromisedDesk } from '../deals/promised-deals.js';
import { anAccount } from '../revenue/contracts.js';
import { ADMIN_KEY } from '../support/client.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { DESK, Device, inBrowser, noticed, PHONE } from './browsing.js';

/** The fields of a contract that ended at the end of 2024. */
const OVER = {
  autoRenewMonths: undefined,
  lines: [{ product: 'Trial', segments: [{ from: '2024-01-01', amount: '100.00' }] }],
};

inBrowser('an account manager', (aDevice) => {
  let desk: PromisedDesk;
  let device: Device;
  beforeEach(async () => {
    desk = await PromisedDesk.open();
  });
  afterEach(() => desk.close());

  const open = async (path: string, options?: object, key?: string): Promise<Page> => {
    device = await aDevice(options);
    return device.logIn(desk.app.url, key ?? (await desk.app.keyFor(['rep'], desk.ann.id)), path);
  };
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  it('works a renewal from the first conversation to the renewed contract', async () => {
    const { deal } = await desk.aRenewal();
    const page = await open('/console/deals');
    const row = page.getByRole('row').filter({ hasText: deal.name });
    await row.getByText('EUR 12,000.00').first().waitFor();
    const headers = await page.getByRole('columnheader').allInnerTexts();
    const shown = await row.getByRole('cell').allInnerTexts();
    const under = (name: string) => shown[headers.indexOf(name)]?.replaceAll(/\s/g, ' ').trim();
    expect([under('Amount, whole term'), under('ARR')]).toEqual(['EUR 12,000.00', 'EUR 12,000.00']);
    await device.requireAccessible();
    await row.getByRole('link', { name: deal.name }).click();
    await page.getByText('Talk with the customer: running').waitFor();
    const facts = page.locator('.facts');
    await facts.getByText('Amount, whole term').waitFor();
    await facts.getByText('Net new ARR').waitFor();
    await facts.getByText('EUR 0.00').waitFor();
    // The policy has no `acknowledge`.
    expect(await page.getByRole('button', { name: 'I am on it' }).count()).toBe(0);
    await device.requireAccessible();

    await press(page, 'Log a conversation');
    await page.getByLabel('Note').fill('Wants two more seats');
    await page.getByRole('button', { name: /Connected/ }).dblclick();
    await page.getByRole('region', { name: 'Conversations and notes' }).getByText('Wants two more seats').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const touches = `/v1/deals/${deal.id}/touches`;
    expect((await desk.app.must('GET', touches)).data).toHaveLength(1);
    // A rep outside their team is named as well.
    await desk.app.must('POST', touches, { kind: 'chat', outcome: 'replied', repId: desk.mia.id });
    await page.getByLabel('Decision maker').fill('Kim, head of IT');
    await page.getByRole('combobox', { name: 'Forecast', exact: true }).selectOption('Commit');
    await page.getByLabel('Probability, in percent').fill('70');
    await press(page, 'Save');
    await noticed(page, 'Saved');
    expect(await desk.get(deal)).toMatchObject({
      decisionMaker: 'Kim, head of IT',
      category: 'commit',
      probability: 0.7,
    });
    await desk.look();
    await page.reload();
    await page.getByText('Chat: replied, Mia').waitFor();
    for (const asked of ['Talk with the customer', 'Name the decision maker', 'Say how sure it is'])
      await page.getByText(`${asked}: kept`).waitFor();

    await press(page, 'Win');
    await page.getByText('Its contract is renewed with it').waitFor();
    await page.getByText('The new term ends on 31 Dec 2027').waitFor();
    await page.getByLabel('Amount for the whole step').fill('14000');
    await page.getByText('EUR 14,000.00 from').waitFor();
    await device.requireAccessible();
    await press(page, 'Win the deal');
    await page.getByRole('button', { name: 'Open again …' }).waitFor();
    await page.getByRole('link', { name: 'The contract that it renews' }).click();
    await page.getByText('1 Jan 2027 to 31 Dec 2027, renewed').waitFor();
    await page.getByRole('cell', { name: '14,000.00' }).first().waitFor();
    expect((await desk.get(deal)).renewal.cause).toBe('renewed');
    // The account is theirs, so they may go on: correct what was agreed, and record a notice.
    await press(page, 'Amend');
    await page.getByRole('dialog').getByText('From').first().waitFor();
    await page.keyboard.press('Escape');
    await device.requireAccessible();
  });

  it('loses a renewal with the notice of the customer, and takes it back', async () => {
    const { contract, deal } = await desk.aRenewal();
    const page = await open(`/console/deals/${deal.id}`);
    await press(page, 'Lose');
    await page.getByText('This records the notice of the customer. The contract ends on 31 Dec 2026').waitFor();
    await page.getByLabel('Why they leave').selectOption('price');
    await page.getByLabel('Note').fill('Their budget was cut');
    await device.requireAccessible();
    await press(page, 'Lose it, and record the notice');
    await noticed(page, 'Lost: notice was given');
    const noticeOf = async () => (await desk.app.must('GET', `/v1/contracts/${contract.id}`)).notice;
    expect(await noticeOf()).toMatchObject({ reason: 'price' });
    await press(page, 'Undo');
    await page.getByRole('button', { name: 'Lose', exact: true }).waitFor();
    expect(await noticeOf()).toBeNull();
  });

  it('sees what is missing before a deal is won, and wins it by exception', async () => {
    const team = await desk.app.must('POST', '/v1/teams', { name: 'Operations', repIds: [desk.mia.id] });
    await aHandoffKind(desk.app, { teamId: team.id, repId: desk.mia.id });
    const deal = await desk.aDeal({ expectedCloseAt: '2026-06-20T12:00:00Z' });
    const page = await open('/console/deals', DESK, await desk.app.keyFor(['manager'], desk.mia.id));
    await page
      .getByRole('row')
      .filter({ hasText: 'Website' })
      .getByText(/\d answers? missing/)
      .waitFor();
    await page.getByRole('link', { name: 'Website' }).click();
    await press(page, 'Win');
    await page.getByLabel('Once').check();
    await press(page, 'Win the deal');
    await page.getByRole('alert').getByText('Why did they buy?').waitFor();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The deal is not won yet: the form of its handoff lacks what is listed above.').waitFor();
    expect(await dialog.getByText('won today').count()).toBe(0);
    await device.requireAccessible();
    await page.getByLabel('Win it by exception').check();
    await dialog.getByText('won today').waitFor();
    await page.getByLabel('Who decided it').selectOption('Mia');
    await page.getByLabel('Why').fill('They begin on Monday');
    await page.getByLabel('The form is complete by').fill('2026-06-08');
    await press(page, 'Win it anyway');
    await page.getByText('Mia: They begin on Monday · The form is due by Mon 8 Jun').waitFor();
    await page.getByRole('button', { name: 'Open again …' }).waitFor();
    expect((await desk.get(deal)).stage).toBe('won');
  });

  it('reads why a customer leaves and why a deal was lost in the words of the reasons', async () => {
    const { contract, deal } = await desk.aRenewal();
    const notice = { givenOn: '2026-06-04', reason: 'mis_sold' };
    await desk.app.must('POST', `/v1/contracts/${contract.id}/notice`, notice);
    const page = await open(`/console/contracts/${contract.id}`, DESK, await desk.app.keyFor(['admin']));
    await page.getByText('Was sold something else than was delivered.').waitFor();
    await page.goto(`${desk.app.url}/console/deals/${deal.id}`);
    await page.getByText('Notice was given · Was sold something else than was delivered').waitFor();

    const other = await desk.aDeal({ expectedCloseAt: '2026-06-20T12:00:00Z' });
    await desk.app.must('POST', `/v1/disposition-reasons`, {
      code: 'too_dear',
      label: 'Too expensive for them',
      category: 'lost',
      intent: 'realButLost',
    });
    await desk.app.must('POST', `/v1/deals/${other.id}/lose`, { reason: 'too_dear' });
    await page.goto(`${desk.app.url}/console/deals/${other.id}`);
    await page.getByText('· Too expensive for them').waitFor();
  });

  it('keeps what somebody else has changed meanwhile', async () => {
    const { contract, deal } = await desk.aRenewal();
    const page = await open(`/console/deals/${deal.id}`, DESK, await desk.app.keyFor(['admin']));
    const change = (fields: object) => desk.app.must('PATCH', `/v1/deals/${deal.id}`, fields);
    await page.getByLabel('Decision maker').fill('Kim');
    await change({ category: 'commit', atRisk: true });
    await press(page, 'Save');
    await noticed(page, 'Saved');
    expect(await desk.get(deal)).toMatchObject({ decisionMaker: 'Kim', category: 'commit', atRisk: true });
    await press(page, 'Edit');
    await page.getByLabel('What is sold').fill('Suite for all');
    await change({ amount: '900.00', currency: 'EUR', product: 'Suite' });
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Suite for all' }).waitFor();
    expect(await desk.get(deal)).toMatchObject({ name: 'Suite for all', amount: '900.00', product: 'Suite' });

    await page.getByRole('link', { name: 'The contract that it renews' }).click();
    const amend = async (amount: string) => {
      const lines = [{ product: 'Suite', segments: [{ from: '2026-09-01', amount }] }];
      await desk.app.must('POST', `/v1/contracts/${contract.id}/amend`, {
        effectiveOn: '2026-09-01',
        reason: 'x',
        lines,
      });
    };
    await press(page, 'Amend');
    await page.getByLabel('Effective from').fill('2026-09-01');
    await page.getByLabel('Why').fill('Fewer seats');
    await amend('5000.00');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Amend', exact: true }).click();
    await dialog.getByText('Somebody has amended the contract meanwhile').waitFor();
    expect(await dialog.getByLabel('Why').inputValue()).toBe('Fewer seats');
    await page.keyboard.press('Escape');
    await press(page, 'Amend');
    await page.getByLabel('Effective from').fill('2026-09-01');
    await dialog.locator('input[value="5000.00"]').first().waitFor();
  });

  it('moves deals on a board without dragging, and loses one with the required fields, on a phone', async () => {
    const deal = await desk.aDeal({ expectedCloseAt: '2026-06-20T12:00:00Z' });
    await desk.app.must('POST', '/v1/disposition-reasons', {
      code: 'rival',
      category: 'lost',
      label: 'Lost to a rival',
      requires: ['competitor'],
      intent: 'realButLost',
    });
    const page = await open('/console/deals?view=board', { ...PHONE, colorScheme: 'dark' });
    await page.getByLabel('Forecast of Website').selectOption('Best case');
    await page.getByRole('region', { name: 'Best case' }).getByRole('link', { name: 'Website' }).waitFor();
    await device.requireAccessible();
    expect((await desk.get(deal)).category).toBe('bestCase');
    await page.getByRole('link', { name: 'Website' }).tap();
    await press(page, 'Lose');
    await device.requireAccessible();
    await page.getByRole('button', { name: 'Lost to a rival' }).tap();
    await page.getByLabel('Competitor').fill('Camshaft');
    await press(page, 'Lose the deal');
    await page.getByRole('button', { name: 'Open again' }).waitFor();
    expect(await desk.get(deal)).toMatchObject({ stage: 'lost', lostFields: { competitor: 'Camshaft' } });
    await page.getByRole('button', { name: 'Undo' }).tap();
    await page.getByRole('button', { name: 'Log a conversation' }).waitFor();
    expect((await desk.get(deal)).stage).toBe('open');
  });

  it('only reads the deal of somebody else, and works on it while standing in for its owner', async () => {
    await desk.close();
    const onMiss = [{ after: 'PT0S', do: 'reassign' }];
    desk = await PromisedDesk.open({ deals: { ...DATED, onMiss, acknowledge: 'P1D' } });
    const { app, ann } = desk;
    const bo = await aRep(app, 'Bo');
    const { id: accountId } = await anAccount(app, { name: 'Kept by Bo', ownerRepId: bo.id });
    const deal = await desk.aDeal({ account: { id: accountId }, expectedCloseAt: '2026-06-01T12:00:00Z' });
    await desk.goTo('2026-06-01T22:00:00Z');
    const page = await open('/console/deals?view=board', DESK, await app.keyFor(['rep'], bo.id));
    await page.getByRole('link', { name: 'Website' }).waitFor();
    expect(await page.getByLabel('Forecast of Website').count()).toBe(0);
    await page.getByRole('link', { name: 'Website' }).click();
    await page.getByText('Close it or name another date: running').waitFor();
    const panel = page.getByRole('complementary', { name: 'Website' });
    expect(await panel.getByRole('button').allTextContents()).toEqual([]);
    const [from, to] = ['2026-06-01T22:00:00Z', '2026-07-01T22:00:00Z'];
    await app.must('POST', `/v1/reps/${ann.id}/absences`, { from, to, coverRepId: bo.id, openLeads: 'keep' });
    await page.reload();
    for (const name of ['Log a conversation', 'Win', 'Lose', 'Edit', 'Save', 'I am on it'])
      await panel.getByRole('button', { name, exact: true }).waitFor();
    await press(page, 'Edit');
    await page.getByRole('dialog').getByLabel('Product').fill('Seats');
    await page.getByRole('dialog').getByLabel('Amount').fill('');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await noticed(page, 'Saved');
    expect(await desk.get(deal)).toMatchObject({ product: 'Seats', amount: null, currency: null });
  });

  it('reads the deals of an account on a phone as their names, and what is known below', async () => {
    const name = `Website${' and more'.repeat(6)}`;
    const { account } = await desk.aDeal({ name });
    const page = await open(`/console/accounts/${account.id}`, PHONE, ADMIN_KEY);
    const row = page.getByRole('row').filter({ hasText: name });
    const title = (await row.getByRole('cell').filter({ hasText: name }).boundingBox())!;
    const type = (await row.getByRole('cell', { name: 'New', exact: true }).boundingBox())!;
    expect(type.y).toBeGreaterThanOrEqual(title.y + title.height);
  });

  it('makes an expansion deal for an account, and sees its ARR on a given day', async () => {
    const ended = await desk.aContract({ startsOn: '2024-01-01', endsOn: '2024-12-31', ...OVER });
    const contract = await desk.aContract({ accountId: ended.accountId });
    const page = await open('/console/accounts');
    await page.getByPlaceholder('Name or domain').fill('customer 1');
    await page.getByRole('link', { name: 'Customer 1' }).click();
    await page.getByRole('heading', { name: 'Annual value' }).waitFor();
    await page.getByText('EUR 12,000.00').first().waitFor();
    await page.getByText('2 Oct 2026').first().waitFor();
    await device.requireAccessible();
    await page.getByLabel('On', { exact: true }).fill('2025-12-31');
    await page.getByText('EUR 0.00').nth(1).waitFor();
    await press(page, 'New deal …');
    await page.getByLabel('Name of the deal').fill('Ten more seats');
    await page.getByLabel('Amount').fill('3000.00');
    // The answer arrives after the dialog was closed, and must not navigate away from the next one.
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/v1/deals', (route) => answered.then(() => route.continue()));
    await press(page, 'Create the deal');
    await page.keyboard.press('Escape');
    await press(page, 'New deal …');
    answer();
    await noticed(page, 'Created: Ten more seats');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Open', exact: true }).click();
    await page.getByRole('heading', { name: 'Ten more seats' }).waitFor();
    const { data } = await desk.app.must('GET', `/v1/deals?contractId=${contract.id}`);
    expect(data.map(({ name, type, ownerRepId }: Json) => [name, type, ownerRepId])).toEqual([
      ['Ten more seats', 'expansion', desk.ann.id],
    ]);
  });
});
