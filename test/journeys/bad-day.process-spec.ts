import { afterEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Client } from '../support/client.js';
import { requireInvariants } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { RunningNode } from '../support/node.js';
import { aDesk, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { until } from '../support/postgres-owner.js';
import { runs } from '../support/runs.js';

describe('a dialer without reports for three hours', () => {
  const START = '2026-03-02T15:00:00.000Z';
  const at = (minutes: number) => new Date(Date.parse(START) + minutes * 60_000).toISOString();
  let app: TestApplication;

  afterEach(() => app.stop());

  /** Creates twenty leads, all called within five minutes, whose touches are reported only after three hours. */
  async function silence(meanwhile: () => Promise<unknown> = async () => undefined) {
    app = await TestApplication.start(START);
    await aDesk(app, ['Ann', 'Bo', 'Cy', 'Di']);
    await aPolicy(app, { within: 'PT15M', maxReassignments: 2 }, { time: 'elapsed' });
    const leads: Json[] = [];
    for (let count = 0; count < 20; count += 1)
      leads.push(await app.must('POST', '/v1/leads', { source: 'web', externalId: `${count}` }));
    await app.moveTo(at(5));
    await meanwhile();
    await app.moveTo(at(180));
    const touches = leads.map((lead) => ({
      leadId: lead.id,
      repId: lead.ownerId,
      kind: 'call',
      outcome: 'noAnswer',
      occurredAt: at(4),
    }));
    await app.must('POST', '/v1/touches/batch', { touches });
    await app.moveTo(at(240));
    return leads;
  }
  const stray = async (leads: readonly Json[]) => {
    const now = await Promise.all(leads.map((lead) => leadNow(app, lead)));
    return now.filter(({ ownerId }, index) => ownerId !== leads[index]!.ownerId).length;
  };

  it('scatters the leads, and undoing returns each to the rep who had called', async () => {
    const leads = await silence();
    expect(await stray(leads)).toBe(20);
    const { undone, left } = await app.must('POST', '/v1/enforcement/undo', { from: at(0), to: at(240) });
    expect({ undone, left }).toEqual({ undone: 20, left: 0 });
    expect(await stray(leads)).toBe(0);
    // The calls count as first touches, so the leads are not missed and moved again.
    await app.moveTo(at(300));
    expect(await stray(leads)).toBe(0);
  });

  it('does no harm under a hold', async () => {
    const leads = await silence(() =>
      app.must('POST', '/v1/enforcement/holds', { until: at(200), reason: 'The dialer is down' }),
    );
    expect(await stray(leads)).toBe(0);
    const { data } = await app.feed('/v1/events?type=sla.corrected&limit=1000');
    expect(data.filter(({ data: { kind } }: Json) => kind === 'firstTouch')).toHaveLength(20);
  });
});

describe('on two nodes', () => {
  /** So many that more than one transaction enforces them. */
  const LEADS = runs(1_100, 1_500);
  const MISSED_AFTER_MS = 3_000;
  let database: FreshDatabase;
  let nodes: RunningNode[] = [];

  afterEach(async () => {
    for (const node of nodes) await node.kill();
    nodes = [];
    try {
      await requireInvariants(database.url);
    } finally {
      await database.drop();
    }
  });

  async function start(settings: object): Promise<[RunningNode, RunningNode]> {
    database = await freshDatabase();
    for (let started = 0; started < 2; started += 1) nodes.push(await RunningNode.start(database.url));
    await found(nodes[0]!, settings);
    return nodes as [RunningNode, RunningNode];
  }

  async function found(node: Client, settings: object): Promise<void> {
    await node.must('PUT', '/v1/settings', { ...settings, duplicates: 'separate' });
    const reps = [];
    for (const name of ['ann', 'bo', 'cy', 'di', 'ed', 'flo'])
      reps.push(await node.must('POST', '/v1/reps', { name, email: `${name}@example.com` }));
    const members = reps.map(({ id }) => ({ repId: id }));
    const pool = await node.must('POST', '/v1/pools', { name: 'All', members });
    await node.must('PUT', '/v1/routing', {
      rules: [{ name: 'All', when: {}, assign: { poolId: pool.id } }],
      fallback: { queueOwnerId: reps[0]!.id },
    });
    await node.must('POST', '/v1/sla-policies', {
      name: 'Fast',
      time: 'elapsed',
      when: {},
      firstTouch: {
        within: `PT${MISSED_AFTER_MS / 1_000}S`,
        maxReassignments: 1,
        onBreach: [{ after: 'PT0S', do: 'reassign' }],
      },
    });
  }

  async function arrive(node: Client, count: number): Promise<void> {
    for (let sent = 0; sent < count; sent += 500)
      await node.must('POST', '/v1/leads/batch', {
        leads: Array.from({ length: Math.min(500, count - sent) }, () => ({ source: 'burst' })),
      });
  }

  const count = (sql: string) => database.count(sql);
  const moved = () => count(`select count(*) from event where type = 'lead.reassigned'`);
  const held = () => count('select count(*) from clock where held_by is not null');

  it.each([
    ['is deleted', false],
    ['ends by its time', true],
  ])('after a hold %s while a node is killed, every lead is enforced exactly once', async (_, isByTime) => {
    const startedMs = performance.now();
    const [first, second] = await start({ stormBreaker: null });
    // All leads have to be held before the hold ends, which takes about as long as starting the nodes.
    const heldForMs = MISSED_AFTER_MS + 4 * (performance.now() - startedMs);
    const endsAt = new Date(Date.now() + (isByTime ? heldForMs : 600_000)).toISOString();
    const hold = await first.must('POST', '/v1/enforcement/holds', { until: endsAt, reason: 'x' });
    await arrive(first, LEADS);
    await until('all is held', async () => (await held()) === LEADS);
    expect(await moved()).toBe(0);
    if (!isByTime) await first.must('DELETE', `/v1/enforcement/holds/${hold.id}`);
    await until('some have moved', async () => (await moved()) > 0);
    await second.kill();
    await until('all have moved', async () => (await moved()) === LEADS && (await held()) === 0);
    expect(await count(`select count(*) from lead where reassignments <> 1`)).toBe(0);
    expect(
      await count(
        `select count(*) from event where type = 'sla.breached' and occurred_at < (data->>'dueAt')::timestamptz`,
      ),
    ).toBe(0);
  });

  it('a storm stops at the limit, with one hold and one message', async () => {
    const [first, second] = await start({ stormBreaker: { moves: 200, per: 'PT10M' } });
    await Promise.all([arrive(first, LEADS / 2), arrive(second, LEADS / 2)]);
    await until(
      'all was missed',
      async () => (await count(`select count(*) from event where type = 'sla.breached'`)) >= LEADS,
    );
    expect(await moved()).toBe(200);
    expect(await count('select count(*) from enforcement_hold')).toBe(1);
    expect(await count(`select count(*) from notification where type = 'enforcement.stopped'`)).toBe(1);
    const { data } = await second.must('GET', '/v1/enforcement/holds');
    await second.must('DELETE', `/v1/enforcement/holds/${data[0].id}`);
    await until('all have moved', async () => (await moved()) === LEADS);
  });
});
