import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { changeSettings } from '../support/people.js';
import { statements } from '../support/statements.js';

const CONNECTIONS = '/v1/crm-connections';
const SECRET = 'a-client-secret-of-the-tool';
const PROOF = {
  kind: 'hmac',
  header: 'X-Signature',
  signs: '{timestamp}{body}',
  timestampHeader: 'X-Timestamp',
};
const MAPPINGS = {
  mapping: {
    ref: '{{ item.id }}',
    name: '{{ item.title }}',
    accountName: '{{ item.company }}',
    changedAt: '{{ item.at }}',
  },
  contracts: {
    ref: '{{ item.id }}',
    changedAt: '{{ item.changed }}',
    only: [{ value: '{{ item.kind }}', in: ['contract'] }],
    accountRef: '{{ item.customer }}',
    accountName: '{{ item.company }}',
    accountDomain: '{{ item.domain }}',
    dealRef: '{{ item.deal }}',
    currency: '{{ item.currency }}',
    startsOn: '{{ item.starts }}',
    endsOn: '{{ item.ends }}',
    noticeDays: '{{ item.notice }}',
    autoRenewMonths: '{{ item.renews }}',
    lines: {
      each: 'item.lines',
      product: '{{ line.product }}',
      kind: '{{ line.type }}',
      amount: '{{ line.amount }}',
      from: '{{ line.from }}',
      to: '{{ line.to }}',
    },
    kinds: { Subscription: 'recurring', 'One-time': 'oneOff' },
  },
  invoices: {
    each: 'payload.events',
    ref: '{{ item.id }}',
    changedAt: '{{ item.changed }}',
    contractRef: '{{ item.subscription }}',
    currency: '{{ item.currency }}',
    amounts: 'minor',
    issuedOn: '{{ item.date }}',
    amount: '{{ item.total }}',
    payments: {
      each: 'item.payments',
      only: [{ value: '{{ payment.status }}', in: ['success'] }],
      on: '{{ payment.date }}',
      amount: '{{ payment.amount }}',
    },
    refunds: { each: 'item.refunds', on: '{{ refund.date }}', amount: '{{ refund.amount }}' },
  },
  usage: {
    ref: '{{ item.id }}',
    changedAt: '{{ item.changed }}',
    contractRef: '{{ item.contract }}',
    product: '{{ item.product }}',
    from: '{{ item.from }}',
    before: '{{ item.until }}',
    quantity: '{{ item.quantity }}',
    amount: '{{ item.amount }}',
  },
};

let app: TestApplication;
let connection: Json;
let account: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  await changeSettings(app, { timeZone: 'America/New_York' });
  account = await app.must('PUT', '/v1/accounts/by-ref/tool/cus-1', { name: 'Acme', domains: ['acme.example'] });
});
afterAll(() => app.stop());
beforeEach(async () => {
  for (const { id } of (await app.must('GET', CONNECTIONS)).data) await app.delete(`${CONNECTIONS}/${id}`);
  connection = await app.must('POST', CONNECTIONS, {
    name: 'Tool',
    system: 'tool',
    proof: PROOF,
    secret: SECRET,
    ...MAPPINGS,
  });
});

type Kind = 'deals' | 'contracts' | 'invoices' | 'usage';
let posted = 0;

