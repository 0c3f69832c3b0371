import { setTimeout as wait } from 'node:timers/promises';
import { migrate } from '../src/platform/sql/migrate.js';
import { Pair } from './pair.js';
import { Relay } from './relay.js';
import { quantile } from './report.js';
import { ADMIN_KEY, aLead, configure, connect, Player, sendLeads, Workbench } from './workbench.js';

const LEADS = 200;
const BACK_WITHIN_MS = 120_000;
const LOOKED_AT = 200_000;
const READERS = 24;
const READ_FOR_MS = 20_000;
/** How long the address leads to a read-only standby. */
const FOLLOWING_MS = 5_000;

const FAULTS: Readonly<Record<string, () => Promise<string[]>>> = { frozen, failover, readers };

/**
 * Subjects the running program to failures of networks, servers and readers, and reports how long it is out of service.
 */
export async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !(name in FAULTS));
  if (unknown !== undefined) {
    process.stderr.write(`There is no fault "${unknown}"; there are ${Object.keys(FAULTS).join(', ')}.\n`);
    return 1;
  }
  for (const name of names.length > 0 ? names : Object.keys(FAULTS)) {
    process.stderr.write(`${name} …\n`);
    for (const line of await FAULTS[name]!()) process.stdout.write(`${name}: ${line}\n`);
  }
  return 0;
}

/** All open connections fall silent; new ones work. */
async function frozen(): Promise<string[]> {
  const workbench = await Workbench.open();
  const database = await workbench.database('frozen', 'ours');
  const relay = await Relay.to(database);
  const { player, ready } = await Player.start('app', relay.urlOf(database), 'running');
  try {
    await configure(ready.url!, 'PT3S');
    await sendLeads(ready.url!, LEADS);
    const sender = new Sender(ready.url!);
    relay.freeze();
    return await deliverThrough(ready.url!, database, sender, performance.now());
  } finally {
    player.stop();
    await relay.close();
    await workbench.close();
  }
}

/** The primary stops, the address leads to a read-only standby for a while, and then that is promoted. */
async function failover(): Promise<string[]> {
  const pair = await Pair.open();
  await migrate(pair.primaryUrl);
  const relay = await Relay.to(pair.primaryUrl);
  const { player, ready } = await Player.start('app', relay.urlOf(pair.primaryUrl), 'running');
  try {
    await configure(ready.url!, 'PT3S');
    await sendLeads(ready.url!, LEADS);
    const sender = new Sender(ready.url!);
    await wait(500);
    await pair.stopPrimary();
    relay.leadTo(pair.standbyUrl);
    await wait(FOLLOWING_MS);
    await pair.promote();
    return await deliverThrough(ready.url!, pair.standbyUrl, sender, performance.now());
  } finally {
    player.stop();
    await relay.close();
    await pair.close();
  }
}

/** Posts one lead after the other, and repeats each until it is acknowledged. */
class Sender {
  readonly acknowledged: string[] = [];
  readonly problems = new Map<number, number>();
  firstAfterMs: number | null = null;
  private isSending = true;
  private readonly sending: Promise<void>;
  private faultMs = performance.now();

  constructor(private readonly url: string) {
    this.sending = this.send();
  }

  async stop(): Promise<void> {
    this.isSending = false;
    await this.sending;
  }

  /** Measures from now on until the next acknowledgement. */
  mark(atMs: number): void {
    this.faultMs = atMs;
    this.firstAfterMs = null;
  }

  private async send(): Promise<void> {
    for (let number = 1_000_000; this.isSending; await wait(20)) {
      const lead = { ...aLead(number), source: 'sender' };
      const status = await answerTo(this.url, 'POST', '/v1/leads', lead);
      if (status === 200 || status === 201) {
        this.acknowledged.push(`e${number}`);
        this.firstAfterMs ??= performance.now() - this.faultMs;
        number += 1;
      } else this.problems.set(status, (this.problems.get(status) ?? 0) + 1);
    }
  }
}

