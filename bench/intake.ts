import { compare, type Line, perSecond } from './report.js';
import { configure, connect, Player, sendLeads, type Workbench } from './workbench.js';

const BATCHES = 20;
const ROUNDS = 3;
const SINGLE_SECONDS = 5;

/**
 * Leads in batches of 1,000 and one by one, durable when answered; ours includes validation, routing, traces and
 * clocks.
 */
export async function intake(workbench: Workbench): Promise<Line[]> {
  const batches: { floor: number; ours: number }[] = [];
  const singles: { floor: number; ours: number }[] = [];
  const ours = await workbench.app(await workbench.database('intake', 'ours'), 'running');
  const floor = await Player.start('floor-server', await workbench.database('intake_floor', 'floor'));
  await configure(ours.ready.url!, 'PT8H');
  await sendLeads(ours.ready.url!, 5_000, 10_000_000);
  for (let round = 0; round < ROUNDS; round += 1) {
    const count = BATCHES * 1_000;
    const startedMs = performance.now();
    await sendLeads(ours.ready.url!, count, round * count);
    batches.push({
      ours: perSecond(count, performance.now() - startedMs),
      floor: await floorBatches(workbench, count),
    });
    singles.push({ ours: await singleRate(ours.ready.url!, round), floor: await singleRate(floor.ready.url!, round) });
  }
  ours.player.stop();
  floor.player.stop();
  return [
    compare('intake, batches of 1,000', batches, '≥ 50 %'),
    compare('intake, single posts, 64 connections', singles, '≥ 60 %'),
  ];
}

export async function singleRate(url: string, round: number): Promise<number> {
  const { player } = await Player.start('load', url, String(SINGLE_SECONDS), String(round));
  const { perSecond: rate } = await player.hear<{ perSecond: number }>();
  player.stop();
  return Math.round(rate);
}

/** The floor: one connection, and one statement for each batch. */
export async function floorBatches(workbench: Workbench, count: number): Promise<number> {
  const client = await connect(await workbench.database('batches_floor', 'floor'));
  await client.query(FLOOR_SCHEMA);
  const startedMs = performance.now();
  for (let sent = 0; sent < count; sent += 1_000)
    await client.query({ name: 'intake', text: FLOOR_INTAKE, values: [floorRows(sent, 1_000)] });
  const ms = performance.now() - startedMs;
  await client.end();
  return perSecond(count, ms);
}

export function floorRows(first: number, count: number): string {
  const rows = Array.from({ length: count }, (_, index) => ({
    external_id: `e${first + index}`,
    source: 'google-ads',
    contact: { name: 'Kim Example', email: `kim${first + index}@example.com` },
  }));
  return JSON.stringify(rows);
}

export const FLOOR_SCHEMA = `
  create table lead (id uuid primary key default gen_random_uuid(), external_id text, source text, contact json,
    owner_id uuid, status text, received_at timestamptz);
  create unique index on lead (source, external_id);
  create table assignment (id uuid primary key default gen_random_uuid(), lead_id uuid, rep_id uuid, cause text,
    from_at timestamptz, until_at timestamptz);
  create unique index on assignment (lead_id) where until_at is null;
  create table clock (id uuid primary key default gen_random_uuid(), lead_id uuid, rep_id uuid, kind text, state text,
    started_at timestamptz, due_at timestamptz, next_at timestamptz);
  create index on clock (next_at) where next_at is not null;
  create index on clock (lead_id);
  create table event (id uuid default gen_random_uuid(), seq bigint generated always as identity primary key,
    lead_id uuid, type text, at timestamptz, data json);
  create index on event (lead_id, seq);`;

/** The plainest statement that leaves the same facts: the lead, its owner, its clock and its event. */
export const FLOOR_INTAKE = `
  with new as (
    insert into lead (external_id, source, contact, owner_id, status, received_at)
    select external_id, source, contact,
           ('00000000-0000-7000-8000-' || lpad((row_number() over () % 10)::text, 12, '0'))::uuid, 'open', now()
      from json_to_recordset($1::json) as sent (external_id text, source text, contact json)
    on conflict do nothing returning id, owner_id),
  assigned as (insert into assignment (lead_id, rep_id, cause, from_at) select id, owner_id, 'intake', now() from new),
  begun as (insert into clock (lead_id, rep_id, kind, state, started_at, due_at, next_at)
            select id, owner_id, 'firstTouch', 'running', now(), now() + interval '8 hours', now() + interval '8 hours' from new)
  insert into event (lead_id, type, at, data)
  select id, type, now(), json_build_object('repId', owner_id)
    from new, unnest(array['lead.received', 'lead.assigned', 'sla.started']) as type returning lead_id`;
