import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aRep, faults, NOBODY, timelineOf } from '../support/people.js';
import { aLine, anAccount } from './contracts.js';

let app: TestApplication;
let acme: Json;
let contract: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T10:00:00Z');
  acme = await anAccount(app);
  contract = await aContract();
});
afterAll(() => app.stop());

const aContract = (fields: object = {}) =>
  app.must('POST', '/v1/contracts', {
    accountId: acme.id,
    currency: 'EUR',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    lines: [aLine('12000.00')],
    ...fields,
  });
const anInvoice = (fields: object = {}): Json => ({
  contractId: contract.id,
  issuedOn: '2026-01-15',
  amount: '6000.00',
  ...fields,
});
const put = (ref: string, fields: object = {}) => app.ask('PUT', `/v1/invoices/by-ref/erp/${ref}`, anInvoice(fields));
const paid = (...amounts: readonly [on: string, amount: string][]) => amounts.map(([on, amount]) => ({ on, amount }));
const timeline = ({ id }: Json) => timelineOf(app, { id }, 'invoices');

describe('an invoice', () => {
  it('is reported as a whole, and counts once if it is reported twice', async () => {
    const { status, body } = await put('A-1');
    expect([status, body]).toEqual([
      201,
      {
        id: body.id,
        system: 'erp',
        ref: 'A-1',
        contractId: contract.id,
        currency: 'EUR',
        issuedOn: '2026-01-15',
        amount: '6000.00',
        payments: [],
        refunds: [],
        paid: '0.00',
        paidInFull: false,
        paidInFullOn: null,
        createdAt: body.createdAt,
        updatedAt: body.updatedAt,
      },
    ]);
    const again = await put('A-1', { payments: [], amount: '6000' });
    expect([again.status, again.body]).toEqual([200, body]);
    expect(await timeline(body)).toEqual(['Recorded: EUR 6,000.00, issued on 15 January 2026']);
  });

  it('is paid in full once, and no longer if a correction says so', async () => {
    const { body } = await put('A-2', { payments: paid(['2026-02-01', '2000.00']) });
    expect([body.paid, body.paidInFull]).toEqual(['2000.00', false]);
    const whole = paid(['2026-02-20', '4000'], ['2026-02-01', '2000.00']);
    expect((await put('A-2', { payments: whole })).body).toMatchObject({
      paidInFull: true,
      paidInFullOn: '2026-02-20',
    });
    await put('A-2', { payments: [...whole].reverse() });
    await put('A-2', { payments: paid(['2026-02-01', '2000.00'], ['2026-02-21', '4000.00']) });
    const refunded = { payments: whole, refunds: paid(['2026-02-25', '0.01']) };
    expect((await put('A-2', refunded)).body).toMatchObject({ paid: '5999.99', paidInFullOn: null });
    expect(await timeline(body)).toEqual([
      'Recorded: EUR 6,000.00, issued on 15 January 2026',
      'Updated: payments',
      'Paid in full since 20 February 2026',
      'Updated: payments',
      'Not paid in full since 20 February 2026 after all',
      'Paid in full since 21 February 2026',
      'Updated: payments, refunds',
      'Not paid in full since 21 February 2026 after all',
    ]);
    const { data } = await app.must('GET', '/v1/events?type=invoice.paidInFull&limit=1000');
    const [first] = data.filter(({ subject }: Json) => subject.id === body.id);
    expect(first.data).toEqual({
      contractId: contract.id,
      currency: 'EUR',
      issuedOn: '2026-01-15',
      amount: '6000.00',
      refunds: [],
      payments: paid(['2026-02-01', '2000.00'], ['2026-02-20', '4000.00']),
      paidOn: '2026-02-20',
    });
  });

  it('that was paid in advance is paid in full when issued, and one of zero at once', async () => {
    const early = await put('A-3', { payments: paid(['2026-01-02', '6000.00']) });
    expect(early.body).toMatchObject({ paidInFullOn: '2026-01-15', warnings: [{ pointer: '/payments/0/on' }] });
    expect((await put('A-4', { amount: '0' })).body).toMatchObject({ paidInFullOn: '2026-01-15' });
    const over = await put('A-5', { payments: paid(['2026-02-01', '6000.50']) });
    expect(over.body.warnings).toEqual([
      { pointer: '/payments', message: 'They are EUR 0.50 more than was invoiced.' },
    ]);
  });

  it('of a contract is listed as it stood on a day', async () => {
    const { id } = await aContract();
    const ofIt = (ref: string, fields: object) => put(ref, { contractId: id, ...fields });
    await ofIt('B-2', { issuedOn: '2026-02-15' });
    await ofIt('B-1', {
      payments: paid(['2026-02-01', '6000.00']),
      refunds: paid(['2026-02-10', '1000.00']),
    });
    const listed = async (query = '') =>
      (await app.must('GET', `/v1/contracts/${id}/invoices${query}`)).data.map((each: Json) => [
        ...[each.ref, each.paid, each.paidInFullOn],
      ]);
    expect(await listed()).toEqual([
      ['B-1', '5000.00', null],
      ['B-2', '0.00', null],
    ]);
    expect(await listed('?at=2026-01-31')).toEqual([['B-1', '0.00', null]]);
    expect(await listed('?at=2026-02-01')).toEqual([['B-1', '6000.00', '2026-02-01']]);
    expect(await listed('?at=2026-02-10')).toEqual([['B-1', '5000.00', null]]);
    expect(await listed('?at=2026-01-14')).toEqual([]);
    const page = await app.must('GET', `/v1/contracts/${id}/invoices?limit=1`);
    const next = await app.must('GET', `/v1/contracts/${id}/invoices?limit=1&cursor=${page.nextCursor}`);
    expect([page.data[0].ref, next.data[0].ref, next.nextCursor]).toEqual(['B-1', 'B-2', null]);
  });

  it('is refused with what is wrong with it', async () => {
    expect(faults(await put('C', { contractId: NOBODY }))).toEqual(['/contractId unknownId']);
    const decimals = { amount: '1.001', payments: paid(['2026-02-01', '1.00'], ['2026-02-01', '0.0001']) };
    expect(faults(await put('C', decimals))).toEqual(['/amount decimals', '/payments/1/amount decimals']);
    const refunds = paid(['2026-02-02', '1.01']);
    expect(faults(await put('C', { payments: paid(['2026-02-01', '1.00']), refunds }))).toEqual(['/refunds tooMuch']);
    // Tomorrow has begun already in some time zones.
    const ahead = {
      payments: paid(['2026-03-03', '1.00'], ['2026-03-04', '1.00']),
      refunds: paid(['2030-01-01', '1.00']),
    };
    expect(faults(await put('C', ahead))).toEqual(['/payments/1/on future', '/refunds/0/on future']);
    expect((await put('D-1', { issuedOn: '2026-03-03' })).status).toBe(201);
    const draft = await put('C', { issuedOn: '2026-03-04' });
    expect(draft.body.errors).toEqual([
      expect.objectContaining({
        pointer: '/issuedOn',
        code: 'future',
        message: 'Expected a day up to today: send an invoice once it has been issued.',
      }),
    ]);
    expect(faults(await put('C', { amount: '-1.00', issuedOn: '2026-02-30' }))).toEqual([
      '/issuedOn date',
      '/amount format',
    ]);
    const yen = await aContract({ currency: 'JPY', lines: [aLine('12000')] });
    expect(faults(await put('C', { contractId: yen.id }))).toEqual(['/amount decimals']);
    expect((await put('C', { contractId: yen.id, amount: '6000' })).body).toMatchObject({ amount: '6000', paid: '0' });
  });

  it('fixes the currency of its contract, as usage with an amount does', async () => {
    const whole = (fields: object) => ({
      accountId: acme.id,
      currency: 'EUR',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      lines: [aLine('12000.00')],
      ...fields,
    });
    const tell = (ref: string, fields: object) => app.ask('PUT', `/v1/contracts/by-ref/erp/${ref}`, whole(fields));
    const { body: invoiced } = await tell('K-1', { currency: 'USD' });
    expect((await tell('K-1', {})).body.currency).toBe('EUR');
    await put('K', { contractId: invoiced.id });
    const refused = await tell('K-1', { currency: 'USD' });
    expect(faults(refused)).toEqual(['/currency contradiction']);
    expect(refused.body.errors[0].message).toMatch(/^Expected EUR: the contract has invoices in it/);
    expect((await tell('K-1', { noticeDays: 30 })).status).toBe(200);
    const { body: used } = await tell('K-2', {});
    const use = (fields: object) => ({
      contractId: used.id,
      product: 'Suite',
      from: '2026-01-01',
      to: '2026-01-31',
      ...fields,
    });
    await app.must('PUT', '/v1/usage/by-ref/erp/K', use({ quantity: '5' }));
    expect((await tell('K-2', { currency: 'USD' })).status).toBe(200);
    await app.must('PUT', '/v1/usage/by-ref/erp/K', use({ amount: '5.00' }));
    expect(faults(await tell('K-2', {}))).toEqual(['/currency contradiction']);
  });

  it('is visible to everyone who sees its contract', async () => {
    const { body } = await put('D');
    const stranger = { key: await app.keyFor(['rep'], (await aRep(app, 'Olga')).id) };
    for (const path of [
      `/v1/invoices/${body.id}`,
      `/v1/invoices/${body.id}/timeline`,
      `/v1/contracts/${contract.id}/invoices`,
    ])
      expect((await app.ask('GET', path, undefined, stranger)).status).toBe(404);
    const owner = await aRep(app, 'Ann');
    await app.must('PATCH', `/v1/accounts/${acme.id}`, { ownerRepId: owner.id });
    const key = { key: await app.keyFor(['rep'], owner.id) };
    expect((await app.must('GET', `/v1/invoices/${body.id}`, undefined, key)).ref).toBe('D');
  });

  it('comes in a batch, in which each invoice is checked on its own', async () => {
    const invoices = [
      { ref: { system: 'erp', id: 'E-1' }, ...anInvoice() },
      { ref: { system: 'erp', id: 'E-1' }, ...anInvoice({ payments: paid(['2026-02-01', '6000.00']) }) },
      { ref: { system: 'erp', id: 'E-1' }, ...anInvoice({ payments: paid(['2026-02-01', '6000.00']) }) },
      { ref: { system: 'erp', id: 'E-2' }, ...anInvoice({ contractId: NOBODY }) },
      { ref: { system: 'erp' }, ...anInvoice() },
    ];
    const { results } = await app.must('PUT', '/v1/invoices/batch', { invoices });
    expect(
      results.map(({ status, errors = [] }: Json) => [status, ...errors.map(({ pointer }: Json) => pointer)]),
    ).toEqual([
      ...[['created'], ['updated'], ['unchanged']],
      ['invalid', '/invoices/3/contractId'],
      ['invalid', '/invoices/4/ref/id'],
    ]);
  });

  it('reported on several nodes at once is one invoice, and verify finds a row that deviates', async () => {
    const node = await TestApplication.start('2026-03-02T10:00:00Z', { database: app.database });
    const told = await Promise.all(
      [app, node, app, node].map((each, index) =>
        each.ask('PUT', '/v1/invoices/by-ref/erp/F', anInvoice({ payments: paid(['2026-02-01', `${index}.00`]) })),
      ),
    );
    await node.application.close();
    expect(new Set(told.map(({ body }) => body.id)).size).toBe(1);
    const [{ body }] = told as [Json, ...Json[]];
    await app.asOwner(`update invoice set paid_on = '2026-02-01' where id = '${body.id}'`);
    const found = [...(await verified(app.database.url)).found].filter((each) => each.includes(body.id));
    await app.asOwner(`update invoice set paid_on = null where id = '${body.id}'`);
    expect(found.sort()).toEqual([
      expect.stringContaining('an invoice is paid in full by its payments'),
      `invoice ${body.id}: paidOn is 2026-02-01, the ledger says nothing`,
    ]);
  });
});
