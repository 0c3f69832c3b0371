import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep, faults, NOBODY } from '../support/people.js';
import { anAccount, stepsOf } from './contracts.js';

const TERM = { startsOn: '2026-01-01', endsOn: '2026-12-31', noticeDays: 90 };
const CONTACT = { name: 'Kim Berg', email: 'kim@acme.example' };
const FORM = { context: 'Growth', contacts: { dayToDay: CONTACT } };
const SCHEDULE = [{ on: '2026-01-15', amount: '12000.00' }];

let app: TestApplication;
let acme: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-01-05T10:00:00Z');
  acme = await anAccount(app);
  const { id: repId } = await aRep(app, 'Olga');
  const { id: teamId } = await app.must('POST', '/v1/teams', { name: 'All', repIds: [repId] });
  // Only deals with this product have a form.
  const start = { on: 'deal.won', when: { field: 'deal.product', op: 'eq', value: 'Formal' } };
  await aHandoffKind(app, { teamId, repId }, { start });
});
afterAll(() => app.stop());

let deals = 0;
function aDeal(fields: object = {}): Promise<Json> {
  deals += 1;
  return app.must('POST', '/v1/deals', {
    name: `Deal ${deals}`,
    account: { id: acme.id },
    amount: '12000.00',
    currency: 'EUR',
    term: TERM,
    ...fields,
  });
}
const look = () => app.application.app.get(WonDeals).look();
const win = (deal: Json) => app.must('POST', `/v1/deals/${deal.id}/win`, {});
const reopen = (deal: Json) => app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
const dealOf = (deal: Json) => app.must('GET', `/v1/deals/${deal.id}`);
const contractOf = ({ contractId }: Json) => app.must('GET', `/v1/contracts/${contractId}`);
const told = async (path: string) => (await app.must('GET', `${path}/timeline`)).data.map(({ text }: Json) => text);
const fill = ({ handoff }: Json, lines: readonly object[], schedule = SCHEDULE) =>
  app.must('PATCH', `/v1/handoffs/${handoff.id}/form`, { ...FORM, billing: { lines, schedule } });
const problemsOf = (deal: Json) =>
  deal.contractProblem === null ? null : [deal.contractProblem.code, deal.contractProblem.pointer];

async function won(fields: object = {}): Promise<Json> {
  const deal = await aDeal(fields);
  await win(deal);
  await look();
  return dealOf(deal);
}

async function wonFormally(lines: readonly object[], fields: object = {}): Promise<Json> {
  const deal = await aDeal({ product: 'Formal', ...fields });
  await fill(deal, lines);
  await win(deal);
  await look();
  return dealOf(deal);
}

