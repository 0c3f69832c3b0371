import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Chance } from '../../src/demo/random.js';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aRep } from '../support/people.js';
import { runs, SEED } from '../support/runs.js';

const ROUNDS = Number(process.env.ROUNDS ?? runs(12, 120));
const AT_ONCE = 6;
const OPEN = ['ask', 'open'];

let nodes: readonly TestApplication[];
beforeAll(async () => {
  const first = await TestApplication.start();
  nodes = [first, await TestApplication.start(MONDAY, { database: first.database })];
  const [ann, bo] = [await aRep(first, 'Ann'), await aRep(first, 'Bo')];
  await aDesk(first, [ann, bo]);
});
afterAll(async () => {
  await nodes[1]!.application.close();
  // Also compares the recorded events with the rows.
  await nodes[0]!.stop();
});

/** Requests of people, a CRM and the lead itself about one deal, sent at the same time. */
const SAID: readonly ((deal: Json, round: number) => [method: string, path: string, body?: object])[] = [
  ({ id }) => ['POST', `/v1/deals/${id}/lose`, { reason: 'price' }],
  ({ id }) => ['POST', `/v1/deals/${id}/lose`, { reason: 'price', lead: 'keep' }],
  ({ id }) => ['POST', `/v1/deals/${id}/win`],
  ({ id }) => ['POST', `/v1/deals/${id}/reopen`],
  ({ id }, round) => ['PATCH', `/v1/deals/${id}`, { amount: `${round + 1}00.00` }],
  ({ leadId }) => [
    'POST',
    `/v1/leads/${leadId}/milestones`,
    { name: 'won', value: { amount: '50.00', currency: 'EUR' } },
  ],
  ({ leadId }) => ['POST', `/v1/leads/${leadId}/disposition`, { category: 'lost', reason: 'price' }],
  ({ leadId }) => ['POST', `/v1/leads/${leadId}/reopen`, { reason: 'Not so' }],
  ({ name, account, leadId }) => [
    'PUT',
    `/v1/deals/by-ref/crm/${leadId}`,
    { name, account: { id: account.id }, leadId, amount: '70.00', currency: 'EUR', stage: 'won' },
  ],
  ({ leadId }) => ['POST', `/v1/leads/${leadId}/touches`, { kind: 'call', outcome: 'connected' }],
];

it('concurrent changes to a deal and its lead are each done or refused, and both agree in the end', async () => {
  const chance = new Chance(String(SEED));
  const statuses = new Map<number, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const [app] = nodes;
    const lead = await app!.must('POST', '/v1/leads', {
      source: 'ads',
      contact: { email: `kim${round}@race.example` },
      company: { name: `Acme ${round}` },
    });
    const deal = await app!.must('POST', '/v1/deals', {
      name: `Deal ${round}`,
      account: { name: `Acme ${round}` },
      leadId: lead.id,
      ownerRepId: lead.ownerId,
      amount: '10.00',
      currency: 'EUR',
      refs: { crm: lead.id },
    });
    const asked = Array.from({ length: AT_ONCE }, (_, index) => {
      const said = SAID[chance.between(0, SAID.length - 1, 'said', round, index)]!;
      return nodes[index % 2]!.ask(...said(deal, round));
    });
    for (const { status, body } of await Promise.all(asked)) {
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status >= 500) throw new Error(`Round ${round}: ${JSON.stringify(body)}`);
    }
    const now = await app!.must('GET', `/v1/deals/${deal.id}`);
    const { status, milestones } = await app!.must('GET', `/v1/leads/${lead.id}`);
    if (now.stage === 'won') expect([round, status]).toEqual([round, 'won']);
    if (status === 'won') expect([round, OPEN.includes(now.stage)]).toEqual([round, false]);
    expect(milestones.filter((each: Json) => each.name === 'won' && each.reversedAt === null).length).toBeLessThan(2);
  }
  expect([...statuses.keys()].filter((status) => status < 300).length).toBeGreaterThan(0);
  expect(statuses.get(409)).toBeGreaterThan(0);
});
