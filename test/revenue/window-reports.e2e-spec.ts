import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { daysAfter } from '../../src/platform/values/day.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { runs } from '../support/runs.js';
import { anAccount } from './contracts.js';

interface Span {
  readonly from: string;
  readonly to: string;
  readonly arr: number;
}

/** Consecutive spans of a line, with gaps around the grace period. */
const LINE = fc
  .tuple(
    fc.integer({ min: 0, max: 300 }),
    fc.array(
      fc.record({
        gap: fc.constantFrom(0, 0, 1, 29, 30, 31, 90),
        days: fc.integer({ min: 1, max: 200 }),
        arr: fc.constantFrom(0, 1, 1_000_00, 1_234_56, 6_000_00),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([offset, spans]) => {
    let at = offset;
    return spans.map(({ gap, days, arr }): Span => {
      const from = at + gap;
      at = from + days;
      return { from: daysAfter('2024-01-01', from), to: daysAfter('2024-01-01', at - 1), arr };
    });
  });
/** The lines of an account, each a contract of its own. */
const ACCOUNTS = fc.array(fc.array(LINE, { minLength: 1, maxLength: 3 }), { minLength: 8, maxLength: 8 });
const WINDOW = fc
  .tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 500 }))
  .map(([from, days]) => [daysAfter('2024-01-01', from), daysAfter('2024-01-01', from + days)] as const);

/** What an account was worth, in the form of a rehearsal. */
function historyOf(lines: readonly (readonly Span[])[]) {
  const spans = lines.flat();
  const days = [...new Set(spans.flatMap(({ from, to }) => [from, daysAfter(to, 1)]))].sort();
  return days.map((on) => {
    const units = spans.reduce((sum, { from, to, arr }) => (from <= on && on <= to ? sum + arr : sum), 0);
    return { on, arr: (units / 100).toFixed(2) };
  });
}

async function sold(app: TestApplication, accountId: string, spans: readonly Span[], fields: object = {}) {
  const segments = spans.map(({ from, to, arr }) => ({ from, to, amount: '1.00', arr: (arr / 100).toFixed(2) }));
  const term = { startsOn: spans[0]!.from, endsOn: spans.at(-1)!.to };
  const lines = [{ product: 'Suite', segments }];
  return app.must('POST', '/v1/contracts', { accountId, currency: 'EUR', ...term, lines, ...fields });
}

const movements = (app: TestApplication, query: string) => app.must('GET', `/v1/revenue/movements?${query}`);
const retention = (app: TestApplication, query: string) => app.must('GET', `/v1/reports/retention?${query}`);

async function reported(app: TestApplication, query: string): Promise<Json> {
  const [moved, kept] = [await movements(app, query), await retention(app, query)];
  const { opening, closing, netNewArr } = moved.total;
  const { transfer, ...others } = moved.total.movements;
  expect([kept.total.opening, kept.total.closing, transfer]).toEqual([opening, closing, '0.00']);
  const { nrr, grr, logoChurn } = kept.total;
  return { opening, closing, movements: others, netNewArr, nrr, grr, logoChurn };
}

describe('live and rehearsed figures', () => {
  it('are the same to the cent, also in another currency', async () => {
    const app = await TestApplication.start('2026-12-01T12:00:00.000Z');
    const lines = fc.sample(ACCOUNTS, { numRuns: 1, seed: 7 })[0]!;
    const histories: Record<string, object> = {};
    for (const own of lines) {
      const { id } = await anAccount(app);
      for (const spans of own) await sold(app, id, spans);
      histories[id] = historyOf(own);
    }
    const rates = { '2023-12-31': '0.8731', '2024-09-01': '0.9212', '2025-06-15': '0.8' };
    const quotes = Object.entries(rates).map(([on, rate]) => ({ on, currency: 'CHF', rate }));
    await app.must('PUT', '/v1/fx-rates', { base: 'EUR', rates: quotes });
    await fc.assert(
      fc.asyncProperty(WINDOW, fc.constantFrom(0, 30), fc.boolean(), async ([from, to], graceDays, isConverted) => {
        const currency = isConverted ? 'CHF' : 'EUR';
        const query = `from=${from}&to=${to}&reactivationAfterDays=${graceDays}&currency=${currency}`;
        const rehearsed = await app.must('POST', '/v1/revenue/rehearse', {
          window: [from, to],
          currency,
          reactivationAfterDays: graceDays,
          arr: histories,
          ...(isConverted && { customerCurrency: 'EUR', rates }),
        });
        const { movements: moved, ...figures } = await reported(app, query);
        // Without ARR nothing is converted, and the report has no fx.
        const fx = isConverted && { fx: moved.fx ?? '0.00' };
        expect({ ...figures, movements: { ...moved, ...fx } }).toEqual(rehearsed);
      }),
      { numRuns: runs(10, 200) },
    );
    await app.stop();
  });
});