describe('a deal that is won', () => {
  it('makes one contract with one line for its term', async () => {
    const deal = await won({ product: 'Suite' });
    const contract = await contractOf(deal);
    expect(contract).toMatchObject({
      accountId: acme.id,
      dealId: deal.id,
      currency: 'EUR',
      ...TERM,
      withdrawnAt: null,
    });
    expect(contract.lines).toEqual([
      {
        product: 'Suite',
        kind: 'recurring',
        segments: [{ from: '2026-01-01', to: '2026-12-31', amount: '12000.00', arr: '12000.00', cause: 'sold' }],
      },
    ]);
    expect(await told(`/v1/deals/${deal.id}`)).toContain('Its contract was made');
    expect(await told(`/v1/contracts/${contract.id}`)).toEqual([
      'Made by the win of its deal: from 1 January 2026 to 31 December 2026, beginning with EUR 12,000.00 a year',
    ]);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { name: 'Another name' });
    await look();
    await look();
    const { data } = await app.must('GET', `/v1/contracts?accountId=${acme.id}`);
    expect(data.filter(({ dealId }: Json) => dealId === deal.id)).toHaveLength(1);
    expect(await told(`/v1/contracts/${contract.id}`)).toHaveLength(1);
  });

  it('makes a contract from the billing lines of its form', async () => {
    const deal = await wonFormally([
      { kind: 'fixed', amount: '12000.00' },
      { kind: 'retainer', rate: '500.00', cap: '4000.00', period: 'a month' },
      { kind: 'usage', rate: '0.02 a message', cap: '10000 messages', period: 'a month' },
      { kind: 'timeAndMaterial', rate: '140.00 an hour', cap: '80 hours', period: 'a month' },
    ]);
    const { lines } = await contractOf(deal);
    expect(
      lines.map(({ product, kind, segments }: Json) => [product, kind, segments[0].amount, segments[0].arr]),
    ).toEqual([
      ['Formal', 'oneOff', '12000.00', null],
      ['Formal', 'recurring', '6000.00', '6000.00'],
      ['Formal', 'commitment', '2400.00', '2400.00'],
      ['Formal', 'usage', '0.00', null],
    ]);
  });

  it('reports why no contract can be made, and is listed among deals without one', async () => {
    const plain = await won({ term: undefined });
    expect(problemsOf(plain)).toEqual(['noTerm', null]);
    const unpriced = await wonFormally([
      { kind: 'fixed', amount: '12000.00' },
      { kind: 'retainer', rate: 'as agreed', cap: '80 hours', period: 'a month' },
    ]);
    expect(problemsOf(unpriced)).toEqual(['unpriced', '/billing/lines/1']);
    expect(await told(`/v1/deals/${unpriced.id}`)).toContain(
      'It has made no contract. What this line comes to does not follow from its rate, its cap and its period. Give its amount over the whole term. (/billing/lines/1)',
    );
    const missing = async () => (await app.must('GET', '/v1/deals?contract=missing')).data.map(({ id }: Json) => id);
    expect(await missing()).toEqual([plain.id, unpriced.id]);
    await app.must('PATCH', `/v1/deals/${plain.id}`, { term: TERM });
    await look();
    expect(await missing()).toEqual([unpriced.id]);
    expect((await contractOf(await dealOf(plain))).lines[0].product).toBe('No product');
    await fill(unpriced, [
      { kind: 'fixed', amount: '12000.00' },
      { kind: 'retainer', amount: '500.00', rate: 'as agreed', cap: '80 hours', period: 'a month' },
    ]);
    await look();
    expect(await missing()).toEqual([]);
  });

  it('has its contract follow the form, until the contract is changed otherwise', async () => {
    const deal = await wonFormally([{ kind: 'fixed', amount: '12000.00', period: 'a year' }]);
    const contract = await contractOf(deal);
    const amend = async (retainer: string) => {
      await fill(deal, [
        { kind: 'fixed', amount: '12000.00', period: 'a year' },
        { kind: 'retainer', rate: retainer, cap: 'none', period: 'a month' },
      ]);
      await look();
    };
    await amend('100.00');
    expect(await stepsOf(app, contract.id)).toEqual(['2026-01-01 Formal 1320000 sold', '2027-01-01 Formal 0 -']);
    expect((await told(`/v1/contracts/${contract.id}`)).at(-1)).toBe('Changed to match its deal: lines');
    await app.must('POST', `/v1/contracts/${contract.id}/notice`, { givenOn: '2026-01-05', reason: 'price' });
    await amend('200.00');
    expect(await stepsOf(app, contract.id)).toEqual(['2026-01-01 Formal 1320000 sold', '2027-01-01 Formal 0 -']);
    expect((await told(`/v1/contracts/${contract.id}`)).at(-1)).toBe(
      'The form of its deal has changed, but the contract stays as it is, because it was changed otherwise',
    );
    await look();
    expect(await told(`/v1/contracts/${contract.id}`)).toHaveLength(4);
  });

  it('keeps its contract in the currency of its invoices, and reports that', async () => {
    const deal = await won();
    await app.must('PUT', '/v1/invoices/by-ref/erp/won', {
      contractId: deal.contractId,
      issuedOn: '2026-01-05',
      amount: '1000.00',
    });
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '15000.00', currency: 'CHF' });
    await look();
    expect(await contractOf(deal)).toMatchObject({ currency: 'EUR', lines: [{ segments: [{ amount: '12000.00' }] }] });
    expect(problemsOf(await dealOf(deal))).toEqual(['keptCurrency', null]);
    expect((await told(`/v1/deals/${deal.id}`)).at(-1)).toContain('has invoices, or usage with amounts');
    await app.must('PATCH', `/v1/deals/${deal.id}`, { currency: 'EUR' });
    await look();
    expect(await contractOf(deal)).toMatchObject({ currency: 'EUR', lines: [{ segments: [{ amount: '15000.00' }] }] });
    expect(problemsOf(await dealOf(deal))).toBeNull();
    // This contract has no invoices in its currency.
    const free = await won();
    await app.must('PATCH', `/v1/deals/${free.id}`, { currency: 'CHF' });
    await look();
    expect((await contractOf(free)).currency).toBe('CHF');
  });

  it('loses its contract when it is reopened, and gets a new one when won again', async () => {
    const deal = await won();
    const first = await contractOf(deal);
    await reopen(deal);
    await look();
    expect((await dealOf(deal)).contractId).toBeNull();
    expect(await contractOf(deal)).toMatchObject({ lines: [], withdrawnAt: '2026-01-05T10:00:00.000Z' });
    expect(await stepsOf(app, first.id)).toEqual([]);
    const { data } = await app.must('GET', `/v1/contracts?accountId=${acme.id}&limit=1000`);
    expect(data.map(({ id }: Json) => id)).not.toContain(first.id);
    const refused = await app.ask('POST', `/v1/contracts/${first.id}/notice`, {
      givenOn: '2026-01-05',
      reason: 'price',
    });
    expect([refused.status, refused.body.type]).toEqual([409, expect.stringMatching(/contract-withdrawn$/)]);
    await win(deal);
    await look();
    const again = await dealOf(deal);
    expect(again.contractId).not.toBe(first.id);
    expect(await stepsOf(app, again.contractId)).toEqual([
      '2026-01-01 No product 1200000 sold',
      '2027-01-01 No product 0 -',
    ]);
  });
});

