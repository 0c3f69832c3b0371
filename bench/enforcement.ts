import { compare, type Line, perSecond } from './report.js';
import { configure, connect, sendLeads, type Workbench } from './workbench.js';

const DUE = 100_000;
const ROUNDS = 2;
const BATCH = 1_000;

/** Breaches that fall due at once: every lead moves to the next rep, with trace, both clocks, events and notifications. */
export async function enforcement(workbench: Workbench, count = DUE): Promise<Line[]> {
  const one: { floor: number; ours: number }[] = [];
  const two: { floor: number; ours: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const floor = await floorRate(workbench, count);
    one.push({ floor, ours: await ourRate(workbench, count, 1) });
    two.push({ floor: one.at(-1)!.ours, ours: await ourRate(workbench, count, 2) });
  }
  return [
    compare(`enforce ${count.toLocaleString('en')} due at once`, one, '≥ 60 %'),
    compare('the same, two nodes beside one', two, '≥ 100 %'),
  ];
}

async function ourRate(workbench: Workbench, count: number, nodes: number): Promise<number> {
  const database = await workbench.database('enforcement', 'ours');
  const { player, ready } = await workbench.app(database, 'standing');
  await configure(ready.url!, 'PT5M');
  await sendLeads(ready.url!, count);
  const players = [player];
  for (let started = 1; started < nodes; started += 1) players.push((await workbench.app(database, 'standing')).player);
  const due = Date.now() + 3_600_000;
  for (const each of players) each.say(`move ${due}`);
  const startedMs = performance.now();
  for (const each of players) each.say('sweep');
  await Promise.all(players.map((each) => each.hear()));
  const ms = performance.now() - startedMs;
  for (const each of players) each.stop();
  return perSecond(count, ms);
}

/**
 * The floor: the plainest set-based SQL that leaves the same facts: claim, end the clock and the assignment, begin the
 * next ones, three events and a notification of the new owner. No rules, no fairness, no trace, no foreign keys.
 */
async function floorRate(workbench: Workbench, count: number): Promise<number> {
  const client = await connect(await workbench.database('enforcement_floor', 'floor'));
  await client.query(SCHEMA);
  await client.query(FILL, [count]);
  await client.query(
    'set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_sort = off',
  );
  const startedMs = performance.now();
  const base = Date.now() + 3_600_000;
  for (let batch = 0; ; batch += 1) {
    const now = new Date(base + batch);
    await client.query('begin');
    const { rows } = await client.query({ name: 'enforce', text: ENFORCE, values: [now, BATCH] });
    if (rows[0].enforced > 0) await client.query({ name: 'begin-assignments', text: BEGIN_ASSIGNMENTS, values: [now] });
    await client.query('commit');
    if (rows[0].enforced === 0) break;
  }
  const ms = performance.now() - startedMs;
  await client.end();
  return perSecond(count, ms);
}

const SCHEMA = `
  create table lead (id uuid primary key, owner_id uuid, contact json, reassignments int not null default 0);
  create table assignment (id uuid primary key default gen_random_uuid(), lead_id uuid, rep_id uuid, cause text,
    from_at timestamptz, until_at timestamptz);
  create unique index on assignment (lead_id) where until_at is null;
  create index on assignment (until_at) where until_at is not null;
  create table clock (id uuid primary key default gen_random_uuid(), lead_id uuid, rep_id uuid, kind text, state text,
    started_at timestamptz, due_at timestamptz, next_at timestamptz, breached_at timestamptz);
  create index on clock (next_at) where next_at is not null;
  create index on clock (lead_id);
  create table event (id uuid default gen_random_uuid(), seq bigint generated always as identity primary key,
    lead_id uuid, type text, at timestamptz, data json);
  create index on event (lead_id, seq);
  create table outbox (id bigint generated always as identity primary key, lead_id uuid, rep_id uuid, type text, at timestamptz);`;

const FILL = `
  with new as (
    insert into lead (id, owner_id, contact)
    select gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad((n % 10)::text, 12, '0'))::uuid,
           '{"name":"Kim Example","email":"kim@example.com"}'
      from generate_series(1, $1::int) as n returning id, owner_id),
  assigned as (insert into assignment (lead_id, rep_id, cause, from_at) select id, owner_id, 'intake', now() from new)
  insert into clock (lead_id, rep_id, kind, state, started_at, due_at, next_at)
  select id, owner_id, 'firstTouch', 'running', now(), now(), now() from new`;

const ENFORCE = `
  with due as (
    select id, lead_id, rep_id,
           ('00000000-0000-7000-8000-' || lpad((row_number() over () % 10)::text, 12, '0'))::uuid as next_rep
      from (select id, lead_id, rep_id from clock where next_at <= $1 order by next_at limit $2
               for no key update skip locked) as claimed),
  breached as (update clock set state = 'breached', breached_at = $1, next_at = $1::timestamptz + interval '2 hours'
                 from due where clock.id = due.id),
  ended as (update assignment set until_at = $1 from due where assignment.lead_id = due.lead_id and until_at is null),
  moved as (update lead set owner_id = next_rep, reassignments = reassignments + 1 from due where lead.id = due.lead_id),
  begun as (insert into clock (lead_id, rep_id, kind, state, started_at, due_at, next_at)
            select lead_id, next_rep, 'firstTouch', 'running', $1, $1::timestamptz + interval '2 hours',
                   $1::timestamptz + interval '2 hours' from due),
  told as (insert into outbox (lead_id, rep_id, type, at) select lead_id, next_rep, 'reassigned', $1 from due),
  recorded as (insert into event (lead_id, type, at, data)
               select lead_id, type, $1, json_build_object('clockId', id, 'fromRepId', rep_id, 'repId', next_rep)
                 from due, unnest(array['sla.breached', 'lead.reassigned', 'sla.started']) as type)
  select count(*)::int as enforced from due`;

const BEGIN_ASSIGNMENTS = `
  insert into assignment (lead_id, rep_id, cause, from_at)
  select lead.id, owner_id, 'breach', $1 from assignment join lead on lead.id = lead_id where until_at = $1`;
