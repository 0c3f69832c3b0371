import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { anAccount } from './contracts.js';

let app: TestApplication;
let ana: Json;
let ben: Json;
let juno: Json;
let mills: Json;

async function won(account: Json, rep: Json, amount: string, fields: object = {}): Promise<Json> {
  const lead = await app.must('POST', '/v1/leads', {
    source: 'web',
    channel: 'paid-search',
    campaign: 'spring',
    contact: { email: `kim${amount}@example.com` },
  });
  const deal = await app.must('POST', '/v1/deals', {
    name: 'Suite',
    account: { id: account.id },
    leadId: lead.id,
    ownerRepId: rep.id,
    amount,
    currency: 'EUR',
  });
  await app.must('POST', `/v1/deals/${deal.id}/win`, {});
  const lines = [{ product: 'Suite', segments: [{ from: '2026-01-01', amount }] }];
  const term = { startsOn: '2026-01-01', endsOn: '2026-12-31' };
  return app.must('POST', '/v1/contracts', {
    accountId: account.id,
    dealId: deal.id,
    currency: 'EUR',
    ...term,
    lines,
    ...fields,
  });
}

beforeAll(async () => {
  app = await TestApplication.start('2026-01-01T12:00:00.000Z');
  ana = await app.must('POST', '/v1/reps', { name: 'Ana Ruiz', email: 'ana@example.com' });
  ben = await app.must('POST', '/v1/reps', { name: 'Ben Okafor', email: 'ben@example.com' });
  juno = await anAccount(app, { name: 'Juno Foods', ownerRepId: ben.id });
  mills = await anAccount(app, { name: 'North Mills', ownerRepId: ben.id });
  const dying = await won(juno, ana, '6000.00');
  await won(mills, ben, '4000.00');
  await app.moveTo(Date.parse('2026-02-10T12:00:00.000Z'));
  await app.must('POST', `/v1/contracts/${dying.id}/amend`, {
    effectiveOn: '2026-02-10',
    reason: 'Fewer seats',
    lines: [{ product: 'Suite', segments: [{ from: '2026-02-10', amount: '1000.00', arr: '1500.00' }] }],
  });
  await app.must('POST', `/v1/contracts/${dying.id}/notice`, { givenOn: '2026-02-10', reason: 'mis_sold' });
  await app.moveTo(Date.parse('2026-04-15T12:00:00.000Z'));
});
afterAll(() => app.stop());

describe('cohorts', () => {
  it('show what is left by month, grouped by the rep who won the first deal', async () => {
    const { data, total, rules } = await app.must('GET', '/v1/reports/cohorts?by=rep&months=4');
    expect(data.map(({ key, label, firstArr, cells }: Json) => [key, label, firstArr, cells])).toEqual([
      [
        ...[{ month: '2026-01', rep: ana.id }, '2026-01, Ana Ruiz', '6000.00'],
        ['1.0000', '0.2500', '0.2500', null, null],
      ],
      [
        ...[{ month: '2026-01', rep: ben.id }, '2026-01, Ben Okafor', '4000.00'],
        ['1.0000', '1.0000', '1.0000', null, null],
      ],
    ]);
    expect(total).toMatchObject({
      key: {},
      accounts: 2,
      cells: ['1.0000', '0.5500', '0.5500', null, null],
      cellAccounts: [2, 2, 2, 0, 0],
    });
    expect(Object.keys(rules)).toEqual(expect.arrayContaining(['firstArr', 'cells']));
  });

  it('are grouped by product and by the origin of the deal', async () => {
    const keys = async (by: string) =>
      (await app.must('GET', `/v1/reports/cohorts?by=${by}`)).data.map(({ key }: Json) => key[by]);
    expect([await keys('product'), await keys('channel'), await keys('campaign'), await keys('source')]).toEqual([
      ...[['Suite'], ['paid-search'], ['spring'], ['web']],
    ]);
    expect((await app.must('GET', '/v1/reports/cohorts')).data[0].key).toEqual({ month: '2026-01' });
  });

  it('are shown as known at an instant', async () => {
    const { total } = await app.must('GET', '/v1/reports/cohorts?months=1&at=2026-02-01T12:00:00Z');
    expect(total.cells).toEqual(['1.0000', null]);
  });
});