describe('reports of a window', () => {
  let app: TestApplication;
  let rep: Json;
  let juno: Json;
  let mills: Json;
  let north: Json;
  const YEAR = 'from=2026-01-01&to=2026-12-31';

  beforeAll(async () => {
    app = await TestApplication.start('2026-06-01T12:00:00.000Z');
    rep = await app.must('POST', '/v1/reps', { name: 'Ana Ruiz', email: 'ana@example.com' });
    juno = await anAccount(app, { name: 'Juno Foods', ownerRepId: rep.id });
    mills = await anAccount(app, { name: 'North Mills' });
    north = await anAccount(app, { name: 'Northern' });
  });
  afterAll(() => app.stop());

  it('explain their figures, and have one row without a grouping', async () => {
    const empty = await movements(app, YEAR);
    expect(empty.data).toEqual([empty.total]);
    expect(empty.total).toMatchObject({ key: {}, currency: 'EUR', opening: '0.00', netNewArr: '0.00' });
    expect(Object.keys(empty.rules)).toEqual(expect.arrayContaining(Object.keys(empty.total.movements)));
    expect(empty.rules.churn).toContain('again within 30 days');
    expect((await movements(app, `${YEAR}&reactivationAfterDays=1`)).rules.churn).toContain('again within 1 day (');
    const kept = await retention(app, YEAR);
    expect(kept.total).toMatchObject({ accounts: 0, lost: 0, nrr: null, grr: null, logoChurn: null });
    expect(Object.keys(kept.rules)).toEqual(expect.arrayContaining(['nrr', 'grr', 'logoChurn']));
  });

  it('group by account or product, each compared by itself', async () => {
    const year = (arr: number) => [{ from: '2025-07-01', to: '2026-06-30', arr: arr * 100 }];
    await sold(app, juno.id, year(6_000));
    const segments = [{ from: '2026-03-01', to: '2027-02-28', amount: '9000.00' }];
    const term = { startsOn: '2026-03-01', endsOn: '2027-02-28' };
    await sold(app, juno.id, [{ from: '2026-03-01', to: '2027-02-28', arr: 1 }], {
      ...term,
      lines: [{ product: 'Data', segments }],
    });
    await sold(app, mills.id, [{ from: '2025-01-01', to: '2027-12-31', arr: 4_000_00 }]);
    const byAccount = await movements(app, `${YEAR}&by=account`);
    expect(byAccount.data.map(({ label, opening, closing }: Json) => [label, opening, closing])).toEqual([
      ['Juno Foods', '6000.00', '9000.00'],
      ['North Mills', '4000.00', '4000.00'],
    ]);
    expect(byAccount.data[0]).toMatchObject({
      key: { account: juno.id },
      movements: { new: '0.00', expansion: '9000.00', contraction: '-6000.00', churn: '0.00' },
    });
    const byProduct = await movements(app, `${YEAR}&by=product`);
    expect(byProduct.data.map(({ key, movements: { new: more, churn } }: Json) => [key.product, more, churn])).toEqual([
      ['Data', '9000.00', '0.00'],
      ['Suite', '0.00', '-6000.00'],
    ]);
    expect(byProduct.total).toEqual(byAccount.total);
    expect((await retention(app, `${YEAR}&by=product`)).data[1]).toMatchObject({
      key: { product: 'Suite' },
      accounts: 2,
      lost: 1,
      nrr: '0.4000',
      logoChurn: '0.5000',
    });
  });

  it('are shown as known at an instant', async () => {
    const before = app.time.now();
    await app.moveTo(before + 60_000);
    await sold(app, north.id, [{ from: '2026-04-01', to: '2027-03-31', arr: 1_000_00 }]);
    const closing = async (query: string) => (await movements(app, `${YEAR}&${query}`)).total.closing;
    expect([await closing(''), await closing(`at=${new Date(before).toISOString()}`)]).toEqual([
      '14000.00',
      '13000.00',
    ]);
    const { status, body } = await app.ask('GET', '/v1/revenue/movements?at=2027-01-01T00:00:00Z');
    expect([status, body.errors[0].pointer, body.errors[0].code]).toEqual([422, '/at', 'future']);
    const inverted = await app.ask('GET', '/v1/revenue/movements?from=2026-02-01&to=2026-01-31');
    expect(inverted.body.errors).toEqual([expect.objectContaining({ pointer: '/to', code: 'inverted' })]);
  });

  it('show a rep only the accounts that they see', async () => {
    const key = await app.keyFor(['rep'], rep.id);
    const { body } = await app.ask('GET', `/v1/revenue/movements?${YEAR}&by=account`, undefined, { key });
    expect(body.data.map(({ label }: Json) => label)).toEqual(['Juno Foods']);
    expect(body.total.closing).toBe('9000.00');
  });

  it('for one account equal the row of that account', async () => {
    const { data } = await app.must('GET', `/v1/revenue/movements?${YEAR}&by=account`);
    const [row] = data;
    const one = await app.must('GET', `/v1/revenue/movements?${YEAR}&by=account&accountId=${row.key.account}`);
    expect(one.data).toEqual([row]);
  });

  it('are available as CSV', async () => {
    const { body } = await app.ask('GET', `/v1/reports/retention?${YEAR}&by=account`, undefined, {
      headers: { accept: 'text/csv' },
    });
    const lines = body.trim().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^key.account,label,currency,opening,closing,accounts,lost,nrr,grr,logoChurn/);
    expect(lines[4]).toMatch(/,total,EUR,10000.00,14000.00,2,0,/);
    const whole = await app.ask('GET', `/v1/reports/retention?${YEAR}`, undefined, { headers: { accept: 'text/csv' } });
    expect(whole.body.trim().split('\r\n')).toHaveLength(2);
  });

  it('show transfers between accounts as movements, without a loss', async () => {
    const moving = await sold(app, mills.id, [{ from: '2026-01-01', to: '2026-12-31', arr: 500_00 }], {
      lines: [
        { product: 'Moves', segments: [{ from: '2026-01-01', amount: '500.00' }] },
        { product: 'Stays', segments: [{ from: '2026-01-01', amount: '70.00' }] },
      ],
    });
    const window = 'from=2026-05-01&to=2026-07-01';
    const before = await retention(app, window);
    await app.must('POST', `/v1/contracts/${moving.id}/transfer`, { accountId: north.id, lines: ['Moves'] });
    const { data, total } = await movements(app, `${window}&by=account`);
    expect(data.map(({ label, movements: { transfer } }: Json) => [label, transfer])).toEqual([
      ...[
        ['Juno Foods', '0.00'],
        ['North Mills', '-500.00'],
        ['Northern', '500.00'],
      ],
    ]);
    expect([total.movements.transfer, total.movements.churn]).toEqual(['0.00', '0.00']);
    const path = `/v1/revenue/movements?${window}&by=account`;
    const file: Json[] = parse((await app.get(path, { headers: { accept: 'text/csv' } })).body, { columns: true });
    expect(file.map((row) => row['movements.transfer'])).toEqual(['0.00', '-500.00', '500.00', '0.00']);
    const after = await retention(app, window);
    expect(after.total).toEqual(before.total);
    // The rest of the contract goes to a third account.
    await app.must('POST', `/v1/contracts/${moving.id}/transfer`, { accountId: juno.id });
    expect((await retention(app, window)).total).toMatchObject({ nrr: before.total.nrr, lost: 0 });
    expect((await movements(app, `${window}&by=product`)).data.map((row: Json) => row.movements.transfer)).toEqual(
      Array.from({ length: 4 }, () => '0.00'),
    );
  });

  it('show transfers through several accounts on one day from the first to the last', async () => {
    const [first, between, last] = await Promise.all(
      ['Hand 1', 'Hand 2', 'Hand 3'].map((name) => app.must('POST', '/v1/accounts', { name })),
    );
    const lines = ['A', 'B', 'C'].map((product) => ({ product, segments: [{ from: '2026-01-01', amount: '500.00' }] }));
    const sale = await sold(app, first!.id, [{ from: '2026-01-01', to: '2026-12-31', arr: 0 }], { lines });
    const move = (id: string, { id: accountId }: Json, products: string[]) =>
      app.must('POST', `/v1/contracts/${id}/transfer`, { accountId, lines: products });
    await move((await move(sale.id, between!, ['B', 'C'])).id, last!, ['C']);
    const { data } = await movements(app, 'from=2026-05-01&to=2026-07-01&by=account');
    const rows = data.filter(({ label }: Json) => label.startsWith('Hand'));
    expect(rows.map(({ netNewArr, movements: { transfer } }: Json) => [netNewArr, transfer])).toEqual([
      ...[
        ['0.00', '-1000.00'],
        ['0.00', '500.00'],
        ['0.00', '500.00'],
      ],
    ]);
  });

  it('group by channel and rep, as fixed when the deal was won', async () => {
    const lead = await app.must('POST', '/v1/leads', {
      source: 'web',
      channel: 'paid-search',
      contact: { email: 'kim@foods.example.com' },
    });
    const deal = await app.must('POST', '/v1/deals', {
      name: 'Big',
      account: { id: juno.id },
      leadId: lead.id,
      ownerRepId: rep.id,
      amount: '100.00',
      currency: 'EUR',
    });
    await app.must('POST', `/v1/deals/${deal.id}/win`, {});
    const other = await app.must('POST', '/v1/reps', { name: 'Ben Okafor', email: 'ben@example.com' });
    await app.must('PATCH', `/v1/deals/${deal.id}`, { ownerRepId: other.id });
    await sold(app, juno.id, [{ from: '2026-06-01', to: '2027-05-31', arr: 800_00 }], { dealId: deal.id });
    const by = async (what: string) =>
      (await movements(app, `${YEAR}&by=${what}`)).data.map(({ label, closing }: Json) => [label, closing]);
    expect(await by('channel')).toEqual([
      ['no channel', expect.any(String)],
      ['paid-search', '800.00'],
    ]);
    expect(await by('rep')).toEqual([
      ['Ana Ruiz', '800.00'],
      ['nobody', expect.any(String)],
    ]);
  });

  it('in several currencies require one, and the rates of both days', async () => {
    await sold(app, north.id, [{ from: '2026-01-01', to: '2026-12-31', arr: 100_00 }], { currency: 'USD' });
    const refused = async (query: string): Promise<string[]> => {
      const { status, body } = await app.ask('GET', `/v1/revenue/movements?${YEAR}${query}`);
      return [status, ...body.errors.map(({ pointer, code, message }: Json) => `${pointer} ${code} ${message}`)];
    };
    expect(await refused('')).toEqual([422, expect.stringMatching(/^\/currency severalCurrencies .*EUR, USD/)]);
    expect(await refused('&currency=EUR')).toEqual([
      422,
      expect.stringMatching(/^\/currency rateMissing .* between USD and EUR of 2026-01-01/),
      expect.stringMatching(/^\/currency rateMissing .* of 2026-12-31/),
    ]);
    const rates = [
      { on: '2026-01-01', currency: 'USD', rate: '1.25' },
      { on: '2026-12-01', currency: 'USD', rate: '1.00' },
    ];
    const inEuros = await movements(app, 'from=2025-12-31&to=2025-12-31');
    expect(inEuros.total.currency).toBe('EUR');
    await app.must('PUT', '/v1/fx-rates', { base: 'EUR', rates });
    const { total, data } = await movements(app, `${YEAR}&currency=EUR&by=account`);
    expect(data.find(({ label }: Json) => label === 'Northern').movements).toMatchObject({ fx: '20.00' });
    expect(total.movements.fx).toBe('20.00');
  });
});
