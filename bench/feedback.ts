import { setTimeout } from 'node:timers/promises';
import { compare, type Line, perSecond } from './report.js';
import { configure, connect, get, post, type Workbench } from './workbench.js';

const LEADS = 20_000;
const BATCH = 2_000;
const ROUNDS = 3;
const DAY_MS = 86_400_000;

interface Health {
  readonly backlog: { readonly due: number };
}

interface Batch {
  readonly batchId: string | null;
  readonly items: readonly unknown[];
}

/** Conversions that are due at once: fetched in batches, with their bodies, and reported as posted. */
export async function feedback(workbench: Workbench): Promise<Line[]> {
  const pairs: { floor: number; ours: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    pairs.push({ floor: await floorRate(workbench), ours: await ourRate(workbench) });
  return [compare('payloads for Google Ads, leased and reported', pairs, '≥ 5,000/s')];
}

async function ourRate(workbench: Workbench): Promise<number> {
  const { player, ready } = await workbench.app(await workbench.database('feedback', 'ours'), 'running');
  const url = ready.url!;
  await configure(url, 'PT8H');
  const destination = await post<{ id: string }>(url, '/v1/feedback/destinations', {
    name: 'Google Ads',
    platform: 'googleAds',
    settings: { transport: 'adsApi', customerId: '1234567890' },
    rules: [{ on: { milestone: 'received' }, send: { conversionActionId: '101', name: 'Lead' } }],
  });
  const clickedAt = new Date(Date.now() - DAY_MS).toISOString();
  for (let sent = 0; sent < LEADS; sent += 1_000) {
    const leads = Array.from({ length: 1_000 }, (_, index) => ({
      source: 'google-ads',
      contact: { email: `kim${sent + index}@example.com`, phone: '+1 650 555 0142', country: 'US' },
      clickIds: { gclid: `click-${sent + index}`, clickedAt },
      consent: { adUserData: 'granted' },
    }));
    await post(url, '/v1/leads/batch', { leads });
  }
  const path = `/v1/feedback/destinations/${destination.id}`;
  while ((await get<Health>(url, `${path}/health`)).backlog.due < LEADS) await setTimeout(200);
  const startedMs = performance.now();
  let told = 0;
  for (;;) {
    const batch = await post<Batch>(url, `${path}/batches`, { limit: BATCH });
    if (batch.batchId === null) break;
    told += batch.items.length;
    await post(url, `${path}/batches/${batch.batchId}/ack`, {});
  }
  const ms = performance.now() - startedMs;
  player.stop();
  if (told !== LEADS) throw new Error(`${told} of ${LEADS} were handed out`);
  return perSecond(told, ms);
}

/** The floor: rows are claimed, written as JSON, and marked as sent. No rules, no hashes, no checks. */
async function floorRate(workbench: Workbench): Promise<number> {
  const client = await connect(await workbench.database('feedback_floor', 'floor'));
  await client.query(
    'create table delivery (id uuid primary key, lead_id uuid, click text, at timestamptz, state text, batch_id uuid)',
  );
  await client.query(`create index on delivery (at, id) where state <> 'accepted'`);
  await client.query(
    `insert into delivery select gen_random_uuid(), gen_random_uuid(), 'click-' || n, now(), 'pending', null
       from generate_series(1, $1::int) as n`,
    [LEADS],
  );
  const startedMs = performance.now();
  for (let told = 0; told < LEADS; told += BATCH) {
    const { rows } = await client.query(
      `update delivery set state = 'leased' where id in
         (select id from delivery where state = 'pending' order by at, id limit $1 for no key update)
       returning id, lead_id, click, at`,
      [BATCH],
    );
    JSON.stringify({ conversions: rows });
    await client.query(`update delivery set state = 'accepted' where id = any ($1::uuid[])`, [
      rows.map(({ id }) => id),
    ]);
  }
  const ms = performance.now() - startedMs;
  await client.end();
  return perSecond(LEADS, ms);
}
