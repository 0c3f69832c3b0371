import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { HandoffsSweep } from '../../src/handoffs/handoffs.sweep.js';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aCast } from '../support/people.js';
import { until } from '../support/postgres-owner.js';
import { type Device, inBrowser, noticed, PHONE } from './browsing.js';

/* Two customers of one account manager, from their win to the renewal of one and the notice of the other. Each figure
 * is worked out by hand, and is the same in the contracts and in every report. */

const LINES = {
  type: 'array',
  title: 'Lines',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['what', 'kind'],
    properties: {
      what: { type: 'string', title: 'What' },
      kind: { enum: ['fixed'], title: 'Kind' },
      amount: { type: 'string', format: 'amount', title: 'Amount' },
      period: { type: 'string', title: 'Period' },
    },
  },
};
const billing = (lines: object, more: object = {}) => ({
  ...{ type: 'object', title: 'Billing', role: 'billing', additionalProperties: false },
  properties: { lines, ...more },
});
const form = (properties: object, required: readonly string[] = []) => ({
  ...{ type: 'object', additionalProperties: false, required },
  properties,
});
const OF_SALE = form({ billing: billing(LINES) });
const OF_DELIVERY = form(
  {
    billing: billing({ ...LINES, prefill: 'win' }, { difference: { type: 'string', title: 'Why it differs' } }),
    accepted: { type: 'string', title: 'Who accepted it' },
  },
  ['accepted'],
);
const OF_RENEWAL = form({ mood: { type: 'string', title: 'Mood' } }, ['mood']);
interface Standing {
  readonly on: string;
  readonly arr: number;
  /** What is won, and that with what is open. */
  readonly forecast: readonly string[];
  /** The share of the first ARR that is there, and the customers who are not. */
  readonly kept: readonly [string, number];
  /** What is left of the wins after a month, and after a year. Neither is over at first. */
  readonly debt?: readonly string[];
}

/** What is billed for seats at 600 euros a year each. */
const seats = (count: number) => [{ what: 'Seats', kind: 'fixed', amount: `${count * 600}.00`, period: 'a year' }];

