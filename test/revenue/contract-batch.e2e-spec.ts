import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep, NOBODY } from '../support/people.js';
import { aLine, anAccount, stepsOf } from './contracts.js';

let app: TestApplication;
let acme: Json;
let other: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  [acme, other] = [await anAccount(app), await anAccount(app)];
});
afterAll(() => app.stop());

const aContract = (ref: string, fields: object = {}) => ({
  ref: { system: 'erp', id: ref },
  accountId: acme.id,
  currency: 'EUR',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  lines: [aLine('12000.00')],
  ...fields,
});
const put = (contracts: readonly object[], how = {}) => app.ask('PUT', '/v1/contracts/batch', { contracts }, how);
const statuses = ({ body }: Json) => body.results.map(({ status }: Json) => status);
const byRef = async (ref: string) => (await app.must('GET', `/v1/contracts?ref=erp:${ref}`)).data[0];

describe('a batch of contracts', () => {
  it('creates new contracts, corrects known ones, and leaves repeated ones unchanged', async () => {
    const first = await put([aContract('a'), aContract('b', { lines: [aLine('6000.00')] })]);
    expect(statuses(first)).toEqual(['created', 'created']);
    expect(await stepsOf(app, first.body.results[1].id)).toEqual([
      '2026-01-01 Suite 600000 sold',
      '2027-01-01 Suite 0 -',
    ]);
    const second = await put([aContract('a'), aContract('b', { lines: [aLine('9000.00')] }), aContract('c')]);
    expect(statuses(second)).toEqual(['unchanged', 'updated', 'created']);
    expect(second.body.results[1].id).toBe(first.body.results[1].id);
    expect((await byRef('b')).lines[0].segments[0].amount).toBe('9000.00');
    expect((await app.must('GET', `/v1/contracts/${first.body.results[0].id}/timeline`)).data).toHaveLength(1);
  });

  it('reports the faults of each contract, and accepts the others', async () => {
    const deal = await app.must('POST', '/v1/deals', {
      name: 'Site',
      account: { id: other.id },
      amount: '1.00',
      currency: 'EUR',
    });
    const { body } = await put([
      aContract('d', { accountId: NOBODY }),
      aContract('e', { dealId: deal.id }),
      aContract('f', { endsOn: '2025-12-31' }),
      { accountId: acme.id },
      aContract('g', { externalId: 'X-1' }),
      aContract('h', { externalId: 'X-1' }),
      aContract('i', { refs: { erp: 'another' } }),
    ]);
    const faults = body.results.map(({ errors = [] }: Json) =>
      errors.map(({ pointer, code }: Json) => `${pointer} ${code}`),
    );
    expect(faults).toEqual([
      ['/contracts/0/accountId unknownId'],
      ['/contracts/1/dealId otherAccount'],
      ['/contracts/2/endsOn tooEarly'],
      expect.arrayContaining(['/contracts/3/ref required', '/contracts/3/lines required']),
      [],
      ['/contracts/5/externalId taken'],
      [expect.stringMatching(/^\/contracts\/6\/refs\/erp /)],
    ]);
    expect(await byRef('g')).toBeDefined();
    expect(await byRef('h')).toBeUndefined();
  });

  it('applies the last version of a contract that it has more than once', async () => {
    const { body } = await put([
      aContract('k'),
      aContract('k', { noticeDays: 30 }),
      aContract('k', { noticeDays: 30 }),
    ]);
    expect(statuses({ body })).toEqual(['created', 'updated', 'unchanged']);
    expect(new Set(body.results.map(({ id }: Json) => id)).size).toBe(1);
    expect((await byRef('k')).noticeDays).toBe(30);
  });

  it('accepts a thousand contracts, and is for programs only', async () => {
    const many = Array.from({ length: 1_000 }, (_, place) => aContract(`m${place}`, { accountId: other.id }));
    expect(new Set(statuses(await put(many)))).toEqual(new Set(['created']));
    expect(await app.must('GET', `/v1/accounts/${other.id}/revenue?at=2026-06-01`)).toMatchObject({
      arr: '12000000.00',
    });
    expect(new Set(statuses(await put(many)))).toEqual(new Set(['unchanged']));
    expect((await put([])).status).toBe(422);
    const ann = await aRep(app, 'Ann');
    const key = await app.keyFor(['rep'], ann.id);
    expect((await put([aContract('z')], { key })).status).toBe(403);
  });
});