function signed(body: string, at = app.time.now()) {
  const signature = createHmac('sha256', SECRET).update(`${at}${body}`).digest('hex');
  return { 'x-signature': signature, 'x-timestamp': String(at) };
}
const post = (kind: Kind, body: string, headers: object, to = connection.id) =>
  fetch(`${app.url}${CONNECTIONS}/${to}/${kind}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
/** Signs each request with a different time, so that none counts as repeated. */
async function tell(kind: Kind, payload: unknown): Promise<Json> {
  posted += 1;
  const body = JSON.stringify(payload);
  const answer = await post(kind, body, signed(body, app.time.now() - (posted % MINUTE)));
  expect(answer.status).toBe(200);
  return answer.json();
}

let contracts = 0;
function aContract(fields: object = {}): Json {
  contracts += 1;
  return {
    kind: 'Contract',
    id: `sub-${contracts}`,
    changed: app.time.now(),
    customer: 'cus-1',
    currency: 'eur',
    starts: '2026-01-01',
    ends: '2026-12-31',
    notice: 30,
    renews: '12',
    lines: [{ product: 'Suite', type: 'subscription', amount: 12000 }],
    ...fields,
  };
}
const TAKEN = { taken: 1, outdated: 0, passedOver: 0, refused: 0, isRepeated: false };
const contractOf = async ({ id }: Json): Promise<Json> =>
  (await app.must('GET', `/v1/contracts?ref=tool:${id}`)).data[0];
const refusals = async (): Promise<Json[]> => (await app.must('GET', `${CONNECTIONS}/${connection.id}/refusals`)).data;
const refused = async () =>
  (await refusals()).map(({ kind, ref, faults }) => [
    kind,
    ref,
    ...faults.map(({ pointer, code }: Json) => `${pointer} ${code}`),
  ]);

describe('contracts that a tool reports', () => {
  it('are created and corrected by its ids, and stay the same when reported again', async () => {
    const told = aContract();
    expect(await tell('contracts', told)).toEqual(TAKEN);
    const contract = await contractOf(told);
    expect(contract).toMatchObject({
      accountId: account.id,
      currency: 'EUR',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      noticeDays: 30,
      autoRenewMonths: 12,
      refs: { tool: told.id },
      lines: [
        {
          product: 'Suite',
          kind: 'recurring',
          segments: [{ from: '2026-01-01', amount: '12000.00', arr: '12000.00' }],
        },
      ],
    });
    expect(await tell('contracts', told)).toEqual(TAKEN);
    expect(await contractOf(told)).toEqual(contract);
    const lines = [{ ...told.lines[0], amount: '6000.50' }];
    await tell('contracts', { ...told, changed: told.changed + 1, lines });
    const { data: timeline } = await app.must('GET', `/v1/contracts/${contract.id}/timeline`);
    expect(timeline.map(({ type }: Json) => type)).toEqual(['contract.started', 'contract.amended']);
    expect(timeline[1]).toMatchObject({
      actor: { type: 'system', rule: `crm connection ${connection.id}` },
      data: { fields: ['lines'] },
    });
  });

  it('join prices of a product that follow each other in one line', async () => {
    const told = aContract({
      lines: [
        { product: 'Suite', type: 'Subscription', amount: 6000, from: '2026-01-01', to: '2026-06-30' },
        { product: 'Setup', type: 'one-time', amount: '500' },
        { product: 'Suite', type: 'subscription', amount: '9000.00', from: '2026-07-01' },
      ],
    });
    await tell('contracts', told);
    const { lines } = await contractOf(told);
    expect(
      lines.map(({ product, kind, segments }: Json) => [product, kind, segments.map(({ arr }: Json) => arr)]),
    ).toEqual([
      ['Suite', 'recurring', ['12000.00', '18000.00']],
      ['Setup', 'oneOff', [null]],
    ]);
    expect(lines[0].segments[1].cause).toBe('ramp');
  });

  it('change nothing if something newer is known, in whatever order they arrive', async () => {
    const told = aContract();
    await tell('contracts', { ...told, notice: 60 });
    expect(await tell('contracts', { ...told, changed: told.changed - 1 })).toEqual({
      ...TAKEN,
      taken: 0,
      outdated: 1,
    });
    expect(await contractOf(told)).toMatchObject({ noticeDays: 60 });
    const [older, newest] = [
      { ...told, changed: told.changed + 1, notice: 1 },
      { ...told, changed: told.changed + 2, notice: 2 },
    ];
    expect(await tell('contracts', [newest, older])).toEqual(TAKEN);
    expect(await contractOf(told)).toMatchObject({ noticeDays: 2 });
  });

  it('find accounts as deals do, but create none', async () => {
    const named = aContract({ customer: 'unknown', company: 'ACME' });
    const byDomain = aContract({ customer: '', company: 'Other', domain: 'www.acme.example' });
    const [nobody, strange] = [aContract({ customer: '' }), aContract({ customer: 'cus-2' })];
    const stranger = aContract({ customer: '', company: 'Nobody Ltd' });
    expect(await tell('contracts', [named, byDomain, nobody, strange, stranger])).toEqual({
      ...TAKEN,
      taken: 2,
      refused: 3,
    });
    expect((await contractOf(named)).accountId).toBe(account.id);
    expect((await contractOf(byDomain)).accountId).toBe(account.id);
    expect((await refused()).sort()).toEqual([
      ['contracts', nobody.id, '/accountRef required'],
      ['contracts', strange.id, '/accountRef unknownId'],
      ['contracts', stranger.id, '/accountName unknownId'],
    ]);
    expect(JSON.stringify(await refusals())).not.toContain('Nobody Ltd');
    await app.must('POST', '/v1/accounts', { name: 'Nobody Ltd' });
    expect(await tell('contracts', stranger)).toEqual(TAKEN);
    expect((await refused()).map(([, ref]) => ref)).not.toContain(stranger.id);
  });

  it('name their deals, and otherwise belong to the accounts of these', async () => {
    const sold = { name: 'Suite', account: { name: 'Rivet' }, amount: '12000.00', currency: 'EUR' };
    await app.must('PUT', '/v1/deals/by-ref/tool/deal-1', sold);
    const [told, wrong] = [aContract({ customer: '', deal: 'deal-1' }), aContract({ deal: 'deal-1' })];
    const missing = aContract({ deal: 'deal-2' });
    expect(await tell('contracts', [told, wrong, missing])).toEqual({ ...TAKEN, refused: 2 });
    const [deal] = (await app.must('GET', '/v1/deals?ref=tool:deal-1')).data;
    expect(await contractOf(told)).toMatchObject({ dealId: deal.id, accountId: deal.account.id });
    expect((await refused()).sort()).toEqual([
      ['contracts', wrong.id, '/dealRef otherAccount'],
      ['contracts', missing.id, '/dealRef unknownId'],
    ]);
  });

  it('are refused one by one, with the fields of the mapping, without holding up the others', async () => {
    const good = aContract();
    const wrong = [
      aContract({ id: '' }),
      aContract({ currency: 'euros', starts: 'soon' }),
      aContract({ ends: '2025-12-31' }),
      aContract({
        lines: [
          { product: 'Suite', amount: 1 },
          { product: 'Setup', type: 'Odd', amount: '1.234' },
        ],
      }),
      aContract({
        lines: [
          { product: 'Suite', amount: 1 },
          { product: 'Setup', amount: '-1', from: '2027-01-01' },
        ],
      }),
      aContract({ lines: [{ product: 'Suite', amount: '1.005' }] }),
      aContract({ lines: [] }),
      aContract({ lines: 'none', notice: 'a month' }),
    ];
    expect(await tell('contracts', [...wrong, { ...good, kind: 'Quote' }, good])).toEqual({
      ...TAKEN,
      passedOver: 1,
      refused: 8,
    });
    expect((await refused()).map(([, , ...faults]) => faults.join(', ')).reverse()).toEqual([
      '/ref required',
      '/startsOn format, /currency currency',
      '/lines/1/kind unknownField',
      '/lines/1/amount format',
      '/lines tooFew',
      '/lines/each type, /noticeDays format',
      '/endsOn tooEarly',
      '/lines/0/amount decimals',
    ]);
  });

  it('reported simultaneously are created once', async () => {
    const told = aContract();
    const answers = await Promise.all([1, 2, 3, 4].map(() => tell('contracts', told)));
    expect(answers).toEqual(Array(4).fill(TAKEN));
    const { data } = await app.must('GET', `/v1/contracts?ref=tool:${told.id}`);
    expect(data).toHaveLength(1);
    const { data: timeline } = await app.must('GET', `/v1/contracts/${data[0].id}/timeline`);
    expect(timeline).toHaveLength(1);
  });

  it('need as few statements for a hundred as for one', async () => {
    const one = await statements(() => tell('contracts', [aContract()]));
    const many = await statements(() =>
      tell(
        'contracts',
        Array.from({ length: 40 }, () => aContract()),
      ),
    );
    expect(one).toBeGreaterThan(5);
    expect(many).toBeLessThan(one + 10);
  });
});

describe('invoices that a tool reports', () => {
  let contract: Json;
  let invoices = 0;
  beforeEach(async () => {
    contract = aContract();
    await tell('contracts', contract);
  });
  function anInvoice(fields: object = {}): Json {
    invoices += 1;
    return {
      id: `inv-${invoices}`,
      changed: app.time.now(),
      subscription: contract.id,
      currency: 'EUR',
      // 02:30 on 1 February in UTC, so 31 January in New York.
      date: Date.parse('2026-02-01T02:30:00Z') / 1000,
      total: 119000,
      ...fields,
    };
  }
  const listed = async (): Promise<Json[]> =>
    (await app.must('GET', `/v1/contracts/${(await contractOf(contract)).id}/invoices`)).data;

  it(`include payments and refunds, in minor units, on days in the company's time zone`, async () => {
    const told = anInvoice({
      payments: [
        { status: 'failure', date: '2026-02-02', amount: 119000 },
        { status: 'success', date: '2026-02-10T00:00:00+01:00', amount: 119000 },
      ],
      refunds: [{ date: '2026-03-01T04:00:00Z', amount: '19000' }],
    });
    expect(await tell('invoices', { events: [told] })).toEqual(TAKEN);
    const before = await listed();
    expect(before).toEqual([
      expect.objectContaining({
        system: 'tool',
        ref: told.id,
        issuedOn: '2026-01-31',
        amount: '1190.00',
        currency: 'EUR',
        paid: '1000.00',
        payments: [{ on: '2026-02-10', amount: '1190.00' }],
        refunds: [{ on: '2026-02-28', amount: '190.00' }],
      }),
    ]);
    expect(await tell('invoices', { events: [told] })).toEqual(TAKEN);
    expect(await listed()).toEqual(before);
    await tell('invoices', { events: [{ ...told, changed: told.changed + 1, refunds: null }] });
    expect(await tell('invoices', { events: [told] })).toMatchObject({ taken: 0, outdated: 1 });
    expect((await listed())[0]).toMatchObject({ refunds: [], paidInFull: true, paidInFullOn: '2026-02-10' });
  });

  it('are refused with an unknown contract, or an invalid currency or amount', async () => {
    const wrong = [
      anInvoice({ subscription: 'sub-0' }),
      anInvoice({ currency: 'USD' }),
      anInvoice({ total: 11.9, payments: [{ status: 'success', date: 'once', amount: 1 }] }),
      anInvoice({ refunds: [{ date: '2026-03-01', amount: 1 }] }),
      anInvoice({ currency: '', subscription: null }),
      anInvoice({ payments: [{ status: 'success', date: '2030-01-01', amount: 1 }] }),
    ];
    expect(await tell('invoices', { events: [...wrong, anInvoice()] })).toEqual({ ...TAKEN, refused: 6 });
    expect((await refused()).map(([, ref, ...faults]) => [ref, ...faults])).toEqual(
      expect.arrayContaining([
        [wrong[0].id, '/contractRef unknownId'],
        [wrong[1].id, '/currency contradiction'],
        [wrong[2].id, '/amount format', '/payments/0/on format'],
        [wrong[3].id, '/refunds tooMuch'],
        [wrong[4].id, '/contractRef required', '/currency required'],
        [wrong[5].id, '/payments/0/on future'],
      ]),
    );
    expect(await tell('invoices', [])).toMatchObject({ taken: 0, refused: 1 });
    expect((await refused())[0]).toEqual(['invoices', null, ' type']);
  });

  it('state when they were paid if the tool has no list of payments', async () => {
    const { payments: _, refunds: _refunds, ...invoicesMapping } = MAPPINGS.invoices;
    const paid = { ...invoicesMapping, paidOn: '{{ item.paid }}', paidAmount: '{{ item.paidAmount }}' };
    const { version: _version, ...body } = connection;
    await app.must('PUT', `${CONNECTIONS}/${connection.id}`, { ...body, invoices: paid });
    const told = [
      anInvoice({ paid: '2026-02-03', paidAmount: 119000 }),
      anInvoice({ paid: '2026-02-03' }),
      anInvoice({ paid: null, paidAmount: 0 }),
      anInvoice({ paid: '2026-02-03', total: 0 }),
      anInvoice({ paidAmount: 5 }),
    ];
    expect(await tell('invoices', { events: told })).toMatchObject({ taken: 4, refused: 1 });
    const byRef = new Map((await listed()).map(({ ref, payments }) => [ref, payments]));
    expect(told.map(({ id }) => byRef.get(id)?.length)).toEqual([1, 1, 0, 0, undefined]);
    expect(byRef.get(told[1]!.id)).toEqual([{ on: '2026-02-03', amount: '1190.00' }]);
    expect(await refused()).toEqual([['invoices', told[4]!.id, '/paidOn required']]);
  });

  it('can be read from Chargebee as the documentation says', async () => {
    const [, chargebee = ''] = readFileSync('docs/crm.md', 'utf8').split('### Chargebee');
    const [, example] = chargebee.split('```');
    const { version: _, ...body } = connection;
    await app.must('PUT', `${CONNECTIONS}/${connection.id}`, {
      ...body,
      ...JSON.parse(`{${example}}`),
      secret: SECRET,
    });
    const told = aContract();
    await app.must('PUT', '/v1/contracts/by-ref/chargebee/sub-of-chargebee', {
      accountId: account.id,
      currency: 'USD',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      refs: { tool: told.id },
      lines: [{ product: 'Suite', segments: [{ from: '2026-01-01', amount: '1200.00' }] }],
    });
    const invoice = {
      id: '203',
      subscription_id: 'sub-of-chargebee',
      status: 'paid',
      date: 1769952600,
      currency_code: 'USD',
      total: 10000,
      amount_paid: 10000,
      resource_version: app.time.now(),
      linked_payments: [
        { txn_id: 'txn_1', applied_amount: 10000, applied_at: 1769952700, txn_status: 'failure', txn_date: 1769952700 },
        { txn_id: 'txn_2', applied_amount: 10000, applied_at: 1770039000, txn_status: 'success', txn_date: 1770039000 },
      ],
    };
    const event = { id: 'ev_1', api_version: 'v2', event_type: 'payment_succeeded', content: { invoice } };
    const headers = { authorization: `Basic ${Buffer.from(`chargebee:${SECRET}`).toString('base64')}` };
    const answer = await post('invoices', JSON.stringify(event), headers);
    expect([answer.status, await answer.json()]).toEqual([200, TAKEN]);
    contract = told;
    expect(await listed()).toMatchObject([
      { system: 'chargebee', ref: '203', issuedOn: '2026-02-01', amount: '100.00', paidInFullOn: '2026-02-02' },
    ]);
  });

  it('reported simultaneously are created once', async () => {
    const told = anInvoice();
    await Promise.all([1, 2, 3, 4].map(() => tell('invoices', { events: [told] })));
    expect(await listed()).toHaveLength(1);
  });
});

