import { setTimeout } from 'node:timers/promises';
import { type Line, median, perSecond, rate } from './report.js';
import { ADMIN_KEY, connect, Player, type Workbench } from './workbench.js';

const ROWS = 1_000_000;
const LEADS = 250_000;
const MILESTONES = 100_000;
/** Rows in one transaction, as a bulk closing writes them. */
const WRITTEN_TOGETHER = 10_000;
const PAGE = 1_000;
const LOOK_EVERY_MS = 50;
/** The memory of a runtime fluctuates while it works; a leak grows, by a kilobyte a row. */
const GROWTH_MB = 64;
const RATE = 20_000;

/** An export of all dispositions: its speed, and whether memory stays constant. */
export async function exports(workbench: Workbench): Promise<Line[]> {
  const database = await workbench.database('exports', 'ours');
  // The start creates the feed to which the rows belong.
  const { player, ready } = await workbench.app(database, 'standing');
  const client = await connect(database);
  try {
    await fill(client);
    await workbench.analyze('exports');
    const floor = await floorRate(client);
    return await ours(player, `${ready.url!}/v1/dispositions`, floor);
  } finally {
    player.stop();
    await client.end();
  }
}

async function ours(player: Player, url: string, floor: number): Promise<Line[]> {
  // Warms up: compilation and first allocations do not count.
  await streamed(`${url}?limit=1000`, 'application/x-ndjson');
  await streamed(url, 'text/csv', 100_000);
  return [
    ...(await measured('as CSV', ROWS, floor, player, () => streamed(url, 'text/csv'))),
    ...(await measured('as NDJSON', ROWS, floor, player, () => streamed(url, 'application/x-ndjson'))),
    ...(await measured('in pages of JSON', ROWS, floor, player, () => paged(url))),
    ...(await measured('as CSV with milestones', ROWS + MILESTONES, floor, player, () =>
      streamed(`${url}?include=milestones`, 'text/csv'),
    )),
  ];
}

async function measured(
  how: string,
  expected: number,
  floor: number,
  player: Player,
  work: () => Promise<number>,
): Promise<Line[]> {
  const before = await player.usage();
  const held: number[] = [];
  const done = new AbortController();
  const looking = look(player, held, done.signal);
  const startedMs = performance.now();
  const rows = await work();
  const ms = performance.now() - startedMs;
  done.abort();
  await looking;
  const after = await player.usage();
  if (rows !== expected) throw new Error(`${rows} of ${expected} rows came ${how}`);
  const ours = perSecond(rows, ms);
  const cpuMs = ((after.cpuMs - before.cpuMs) / rows) * 1_000;
  const grown = Math.max(...held) - before.rssMb;
  // A leak grows throughout, so memory near the end is compared with memory before the middle.
  const part = (from: number, to: number) => median(held.slice(held.length * from, held.length * to));
  const drift = part(0.75, 1) - part(0.25, 0.5);
  const mb = (value: number) => `${value < 0 ? '' : '+'}${Math.round(value)} MB`;
  return [
    {
      what: `${rows.toLocaleString('en')} dispositions ${how}, ${cpuMs.toFixed(1)} ms of CPU per 1,000`,
      floor: rate(floor),
      ours: rate(ours),
      ratio: `${Math.round((ours / floor) * 100)} %`,
      target: `≥ ${rate(RATE)}`,
    },
    {
      what: 'memory meanwhile: peak over start; growth from the second quarter to the last',
      floor: `${Math.round(before.rssMb)} MB`,
      ours: mb(grown),
      ratio: mb(drift),
      target: `growth ≤ ${GROWTH_MB} MB`,
      isMissed: drift > GROWTH_MB,
    },
  ];
}

async function look(player: Player, held: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    held.push((await player.usage()).rssMb);
    await setTimeout(LOOK_EVERY_MS);
  }
}

/** Counts the rows without storing them. @param most the number of rows after which it disconnects */
async function streamed(url: string, accept: string, most = Number.POSITIVE_INFINITY): Promise<number> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${ADMIN_KEY}`, accept },
    signal: leaving.signal,
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status} ${await response.text()}`);
  let lines = 0;
  for await (const chunk of response.body!) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
    if (lines > most) break;
  }
  return accept === 'text/csv' ? lines - 1 : lines;
}

async function paged(url: string): Promise<number> {
  let rows = 0;
  for (let after = ''; ; ) {
    const response = await fetch(`${url}?limit=${PAGE}${after}`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
    const { data, nextCursor } = (await response.json()) as { data: readonly unknown[]; nextCursor: string };
    if (data.length === 0) return rows;
    rows += data.length;
    after = `&after=${nextCursor}`;
  }
}

/** The floor: one statement, fetched in parts and written as JSON. */
async function floorRate(client: Awaited<ReturnType<typeof connect>>): Promise<number> {
  const startedMs = performance.now();
  await client.query('begin');
  await client.query(
    `declare told cursor for
     select disposition.*, external_id, source, channel, campaign, received_at, click_ids, test
       from disposition join lead on lead.id = lead_id order by epoch, xid, seq`,
  );
  let rows = 0;
  for (;;) {
    const part = await client.query(`fetch ${PAGE} from told`);
    if (part.rows.length === 0) break;
    rows += JSON.stringify(part.rows).length > 0 ? part.rows.length : 0;
  }
  await client.query('commit');
  return perSecond(rows, performance.now() - startedMs);
}

/** Creates leads with four results each, and some with more. */
async function fill(client: Awaited<ReturnType<typeof connect>>): Promise<void> {
  await client.query(
    `insert into lead (id, external_id, source, source_key, channel, campaign, contact, click_ids, issues, test, received_at,
                       status, work_state, cycle, cycle_started_at, event_seq, updated_at)
     select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'crm-' || n, 'google-ads', 'google-ads', 'paid',
            'spring', '{"email":"kim@example.com"}', json_build_object('gclid', 'click-' || n), '[]', false,
            '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', 'won', 'connected', 1,
            '2026-01-01T00:00:00Z', 1, '2026-01-01T00:00:00Z'
       from generate_series(1, $1::int) as n`,
    [LEADS],
  );
  for (let written = 0; written < ROWS; written += WRITTEN_TOGETHER)
    await client.query(
      `insert into disposition (id, kind, lead_id, cycle, category, reason, label, intent, note, fields, attempts, decided_at,
                                actor_type, epoch)
       select gen_random_uuid(), 'disposed', ('00000000-0000-7000-8000-' || lpad(to_hex(1 + n % $3::int), 12, '0'))::uuid, 1,
              'lost', 'no_budget', 'No budget', 'lostNoBudget', 'They come back, "perhaps", in spring', '{}', 3,
              '2026-02-01T00:00:00Z'::timestamptz + n * interval '10 seconds', 'system', epoch
         from generate_series($1::int, $1::int + $2::int - 1) as n, feed_epoch order by n`,
      [written, WRITTEN_TOGETHER, LEADS],
    );
  await client.query(
    `insert into milestone (id, lead_id, cycle, name, occurred_at, recorded_at)
     select gen_random_uuid(), id, 1, 'qualified', received_at, received_at from lead order by id limit $1`,
    [MILESTONES],
  );
  await client.query(
    `insert into milestone_entry (id, kind, milestone_id, lead_id, attempts, decided_at, actor_type, epoch)
     select id, 'milestone', id, lead_id, 1, recorded_at, 'system', epoch from milestone, feed_epoch order by lead_id`,
  );
}
