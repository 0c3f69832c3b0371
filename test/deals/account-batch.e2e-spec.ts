import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep, eventsOf, NOBODY } from '../support/people.js';

let app: TestApplication;
let ann: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
});
afterAll(() => app.stop());

const ref = (id: string, system = 'crm') => ({ system, id });
async function put(...accounts: unknown[]): Promise<Json[]> {
  return (await app.must('PUT', '/v1/accounts/batch', { accounts })).results;
}
const account = (id: string) => app.must('GET', `/v1/accounts/${id}`);
const statuses = (results: readonly Json[]) => results.map(({ status }) => status);
const wrong = ({ errors }: Json) => errors.map(({ pointer, code }: Json) => `${pointer} ${code}`);

describe('a batch of accounts', () => {
  it('creates new accounts, updates known ones and leaves unchanged ones alone', async () => {
    const [first, other] = await put(
      { ref: ref('1'), name: 'Juno Foods', domains: ['Juno.example'], ownerRepId: ann.id },
      { name: 'North Mills', domains: ['mills.example'] },
    );
    expect([first, other]).toMatchObject([
      { index: 0, status: 'created' },
      { index: 1, status: 'created' },
    ]);
    expect(await account(first!.id)).toMatchObject({
      name: 'Juno Foods',
      domains: ['juno.example'],
      refs: { crm: '1' },
      ownerRepId: ann.id,
    });
    const again = [
      { ref: ref('1'), name: 'Juno Foods' },
      { domains: ['mills.example'], roles: { sales: ann.id } },
    ];
    expect(await put(...again)).toEqual([
      { index: 0, status: 'unchanged', id: first!.id },
      { index: 1, status: 'updated', id: other!.id },
    ]);
    expect(statuses(await put(...again))).toEqual(['unchanged', 'unchanged']);
    expect(await account(other!.id)).toMatchObject({ name: 'North Mills', roles: { sales: ann.id } });
    expect(await eventsOf(app, other!.id, 'account.*')).toMatchObject([
      { type: 'account.created' },
      { type: 'account.updated', data: { fields: ['roles.sales'] } },
    ]);
  });

  it('matches by domain an account that has no id of the system yet, never one with another id', async () => {
    const [made] = await put({ name: 'Delta', domains: ['delta.example', 'delta-foods.example'] });
    const [found] = await put({ ref: ref('delta'), domains: ['delta.example', 'delta-foods.example'] });
    expect(found).toMatchObject({ status: 'updated', id: made!.id });
    expect((await account(made!.id)).refs).toEqual({ crm: 'delta' });
    const [other, elsewhere] = await put(
      { ref: ref('omega'), name: 'Omega', domains: ['delta-foods.example'] },
      { ref: ref('omega', 'erp'), domains: ['delta.example', 'delta-foods.example'] },
    );
    expect(wrong(other!)).toEqual(['/accounts/0/ref taken']);
    expect(other!.errors[0].message).toBe(`Account ${made!.id} has one of its domains, and is "delta" of crm.`);
    expect(elsewhere).toMatchObject({ status: 'updated', id: made!.id });
  });

  it('saves the valid accounts and reports what is wrong with each of the others', async () => {
    const results = await put(
      { name: 'Right', domains: ['right.example'] },
      { domains: ['nameless.example'] },
      { name: 'Everybody', domains: ['gmail.com'] },
      'Juno',
      { name: 'Owned', domains: ['owned.example'], ownerRepId: NOBODY },
      { ref: ref('9'), name: 'Two ids', refs: { crm: '10' } },
      { name: 'Typo', domain: 'typo.example' },
      { name: 'Wrong', domains: 'wrong.example' },
      { name: 'Made anew each time', domains: [] },
    );
    expect(results[0]).toMatchObject({ status: 'created' });
    expect(results.slice(1).map(wrong)).toEqual([
      ['/accounts/1/name required'],
      ['/accounts/2/domains/0 domain'],
      ['/accounts/3 type'],
      ['/accounts/4/ownerRepId unknownId'],
      ['/accounts/5/refs/crm contradiction'],
      ['/accounts/6/domain unknown'],
      ['/accounts/7/domains type'],
      ['/accounts/8 required'],
    ]);
    expect((await app.must('GET', '/v1/accounts?domain=right.example')).data).toHaveLength(1);
    expect((await app.put('/v1/accounts/batch', { accounts: [] })).status).toBe(422);
  });

  it('lets each account see what the ones before it have changed', async () => {
    const [twice, same] = await put(
      { ref: ref('twice'), name: 'Twice', domains: ['twice.example'] },
      { ref: ref('twice'), name: 'Twice Ltd' },
    );
    expect(same).toEqual({ index: 1, status: 'updated', id: twice!.id });
    const [shrunk, born, late] = await put(
      { ref: ref('twice'), domains: [] },
      { ref: ref('born'), name: 'Born', domains: ['twice.example'] },
      { ref: ref('late'), name: 'Late', domains: ['late.example', 'twice.example'] },
    );
    expect([shrunk, born]).toMatchObject([{ status: 'updated' }, { status: 'created' }]);
    expect(wrong(late!)).toEqual(['/accounts/2/ref taken']);
    expect((await account(born!.id)).domains).toEqual(['twice.example']);
    const [back, gone] = await put(
      { ref: ref('born'), domains: [], refs: { crm: 'born', erp: 'b' } },
      { ref: ref('twice'), domains: ['twice.example'], name: 'Twice' },
    );
    expect([back, gone]).toMatchObject([{ status: 'updated' }, { status: 'updated' }]);
    expect((await account(twice!.id)).domains).toEqual(['twice.example']);
  });

  it('accepts a thousand accounts at once', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      ref: ref(`m${index}`),
      name: `Many ${index}`,
      domains: [`many-${index}.example`],
      ownerRepId: ann.id,
    }));
    expect(new Set(statuses(await put(...many)))).toEqual(new Set(['created']));
    expect(new Set(statuses(await put(...many)))).toEqual(new Set(['unchanged']));
    expect((await app.put('/v1/accounts/batch', { accounts: [...many, many[0]] })).status).toBe(422);
  });
});
