import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
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
  'Company name,Website,HubSpot Company ID,Account owner,Lifecycle stage,Contact email',
  'Acme,https://www.acme.example/start,7,Ann,Customer,bo@acme.example',
  'Acme,acme-group.example,7,Ann,Customer,cem@acme.example',
  'Camshaft,camshaft.example,8,Zoe,Prospect,',
  'Gearbox,gearbox.example,9,,Something else,',
  'No id at all,,,,,',
  ',crank.example,10,,,',
].join('\n');

const companies = (file = FILE, fields: object = {}) => anImport(app, file, { of: 'accounts', ...fields });
const accountsOf = async (): Promise<Json[]> => (await app.must('GET', '/v1/accounts')).data;
const reasonsOf = async (id: string): Promise<[number, string][]> =>
  (await app.must('GET', `/v1/imports/${id}/rejected`)).data.map(({ row, why }: Json) => [row, why]);

describe('an import of accounts', () => {
  it('suggests where its columns go', async () => {
    const { columns } = await companies();
    expect(columns.map(({ name, suggested }: Json) => [name, suggested?.to])).toEqual([
      ['Company name', 'name'],
      ['Website', 'domains'],
      ['HubSpot Company ID', 'refs.hubspot'],
      ['Account owner', 'owner'],
      ['Lifecycle stage', 'type'],
      ['Contact email', 'contact.email'],
    ]);
    expect(columns[4].suggested.values).toEqual({ Customer: 'customer', Prospect: 'prospect' });
  });

  it('makes accounts by the rules of a batch, as its rehearsal has said, of several rows one', async () => {
    const { id } = await companies();
    const counts = { rows: 6, created: 1, joined: 1, rejected: 4 };
    expect(await runToEnd(app, id, 'rehearse')).toMatchObject({ state: 'rehearsed', ...counts });
    const foreseen = await reasonsOf(id);
    expect(await accountsOf()).toEqual([]);
    expect(await runToEnd(app, id)).toMatchObject({ state: 'done', ...counts });
    expect(await reasonsOf(id)).toEqual(foreseen);
    expect(foreseen).toEqual([
      [4, 'Account owner: "Zoe" names no rep, or several.'],
      [5, expect.stringMatching(/^Lifecycle stage: "Something else" is none of /)],
      [6, 'It has neither a domain nor an id in another system, by which it would be found again.'],
      [7, expect.stringMatching(/name/i)],
    ]);
    expect(await accountsOf()).toMatchObject([
      {
        name: 'Acme',
        domains: ['acme.example', 'acme-group.example'],
        refs: { hubspot: '7' },
        ownerRepId: ann,
        type: 'customer',
        contacts: [{ email: 'bo@acme.example' }, { email: 'cem@acme.example' }],
      },
    ]);
  });

  it('takes nothing away that is known, and changes nothing when it is repeated', async () => {
    await runToEnd(app, (await companies()).id);
    const [before] = await accountsOf();
    expect(await runToEnd(app, (await companies()).id)).toMatchObject({ created: 0, joined: 0, unchanged: 2 });
    const { id } = await companies('Domain,Name\nacme.example,Acme Group\n');
    expect(await runToEnd(app, id)).toMatchObject({ joined: 1 });
    const { version, updatedAt, ...rest } = before!;
    const [after] = await accountsOf();
    expect(after).toMatchObject({ ...rest, name: 'Acme Group' });
  });

  it('tells webhooks unless it is history', async () => {
    const typesOf = async () =>
      (await app.must('GET', '/v1/events?type=account.*')).data.map(({ actor }: Json) => actor);
    await runToEnd(app, (await companies('Domain,Name\nold.example,Old\n', { mode: 'history' })).id);
    await runToEnd(app, (await companies('Domain,Name\nnew.example,New\n')).id);
    expect(await typesOf()).toMatchObject([{ type: 'system', rule: 'import' }, { type: 'key' }]);
  });

  it('is undone by deleting those that nobody has worked on', async () => {
    const { id } = await companies(`${FILE}\nOtt,ott.example,11,,,`);
    await runToEnd(app, id);
    const ott = (await accountsOf()).find(({ name }) => name === 'Ott')!;
    await app.must('POST', '/v1/deals', {
      name: 'Ten',
      account: { id: ott.id },
      amount: '10.00',
      currency: 'EUR',
      ownerRepId: ann,
    });
    await app.must('POST', `/v1/imports/${id}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ state: 'undone', undone: 1, kept: 1 });
    expect((await accountsOf()).map(({ name }) => name)).toEqual(['Ott']);
    expect(await runToEnd(app, (await companies()).id)).toMatchObject({ created: 1 });
  });
});
