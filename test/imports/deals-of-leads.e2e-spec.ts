import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, changeSettings } from '../support/people.js';
import { anImport, runToEnd, settle } from './imports.js';

/** A Monday, 10:00 in UTC. */
const START = '2026-03-02T10:00:00.000Z';

let app: TestApplication;
let ann: string;
beforeAll(async () => {
  app = await TestApplication.start(START);
  await aDesk(app, ['Ann']);
  await changeSettings(app, { timeZone: 'UTC' });
  ann = (await app.must('GET', '/v1/reps')).data[0].id;
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const FILE = [
  'Record ID,Email,Company,Created,Lead Status,Owner,Reason,Won date,Closed date,Deal name,Amount',
  '1,ada@acme.example,Acme,2025-06-02 09:00,Won,Ann,,2025-07-01,,Acme 2025,"1,250.50"',
  '2,lin@crank.example,Crank,2025-06-03 09:00,Lost,Ann,Price,,2025-08-01,Crank,900',
  '3,sven@ott.example,Ott,2025-06-04 09:00,Open,Ann,,,,Ott,',
  '4,eve@none.example,None,2025-06-05 09:00,Won,Ann,,2025-07-02,,,70',
].join('\n');

const history = (file = FILE) => anImport(app, file, { mode: 'history', source: 'crm' });
const dealsOf = async (): Promise<Json[]> =>
  (await app.must('GET', '/v1/deals')).data.sort((one: Json, other: Json) => (one.name < other.name ? -1 : 1));

describe('deals of leads of history', () => {
  it('are suggested by their names', async () => {
    const { columns } = await history();
    expect(columns.slice(-2).map(({ suggested }: Json) => suggested.to)).toEqual(['dealName', 'dealAmount']);
  });

  it('are not counted twice if a file of deals has them as well', async () => {
    await runToEnd(app, (await history()).id);
    const deals =
      'Deal ID,Deal name,Company name,Amount,Deal stage,Create date,Close date,Lead ID,Lead source system\nd1,First,Acme,1250.50,Won,2025-06-02,2025-07-01,1,crm';
    const { id } = await anImport(app, deals, { of: 'deals', mode: 'history' });
    expect(await runToEnd(app, id)).toMatchObject({ created: 0, rejected: 1 });
    const [{ why }] = (await app.must('GET', `/v1/imports/${id}/rejected`)).data;
    expect(why).toMatch(/^Its lead has a deal already that came along as won, "Acme 2025"/);
    expect((await dealsOf()).filter(({ stage }) => stage === 'won')).toHaveLength(1);
  });

  it('come along with what became of them, at its dates, with their accounts', async () => {
    const { id } = await history();
    await runToEnd(app, id, 'rehearse');
    expect(await dealsOf()).toEqual([]);
    expect(await runToEnd(app, id)).toMatchObject({ created: 4, rejected: 0 });
    const leads = (await app.must('GET', `/v1/leads?importId=${id}`)).data;
    const idOf = (number: string) => leads.find(({ externalId }: Json) => externalId === number).id;
    expect(await dealsOf()).toMatchObject([
      {
        name: 'Acme 2025',
        stage: 'won',
        wonAt: '2025-07-01T00:00:00.000Z',
        amount: '1250.50',
        currency: 'EUR',
        ownerRepId: ann,
        lead: { id: idOf('1') },
        createdAt: '2025-06-02T09:00:00.000Z',
      },
      { name: 'Crank', stage: 'lost', amount: '900', lostReason: 'price', lead: { id: idOf('2') } },
      { name: 'Ott', stage: 'open', amount: null, lead: { id: idOf('3') } },
    ]);
    const accounts = (await app.must('GET', '/v1/accounts')).data;
    expect(new Map(accounts.map(({ name, type }: Json) => [name, type]))).toEqual(
      new Map([
        ['Acme', 'customer'],
        ['Crank', 'prospect'],
        ['Ott', 'prospect'],
      ]),
    );
  });

  it('are neither handed over nor made contracts, and nobody hears of them', async () => {
    const told = () => app.application.app.get(Database).column('select type from notification');
    const before = await told();
    await runToEnd(app, (await history()).id);
    await app.moveBy(3 * 24 * 3_600_000);
    expect(await told()).toEqual(before);
    expect((await app.must('GET', '/v1/deals?handoff=missing')).data).toEqual([]);
    expect((await app.must('GET', '/v1/contracts')).data).toEqual([]);
    const { data } = await app.must('GET', '/v1/events?type=deal.*');
    expect(new Set(data.map(({ actor }: Json) => actor.rule))).toEqual(new Set(['import']));
  });

  it('go with their leads when the import is undone, with the accounts that only they had', async () => {
    const { id } = await history();
    await runToEnd(app, id);
    const ott = (await dealsOf()).find(({ name }) => name === 'Ott')!;
    await app.must('PATCH', `/v1/deals/${ott.id}`, { product: 'Gears' });
    await app.must('POST', `/v1/imports/${id}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ state: 'undone', undone: 3, kept: 1 });
    expect((await dealsOf()).map(({ name }) => name)).toEqual(['Ott']);
    expect((await app.must('GET', '/v1/accounts')).data.map(({ name }: Json) => name)).toEqual(['Ott']);
    expect(await runToEnd(app, (await history()).id)).toMatchObject({ created: 3, unchanged: 1 });
    expect(await dealsOf()).toHaveLength(3);
  });
});