describe('a win that is reversed', () => {
  it('withdraws the renewals of its contract', async () => {
    // A short term, half of which is over, so that there is a renewal.
    const deal = await won({ term: { startsOn: '2025-12-01', endsOn: '2026-01-31' } });
    await app.application.app.get(ContractsSweep).look();
    await app.must('POST', `/v1/contracts/${deal.contractId}/renew`, {
      endsOn: '2026-12-31',
      lines: [{ product: 'No product', segments: [{ from: '2026-02-01', amount: '1.00' }] }],
    });
    const renewals = async () =>
      (await app.must('GET', `/v1/deals?type=renewal&contractId=${deal.contractId}`)).data.map(
        ({ stage, renewal }: Json) => `${stage} ${renewal.cause}`,
      );
    expect(await renewals()).toEqual(['won renewed']);
    await reopen(deal);
    await look();
    expect(await renewals()).toEqual(['lost withdrawn']);
  });

  it('withdraws lines that have moved to other accounts, through any number of transfers', async () => {
    const deal = await won();
    const lines = ['Base', 'Suite', 'Support'].map((product) => ({
      product,
      segments: [{ from: '2026-01-01', amount: product === 'Suite' ? '1200.00' : '365.00' }],
    }));
    await app.must('POST', `/v1/contracts/${deal.contractId}/amend`, {
      effectiveOn: '2026-01-01',
      lines,
      reason: 'Told apart',
    });
    const accounts = [await anAccount(app), await anAccount(app)] as const;
    const move = (id: string, { id: accountId }: Json, lines: string[]) =>
      app.must('POST', `/v1/contracts/${id}/transfer`, { accountId, lines });
    const first = await move(deal.contractId, accounts[0], ['Suite', 'Support']);
    const second = await move(first.id, accounts[1], ['Support']);
    const worth = () =>
      Promise.all(accounts.map(async ({ id }) => (await app.must('GET', `/v1/accounts/${id}/revenue`)).arr));
    expect(await worth()).toEqual(['1200.00', '365.00']);
    await reopen(deal);
    await look();
    expect(await worth()).toEqual(['0.00', '0.00']);
    expect((await contractOf({ contractId: second.id })).withdrawnAt).not.toBeNull();
  });
});