describe('usage that a tool reports', () => {
  let contract: Json;
  beforeEach(async () => {
    contract = aContract();
    await tell('contracts', contract);
  });
  const aReport = (fields: object = {}): Json => ({
    id: `use-${contract.id}`,
    changed: app.time.now(),
    contract: contract.id,
    product: 'Suite',
    from: '2026-01-01',
    until: '2026-02-01T00:00:00Z',
    quantity: 12500,
    amount: '250.00',
    ...fields,
  });
  const listed = async (): Promise<Json[]> =>
    (await app.must('GET', `/v1/contracts/${(await contractOf(contract)).id}/usage`)).data;

  it('is recorded once, can be corrected, and is not changed by older reports', async () => {
    const told = aReport();
    expect(await tell('usage', told)).toEqual(TAKEN);
    const before = await listed();
    expect(before).toMatchObject([
      { ref: told.id, product: 'Suite', from: '2026-01-01', to: '2026-01-31', quantity: '12500', amount: '250.00' },
    ]);
    expect(await tell('usage', [told, told])).toEqual(TAKEN);
    expect(await listed()).toEqual(before);
    await tell('usage', { ...told, changed: told.changed + 1, quantity: '', amount: 300 });
    expect(await tell('usage', told)).toMatchObject({ outdated: 1 });
    expect(await listed()).toMatchObject([{ quantity: null, amount: '300.00' }]);
  });

  it('is refused if it cannot be read or names no contract', async () => {
    const wrong = [
      aReport({ id: 'a', contract: 'sub-0' }),
      aReport({ id: 'b', until: '2026-01-01' }),
      aReport({ id: 'c', quantity: null, amount: null }),
      aReport({ id: 'd', quantity: 'much', product: null }),
    ];
    expect(await tell('usage', [...wrong, aReport()])).toEqual({ ...TAKEN, refused: 4 });
    expect((await refused()).sort()).toEqual([
      ['usage', 'a', '/contractRef unknownId'],
      ['usage', 'b', '/before tooEarly'],
      ['usage', 'c', '/amount required'],
      ['usage', 'd', '/quantity format', '/product required'],
    ]);
  });

  it('reported simultaneously is recorded once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => tell('usage', aReport())));
    expect(await listed()).toHaveLength(1);
  });
});

