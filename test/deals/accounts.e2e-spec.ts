import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep, faults, NOBODY } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let ofAnn: string;

beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  ofAnn = await app.keyFor(['rep'], ann.id);
});
afterAll(() => app.stop());

const anAccount = (fields: object = {}): Promise<Json> => app.must('POST', '/v1/accounts', { name: 'Acme', ...fields });
const list = async (query: string, key?: string): Promise<Json[]> =>
  (await app.must('GET', `/v1/accounts?${query}`, undefined, key === undefined ? {} : { key })).data;

describe('an account', () => {
  it('can be created, read, changed and listed by its fields', async () => {
    const made = await anAccount({
      name: 'Globex',
      domains: ['Globex.example', 'www.globex.co'],
      refs: { hubspot: '9' },
      ownerRepId: ann.id,
      type: 'customer',
    });
    expect(made).toMatchObject({ domains: ['globex.example', 'globex.co'], type: 'customer', ownerRepId: ann.id });
    for (const query of [
      'domain=WWW.globex.co',
      'ref=hubspot:9',
      'q=GLOB',
      'q=lobex.c',
      `ownerRepId=${ann.id}`,
      'type=customer',
    ])
      expect(await list(query)).toEqual([made]);
    for (const query of ['q=globe%25', 'q=nobody']) expect(await list(query)).toEqual([]);
    const changed = await app.must('PATCH', `/v1/accounts/${made.id}`, {
      domains: ['globex.co'],
      refs: { hubspot: null, erp: 'G' },
      ownerRepId: null,
      type: 'partner',
    });
    expect(changed).toMatchObject({ name: 'Globex', domains: ['globex.co'], refs: { erp: 'G' }, ownerRepId: null });
    expect(await app.must('GET', `/v1/accounts/${made.id}`)).toEqual(changed);
    expect((await anAccount({ domains: ['globex.example'] })).domains).toEqual(['globex.example']);
    const { data } = await app.feed('/v1/events?type=account.updated');
    expect(data.at(-1).data).toEqual({
      type: 'partner',
      ownerRepId: null,
      roles: {},
      fields: ['domains', 'ownerRepId', 'refs.erp', 'refs.hubspot', 'type'],
    });
  });

  it('is refused with the field at fault and what was expected', async () => {
    const { id } = await anAccount({ name: 'Taken', domains: ['taken.example'], refs: { crm: 'T' } });
    const refused = async (fields: object) => faults(await app.ask('POST', '/v1/accounts', { name: 'X', ...fields }));
    expect(await refused({ domains: ['free.example', 'www.taken.example'] })).toEqual(['/domains/1 taken']);
    expect(await refused({ refs: { crm: 'T' } })).toEqual(['/refs/crm taken']);
    expect(await refused({ domains: ['gmail.com', 'no domain'] })).toEqual(['/domains/0 domain', '/domains/1 domain']);
    expect(await refused({ domains: ['a.example', 'A.example'] })).toEqual(['/domains/1 duplicate']);
    expect(await refused({ ownerRepId: NOBODY })).toEqual(['/ownerRepId unknownId']);
    expect(
      await refused({
        domains: ['no domain', 'taken.example'],
        refs: { crm: 'T' },
        ownerRepId: NOBODY,
        parentId: NOBODY,
      }),
    ).toEqual([
      '/domains/0 domain',
      '/domains/1 taken',
      '/refs/crm taken',
      '/ownerRepId unknownId',
      '/parentId unknownId',
    ]);
    expect(await refused({ type: 'friend', name: '' })).toEqual(['/name tooShort', '/type value']);
    expect(faults(await app.ask('PATCH', `/v1/accounts/${id}`, { name: null }))).toEqual(['/name value']);
    expect((await app.ask('PATCH', `/v1/accounts/${NOBODY}`, { name: 'X' })).status).toBe(404);
  });

  it('is created once for programs that know it by their own id', async () => {
    const put = (body: object) => app.ask('PUT', '/v1/accounts/by-ref/crm/A-7', body);
    const answers = await Promise.all([1, 2, 3].map(() => put({ name: 'Initech' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    const again = await put({ domains: ['initech.example'] });
    expect(again.body).toMatchObject({ name: 'Initech', refs: { crm: 'A-7' }, domains: ['initech.example'] });
    expect(faults(await app.ask('PUT', '/v1/accounts/by-ref/crm/none', {}))).toEqual(['/name required']);
  });

  it('is visible to reps who look after it or have a deal with it', async () => {
    const [mine, dealt, other] = [
      await anAccount({ name: 'Mine', ownerRepId: ann.id }),
      await anAccount({ name: 'Dealt' }),
      await anAccount({ name: 'Other' }),
    ];
    const deal = { name: 'D', account: { id: dealt.id }, amount: '1', currency: 'EUR' };
    await app.must('POST', '/v1/deals', deal, { key: ofAnn });
    const seen = (await list('limit=1000', ofAnn)).map(({ id }) => id);
    expect([seen.includes(mine.id), seen.includes(dealt.id), seen.includes(other.id)]).toEqual([true, true, false]);
    expect((await app.ask('GET', `/v1/accounts/${other.id}`, undefined, { key: ofAnn })).status).toBe(404);
  });
});