describe('cohorts of a contract that moves to another account', () => {
  it('stay with the account it was sold to; the other has one only from its own first sale', async () => {
    const read = async (query: string) => {
      const { data, total } = await other.must('GET', `/v1/reports/cohorts?months=5${query}`);
      return [...data, total].map(({ label, accounts, firstArr, cells }: Json) => [label, accounts, firstArr, cells]);
    };
    const other = await TestApplication.start('2026-01-10T12:00:00.000Z');
    try {
      const [seller, receiver, third] = await Promise.all(
        ['Seller', 'Receiver', 'Third'].map((name) => anAccount(other, { name })),
      );
      const sell = (account: Json, startsOn: string, ...products: string[]) =>
        other.must('POST', '/v1/contracts', {
          accountId: account.id,
          currency: 'EUR',
          startsOn,
          endsOn: '2026-12-31',
          lines: products.map((product) => ({
            product,
            segments: [{ from: startsOn, amount: '1000.00', arr: '1000.00' }],
          })),
        });
      const whole = await sell(seller!, '2026-01-10', 'Suite');
      const parts = await sell(seller!, '2026-01-10', 'Desk', 'Chat');
      await other.moveTo(Date.parse('2026-02-10T12:00:00.000Z'));
      await other.must('POST', `/v1/contracts/${whole.id}/transfer`, { accountId: receiver!.id });
      await other.must('POST', `/v1/contracts/${parts.id}/transfer`, { accountId: receiver!.id, lines: ['Desk'] });
      await other.moveTo(Date.parse('2026-03-10T12:00:00.000Z'));
      // Everything that moved goes on to a third account.
      await other.must('POST', `/v1/contracts/${whole.id}/transfer`, { accountId: third!.id });
      await other.moveTo(Date.parse('2026-05-10T12:00:00.000Z'));
      const stays = ['1.0000', '1.0000', '1.0000', '1.0000', null, null];
      expect(await read('')).toEqual([
        ['2026-01', 1, '3000.00', stays],
        ['total', 1, '3000.00', stays],
      ]);
      await sell(receiver!, '2026-04-01', 'Desk');
      expect((await read('&by=product')).slice(0, 2)).toEqual([
        [expect.stringMatching(/^2026-01, (Chat|Desk|Suite)$/), 1, '3000.00', stays],
        ['2026-04, Desk', 1, '1000.00', ['1.0000', null, null, null, null, null]],
      ]);
      // What is lost there reduces the cohort that it came from.
      await other.moveTo(Date.parse('2026-06-10T12:00:00.000Z'));
      await other.must('POST', `/v1/contracts/${whole.id}/amend`, {
        effectiveOn: '2026-06-10',
        reason: 'Fewer seats',
        lines: [{ product: 'Suite', segments: [{ from: '2026-06-10', amount: '100.00', arr: '100.00' }] }],
      });
      await other.moveTo(Date.parse('2026-07-10T12:00:00.000Z'));
      expect((await read(''))[0]).toEqual([
        '2026-01',
        1,
        '3000.00',
        ['1.0000', '1.0000', '1.0000', '1.0000', '1.0000', '0.7000'],
      ]);
      expect((await read('&at=2026-02-01T12:00:00Z'))[0]).toEqual(
        ['2026-01', 1, '3000.00', ['1.0000', null, null, null, null, null]].slice(),
      );
      expect((await read('&by=rep'))[1]!.slice(0, 3)).toEqual(['2026-04, none', 1, '1000.00']);
    } finally {
      await other.stop();
    }
  });
});