describe('an expansion', () => {
  const aContract = (fields: object = {}) =>
    app.must('POST', '/v1/contracts', {
      accountId: acme.id,
      currency: 'EUR',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      autoRenewMonths: 12,
      lines: [{ product: 'Suite', segments: [{ from: '2026-01-01', amount: '12000.00' }] }],
      ...fields,
    });
  const expanding = (contract: Json, fields: object = {}) =>
    won({
      type: 'expansion',
      contractId: contract.id,
      product: 'Seats',
      amount: '6000.00',
      term: { startsOn: '2026-07-01', endsOn: '2027-06-30' },
      ...fields,
    });

  it('is added to its contract, from its first day to the end of the contract, at its ARR', async () => {
    const contract = await aContract();
    const deal = await expanding(contract);
    expect([deal.contractId, deal.contractProblem]).toEqual([contract.id, null]);
    const { lines } = await contractOf(deal);
    expect(lines[1]).toEqual({
      product: 'Seats',
      kind: 'recurring',
      dealId: deal.id,
      // 184 of 365 days.
      segments: [{ from: '2026-07-01', to: '2026-12-31', amount: '3024.66', arr: '6000.00', cause: 'sold' }],
    });
    expect((await told(`/v1/contracts/${contract.id}`)).at(-1)).toBe(
      'Amended from 1 July 2026 on: EUR 18,000.00 a year instead of EUR 12,000.00 (by a deal)',
    );
    await look();
    expect(await told(`/v1/contracts/${contract.id}`)).toHaveLength(2);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '9000.00' });
    await look();
    const steps = ['2026-07-01 Seats 900000 sold', '2027-01-01 Seats 0 -'];
    expect(await stepsOf(app, contract.id)).toEqual([
      ...steps,
      ...['2026-01-01 Suite 1200000 sold', '2027-01-01 Suite 0 -'],
    ]);
  });

  it('is removed when it is reopened, and leaves what other deals have added', async () => {
    const contract = await aContract();
    const [one, other] = [
      await expanding(contract),
      await expanding(contract, { product: 'Support', amount: '1000.00' }),
    ];
    await reopen(one);
    await look();
    const { lines } = await contractOf(other);
    expect(lines.map(({ product, dealId }: Json) => [product, dealId])).toEqual([
      ['Suite', undefined],
      ['Support', other.id],
    ]);
    expect((await dealOf(one)).contractId).toBe(contract.id);
    expect((await told(`/v1/deals/${one.id}`)).at(-1)).toBe('What it had made of contracts was withdrawn');
    await win(one);
    await look();
    expect((await contractOf(one)).lines).toHaveLength(3);
  });

  it('follows its deal, although another deal adds to the contract as well', async () => {
    const contract = await aContract();
    const one = await expanding(contract);
    await expanding(contract, { product: 'Support', amount: '1000.00' });
    await app.must('PATCH', `/v1/deals/${one.id}`, { amount: '9000.00' });
    await look();
    expect(await stepsOf(app, contract.id)).toContain('2026-07-01 Seats 900000 sold');
    const lines = [{ product: 'Suite', segments: [{ from: '2026-08-01', amount: '1000.00' }] }];
    await app.must('POST', `/v1/contracts/${contract.id}/amend`, { effectiveOn: '2026-08-01', lines, reason: 'Less' });
    await app.must('PATCH', `/v1/deals/${one.id}`, { amount: '6000.00' });
    await look();
    expect(await stepsOf(app, contract.id)).toContain('2026-07-01 Seats 900000 sold');
    expect((await told(`/v1/contracts/${contract.id}`)).at(-1)).toMatch(/^The form of its deal has changed/);
  });

  it('reports that its contract was withdrawn with the deal that made it', async () => {
    const sold = await won();
    const deal = await expanding({ id: sold.contractId });
    expect((await contractOf(sold)).lines).toHaveLength(2);
    await reopen(sold);
    await look();
    expect(problemsOf(await dealOf(deal))).toEqual(['withdrawnContract', null]);
    const own = await won();
    await app.must('PATCH', `/v1/deals/${deal.id}`, { contractId: own.contractId });
    await look();
    expect([problemsOf(await dealOf(deal)), (await contractOf(own)).lines]).toEqual([
      null,
      [{}, {}].map(() => expect.anything()),
    ]);
  });

  it('is removed with what the contract has renewed of it', async () => {
    const contract = await aContract({ noticeDays: 359 });
    const deal = await expanding(contract);
    await app.moveTo('2026-01-07T10:00:00Z');
    await app.application.app.get(ContractsSweep).look();
    expect(await stepsOf(app, contract.id)).toContain('2026-07-01 Seats 600000 sold');
    expect((await contractOf(deal)).lines[1].segments).toHaveLength(2);
    await reopen(deal);
    await look();
    expect((await stepsOf(app, contract.id)).filter((step) => step.includes('Seats'))).toEqual([]);
  });

  /** A contract that has renewed by itself to the end of 2027. @param then before it renews */
  async function renewedContract(then: (contract: Json) => Promise<unknown> = async () => null): Promise<Json> {
    const contract = await aContract({ noticeDays: Math.round((LAST_DAY - app.time.now()) / 86_400_000) });
    await then(contract);
    await app.moveTo(app.time.now() + 2 * 86_400_000);
    await app.application.app.get(ContractsSweep).look();
    expect((await app.must('GET', `/v1/contracts/${contract.id}`)).terms).toHaveLength(2);
    return contract;
  }
  const LAST_DAY = Date.parse('2026-12-31T10:00:00Z');
  const seatsOf = async (contract: Json) => (await stepsOf(app, contract.id)).filter((step) => step.includes('Seats'));

  it('follows its deal after the contract has renewed by itself', async () => {
    let deal: Json = {};
    const contract = await renewedContract(async (each) => {
      deal = await expanding(each);
    });
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '9000.00' });
    await look();
    expect(await seatsOf(contract)).toEqual(['2026-07-01 Seats 900000 sold', '2028-01-01 Seats 0 -']);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '8000.00' });
    await look();
    expect(await seatsOf(contract)).toEqual(['2026-07-01 Seats 800000 sold', '2028-01-01 Seats 0 -']);
  });

  it('does not change a renewal that was signed at its price', async () => {
    const contract = await aContract();
    const deal = await expanding(contract);
    const draft = await app.must('GET', `/v1/contracts/${contract.id}/renew`);
    await app.must('POST', `/v1/contracts/${contract.id}/renew`, draft);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '9000.00' });
    await look();
    expect(await seatsOf(contract)).toEqual(['2026-07-01 Seats 600000 sold', '2028-01-01 Seats 0 -']);
    expect((await told(`/v1/deals/${deal.id}`)).at(-1)).toMatch(/because it was changed otherwise$/);
  });

  it('in a term that a notice has undone follows its deal there, and leaves it when it is reopened', async () => {
    const contract = await renewedContract();
    const term = { startsOn: '2027-02-01', endsOn: '2028-01-31' };
    const [one, other] = [await expanding(contract, { term }), await expanding(contract, { term, product: 'Support' })];
    const givenOn = '2026-01-05';
    await app.must('POST', `/v1/contracts/${contract.id}/notice`, { givenOn, reason: 'price' });
    await look();
    expect((await app.must('GET', `/v1/contracts/${contract.id}`)).lines).toHaveLength(1);
    await app.must('PATCH', `/v1/deals/${one.id}`, { amount: '9000.00' });
    await reopen(other);
    await look();
    expect((await app.must('GET', `/v1/contracts/${contract.id}`)).lines).toHaveLength(1);
    await app.must('DELETE', `/v1/contracts/${contract.id}/notice`);
    await look();
    expect((await stepsOf(app, contract.id)).filter((step) => !step.includes('Suite'))).toEqual([
      '2027-02-01 Seats 900000 sold',
      '2028-01-01 Seats 0 -',
    ]);
    expect(problemsOf(await dealOf(one))).toBeNull();
  });

  it('stays its own in an amendment and a renewal that begin with their drafts', async () => {
    const contract = await aContract();
    const deal = await expanding(contract);
    const amendment = await app.must('GET', `/v1/contracts/${contract.id}/amend?effectiveOn=2026-10-01`);
    expect(amendment.lines.map(({ product, dealId }: Json) => [product, dealId])).toEqual([
      ['Suite', undefined],
      ['Seats', deal.id],
    ]);
    Object.assign(amendment.lines[0].segments[0], { amount: '1.00', arr: '14000.00' });
    await app.must('POST', `/v1/contracts/${contract.id}/amend`, { ...amendment, reason: 'The price of Suite' });
    const renewal = await app.must('GET', `/v1/contracts/${contract.id}/renew`);
    await app.must('POST', `/v1/contracts/${contract.id}/renew`, renewal);
    expect(await seatsOf(contract)).toEqual(['2026-07-01 Seats 600000 sold', '2028-01-01 Seats 0 -']);
    await reopen(deal);
    await look();
    expect(await stepsOf(app, contract.id)).toEqual([
      ...['2026-01-01 Suite 1200000 sold', '2026-10-01 Suite 1400000 sold', '2028-01-01 Suite 0 -'],
    ]);
  });

  it('is named only by lines of the contract that it was added to', async () => {
    const [contract, other] = [await aContract(), await aContract()];
    const { id: dealId } = await expanding(other);
    const lines = [{ product: 'Seats', dealId, segments: [{ from: '2026-10-01', amount: '1.00' }] }];
    const amended = await app.ask('POST', `/v1/contracts/${contract.id}/amend`, {
      effectiveOn: '2026-10-01',
      lines,
      reason: 'X',
    });
    expect(faults(amended)).toEqual(['/lines/0/dealId unknownId']);
    const renewed = await app.ask('POST', `/v1/contracts/${contract.id}/renew`, {
      endsOn: '2027-12-31',
      lines: [{ ...lines[0], segments: [{ from: '2027-01-01', amount: '1.00' }] }],
    });
    expect(faults(renewed)).toEqual(['/lines/0/dealId unknownId']);
  });

  it('is listed when its contract is reported or amended without it', async () => {
    const missing = async () => (await app.must('GET', '/v1/deals?contract=missing')).data.map(({ id }: Json) => id);
    const segments = [{ from: '2026-01-01', amount: '12100.00' }];
    const body = {
      accountId: acme.id,
      currency: 'EUR',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      lines: [{ product: 'Suite', segments: [{ from: '2026-01-01', amount: '12000.00' }] }],
    };
    const put = async (lines: readonly object[]) => {
      const contract = await app.must('PUT', '/v1/contracts/by-ref/erp/corrected', { ...body, lines });
      await look();
      return contract;
    };
    const contract = await put(body.lines);
    const deal = await expanding(contract);
    await put([{ product: 'Suite', segments }]);
    expect(problemsOf(await dealOf(deal))).toEqual(['dropped', null]);
    expect(await missing()).toContain(deal.id);
    expect((await told(`/v1/deals/${deal.id}`)).at(-1)).toBe(
      'Its contract was changed. What the deal had added is not in its contract any more, which was reported or amended without it.',
    );
    const seats = { product: 'Seats', segments: [{ from: '2026-07-01', amount: '1.00', arr: '6000.00' }] };
    await put([{ product: 'Suite', segments }, seats]);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { name: 'Another name' });
    await look();
    expect(await missing()).not.toContain(deal.id);
    const other = await expanding(contract, { product: 'Support' });
    await app.must('POST', `/v1/contracts/${contract.id}/amend`, {
      effectiveOn: '2026-01-01',
      lines: [{ product: 'Suite', segments }],
      reason: 'As before',
    });
    await look();
    expect(problemsOf(await dealOf(other))).toEqual(['dropped', null]);
  });

  it('is removed with its lines that moved to other accounts, through any number of transfers', async () => {
    const contract = await aContract();
    const one = await expanding(contract);
    const two = await expanding(contract, { product: 'Support', amount: '1000.00' });
    const accounts = [await anAccount(app), await anAccount(app)] as const;
    const move = (id: string, { id: accountId }: Json, lines: string[]) =>
      app.must('POST', `/v1/contracts/${id}/transfer`, { accountId, lines });
    const first = await move(contract.id, accounts[0], ['Seats', 'Support']);
    const second = await move(first.id, accounts[1], ['Seats']);
    const worth = () =>
      Promise.all(
        accounts.map(async ({ id }) => (await app.must('GET', `/v1/accounts/${id}/revenue?at=2026-08-01`)).arr),
      );
    expect(await worth()).toEqual(['1000.00', '6000.00']);
    await reopen(one);
    await look();
    expect(await worth()).toEqual(['1000.00', '0.00']);
    expect((await contractOf({ contractId: second.id })).withdrawnAt).not.toBeNull();
    expect((await contractOf({ contractId: first.id })).withdrawnAt).toBeNull();
    await win(one);
    await look();
    expect((await stepsOf(app, contract.id)).filter((step) => step.includes('Seats'))).toEqual([
      ...['2026-07-01 Seats 600000 sold', '2027-01-01 Seats 0 -'],
    ]);
    await reopen(two);
    await look();
    expect(await worth()).toEqual(['0.00', '0.00']);
  });

  it('moves to another contract when its deal names another', async () => {
    const [one, other] = [await aContract(), await aContract()];
    const deal = await expanding(one);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { contractId: other.id });
    await look();
    expect((await app.must('GET', `/v1/contracts/${one.id}`)).lines).toHaveLength(1);
    expect((await app.must('GET', `/v1/contracts/${other.id}`)).lines).toHaveLength(2);
  });

  it('that does not fit its contract is won all the same, and reports why', async () => {
    const contract = await aContract();
    const outside = { startsOn: '2027-02-01', endsOn: '2028-01-31' };
    expect(problemsOf(await expanding(contract, { term: outside }))).toEqual(['outsideContract', null]);
    expect(problemsOf(await expanding(contract, { currency: 'CHF' }))).toEqual(['otherCurrency', null]);
    expect((await app.must('GET', `/v1/contracts/${contract.id}`)).lines).toHaveLength(1);
  });

  it('without a contract makes one of its own', async () => {
    const deal = await won({ type: 'expansion' });
    expect((await contractOf(deal)).dealId).toBe(deal.id);
  });

  it('names a contract of its own account, and deals of other types name none', async () => {
    const contract = await aContract();
    const other = await anAccount(app);
    const refused = async (fields: object) =>
      faults(
        await app.ask('POST', '/v1/deals', {
          name: 'X',
          account: { id: acme.id },
          amount: '1.00',
          currency: 'EUR',
          contractId: contract.id,
          ...fields,
        }),
      );
    expect(await refused({ type: 'new' })).toEqual(['/contractId value']);
    expect(await refused({ type: 'expansion', contractId: NOBODY })).toEqual(['/contractId unknownId']);
    for (const account of [{ id: other.id }, { name: other.name }, { name: 'An account to come' }])
      expect(await refused({ type: 'expansion', account })).toEqual(['/contractId otherAccount']);
    const named = { type: 'expansion', account: { name: acme.name }, contractId: contract.id };
    expect(await aDeal(named)).toMatchObject({ account: { id: acme.id }, contractId: contract.id });
  });
});

