import { setTimeout } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { compare, type Line, perSecond, quantile } from './report.js';
import { configure, connect, Player, post, sendLeads, type Workbench } from './workbench.js';

const LEADS = 5_000;
const ENDPOINTS = 10;
/** The number of endpoints that always fail. */
const SICK = 1;
const HEALTHY = LEADS * (ENDPOINTS - SICK);
const ROUNDS = 2;
const CONNECTIONS = 128;
/** Leads that arrive one by one on an otherwise idle node. */
const QUIET_LEADS = 200;
const QUIET_PER_SECOND = 20;

interface Counts {
  readonly healthy: number;
  readonly sick: number;
}

/** 50,000 events to ten webhooks, one of them sick; and how soon an event arrives on a quiet day. */
export async function deliveries(workbench: Workbench): Promise<Line[]> {
  const pairs: { floor: number; ours: number }[] = [];
  let lateMs: readonly number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { player: sink, ready } = await Player.start('sink');
    const floor = await floorRate(ready.url!);
    const ours = await ourRate(workbench, sink, ready.url!);
    pairs.push({ floor, ours: ours.rate });
    lateMs = ours.lateMs;
    sink.stop();
  }
  const [median, late] = [quantile(lateMs, 0.5), quantile(lateMs, 0.99)];
  return [
    compare('deliveries to ten webhooks, one of them sick', pairs, 'none lost, none held up'),
    {
      what: `from an event to its arrival, ${QUIET_PER_SECOND} leads a second`,
      floor: '',
      ours: `${median} ms, p99 ${late} ms`,
      ratio: '',
      target: '≤ 1,000 ms',
      isMissed: late > 1_000,
    },
  ];
}

async function ourRate(
  workbench: Workbench,
  sink: Player,
  url: string,
): Promise<{ rate: number; lateMs: readonly number[] }> {
  const database = await workbench.database('deliveries', 'ours');
  const { player, ready } = await workbench.app(database, 'running');
  await configure(ready.url!, 'PT8H');
  const hooks: string[] = [];
  for (let made = 0; made < ENDPOINTS; made += 1) {
    const path = made < SICK ? 'sick' : `hook-${made}`;
    const body = { url: `${url}/${path}`, types: ['lead.received'] };
    const { id } = await post<{ id: string }>(ready.url!, '/v1/webhooks', body);
    await post(ready.url!, `/v1/webhooks/${id}/pause`, { reason: 'All at once' });
    hooks.push(id);
  }
  await sendLeads(ready.url!, LEADS);
  const client = await connect(database);
  const count = async (state: string) =>
    Number(
      (await client.query(`select count(*) from delivery where webhook_id is not null and ${state}`)).rows[0].count,
    );
  while ((await count('true')) < LEADS * ENDPOINTS) await setTimeout(200);
  const before = await counted(sink);
  const startedMs = performance.now();
  for (const id of hooks) await post(ready.url!, `/v1/webhooks/${id}/resume`, {});
  while ((await counted(sink)).healthy - before.healthy < HEALTHY) await setTimeout(50);
  const ms = performance.now() - startedMs;
  while ((await count(`state = 'delivered'`)) < HEALTHY) await setTimeout(50);
  sink.say('lateness');
  await sink.hear();
  for (let sent = 0; sent < QUIET_LEADS; sent += 1) {
    await post(ready.url!, '/v1/leads', { source: 'quiet', contact: { email: `quiet${sent}@example.com` } });
    await setTimeout(1_000 / QUIET_PER_SECOND);
  }
  await setTimeout(2_000);
  sink.say('lateness');
  const { lateMs } = await sink.hear<{ lateMs: number[] }>();
  await client.end();
  player.stop();
  return { rate: perSecond(HEALTHY, ms), lateMs };
}

async function counted(sink: Player): Promise<Counts> {
  sink.say('counts');
  return sink.hear<Counts>();
}

/** The floor: a loop with the same HTTP client and bodies, without database, signatures or order. */
async function floorRate(url: string): Promise<number> {
  const dispatcher = new Agent({ connections: CONNECTIONS });
  const body = JSON.stringify({
    type: 'lead.received',
    timestamp: new Date().toISOString(),
    data: { of: 'x'.repeat(400) },
  });
  const startedMs = performance.now();
  let sent = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (sent < HEALTHY) {
        sent += 1;
        const answer = await request(`${url}/floor`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          dispatcher,
        });
        await answer.body.dump();
      }
    }),
  );
  const ms = performance.now() - startedMs;
  await dispatcher.close();
  return perSecond(HEALTHY, ms);
}
