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
  await app.must('PUT', '/v1/accounts/batch', {
    accounts: [{ ref: { system: 'hubspot', id: '7' }, name: 'Acme', domains: ['acme.example'] }],
  });
  const leads = [
    'Record ID,Email,Created,Owner,Status,Won date',
    '1,ada@acme.example,2025-06-02 09:00,Ann,Won,2025-07-01',
    '2,lin@crank.example,2025-06-03 09:00,Ann,Open,',
    '3,sven@ott.example,2025-06-04 09:00,Ann,Lost,',
  ].join('\n');
  await runToEnd(app, (await anImport(app, leads, { mode: 'history', source: 'crm' })).id);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const FILE = [
  'Deal ID,Deal name,Company ID,Company name,Amount,Deal stage,Create date,Close date,Deal owner,Lost reason,Lead ID',
  'd1,Acme 2025,7,,"12.000,00 €",Closed won,2025-06-10,2025-07-01,Ann,,1',
  'd2,Crank first,,Crank,900,Closed lost,2025-06-11,2025-08-01,Ann,Price,',
  'd3,Crank again,,Crank,1000,Negotiation,2026-02-01,2026-04-30,Ann,,2',
  'd4,No company,,,10,Closed won,2025-06-10,2025-07-01,Ann,,',
  'd5,Unknown company,99,,10,Closed won,2025-06-10,2025-07-01,Ann,,',
  'd6,Not won,7,,10,Closed won,2025-06-10,2025-07-01,Ann,,2',
  'd7,Closed lead,7,,10,Open,2025-06-10,,Ann,,3',
  'd8,Inverted,7,,10,Closed won,2025-07-10,2025-07-01,Zoe,,',
  ',No id,7,,10,Closed won,2025-06-10,2025-07-01,Ann,,',
  'd1,Acme 2025,7,,"12.000,00 €",Closed won,2025-06-10,2025-07-01,Ann,,1',
].join('\n');

const MAPPED = { 'Company ID': 'accountRefs.hubspot' };
async function deals(file = FILE): Promise<Json> {
  const made = await anImport(app, file, { of: 'deals', mode: 'history', source: 'crm' });
  const columns = { ...made.mapping.columns, ...MAPPED };
  return app.must('PUT', `/v1/imports/${made.id}/mapping`, { columns });
}
const dealsOf = async (): Promise<Json[]> =>
  (await app.must('GET', '/v1/deals')).data.sort((one: Json, other: Json) =>
    one.externalId < other.externalId ? -1 : 1,
  );
const reasonsOf = async (id: string): Promise<[number, string][]> =>
  (await app.must('GET', `/v1/imports/${id}/rejected`)).data.map(({ row, why }: Json) => [row, why]);

