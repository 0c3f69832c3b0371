import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, changeSettings } from '../support/people.js';
import { anImport, runToEnd, settle } from './imports.js';

/** A Monday, 10:00 in UTC. */
const START = '2026-03-02T10:00:00.000Z';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start(START);
  await aDesk(app, ['Ann']);
  await changeSettings(app, { timeZone: 'UTC' });
  await app.must('PUT', '/v1/accounts/batch', {
    accounts: [
      { ref: { system: 'hubspot', id: '7' }, name: 'Acme', domains: ['acme.example'] },
      { ref: { system: 'hubspot', id: '8' }, name: 'Crank', domains: ['crank.example'] },
    ],
  });
  const deals =
    'Deal ID,Deal name,Company name,Amount,Deal stage,Create date,Close date\nd1,First,Acme,1200,Won,2025-06-01,2025-07-01';
  await runToEnd(app, (await anImport(app, deals, { of: 'deals', mode: 'history' })).id);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const FILE = [
  'Contract ID,Customer,Deal ID,Currency,Start date,End date,Notice (days),Product,Type,Amount',
  'c1,Acme,d1,EUR,2025-07-01,2026-06-30,30,Platform,Subscription,"12.000,00"',
  'c1,Acme,d1,EUR,2025-07-01,2026-06-30,30,Setup,One-time,500',
  'c2,Crank,,EUR,2025-01-01,2026-12-31,,Platform,Subscription,2400',
  'c3,Nobody,,EUR,2025-01-01,2025-12-31,,Platform,Subscription,10',
  'c4,Acme,d9,EUR,2025-01-01,2025-12-31,,Platform,Subscription,10',
  'c5,Acme,,EUR,2025-12-31,2025-01-01,,Platform,Subscription,10',
  'c5,Acme,,EUR,2025-12-31,2025-01-01,,Support,Subscription,10',
  'c6,Acme,,EUR,,2025-12-31,,Platform,Subscription,10',
  ',Acme,,EUR,2025-01-01,2025-12-31,,Platform,Subscription,10',
].join('\n');

const contracts = (file = FILE, fields: object = {}) =>
  anImport(app, file, { of: 'contracts', mode: 'history', source: 'billing', ...fields });
const contractsOf = async (): Promise<Json[]> =>
  (await app.must('GET', '/v1/contracts')).data.sort((one: Json, other: Json) =>
    one.externalId < other.externalId ? -1 : 1,
  );
const reasonsOf = async (id: string): Promise<[number, string][]> =>
  (await app.must('GET', `/v1/imports/${id}/rejected`)).data.map(({ row, why }: Json) => [row, why]);

