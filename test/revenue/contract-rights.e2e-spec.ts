import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aCast, aRep } from '../support/people.js';
import { aLine, anAccount } from './contracts.js';

let app: TestApplication;
let people: Record<'olga' | 'sam' | 'dan' | 'mia', Json>;
let keys: Record<string, string>;
let account: Json;
let contract: Json;

/** Olga owns the account, Sam sold it, Dan delivers, Mia is Olga's manager, and Zoe has nothing to do with it. */
beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T10:00:00.000Z');
  ({ people, keys } = await aCast(app, ['Olga', 'Sam', 'Dan', 'Mia']));
  const { olga, mia } = people;
  await app.must('PUT', `/v1/reps/${olga.id}`, { name: olga.name, email: olga.email, managerId: mia.id });
  keys.mia = await app.keyFor(['manager'], mia.id);
  keys.zoe = await app.keyFor(['rep'], (await aRep(app, 'Zoe')).id);
  keys.admin = await app.keyFor(['admin']);
  keys.reader = await app.keyFor(['read']);
  const roles = { sales: people.sam.id, delivery: people.dan.id };
  account = await anAccount(app, { ownerRepId: olga.id, roles });
  contract = await app.must('POST', '/v1/contracts', bodyOf());
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const bodyOf = (fields: object = {}) => ({
  accountId: account.id,
  currency: 'EUR',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  noticeDays: 90,
  autoRenewMonths: 12,
  lines: [aLine('12000')],
  ...fields,
});
const lines = (from: string) => [{ product: 'Suite', segments: [{ from, amount: '15000' }] }];
const ACTS: readonly (readonly [method: string, path: string, body?: object])[] = [
  ['POST', 'amend', { effectiveOn: '2026-04-01', lines: lines('2026-04-01'), reason: 'More' }],
  ['POST', 'renew', { endsOn: '2027-12-31', lines: lines('2027-01-01') }],
  ['POST', 'notice', { givenOn: '2026-03-02', reason: 'price' }],
  ['DELETE', 'notice'],
];
const statuses = async (key: string): Promise<number[]> => {
  const found: number[] = [];
  for (const [method, path, body] of ACTS) {
    const { status } = await app.ask(method, `/v1/contracts/${contract.id}/${path}`, body, { key });
    found.push(status);
  }
  found.push((await app.ask('POST', '/v1/contracts', bodyOf(), { key })).status);
  return found;
};
const mayOf = async (key: string): Promise<unknown> => {
  const one = await app.ask('GET', `/v1/contracts/${contract.id}`, undefined, { key });
  const { body } = await app.ask('GET', `/v1/contracts?accountId=${account.id}`, undefined, { key });
  expect(body.data.map(({ may }: Json) => may)).toEqual(one.status === 200 ? [one.body.may] : []);
  return one.body.may;
};

const OF_OWNERS = ['amend', 'renew', 'notice'];

it.each([
  ['olga', [200, 200, 200, 200, 201], OF_OWNERS],
  ['mia', [200, 200, 200, 200, 201], OF_OWNERS],
  ['admin', [200, 200, 200, 200, 201], [...OF_OWNERS, 'transfer']],
  ['sam', [403, 403, 403, 403, 403], []],
  ['dan', [403, 403, 403, 403, 403], []],
  ['reader', [403, 403, 403, 403, 403], []],
  ['zoe', [404, 404, 404, 404, 404], undefined],
])('contracts are changed by owners, managers above them and programs: %s', async (who, expected, may) => {
  expect(await mayOf(keys[who]!)).toEqual(may);
  expect(await statuses(keys[who]!)).toEqual(expected);
});

it('the owner of the renewal may change its contract while that is open', async () => {
  app.time.moveTo(Date.parse('2026-09-10T10:00:00Z'));
  await app.application.app.get(ContractsSweep).look();
  const [deal] = (await app.must('GET', `/v1/deals?type=renewal&contractId=${contract.id}`)).data;
  await app.must('PATCH', `/v1/deals/${deal.id}`, { ownerRepId: people.dan.id });
  expect(await mayOf(keys.dan!)).toEqual(OF_OWNERS);
  await app.must('POST', `/v1/deals/${deal.id}/win`, {}, { key: keys.dan! });
  expect(await mayOf(keys.dan!)).toEqual([]);
});

it('an external id shows nobody the contract of another account', async () => {
  const theirs = await anAccount(app, { ownerRepId: people.sam.id });
  await app.must('POST', '/v1/contracts', bodyOf({ externalId: 'erp-1' }));
  const { status } = await app.ask(
    'POST',
    '/v1/contracts',
    { ...bodyOf({ externalId: 'erp-1' }), accountId: theirs.id },
    { key: keys.sam! },
  );
  expect(status).toBe(403);
});

it('nothing that is named shows a contract, a deal or an account that the caller does not see', async () => {
  const theirs = await anAccount(app, { ownerRepId: people.dan.id });
  const hidden = await anAccount(app);
  const deal = await app.must('POST', '/v1/deals', {
    ...{ name: 'Hidden', account: { id: hidden.id }, amount: '1.00', currency: 'EUR' },
    ownerRepId: people.mia.id,
  });
  const known = { externalId: 'erp-9', refs: { erp: '9' } };
  const other = await app.must('POST', '/v1/contracts', bodyOf({ ...known, accountId: hidden.id }));
  const refused = async (fields: object) => {
    const { status, body } = await app.ask('POST', '/v1/contracts', bodyOf({ ...fields, accountId: theirs.id }), {
      key: keys.dan!,
    });
    for (const id of [hidden.id, other.id]) expect(JSON.stringify(body)).not.toContain(id);
    return [status, body.errors?.map(({ pointer, code }: Json) => `${pointer} ${code}`)];
  };
  expect(await refused({ dealId: deal.id })).toEqual([422, ['/dealId unknownId']]);
  expect(await refused({ externalId: 'erp-9' })).toEqual([422, ['/externalId taken']]);
  expect(await refused({ refs: { erp: '9' } })).toEqual([422, ['/refs/erp taken']]);
  const own = await app.must('POST', '/v1/contracts', bodyOf({ accountId: theirs.id }), { key: keys.dan! });
  const tied = await app.ask('PATCH', `/v1/contracts/${own.id}`, { dealId: deal.id }, { key: keys.dan! });
  expect([tied.status, JSON.stringify(tied.body).includes(hidden.id)]).toEqual([422, false]);
});