async function deliverThrough(url: string, database: string, sender: Sender, faultMs: number): Promise<string[]> {
  sender.mark(faultMs);
  const client = await connect(database);
  const count = async (sql: string, values: unknown[] = []) => Number((await client.query(sql, values)).rows[0].count);
  const due = `select count(distinct lead_id) from clock join lead on lead.id = lead_id
                where breached_at is not null and source = 'google-ads'`;
  const sinceMs = () => Math.round(performance.now() - faultMs);
  const seen: Record<string, number> = {};
  let slowestMs = 0;
  while (
    sinceMs() < BACK_WITHIN_MS &&
    (seen.ready === undefined || seen.enforced === undefined || sender.firstAfterMs === null)
  ) {
    const startedMs = performance.now();
    const isReady = (await answerTo(url, 'GET', '/health/ready')) === 200;
    slowestMs = Math.max(slowestMs, performance.now() - startedMs);
    if (!isReady) {
      seen.unready ??= sinceMs();
      delete seen.ready;
    } else seen.ready ??= sinceMs();
    if ((await count(due)) === LEADS) seen.enforced ??= sinceMs();
    await wait(100);
  }
  await wait(1_000);
  await sender.stop();
  const kept = await count(`select count(*) from lead where source = 'sender' and external_id = any ($1)`, [
    sender.acknowledged,
  ]);
  await client.end();
  const problems = [...sender.problems].map(([status, times]) => `${times} × ${status}`).join(', ');
  return [
    `/health/ready says ${seen.unready === undefined ? '' : `503 after ${inSeconds(seen.unready)} and `}200 again after ${inSeconds(seen.ready)}; its slowest answer took ${inSeconds(slowestMs)}`,
    `leads are taken again after ${inSeconds(sender.firstAfterMs ?? undefined)}; refused meanwhile: ${problems || 'nothing'}`,
    `all ${LEADS} that fell due are enforced after ${inSeconds(seen.enforced)}`,
    `lost: ${sender.acknowledged.length - kept} of ${sender.acknowledged.length} acknowledged leads`,
  ];
}

/** Lists that read as much as they can, beside due work and intake. */
async function readers(): Promise<string[]> {
  const workbench = await Workbench.open();
  const database = await workbench.database('readers', 'ours');
  const { player, ready } = await Player.start('app', database, 'running');
  const client = await connect(database);
  try {
    await configure(ready.url!, 'PT8H');
    await client.query(MANY_LEADS, [LOOKED_AT]);
    await sendLeads(ready.url!, LEADS);
    const untilMs = performance.now() + READ_FOR_MS;
    const sender = new Sender(ready.url!);
    const reads = new Map<number, number>();
    const reading = Array.from({ length: READERS }, async () => {
      while (performance.now() < untilMs) {
        const status = await answerTo(ready.url!, 'GET', '/v1/leads?workState=attempting&q=kim');
        reads.set(status, (reads.get(status) ?? 0) + 1);
      }
    });
    await client.query(SPREAD_DUE, [(READ_FOR_MS - 5_000) / LEADS]);
    await Promise.all(reading);
    await sender.stop();
    const { rows } = await client.query<{ ms: string }>(LATENESS);
    const late = rows.map(({ ms }) => Number(ms));
    const counted = (counts: Map<number, number>) =>
      [...counts].map(([status, times]) => `${times} × ${status}`).join(', ');
    return [
      `${READERS} readers of ${LOOKED_AT.toLocaleString('en')} leads for ${inSeconds(READ_FOR_MS)}: ${counted(reads)}`,
      `${late.length} of ${LEADS} that fell due are enforced, late by ${Math.round(quantile(late, 0.5))} ms (median), ${Math.round(quantile(late, 0.99))} ms (p99)`,
      `${sender.acknowledged.length} leads posted one after the other; refused: ${counted(sender.problems) || 'none'}`,
    ];
  } finally {
    await client.end();
    player.stop();
    await workbench.close();
  }
}

async function answerTo(url: string, method: string, path: string, body?: object): Promise<number> {
  try {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

function inSeconds(ms: number | undefined): string {
  return ms === undefined ? 'never' : `${(ms / 1_000).toFixed(1)} s`;
}

/** Closed leads, as a long history leaves them. */
const MANY_LEADS = `
  with made as (
    insert into lead (id, source, source_key, contact, issues, test, received_at, status, work_state, cycle,
                      cycle_started_at, event_seq, updated_at)
    select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'old', 'old', '{"name":"Kim Example"}', '[]',
           false, now(), 'won', 'untouched', 1, now(), 1, now()
      from generate_series(1, $1::int) as n returning id)
  insert into lead_words (lead_id, words) select id, array_to_tsvector(array['example', 'kim']) from made`;

const SPREAD_DUE = `
  update clock set due_at = spread.at, next_at = spread.at
    from (select id, date_trunc('milliseconds', now()) + interval '3 seconds'
                     + (row_number() over (order by id)) * $1 * interval '1 millisecond' as at
            from clock where kind = 'firstTouch' and state = 'running'
             and lead_id in (select id from lead where source = 'google-ads')) as spread
   where clock.id = spread.id`;

const LATENESS = `select extract(epoch from pg_xact_commit_timestamp(xmin) - due_at) * 1000 as ms
  from clock where state = 'breached' and kind = 'firstTouch'`;