inBrowser('an account manager, for a year', (aDevice) => {
  let app: TestApplication;
  let people: Record<'ann' | 'mia' | 'fay', Json>;
  let keys: Record<keyof typeof people, string>;
  let device: Device;

  beforeAll(async () => {
    app = await TestApplication.start('2026-01-05T10:00:00.000Z');
    ({ people, keys } = await aCast(app, ['Ann', 'Mia', 'Fay']));
    const team = await app.must('POST', '/v1/teams', { name: 'Finance', repIds: [people.fay.id] });
    const whom = { teamId: team.id, repId: people.fay.id };
    const aKind = (name: string, start: object, fields: object) =>
      aHandoffKind(app, whom, { name, start, form: fields, ready: [] });
    await aKind('Sale', { on: 'deal.won' }, OF_SALE);
    await aKind('Delivery', { on: 'delivery.completed' }, OF_DELIVERY);
    await aKind('Renewal', { on: 'renewal.due', daysBefore: 60 }, OF_RENEWAL);
    await app.mark();
  });
  afterEach(() => app.back());
  afterAll(() => app.stop());

  const openPage = async (who: keyof typeof keys, path: string, options?: object): Promise<Page> => {
    device = await aDevice(options);
    return device.logIn(app.url, keys[who], `/console${path}`);
  };
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  /** Does what falls due, as the engine does every minute. */
  const look = async () => {
    await app.application.app.get(WonDeals).look();
    await app.application.app.get(ContractsSweep).look();
    await app.application.app.get(HandoffsSweep).look();
  };
  const goTo = async (day: string) => {
    await app.moveTo(`${day}T10:00:00Z`);
    await look();
  };
  const read = (path: string): Promise<Json> => app.must('GET', path);
  const contractOf = async ({ id }: Json): Promise<Json> => (await read(`/v1/contracts?accountId=${id}`)).data[0];
  const renewalOf = async ({ id }: Json): Promise<Json> =>
    (await read(`/v1/deals?type=renewal&accountId=${id}`)).data[0];

  /** The sale of ten seats to a customer whom Mia looks after, with a complete form. */
  const aSale = async (name: string): Promise<{ account: Json; deal: Json }> => {
    const account = await app.must('POST', '/v1/accounts', {
      name,
      ownerRepId: people.ann.id,
      roles: { manager: people.mia.id },
    });
    const deal = await app.as(keys.ann).must('POST', '/v1/deals', {
      name: `Suite for ${name}`,
      account: { id: account.id },
      amount: '6000.00',
      currency: 'EUR',
      expectedCloseAt: '2026-01-20T10:00:00Z',
      category: 'commit',
    });
    await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, { billing: { lines: seats(10) } });
    return { account, deal };
  };

  /**
   * Requires what everybody reads as of a day: the ARR of the contracts, the accounts and the movements, the forecast of
   * all months, retention since the first day, and what is left of the wins.
   */
  const stands = async ({ on: day, arr, ...expected }: Standing) => {
    const contracts: Json[] = (await read('/v1/contracts')).data;
    const isOn = ({ from, to }: Json) => from <= day && day <= to;
    const segments: Json[] = contracts
      .flatMap(({ lines }) => lines.flatMap((line: Json) => line.segments))
      .filter(isOn);
    const accounts = contracts.map(({ accountId }) => read(`/v1/accounts/${accountId}/revenue?at=${day}`));
    const moved = await read(`/v1/revenue/movements?from=2026-01-31&to=${day}`);
    const kept = await read(`/v1/reports/retention?from=2026-02-01&to=${day}`);
    const forecast = await read('/v1/reports/forecast?from=2026-01-01');
    const debt = await read('/v1/reports/sales-debt?wonFrom=2026-01-01&days=30,365');
    const sumOf = (each: readonly Json[]) => each.reduce((sum, { arr }) => sum + Number(arr), 0);
    expect([sumOf(segments), sumOf(await Promise.all(accounts)), Number(moved.total.closing)]).toEqual([arr, arr, arr]);
    expect({
      forecast: [forecast.total.closed, forecast.total.pipeline],
      kept: [kept.total.nrr, kept.total.lost],
      debt: debt.total.survival.map(({ liveArr, wonArr }: Json) => `${liveArr} of ${wonArr}`),
    }).toEqual({ debt: ['12000.00 of 12000.00', '0.00 of 0.00'], ...expected });
  };
  const winning = async ({ deal }: { deal: Json }) => {
    const page = await openPage('ann', `/deals/${deal.id}`);
    await press(page, 'Win');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('For a term').check();
    await dialog.getByLabel('First day').fill('2026-02-01');
    await dialog.getByLabel('Months', { exact: true }).fill('12');
    await dialog.getByLabel('Notice, in days before its end').fill('90');
    await dialog.getByRole('button', { name: 'Win the deal' }).click();
    await noticed(page, 'Won');
    await look();
  };
  /** Delivers so many seats instead of ten, and says why. */
  const delivering = async ({ deal }: { deal: Json }, count: number, why: string) => {
    const page = await openPage('mia', `/deals/${deal.id}`);
    await press(page, 'Report the delivery …');
    const dialog = page.getByRole('dialog');
    await press(page, 'It is delivered');
    await dialog.getByLabel('It is delivered all the same').check();
    await press(page, 'It is delivered');
    await noticed(page, 'Delivered');
    const { data } = await read(`/v1/handoffs?dealId=${deal.id}&state=draft`);
    await page.goto(`${app.url}/console/handoffs/${data[0].id}`);
    const amount = page.getByRole('group', { name: 'Lines 1' }).getByLabel('Amount');
    await amount.fill(`${count * 600}.00`);
    await amount.blur();
    await page.getByText('Differs from what was sold').waitFor();
    await page.getByText('an amendment of the contract is proposed to the account manager').waitFor();
    await page.getByLabel('Why it differs').fill(why);
    await page.getByLabel('Why it differs').blur();
    await device.requireAccessible();
    await page.getByLabel('Who accepted it').fill('Kim');
    await page.getByLabel('Who accepted it').blur();
    await until('it is handed over', async () => (await read(`/v1/handoffs/${data[0].id}`)).state === 'running');
    await look();
  };
  const answering = async ({ account }: { account: Json }, options?: object) => {
    const { id } = await contractOf(account);
    const page = await openPage('mia', `/contracts/${id}`, options);
    return { page, proposed: page.getByRole('region', { name: 'Proposed amendment' }) };
  };

  it('makes a deal of what was delivered beyond what was sold once', async () => {
    const { deal } = await aSale('Once');
    await app.must('POST', `/v1/deals/${deal.id}/win`, { oneOff: true });
    const event = { name: 'delivery.completed', anyway: true };
    const [handoff] = (await app.must('POST', `/v1/deals/${deal.id}/events`, event)).handoffs;
    await app.must('PATCH', `/v1/handoffs/${handoff.id}/form`, {
      billing: { lines: seats(11), difference: 'One more' },
    });
    const page = await openPage('mia', `/handoffs/${handoff.id}`);
    await page.getByText('another deal is proposed to the account manager').waitFor();
    expect(await page.getByText('an amendment of the contract is proposed').count()).toBe(0);
    await device.requireAccessible();
    await app.must('PATCH', `/v1/handoffs/${handoff.id}/form`, { accepted: 'Kim' });
    await look();
    await page.goto(`${app.url}/console/deals/${deal.id}`);
    const proposed = page.getByRole('region', { name: 'Proposed deal' });
    await proposed.getByText('Seats: EUR 6,600.00 instead of EUR 6,000.00 over the whole term').waitFor();
    await device.requireAccessible();
    await press(page, 'Make the deal');
    await noticed(page, 'The deal is made');
    await proposed.waitFor({ state: 'detached' });
    const { data } = await read(`/v1/deals?type=expansion`);
    expect(data.map(({ follows, amount, oneOff }: Json) => [follows, amount, oneOff])).toEqual([
      [deal.id, '600.00', true],
    ]);
  });

  it('wins two customers, has what was delivered otherwise amended or not, keeps one and loses the other', async () => {
    const [acme, zeta] = [await aSale('Acme'), await aSale('Zeta')];
    await winning(acme);
    await winning(zeta);
    await goTo('2026-02-02');
    await stands({
      on: '2026-02-02',
      arr: 12_000,
      forecast: ['12000.00', '12000.00'],
      kept: ['1.0000', 0],
      debt: ['0.00 of 0.00', '0.00 of 0.00'],
    });

    // Four seats more are delivered to the first, and two more to the second.
    await goTo('2026-07-01');
    await delivering(acme, 14, 'Four seats more, agreed in writing');
    await delivering(zeta, 12, 'Two seats more, for a trial');

    const more = await answering(acme);
    await more.proposed.getByText('Seats: EUR 8,400.00 instead of EUR 6,000.00 over the whole term').waitFor();
    await device.requireAccessible();
    await stands({ on: '2026-07-01', arr: 12_000, forecast: ['12000.00', '12000.00'], kept: ['1.0000', 0] });
    await press(more.page, 'Apply the amendment');
    await noticed(more.page, 'Amended');
    await more.proposed.waitFor({ state: 'detached' });
    await stands({ on: '2026-07-01', arr: 14_400, forecast: ['12000.00', '12000.00'], kept: ['1.2000', 0] });

    const trial = await answering(zeta, { ...PHONE, colorScheme: 'dark' });
    await trial.proposed.waitFor();
    await device.requireAccessible();
    await press(trial.page, 'Decline …');
    await device.requireAccessible();
    await trial.page.getByLabel('Why').fill('The seats are a trial');
    await press(trial.page, 'Decline');
    await noticed(trial.page, 'Declined');
    await trial.proposed.waitFor({ state: 'detached' });
    await stands({ on: '2026-07-01', arr: 14_400, forecast: ['12000.00', '12000.00'], kept: ['1.2000', 0] });

    // Two months before the last day for notice, finance learns how the customers fare.
    await goTo('2026-09-03');
    await stands({ on: '2026-09-03', arr: 14_400, forecast: ['12000.00', '26400.00'], kept: ['1.2000', 0] });
    const renewal = await renewalOf(acme.account);
    const [talk] = (await read(`/v1/handoffs?dealId=${renewal.id}`)).data;
    let page = await openPage('mia', `/handoffs/${talk.id}`);
    await page.getByLabel('Mood').fill('They grow');
    await page.getByLabel('Mood').blur();
    await until('it is handed over', async () => (await read(`/v1/handoffs/${talk.id}`)).state === 'running');
    await page.goto(`${app.url}/console/deals/${renewal.id}`);
    await press(page, 'Log a conversation');
    await page.getByLabel('Note').fill('They stay');
    await page.getByRole('button', { name: /Connected/ }).click();
    await page.getByRole('region', { name: 'Conversations and notes' }).getByText('They stay').waitFor();

    await goTo('2026-10-15');
    page = await openPage('mia', `/deals/${renewal.id}`);
    await press(page, 'Win');
    await page.getByText('The new term ends on 31 Jan 2028').waitFor();
    expect(await page.getByLabel('Amount for the whole step').inputValue()).toBe('8400.00');
    await press(page, 'Win the deal');
    await page.getByRole('button', { name: 'Open again …' }).waitFor();
    await stands({ on: '2026-10-15', arr: 14_400, forecast: ['20400.00', '26400.00'], kept: ['1.2000', 0] });

    // On the last day for it, the other gives notice.
    await goTo('2026-11-02');
    page = await openPage('mia', `/contracts/${(await contractOf(zeta.account)).id}`);
    await press(page, 'Record a notice');
    await page.getByLabel('Why they leave').selectOption('budget_cut');
    await press(page, 'Record the notice');
    await noticed(page, 'Notice recorded');
    expect((await renewalOf(zeta.account)).renewal.cause).toBe('notice');
    await stands({ on: '2026-11-02', arr: 14_400, forecast: ['20400.00', '20400.00'], kept: ['1.2000', 0] });

    await goTo('2027-02-02');
    await stands({
      on: '2027-02-02',
      arr: 8_400,
      forecast: ['20400.00', '20400.00'],
      kept: ['0.7000', 1],
      debt: ['12000.00 of 12000.00', '6000.00 of 12000.00'],
    });
  });
});