describe('a contract that a program reports', () => {
  const body = (deal: Json, amount = '12000.00') => ({
    accountId: acme.id,
    dealId: deal.id,
    currency: 'EUR',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    lines: [{ product: 'Suite', segments: [{ from: '2026-01-01', amount }] }],
  });
  const ofDeal = async ({ id }: Json) =>
    (await app.must('GET', `/v1/contracts?accountId=${acme.id}&limit=1000`)).data.filter(
      ({ dealId }: Json) => dealId === id,
    );

  it('for a deal is not made again when the deal is won', async () => {
    const deal = await aDeal();
    const contract = await app.must('PUT', `/v1/contracts/by-ref/erp/${deal.id}`, body(deal, '9000.00'));
    await win(deal);
    await look();
    expect((await dealOf(deal)).contractId).toBe(contract.id);
    expect(await ofDeal(deal)).toHaveLength(1);
    await reopen(deal);
    await look();
    expect(await app.must('GET', `/v1/contracts/${contract.id}`)).toMatchObject({ withdrawnAt: null });
    expect((await dealOf(deal)).contractId).toBeNull();
  });

  it('after the win becomes the contract of the win, and follows the program from then on', async () => {
    const deal = await won();
    const { status, body: contract } = await app.ask(
      'PUT',
      `/v1/contracts/by-ref/erp/${deal.id}`,
      body(deal, '9000.00'),
    );
    expect([status, contract.id, contract.lines[0].segments[0].amount]).toEqual([200, deal.contractId, '9000.00']);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '11000.00' });
    await look();
    expect((await contractOf(deal)).lines[0].segments[0].amount).toBe('9000.00');
    expect(await ofDeal(deal)).toHaveLength(1);
    await reopen(deal);
    await look();
    expect((await app.must('GET', `/v1/contracts/${contract.id}`)).withdrawnAt).toBeNull();
  });

  it('keeps its deal if it is reported again without one, until it is reported with none', async () => {
    const deal = await won();
    const at = `/v1/contracts/by-ref/erp/${deal.id}`;
    const { dealId: _, ...anonymous } = body(deal, '9000.00');
    const worth = async () =>
      (await app.must('GET', `/v1/contracts?accountId=${acme.id}&limit=1000`)).data.filter(
        ({ id, dealId }: Json) => id === deal.contractId || dealId === deal.id,
      );
    await app.must('PUT', at, body(deal));
    await look();
    for (const amount of ['12000.00', '9000.00']) {
      await app.must('PUT', at, { ...anonymous, ...body(deal, amount), dealId: undefined });
      await look();
      expect(await worth()).toMatchObject([{ id: deal.contractId, dealId: deal.id }]);
    }
    expect((await dealOf(deal)).contractId).toBe(deal.contractId);
    const { contracts } = { contracts: [{ ref: { system: 'erp', id: deal.id }, ...anonymous }] };
    const { results } = await app.must('PUT', '/v1/contracts/batch', { contracts });
    expect(results).toMatchObject([{ status: 'unchanged' }]);
    await app.must('PUT', at, { ...anonymous, dealId: null });
    await look();
    expect((await worth()).map(({ dealId }: Json) => dealId)).toEqual([null, deal.id]);
  });

  it('that names its deal only later replaces the contract that the win made', async () => {
    const deal = await won();
    const { dealId: _, ...anonymous } = body(deal);
    const contract = await app.must('PUT', `/v1/contracts/by-ref/erp/${deal.id}`, anonymous);
    await app.must('PUT', `/v1/contracts/by-ref/erp/${deal.id}`, body(deal));
    await look();
    expect((await dealOf(deal)).contractId).toBe(contract.id);
    expect((await ofDeal(deal)).map(({ id }: Json) => id)).toEqual([contract.id]);
  });
});

