import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Chance } from '../../src/demo/random.js';
import { daysAfter } from '../../src/platform/values/day.js';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { TestApplication } from '../support/application.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { runs, SEED } from '../support/runs.js';
import { aLine, anAccount } from './contracts.js';

const ROUNDS = Number(process.env.ROUNDS ?? runs(10, 100));
const AT_ONCE = 6;
const START = '2026-12-01T09:00:00.000Z';

let nodes: readonly TestApplication[];
let accounts: readonly Json[];
beforeAll(async () => {
  const first = await TestApplication.start(START);
  nodes = [first, await TestApplication.start(START, { database: first.database })];
  accounts = [await anAccount(first), await anAccount(first)];
});
afterAll(async () => {
  await nodes[1]!.application.close();
  // Checks the rows against the ledger, and the ARR steps against the lines.
  await nodes[0]!.stop();
});

const bodyOf = (amount: string) => ({
  accountId: accounts[0]!.id,
  currency: 'EUR',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  // The last day for notice is 1 March, a day ago.
  noticeDays: 305,
  autoRenewMonths: 1,
  lines: [aLine(amount), aLine('365', { product: 'Support' })],
});

/** Requests about one contract, made at the same time. */
const SAID: readonly ((contract: Json, round: number) => [method: string, path: string, body?: object])[] = [
  ({ ref }) => ['PUT', `/v1/contracts/by-ref/erp/${ref}`, bodyOf('12000')],
  ({ ref }, round) => ['PUT', `/v1/contracts/by-ref/erp/${ref}`, bodyOf(`${12000 + round}`)],
  ({ id }, round) => {
    const effectiveOn = daysAfter('2026-03-01', round * 3);
    const lines = [{ product: 'Suite', segments: [{ from: effectiveOn, amount: `${5000 + round}` }] }];
    return ['POST', `/v1/contracts/${id}/amend`, { effectiveOn, lines, reason: 'More' }];
  },
  ({ id }) => ['POST', `/v1/contracts/${id}/notice`, { givenOn: '2026-02-20', reason: 'price' }],
  ({ id }) => ['POST', `/v1/contracts/${id}/notice`, { givenOn: '2026-03-02', reason: 'support' }],
  ({ id }) => ['DELETE', `/v1/contracts/${id}/notice`],
  ({ id, endsOn }) => {
    const lines = [{ product: 'Suite', segments: [{ from: daysAfter(endsOn, 1), amount: '1000' }] }];
    return ['POST', `/v1/contracts/${id}/renew`, { endsOn: daysAfter(endsOn, 90), lines }];
  },
  ({ id }, round) => ['POST', `/v1/contracts/${id}/transfer`, { accountId: accounts[round % 2]!.id }],
  ({ id }, round) => [
    'POST',
    `/v1/contracts/${id}/transfer`,
    { accountId: accounts[round % 2]!.id, lines: ['Support'] },
  ],
];

/** Terms that do not begin on the day after the former one. */
function gapsIn({ terms }: Json): Json[] {
  return terms.filter(
    ({ startsOn }: Json, place: number) => place > 0 && startsOn !== daysAfter(terms[place - 1].endsOn, 1),
  );
}

describe('a contract', () => {
  it('stays consistent when people and programs change it on several nodes at once', async () => {
    const chance = new Chance(String(SEED));
    const [one, other] = nodes as [TestApplication, TestApplication];
    for (let round = 0; round < ROUNDS; round += 1) {
      const made = await one.must('PUT', `/v1/contracts/by-ref/erp/R-${round}`, bodyOf('12000'));
      const contract = { ...made, ref: `R-${round}` };
      const asked = Array.from({ length: AT_ONCE }, async (_, index) => {
        const node = index % 2 === 0 ? one : other;
        const [method, path, body] = SAID[chance.between(0, SAID.length - 1, round, index)]!(contract, round);
        const { status } = await node.ask(method, path, body);
        // A notice cannot be taken back (409) if a term that it added by being late was amended.
        expect(method === 'DELETE' ? [200, 409] : [200, 422]).toContain(status);
      });
      await Promise.all([...asked, ...nodes.map((node) => node.application.app.get(ContractsSweep).look())]);
    }
    const { data } = await one.must('GET', '/v1/contracts?limit=1000');
    expect(data.length).toBeGreaterThanOrEqual(ROUNDS);
    expect(data.flatMap(gapsIn)).toEqual([]);
    expect((await verified(one.database.url)).found).toEqual([]);
  });

  it('renews once, on any number of nodes', async () => {
    const [one] = nodes as [TestApplication];
    const made = [];
    for (let count = 0; count < 5; count += 1)
      made.push(await one.must('POST', '/v1/contracts', { ...bodyOf('12000'), noticeDays: 30 }));
    for (const node of nodes) node.time.moveTo(Date.parse('2026-12-02T00:00:00.000Z'));
    await Promise.all([...nodes, ...nodes].map((node) => node.application.app.get(ContractsSweep).look()));
    for (const { id } of made) {
      const { terms } = await one.must('GET', `/v1/contracts/${id}`);
      expect(terms.map(({ endsOn }: Json) => endsOn)).toEqual(['2026-12-31', '2027-01-31']);
    }
  });

  it('of which reports read something other than its steps is found by verify', async () => {
    const app = await TestApplication.start(START);
    const { id: accountId } = await anAccount(app);
    const { id } = await app.must('POST', '/v1/contracts', { ...bodyOf('12000'), accountId });
    await app.asOwner(`update arr_history set begins_on = begins_on + 1 where contract_id = '${id}'`);
    const found = [...(await verified(app.database.url)).found];
    await app.stop({ isWhole: false });
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) expect(each).toContain(`of contract ${id}`);
  });

  it('with steps that contradict its lines is found by verify', async () => {
    const app = await TestApplication.start(START);
    const { id: accountId } = await anAccount(app);
    const { id } = await app.must('POST', '/v1/contracts', { ...bodyOf('12000'), accountId });
    await app.asOwner(
      `update arr_step set arr = arr + 1 where contract_id = '${id}' and product = 'Suite' and arr > 0`,
    );
    await app.asOwner(`update contract set notice_days = 306 where id = '${id}'`);
    const found = [...(await verified(app.database.url)).found];
    await app.stop({ isWhole: false });
    expect(found.sort()).toEqual([
      `contract ${id}: noticeDays is 306, the ledger says 305`,
      `step ${id} ${accountId} Suite recurring 2026-01-01 of contract ${id}: arr is 1200001, the ledger says 1200000`,
    ]);
  });
});