describe('a connection that reports more than deals', () => {
  it('proves itself as for deals, and has no effect when it repeats itself, at each address separately', async () => {
    const body = JSON.stringify(aContract());
    const headers = signed(body);
    const wrong = [
      {},
      { ...headers, 'x-signature': signed('x')['x-signature'] },
      signed(body, app.time.now() - 6 * MINUTE),
    ];
    for (const kind of ['contracts', 'invoices', 'usage'] as const)
      for (const each of wrong) {
        const answer = await post(kind, body, each);
        expect([answer.status, ((await answer.json()) as Json).type]).toEqual([401, '/problems#crm-unproven']);
      }
    const taken = async (kind: Kind) => ((await (await post(kind, body, headers)).json()) as Json).isRepeated;
    expect([await taken('deals'), await taken('contracts'), await taken('usage')]).toEqual([false, false, false]);
    expect([await taken('deals'), await taken('contracts'), await taken('usage')]).toEqual([true, true, true]);
  });

  it('lists reports for which it has no mapping', async () => {
    const { version: _, contracts: _contracts, ...body } = connection;
    await app.must('PUT', `${CONNECTIONS}/${connection.id}`, body);
    expect(await tell('contracts', aContract())).toEqual({ ...TAKEN, taken: 0, refused: 1 });
    expect(await refused()).toEqual([['contracts', null, '/contracts required']]);
  });

  it('previews what becomes of a payload, and changes nothing', async () => {
    const known = aContract();
    await tell('contracts', known);
    const [told, odd] = [aContract(), aContract({ customer: 'cus-2' })];
    const payload = [
      told,
      odd,
      { ...known, changed: known.changed - 1 },
      { kind: 'Quote' },
      aContract({ starts: null }),
    ];
    const preview = `${CONNECTIONS}/${connection.id}/preview`;
    const { data } = await app.must('POST', preview, { kind: 'contracts', payload });
    expect(data.map(({ outcome }: Json) => outcome)).toEqual(['taken', 'refused', 'outdated', 'passedOver', 'refused']);
    expect(data[0]).toMatchObject({ ref: told.id, fact: { accountId: account.id, currency: 'EUR' }, deal: null });
    expect(data[1].faults).toMatchObject([{ pointer: '/accountRef', code: 'unknownId' }]);
    expect(await contractOf(told)).toBeUndefined();
    expect(await refusals()).toEqual([]);
    const usage = { ...MAPPINGS.usage, contractRef: known.id };
    const report = { id: 1, product: 'Suite', from: '2026-01-01', until: '2026-02-01', amount: 1 };
    const tried = await app.must('POST', preview, { kind: 'usage', payload: report, usage });
    expect(tried.data).toMatchObject([{ outcome: 'taken', fact: { to: '2026-01-31', amount: '1' } }]);
    const wrong = await app.ask('POST', preview, { kind: 'usage', payload: report, mapping: MAPPINGS.mapping });
    expect(wrong.body.errors).toMatchObject([{ pointer: '/mapping', code: 'contradiction' }]);
    const nowhere = await app.ask('POST', preview, { kind: 'invoices', payload: report });
    expect(nowhere.body.errors).toMatchObject([{ pointer: '/payload', code: 'type' }]);
  });

  it('is refused with the field at fault if a mapping is invalid', async () => {
    const { version: _, ...body } = connection;
    const { currency: _currency, ...invoices } = MAPPINGS.invoices;
    const { ask } = {
      ask: (fields: object) => app.ask('PUT', `${CONNECTIONS}/${connection.id}`, { ...body, ...fields }),
    };
    const faultsOf = async (fields: object) =>
      (await ask(fields)).body.errors?.map(({ pointer, code }: Json) => `${pointer} ${code}`);
    const { lines, ...one } = MAPPINGS.contracts;
    expect(await faultsOf({ contracts: { ...MAPPINGS.contracts, amount: '1', endsBefore: '1' } })).toEqual([
      '/contracts/amount contradiction',
      '/contracts/endsBefore contradiction',
    ]);
    expect(await faultsOf({ contracts: one })).toEqual(['/contracts/lines required']);
    expect(
      await faultsOf({ contracts: { ...one, lines: { ...lines, each: 'lines', amount: '{{ payment.amount }}' } } }),
    ).toEqual(['/contracts/lines/each template', '/contracts/lines/amount unknownField']);
    expect(await faultsOf({ invoices: { ...invoices, paidOn: '1' } })).toEqual([
      '/invoices/currency required',
      '/invoices/paidOn contradiction',
    ]);
    expect(await faultsOf({ usage: { ref: '1', contractRef: '1', product: '1', from: '1' } })).toEqual([
      '/usage/to required',
      '/usage/amount required',
    ]);
    const { changedAt: _changedAt, ...undated } = MAPPINGS.usage;
    expect((await ask({ usage: undated })).body.warnings).toMatchObject([{ pointer: '/usage/changedAt' }]);
  });
});