describe('an import of contracts', () => {
  it('suggests where its columns go', async () => {
    const { columns } = await contracts();
    expect(columns.map(({ name, suggested }: Json) => [name, suggested?.to])).toEqual([
      ['Contract ID', 'externalId'],
      ['Customer', 'account'],
      ['Deal ID', 'dealExternalId'],
      ['Currency', 'currency'],
      ['Start date', 'startsOn'],
      ['End date', 'endsOn'],
      ['Notice (days)', 'noticeDays'],
      ['Product', 'product'],
      ['Type', 'kind'],
      ['Amount', 'amount'],
    ]);
    expect(columns[8].suggested.values).toEqual({ Subscription: 'recurring', 'One-time': 'oneOff' });
  });

  it('makes contracts of their lines by the rules of a batch, as its rehearsal has said', async () => {
    const { id } = await contracts();
    const counts = { rows: 9, created: 2, joined: 1, unchanged: 0, rejected: 6 };
    expect(await runToEnd(app, id, 'rehearse')).toMatchObject({ state: 'rehearsed', ...counts });
    const foreseen = await reasonsOf(id);
    expect(await contractsOf()).toEqual([]);
    expect(await runToEnd(app, id)).toMatchObject({ state: 'done', ...counts });
    expect(await reasonsOf(id)).toEqual(foreseen);
    expect(foreseen).toEqual([
      [5, 'Customer: There is no such account: import the accounts first.'],
      [6, 'Deal ID: There is no such deal: import the deals first.'],
      [7, expect.stringMatching(/^End date: /)],
      [8, expect.stringMatching(/^End date: /)],
      [9, expect.stringMatching(/starts|from|Start/i)],
      [10, 'It has no id by which it would be found again.'],
    ]);
    const [first, second] = await contractsOf();
    expect(first).toMatchObject({
      externalId: 'c1',
      refs: { billing: 'c1' },
      currency: 'EUR',
      startsOn: '2025-07-01',
      endsOn: '2026-06-30',
      noticeDays: 30,
      dealId: (await app.must('GET', '/v1/deals?externalId=d1')).data[0].id,
    });
    expect(first!.lines.map(({ product, kind, segments }: Json) => [product, kind, segments[0].amount])).toEqual([
      ['Platform', 'recurring', '12000.00'],
      ['Setup', 'oneOff', '500.00'],
    ]);
    expect(second).toMatchObject({ externalId: 'c2', endsOn: '2026-12-31' });
    const crank = (await app.must('GET', '/v1/accounts')).data.find(({ name }: Json) => name === 'Crank');
    expect(await app.must('GET', `/v1/accounts/${crank.id}/revenue?at=2026-03-02`)).toMatchObject({ arr: '1200.00' });
    expect(crank.type).toBe('customer');
  });

  it('refuses a row whose id cannot be stored, and takes the others', async () => {
    const { id } = await contracts(FILE.replace('c2,Crank', 'c\0,Crank').replace('c3,Nobody', 'c3,No\0body'));
    expect(await runToEnd(app, id)).toMatchObject({ state: 'done', created: 1, joined: 1, rejected: 7 });
    expect((await reasonsOf(id)).slice(0, 2)).toEqual([
      [4, expect.stringMatching(/^Contract ID: Text must be well-formed Unicode without NUL characters/)],
      [5, expect.stringMatching(/^Customer: Text must be well-formed Unicode without NUL characters/)],
    ]);
  });

  it('tells nobody if it is history, and programs if it is not', async () => {
    const told = () => app.application.app.get(Database).column('select type from notification');
    const before = await told();
    await runToEnd(app, (await contracts()).id);
    await app.moveBy(60_000);
    expect(await told()).toEqual(before);
    const rulesOf = async () =>
      (await app.must('GET', '/v1/events?type=contract.*')).data.map(({ actor }: Json) => actor.rule);
    expect(await rulesOf()).toEqual(['import', 'import']);
    const live = FILE.replaceAll('c1', 'k1').replaceAll('d1', '');
    await runToEnd(app, (await contracts(live, { mode: 'live' })).id);
    expect((await rulesOf()).at(-1)).toBeUndefined();
  });

  it('changes nothing when it is repeated, adds lines, and takes none away', async () => {
    await runToEnd(app, (await contracts()).id);
    expect(await runToEnd(app, (await contracts()).id)).toMatchObject({ created: 0, joined: 0, unchanged: 3 });
    const more = 'Contract ID,Product,Amount\nc1,Support,1200\n';
    expect(await runToEnd(app, (await contracts(more)).id)).toMatchObject({ joined: 1, rejected: 0 });
    const [first] = await contractsOf();
    expect(first!.lines.map(({ product }: Json) => product)).toEqual(['Platform', 'Setup', 'Support']);
  });

  it('keeps all prices of a line, however far apart their rows are', async () => {
    const head = 'Contract ID,Customer,Currency,Start date,End date,Product,Price from,Price to,Amount';
    const first = 'p1,Acme,EUR,2025-01-01,2026-12-31,Seats,2025-01-01,2025-12-31,1000';
    const second = 'p1,Acme,EUR,2025-01-01,2026-12-31,Seats,2026-01-01,2026-12-31,2000';
    const pricesOf = async () =>
      (await contractsOf())[0]!.lines[0].segments.map(({ from, amount }: Json) => [from, amount]);
    const both = [
      ['2025-01-01', '1000.00'],
      ['2026-01-01', '2000.00'],
    ];
    const near = await contracts([head, first, second, second].join('\n'));
    expect(await runToEnd(app, near.id)).toMatchObject({ created: 1, rejected: 0 });
    expect(await pricesOf()).toEqual(both);
    const again = [head, second.replace('2000', '3000')].join('\n');
    expect(await runToEnd(app, (await contracts(again)).id)).toMatchObject({ joined: 1 });
    expect(await pricesOf()).toEqual([both[0], ['2026-01-01', '3000.00']]);

    const between = Array.from({ length: 249 }, () => ',Acme,,,,,,,');
    const far = await contracts(
      [head, ...[first, ...between, second].map((row) => row.replace('p1', 'a1'))].join('\n'),
    );
    expect(await runToEnd(app, far.id)).toMatchObject({ created: 1, joined: 1, rejected: 249 });
    expect(await pricesOf()).toEqual(both);
  });

  it('refuses rows whose prices hold at the same time', async () => {
    const head = 'Contract ID,Customer,Currency,Start date,End date,Product,Price from,Price to,Amount';
    const rows = [1000, 2000].map((amount) => `p1,Acme,EUR,2025-01-01,2026-12-31,Seats,,,${amount}`);
    const { id } = await contracts([head, ...rows].join('\n'));
    expect(await runToEnd(app, id)).toMatchObject({ created: 0, rejected: 2 });
    expect((await reasonsOf(id))[0]![1]).toMatch(/no other price of the line holds/);
  });

  it('is undone by withdrawing those that nobody has worked on', async () => {
    const { id } = await contracts();
    await runToEnd(app, id);
    const second = (await contractsOf())[1]!;
    await app.must('PUT', '/v1/invoices/by-ref/billing/i1', {
      contractId: second.id,
      issuedOn: '2026-01-01',
      amount: '100.00',
      payments: [],
    });
    await app.must('POST', `/v1/imports/${id}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ state: 'undone', undone: 1, kept: 1 });
    expect((await contractsOf()).map(({ externalId }) => externalId)).toEqual(['c2']);
    expect(await runToEnd(app, (await contracts()).id)).toMatchObject({ created: 1, joined: 1, unchanged: 1 });
  });
});
