import pg from 'pg';
import { ledgerAndTables } from './replay.js';

/** What must hold of every database at every moment, as rows that break it. */
const BROKEN: Readonly<Record<string, string>> = {
  'the events of a subject are numbered without a gap': `
    select subject_id, count(*), max(subject_seq) from event group by subject_id having max(subject_seq) <> count(*)`,
  'a lead knows the number of its latest event': `
    select lead.id, event_seq, latest from lead
      join (select subject_id, max(subject_seq) as latest from event group by subject_id) as told on subject_id = lead.id
     where event_seq <> latest`,
  'an open lead has one assignment that is open, of its owner; a closed one has none': `
    select lead.id, status, owner_id, array_agg(assignment.rep_id) filter (where assignment.id is not null) as assigned
      from lead left join assignment on lead_id = lead.id and until_at is null
     group by lead.id
    having count(assignment.id) <> (status = 'open')::int
        or status = 'open' and min(rep_id::text) is distinct from owner_id::text`,
  'a promise that runs is one of the present owner, in the present cycle': `
    select clock.id, clock.owner_id, lead.owner_id, clock.cycle, lead.cycle from clock join lead on lead.id = lead_id
     where state = 'running' and (clock.cycle <> lead.cycle or clock.owner_id <> lead.owner_id)`,
  'an open lead waits for no return, a closed one for nothing else': `
    select clock.id, clock.kind, lead.status from clock join lead on lead.id = lead_id
     where state = 'running' and (status = 'open') = (kind in ('nurtureWake', 'recycle'))`,
  'a clock that stands still does so by a pause, and no closed lead is under one without an end': `
    select clock.id::text, paused_at from clock
     where paused_at is not null and not exists (
       select from pause where pause.lead_id = clock.lead_id and pause.cycle = clock.cycle
          and from_at <= paused_at and (until_at is null or until_at >= paused_at))
    union all
    select pause.id::text, from_at from pause join lead on lead.id = lead_id
     where until_at is null and (status <> 'open' or pause.cycle <> lead.cycle)`,
  'what waits for a hold waits for one that runs, or is just being ended': `
    select clock.id, clock.held_by, hold.ended_at from clock
      left join enforcement_hold as hold on hold.id = clock.held_by
      left join clock as ending on ending.id = clock.held_by and ending.kind = 'hold'
     where clock.held_by is not null and (hold.id is null or ending.state is distinct from 'running')`,
  'the counted load of a rep is that of their leads': `
    select * from (
      select rep_load.rep_id, rep_load.open, rep_load.untouched, count(lead.id)::int as counted_open,
             count(lead.id) filter (where work_state = 'untouched')::int as counted_untouched
        from rep_load left join lead on lead.owner_id = rep_load.rep_id and status = 'open'
       group by rep_load.rep_id) as both_counts
     where (open, untouched) is distinct from (counted_open, counted_untouched)`,
};

/** @throws Error that says what does not hold of a database, and of which rows */
export async function requireInvariants(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const broken: string[] = [];
  try {
    for (const [rule, rows] of Object.entries(BROKEN)) {
      const found = await client.query(rows);
      if (found.rowCount !== 0) broken.push(`${rule}: ${JSON.stringify(found.rows.slice(0, 3))}`);
    }
    const { ledger, tables } = await ledgerAndTables(client);
    for (const id of new Set([...ledger.keys(), ...tables.keys()])) {
      const [told, stored] = [inOrder(ledger.get(id)), inOrder(tables.get(id))];
      if (told !== stored) broken.push(`the ledger tells of ${id} what the tables say: ${told} and ${stored}`);
    }
  } finally {
    await client.end();
  }
  if (broken.length > 0) throw new Error(`Broken invariants:\n${broken.slice(0, 10).join('\n')}`);
}

function inOrder(story: { readonly clocks: Readonly<Record<string, string>> } | undefined): string {
  return JSON.stringify({ ...story, clocks: Object.entries(story?.clocks ?? {}).sort() });
}
