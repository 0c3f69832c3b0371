import pg from 'pg';
import { elapsedMs, type Instant, parseDuration } from '../../src/platform/values/duration.js';

/** A condition on whether a hold covers a lead in the pool that it had at the time. */
const COVERS = (poolId: string) =>
  `((held.source is null and held.pool_id is null and held.policy_id is null) or held.source = lead.source
    or held.pool_id = ${poolId} or held.policy_id = lead.policy_id)`;

/** Queries that must return no rows once everything has been swept. */
const WRONG: Readonly<Record<string, string>> = {
  'something is due and was not done': `
    select id, kind, state, due_at, next_at, paused_at, held_by from clock where next_at <= $1`,
  'a promise is overdue and runs': `
    select id, lead_id, kind, due_at, next_at, paused_at, held_by from clock
     where state = 'running' and lead_id is not null and due_at <= $1`,
  'something was enforced before it was due': `
    select id, lead_id, kind, due_at, breached_at from clock where breached_at < due_at`,
  'a lead moved because of a miss while enforcement was held for it': `
    select lead.id, assignment.from_at, hold.id as hold, hold.created_at
      from assignment join lead on lead.id = assignment.lead_id
      join assignment as former on former.lead_id = lead.id and former.until_at = assignment.from_at and former.id <> assignment.id
      join held on ${COVERS('former.pool_id')} and held.from_at < assignment.from_at and assignment.from_at < held.to_at
      join enforcement_hold as hold on hold.id = held.id
     where assignment.cause = 'breach'`,
  'somebody was told of a deadline while enforcement was held': `
    select notification.lead_id, notification.type, notification.created_at, held.id as hold
      from notification join lead on lead.id = notification.lead_id
      join assignment as had on had.lead_id = lead.id and had.from_at < notification.created_at
       and notification.created_at <= coalesce(had.until_at, 'infinity')
      join held on ${COVERS('had.pool_id')} and held.from_at < notification.created_at and notification.created_at < held.to_at
     where notification.type in ('sla.warned', 'sla.escalated', 'sla.resumed')`,
  'somebody was warned of a promise that stood still': `
    select clock.lead_id, clock.kind, event.occurred_at, pause.from_at, pause.until_at
      from event join clock on clock.id = (event.data ->> 'clockId')::uuid
      join pause on pause.lead_id = clock.lead_id and pause.cycle = clock.cycle
       and from_at < event.occurred_at and event.occurred_at < coalesce(until_at, 'infinity')
     where event.type = 'sla.warned' and (pause.kind = 'condition' or clock.rep_id is not null)`,
  'a promise was missed while it stood still': `
    select clock.id, clock.lead_id, clock.kind, due_at, breached_at, pause.from_at, pause.until_at
      from clock join pause on pause.lead_id = clock.lead_id and pause.cycle = clock.cycle
     where from_at < due_at and due_at < coalesce(until_at, 'infinity')
       and clock.breached_at >= from_at and clock.breached_at < coalesce(until_at, 'infinity')
       and clock.started_at <= from_at
       and (pause.kind = 'condition' or clock.rep_id is not null)`,
  'a lead has been forgotten': `
    select lead.id, lead.policy_version, lead.work_state, lead.waiting,
           (select json_agg(json_build_array(kind, step, state, end_reason, clock.rep_id = lead.owner_id) order by id)
              from clock where clock.lead_id = lead.id and clock.cycle = lead.cycle) as clocks
      from lead
      join policy_promises as promised on promised.policy_id = lead.policy_id and promised.version = lead.policy_version
     where status = 'open' and owner_id is not null and waiting is null and work_state <> 'qualified'
       and not exists (
         select from clock join assignment on assignment.id = clock.assignment_id
          where clock.lead_id = lead.id and clock.cycle = lead.cycle and clock.kind <> 'leadResponse'
            and (clock.state = 'running'
              or clock.state = 'breached' and clock.met_at is null and assignment.until_at is null))
       and (work_state = 'untouched'
         or decides
         or work_state = 'attempting' and steps > coalesce((
              select max(step) from clock
               where lead_id = lead.id and clock.cycle = lead.cycle and kind = 'followUp'
                 and (state in ('met', 'breached') and end_reason is null or end_reason = 'forbidden')), 0))`,
};
const HELD = `create temporary view held as
  select id, source, pool_id, policy_id, created_at as from_at,
         least(coalesce(ended_at, 'infinity'), coalesce(until_at, 'infinity')) as to_at
    from enforcement_hold`;
const PROMISES = `create temporary view policy_promises as
  select resource_id as policy_id, version, body ? 'decideWithin' as decides,
         coalesce(jsonb_array_length(body #> '{followUp,steps}'), 0) as steps
    from resource_version where kind = 'policy' and body is not null`;

/** @param url a database in which everything due by `at` has been swept */
export async function whatIsWrong(url: string, at: Instant): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(PROMISES);
    await client.query(HELD);
    const now = new Date(at).toISOString();
    const found: Record<string, string[]> = {};
    for (const [what, query] of Object.entries(WRONG)) {
      const { rows } = await client.query(query, query.includes('$1') ? [now] : []);
      if (rows.length > 0) found[what] = rows.map((row) => JSON.stringify(row));
    }
    const dues = await wrongDeadlines(client);
    return dues.length > 0 ? { ...found, 'a deadline is not what was promised': dues } : found;
  } finally {
    await client.end();
  }
}

/**
 * Returns promises in elapsed time whose deadline is not their start plus their time, without the pauses of their lead.
 */
async function wrongDeadlines(client: pg.Client): Promise<string[]> {
  const { rows: clocks } = await client.query(`
    select id, lead_id, cycle, rep_id, kind, state, started_at, wait, target, due_at from clock
     where lead_id is not null and basis = 'elapsed' and target is not null and grace_at is null
       and state in ('running', 'breached')`);
  const { rows: pauses } = await client.query(
    'select lead_id, cycle, kind, from_at, until_at from pause order by from_at',
  );
  return clocks.flatMap((clock) => {
    const stops = pauses.filter(
      (pause) =>
        pause.lead_id === clock.lead_id &&
        pause.cycle === clock.cycle &&
        (pause.kind === 'condition' || clock.rep_id !== null),
    );
    const opensAt = after(clock.started_at.getTime(), clock.wait, stops);
    const dueAt = after(opensAt, clock.target, stops);
    const told = clock.due_at?.getTime() ?? Number.POSITIVE_INFINITY;
    return told === dueAt
      ? []
      : [JSON.stringify({ ...clock, expected: Number.isFinite(dueAt) ? new Date(dueAt) : null })];
  });
}

/** @param stops in the order of their beginnings */
function after(
  from: number,
  written: string | null,
  stops: readonly { from_at: Date; until_at: Date | null }[],
): number {
  const time = written === null ? { days: 0, ms: 0 } : parseDuration(written, { allowZero: true });
  if ('code' in time) throw new Error(time.message);
  let left = elapsedMs(time);
  let at = from;
  for (const { from_at, until_at } of stops) {
    const [begin, end] = [from_at.getTime(), until_at?.getTime() ?? Number.POSITIVE_INFINITY];
    if (end <= at || begin >= end) continue;
    if (begin > at) {
      if (left <= begin - at) break;
      left -= begin - at;
    } else if (left === 0) break;
    at = end;
  }
  return at + left;
}