describe('sales debt', () => {
  it('shows what is left of the wins of each rep by day, and the reasons for notices', async () => {
    const { data, total, rules, ...won } = await app.must(
      'GET',
      '/v1/reports/sales-debt?wonFrom=2026-01-01&wonTo=2026-01-31',
    );
    expect(won).toEqual({ wonFrom: '2026-01-01', wonTo: '2026-01-31' });
    expect(data.map(({ label, wonArr, reasons }: Json) => [label, wonArr, reasons])).toEqual([
      [
        ...['Ana Ruiz', '6000.00'],
        [
          {
            code: 'mis_sold',
            label: 'Was sold something else than was delivered',
            answerable: 'sales',
            contracts: 1,
            wonArr: '6000.00',
          },
        ],
      ],
      ['Ben Okafor', '4000.00', []],
    ]);
    expect(data[0].survival).toEqual([
      { day: 30, wonArr: '6000.00', liveArr: '6000.00', share: '1.0000', unfinished: 0 },
      { day: 90, wonArr: '6000.00', liveArr: '1500.00', share: '0.2500', unfinished: 0 },
      { day: 180, wonArr: '0.00', liveArr: '0.00', share: null, unfinished: 1 },
      { day: 365, wonArr: '0.00', liveArr: '0.00', share: null, unfinished: 1 },
    ]);
    expect(total).toMatchObject({ contracts: 2, wonArr: '10000.00' });
    expect(total.survival[1]).toMatchObject({ share: '0.5500' });
    expect(Object.keys(rules)).toContain('unfinished');
  });

  it('follows lines that move to another account, and accepts a span and days', async () => {
    const read = (query: string) => app.must('GET', `/v1/reports/sales-debt?${query}`);
    const [{ id }] = (await app.must('GET', `/v1/contracts?accountId=${mills.id}`)).data;
    await app.must('POST', `/v1/contracts/${id}/transfer`, { accountId: juno.id });
    await app.moveTo(Date.parse('2026-04-25T12:00:00.000Z'));
    const { data } = await read('by=channel&days=100,7,100');
    expect(data.map(({ key, survival }: Json) => [key, survival.map(({ day, share }: Json) => [day, share])])).toEqual([
      [
        { channel: 'paid-search' },
        [
          [7, '1.0000'],
          [100, '0.5500'],
        ],
      ],
    ]);
    expect((await read('wonFrom=2026-01-02')).data).toEqual([]);
    const { status, body } = await app.ask('GET', '/v1/reports/sales-debt?wonFrom=2026-02-01&wonTo=2026-01-01');
    expect([status, body.errors[0].pointer]).toEqual([422, '/wonTo']);
  });

  it('covers the accounts that a rep sees, and is available as CSV', async () => {
    const key = await app.keyFor(['rep'], ana.id);
    const seen = await app.ask('GET', '/v1/reports/cohorts', undefined, { key });
    expect(seen.body.total.accounts).toBe(1);
    const { body } = await app.ask('GET', '/v1/reports/sales-debt', undefined, { headers: { accept: 'text/csv' } });
    expect(body.split('\r\n')[0]).toMatch(/^key.rep,label,currency,contracts,wonArr,survival.0.day/);
  });

  it('belongs to the rep who won the deal last, if a win was reversed', async () => {
    const account = await anAccount(app, { ownerRepId: ana.id });
    const deal = await app.must('POST', '/v1/deals', {
      name: 'Twice',
      account: { id: account.id },
      ownerRepId: ana.id,
      amount: '700.00',
      currency: 'EUR',
    });
    const term = { startsOn: '2026-04-15', endsOn: '2027-04-14' };
    const lines = [{ product: 'Suite', segments: [{ from: '2026-04-15', amount: '700.00' }] }];
    await app.must('POST', '/v1/contracts', {
      accountId: account.id,
      dealId: deal.id,
      currency: 'EUR',
      ...term,
      lines,
    });
    await app.must('POST', `/v1/deals/${deal.id}/win`, {});
    const first = app.time.now();
    const retainedBy = async (at: number) => {
      const query = `from=2026-04-20&to=2026-04-25&by=rep&at=${new Date(at).toISOString()}`;
      const { data } = await app.must('GET', `/v1/reports/retention?${query}`);
      return data.map(({ label, opening }: Json) => [label, opening]);
    };
    const before = await retainedBy(first);
    await app.moveTo(first + 3_600_000);
    await app.must('POST', `/v1/deals/${deal.id}/reopen`);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { ownerRepId: ben.id });
    await app.must('POST', `/v1/deals/${deal.id}/win`, {});
    await app.must('PATCH', `/v1/deals/${deal.id}`, { ownerRepId: ana.id });
    const { data } = await app.must('GET', '/v1/reports/sales-debt?wonFrom=2026-04-25&wonTo=2026-04-25');
    expect(data.map(({ label, wonArr }: Json) => [label, wonArr])).toEqual([['Ben Okafor', '700.00']]);
    expect(await retainedBy(first)).toEqual(before);
    expect(await retainedBy(app.time.now())).not.toEqual(before);
  });

  it('counts no customer as lost who returns within the grace, also after the last day', async () => {
    const account = await anAccount(app, { ownerRepId: ana.id });
    const deal = await app.must('POST', '/v1/deals', {
      name: 'Back',
      account: { id: account.id },
      ownerRepId: ana.id,
      amount: '900.00',
      currency: 'EUR',
    });
    const segments = [
      { from: '2026-01-10', to: '2026-02-08', amount: '100.00', arr: '900.00' },
      { from: '2026-02-19', to: '2026-04-20', amount: '100.00', arr: '900.00' },
      { from: '2026-04-21', to: '2027-01-09', amount: '100.00', arr: '300.00' },
    ];
    const { id: contractId } = await app.must('POST', '/v1/contracts', {
      accountId: account.id,
      dealId: deal.id,
      currency: 'EUR',
      startsOn: '2026-01-10',
      endsOn: '2027-01-09',
      lines: [{ product: 'Suite', segments }],
    });
    await app.must('POST', `/v1/deals/${deal.id}/win`, {});
    const shares = async (query: string) => {
      const { data } = await app.must('GET', `/v1/reports/sales-debt?wonFrom=2026-04-25&${query}`);
      const own = data.find(({ label }: Json) => label === 'Ana Ruiz');
      return own.survival.map(({ share }: Json) => share);
    };
    expect(await shares('days=29,30&reactivationAfterDays=9')).toEqual(['1.0000', '0.0000']);
    expect(await shares('days=29,30&reactivationAfterDays=10')).toEqual(['1.0000', '1.0000']);
    expect(await shares('days=100,101&reactivationAfterDays=10')).toEqual(['1.0000', '0.3333']);

    // A line that has moved is read like the others.
    const other = await anAccount(app);
    await app.must('POST', `/v1/contracts/${contractId}/transfer`, { accountId: other.id });
    expect(await shares('days=29,30,100,101&reactivationAfterDays=10')).toEqual([
      '1.0000',
      '1.0000',
      '1.0000',
      '0.3333',
    ]);
  });
});