describe('an import of deals', () => {
  it('suggests where its columns go, and what their stages mean', async () => {
    const { columns } = await deals();
    expect(columns.map(({ name, suggested }: Json) => [name, suggested?.to])).toEqual([
      ['Deal ID', 'externalId'],
      ['Deal name', 'name'],
      ['Company ID', undefined],
      ['Company name', 'account'],
      ['Amount', 'amount'],
      ['Deal stage', 'stage'],
      ['Create date', 'createdAt'],
      ['Close date', 'closedAt'],
      ['Deal owner', 'owner'],
      ['Lost reason', 'lostReason'],
      ['Lead ID', 'leadExternalId'],
    ]);
    expect(columns[5].suggested.values).toEqual({
      'Closed won': 'won',
      'Closed lost': 'lost',
      Negotiation: 'open',
      Open: 'open',
    });
  });

  it('brings deals along with what became of them, as its rehearsal has said', async () => {
    const { id } = await deals();
    const counts = { rows: 10, created: 3, unchanged: 1, rejected: 6 };
    expect(await runToEnd(app, id, 'rehearse')).toMatchObject({ state: 'rehearsed', ...counts });
    const foreseen = await reasonsOf(id);
    expect(await dealsOf()).toEqual([]);
    expect(await runToEnd(app, id)).toMatchObject({ state: 'done', ...counts });
    expect(await reasonsOf(id)).toEqual(foreseen);
    expect(foreseen).toEqual([
      [5, expect.stringMatching(/account/)],
      [6, 'Company ID: There is no account "99".'],
      [7, 'Its lead is not won: bring the lead along as won, or win it first.'],
      [8, 'Its lead is closed, so no deal of it is open: reopen the lead first.'],
      [9, 'Deal owner: "Zoe" names no rep, or several. Close date: Expected an instant after it was created.'],
      [10, 'It has no id by which it would be found again.'],
    ]);
    expect(await dealsOf()).toMatchObject([
      {
        externalId: 'd1',
        stage: 'won',
        wonAt: '2025-07-01T00:00:00.000Z',
        createdAt: '2025-06-10T00:00:00.000Z',
        amount: '12000.00',
        currency: 'EUR',
        ownerRepId: ann,
        lead: { source: 'crm' },
      },
      { externalId: 'd2', stage: 'lost', lostReason: 'price', lead: null },
      { externalId: 'd3', stage: 'open', expectedCloseAt: '2026-04-30T00:00:00.000Z', lead: { source: 'crm' } },
    ]);
    const accounts = (await app.must('GET', '/v1/accounts')).data;
    expect(new Map(accounts.map(({ name, type }: Json) => [name, type]))).toEqual(
      new Map([
        ['Acme', 'customer'],
        ['Crank', 'prospect'],
      ]),
    );
  });

  it('hands nothing over, makes no contract and tells nobody', async () => {
    const told = () => app.application.app.get(Database).column('select type from notification');
    const before = await told();
    const file = [
      'Deal ID,Deal name,Company name,Amount,Deal stage,Create date,Close date,Start date,End date',
      'e1,Years,Acme,1200,Closed won,2025-06-10,2025-07-01,2025-07-01,2026-06-30',
    ].join('\n');
    await runToEnd(app, (await anImport(app, file, { of: 'deals', mode: 'history' })).id);
    await runToEnd(app, (await deals()).id);
    await app.moveBy(3 * 24 * 3_600_000);
    expect(await told()).toEqual(before);
    expect((await app.must('GET', '/v1/deals?handoff=missing')).data).toEqual([]);
    expect((await app.must('GET', '/v1/contracts')).data).toEqual([]);
    const [years] = (await app.must('GET', '/v1/deals?externalId=e1')).data;
    expect(years.term).toMatchObject({ startsOn: '2025-07-01', endsOn: '2026-06-30' });
    await app.must('PATCH', `/v1/deals/${years.id}`, { product: 'Gears' });
    await app.moveBy(60_000);
    expect((await app.must('GET', '/v1/deals?handoff=missing')).data).toEqual([]);
    expect((await app.must('GET', '/v1/contracts')).data).toEqual([]);
  });

  it('changes nothing when it is repeated', async () => {
    await runToEnd(app, (await deals()).id);
    expect(await runToEnd(app, (await deals()).id)).toMatchObject({ created: 0, unchanged: 4 });
  });

  it('is undone by deleting those that nobody has worked on, with the accounts that only they had', async () => {
    const { id } = await deals();
    await runToEnd(app, id);
    const [first] = await dealsOf();
    await app.must('PATCH', `/v1/deals/${first!.id}`, { product: 'Gears' });
    await app.must('POST', `/v1/imports/${id}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ state: 'undone', undone: 2, kept: 1 });
    expect((await dealsOf()).map(({ externalId }) => externalId)).toEqual(['d1']);
    expect((await app.must('GET', '/v1/accounts')).data.map(({ name }: Json) => name)).toEqual(['Acme']);
    expect(await runToEnd(app, (await deals()).id)).toMatchObject({ created: 2, unchanged: 2 });
  });
});