it('a won renewal makes no contract', async () => {
  const deal = await won({ type: 'renewal' });
  expect([deal.contractId, deal.contractProblem]).toEqual([null, null]);
});

it('a won deal that turns out to be a renewal has made none either', async () => {
  const [deal, renewed] = [await won(), await won()];
  await app.must('PATCH', `/v1/deals/${deal.id}`, { type: 'renewal', contractId: renewed.contractId });
  await look();
  expect((await dealOf(deal)).contractId).toBe(renewed.contractId);
  expect((await app.must('GET', `/v1/contracts/${deal.contractId}`)).withdrawnAt).not.toBeNull();
  expect((await told(`/v1/deals/${deal.id}`)).at(-1)).toBe('What it had made of contracts was withdrawn');
  await app.must('PATCH', `/v1/deals/${deal.id}`, { type: 'new', contractId: null });
  await look();
  const again = await dealOf(deal);
  expect([again.contractId, renewed.contractId, deal.contractId].every((id) => id !== null)).toBe(true);
  expect((await contractOf(again)).dealId).toBe(deal.id);
});

it('deals that are reopened and won again on several nodes have one contract each in the end', async () => {
  const node = await TestApplication.start('2026-01-05T10:00:00Z', { database: app.database });
  const nodes = [app, node];
  const deals = await Promise.all(Array.from({ length: 8 }, () => aDeal()));
  await Promise.all(
    deals.map(async (deal, place) => {
      await win(deal);
      if (place % 2 === 0) return;
      await Promise.all([reopen(deal), ...nodes.map((each) => each.application.app.get(WonDeals).look())]);
      await win(deal);
    }),
  );
  await Promise.all([...nodes, ...nodes].map((each) => each.application.app.get(WonDeals).look()));
  await look();
  const { data } = await app.must('GET', `/v1/contracts?accountId=${acme.id}&limit=1000`);
  const made = deals.map(({ id }) => data.filter(({ dealId }: Json) => dealId === id).length);
  await node.application.close();
  expect(made).toEqual(Array(8).fill(1));
});

