import { afterEach, expect, it } from '@jest/globals';
import { aKindBody, FILLED } from '../support/handoffs.js';
import { requireInvariants } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { until } from '../support/postgres-owner.js';

const DEALS = 60;
let database: FreshDatabase;
let nodes: RunningNode[] = [];

afterEach(async () => {
  for (const node of nodes) await node.kill();
  nodes = [];
  await database.drop();
});

const count = (sql: string) => database.count(sql);

/** Creates a kind of handoff whose deadlines pass within seconds, around the clock. */
async function found(node: RunningNode): Promise<{ readonly annId: string }> {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const hours = Object.fromEntries(days.map((day) => [day, [['00:00', '24:00']]]));
  const { id: defaultCalendarId } = await node.must('POST', '/v1/calendars', {
    name: 'Always',
    timeZone: 'UTC',
    hours,
  });
  await node.must('PUT', '/v1/settings', { timeZone: 'UTC', defaultCalendarId });
  const [ann, olga, dora] = await Promise.all(
    ['ann', 'olga', 'dora'].map((name) => node.must('POST', '/v1/reps', { name, email: `${name}@example.com` })),
  );
  const team = await node.must('POST', '/v1/teams', { name: 'Operations', repIds: [olga.id] });
  const receiver = { name: 'Operations', teamId: team.id, ownerOfDoneRepId: olga.id, checklist: [] };
  await node.must(
    'POST',
    '/v1/handoff-kinds',
    aKindBody(
      { teamId: team.id, repId: dora.id },
      {
        receivers: [{ ...receiver, acknowledgeWithin: 'PT3S', completeWithin: 'PT3S' }],
        escalation: { deciderRepId: dora.id, decideWithin: 'PT2S', needs: 'What was promised' },
        clientToldWithin: 'PT4S',
      },
    ),
  );
  return { annId: ann.id };
}

it('a node killed amid wins, losses, reopenings and overdue handoffs loses nothing, and nothing happens twice', async () => {
  database = await freshDatabase();
  nodes = [await RunningNode.start(database.url), await RunningNode.start(database.url)];
  const [first, second] = nodes as [RunningNode, RunningNode];
  const { annId } = await found(first);
  const made = Array.from({ length: DEALS }, async (_, index): Promise<Json> => {
    const node = nodes[index % 2]!;
    const lead = await node.must('POST', '/v1/leads', { source: `web ${index}`, owner: { repId: annId } });
    const named = {
      name: `Deal ${index}`,
      account: { name: `Account ${index % 7}` },
      leadId: lead.id,
      ownerRepId: annId,
    };
    const deal = await node.must('POST', '/v1/deals', { ...named, amount: '100.00', currency: 'EUR' });
    await node.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, FILLED);
    return deal;
  });
  const deals = await Promise.all(made);
  const turned = deals.map(async ({ id }, index) => {
    const node = nodes[index % 2]!;
    const isOdd = index % 3 === 0;
    for (const [verb, body] of [
      ['win'],
      ['reopen'],
      ['lose', { reason: 'price', lead: isOdd ? 'keep' : 'close' }],
      ['reopen'],
      ['win'],
    ] as const) {
      // A killed node does not answer.
      const answer = await node.ask('POST', `/v1/deals/${id}/${verb}`, body ?? {}).catch(() => null);
      if (answer !== null) expect([verb, answer.status < 500]).toEqual([verb, true]);
    }
  });
  await until(
    'some is done',
    async () => (await count(`select count(*) from event where type = 'deal.won'`)) > DEALS / 2,
  );
  await second.kill();
  await Promise.all(turned);
  await until(
    'all that was promised is over',
    async () => (await count(`select count(*) from clock where handoff_id is not null and state = 'running'`)) === 0,
  );
  const breached = `select count(*) from event where type = 'sla.breached' and subject_type = 'handoff'`;
  expect(await count(breached)).toBeGreaterThan(DEALS / 2);
  expect(await count(breached)).toBe(
    await count(`select count(*) from clock where handoff_id is not null and breached_at is not null`),
  );
  expect(
    await count(`select count(*) from deal join lead on lead.id = lead_id where (stage = 'won') <> (status = 'won')`),
  ).toBe(0);
  for (const node of nodes) await node.kill();
  await requireInvariants(database.url);
});
