import { afterEach, expect, it } from '@jest/globals';
import { aKindBody } from '../support/handoffs.js';
import { requireInvariants } from '../support/invariants.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { until } from '../support/postgres-owner.js';

/** More than one transaction handles. */
const CONTRACTS = 600;

let database: FreshDatabase;
let nodes: RunningNode[] = [];

afterEach(async () => {
  for (const node of nodes) await node.kill();
  nodes = [];
  await database.drop();
});

const count = (sql: string) => database.count(sql);
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Creates contracts whose renewals are due and owe a first talk at once. */
async function founded(node: RunningNode): Promise<void> {
  await node.must('PUT', '/v1/settings', { timeZone: 'UTC' });
  const mia = await node.must('POST', '/v1/reps', { name: 'Mia', email: 'mia@example.com' });
  const ann = await node.must('POST', '/v1/reps', { name: 'Ann', email: 'ann@example.com', managerId: mia.id });
  const team = await node.must('POST', '/v1/teams', { name: 'Success', repIds: [ann.id] });
  const start = { on: 'renewal.due', daysBefore: 300 };
  await node.must('POST', '/v1/handoff-kinds', aKindBody({ teamId: team.id, repId: mia.id }, { start }));
  await node.must('POST', '/v1/sla-policies', {
    name: 'Renewals',
    time: 'elapsed',
    grace: 'PT1S',
    firstTouch: { within: 'PT1H' },
    renewal: { firstTalkBefore: 'P300D', onMiss: [{ after: 'PT0S', do: 'escalate', to: 'manager' }] },
  });
  const account = await node.must('POST', '/v1/accounts', { name: 'Acme', ownerRepId: ann.id });
  const contracts = Array.from({ length: CONTRACTS }, (_, index) => ({
    ref: { system: 'erp', id: String(index) },
    accountId: account.id,
    currency: 'EUR',
    startsOn: dayFromNow(-300),
    endsOn: dayFromNow(65),
    noticeDays: 30,
    autoRenewMonths: 12,
    lines: [{ product: 'Suite', segments: [{ from: dayFromNow(-300), amount: '1200' }] }],
  }));
  const { results } = await node.must('PUT', '/v1/contracts/batch', { contracts });
  expect(results.filter(({ status }: { status: string }) => status !== 'created')).toEqual([]);
}

const RENEWALS = `select count(*) from deal where contract_term is not null`;

it('if nodes are killed while they create renewals, each renewal, its handoff and its escalation happens once', async () => {
  database = await freshDatabase();
  nodes = [await RunningNode.start(database.url), await RunningNode.start(database.url)];
  const [first, second] = nodes as [RunningNode, RunningNode];
  await founded(first);
  // Each node checks once a minute.
  await until('some are made', async () => (await count(RENEWALS)) > 0);
  await second.kill();
  nodes.push(await RunningNode.start(database.url));
  await until('all are made', async () => (await count(RENEWALS)) === CONTRACTS);
  const escalated = `select count(*) from event where subject_type = 'deal' and type = 'sla.escalated'`;
  await until('all are escalated', async () => (await count(escalated)) >= CONTRACTS);
  await until(
    'nothing waits to be looked at',
    async () => (await count('select count(*) from deal_look where due_at <= now()')) === 0,
  );

  expect(await count(`select count(distinct (contract_id, contract_term)) from deal`)).toBe(CONTRACTS);
  expect(await count(RENEWALS)).toBe(CONTRACTS);
  expect(await count(`select count(*) from event where type = 'deal.created'`)).toBe(CONTRACTS);
  expect(await count('select count(*) from handoff where renews_on is not null')).toBe(CONTRACTS);
  expect(await count('select count(distinct deal_id) from handoff where renews_on is not null')).toBe(CONTRACTS);
  expect(await count(`select count(*) from clock where deal_id is not null and kind = 'renewalFirstTalk'`)).toBe(
    CONTRACTS,
  );
  expect(await count(`select count(*) from event where subject_type = 'deal' and type = 'sla.breached'`)).toBe(
    CONTRACTS,
  );
  expect(await count(escalated)).toBe(CONTRACTS);
  for (const node of nodes) await node.kill();
  await requireInvariants(database.url);
});