it('a deal that fails for a reason of its own is retried later, and others are processed', async () => {
  const [broken, sound] = [await aDeal(), await aDeal()];
  await win(broken);
  await win(sound);
  // Also when no node has looked for a while.
  await app.time.moveTo(app.time.now() + 600_000);
  await app.asOwner(`alter table contract add constraint trap check (deal_id is distinct from '${broken.id}')`);
  await look();
  expect([(await dealOf(broken)).contractId, (await dealOf(sound)).contractId]).toEqual([null, expect.any(String)]);
  await app.asOwner('alter table contract drop constraint trap');
  await app.time.moveTo(app.time.now() + 60_000);
  await look();
  expect((await dealOf(broken)).contractId).toEqual(expect.any(String));
});

describe('a rep who names the account of another rep', () => {
  it('cannot make a deal with it, which would show them its contracts', async () => {
    const [ina, ole] = [await aRep(app, 'Ina'), await aRep(app, 'Ole')];
    const theirs = await anAccount(app, { name: 'Guarded Foods', ownerRepId: ina.id });
    const contract = await app.must('POST', '/v1/contracts', {
      accountId: theirs.id,
      currency: 'EUR',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      lines: [{ product: 'Suite', segments: [{ from: '2026-01-01', amount: '12000.00' }] }],
    });
    const [ofOle, ofIna] = [await app.keyFor(['rep'], ole.id), await app.keyFor(['rep'], ina.id)];
    const dealBy = async (key: string, account: object, fields: object = {}) => {
      const body = { name: 'One more', account, amount: '1.00', currency: 'EUR', ...fields };
      const answer = await app.ask('POST', '/v1/deals', body, { key });
      return answer.status === 422 ? faults(answer) : answer.status;
    };
    const expansion = { type: 'expansion', contractId: contract.id };
    expect(await dealBy(ofOle, { id: theirs.id }, expansion)).toEqual(['/account/id unknownId']);
    expect(await dealBy(ofOle, { name: 'Guarded Foods' })).toEqual(['/account/name otherOwner']);
    // A key that reads all accounts cannot sell to them.
    const reading = await app.keyFor(['rep', 'read'], ole.id);
    expect(await dealBy(reading, { id: theirs.id }, expansion)).toEqual(['/account/id otherOwner']);
    expect(await dealBy(ofOle, { name: 'Ole’s own' })).toBe(201);
    expect(await dealBy(ofIna, { id: theirs.id }, expansion)).toBe(201);
    const own = await app.must(
      'POST',
      '/v1/deals',
      { name: 'Own', account: { name: 'Ole’s own' }, amount: '1.00', currency: 'EUR' },
      { key: ofOle },
    );
    const moved = await app.ask('PATCH', `/v1/deals/${own.id}`, { account: { id: theirs.id } }, { key: ofOle });
    expect(faults(moved)).toEqual(['/account/id unknownId']);
    for (const path of [`/v1/accounts/${theirs.id}/revenue`, `/v1/contracts/${contract.id}`])
      expect((await app.get(path, { key: ofOle })).status).toBe(404);
  });
});
