import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/sql/database.js';
import { type Interval, toIso } from '../../platform/values/duration.js';
import { idsAround } from '../../platform/values/ids.js';
import type { LeadCounts } from './lead-map.js';

export interface LeadScope {
  /** When they were received. */
  readonly span: Interval;
  /** Only leads that these reps own or handed over, and deals that they own; null for all. */
  readonly repIds: readonly string[] | null;
}

/** Counts what became of leads on their way from intake to a decision. */
@Injectable()
export class LeadMapStore {
  constructor(private readonly database: Database) {}

  /** Tests, merged leads and those that were suppressed as they came in do not count. */
  async count({ span, repIds }: LeadScope): Promise<LeadCounts> {
    const { first, end } = idsAround(span);
    return this.database.reads.snapshot(async (tx) => {
      await tx.query(`select set_config('work_mem', '32MB', true)`);
      const values = [toIso(span.from), toIso(span.to), first, end, repIds];
      const [counts] = await tx.rows<LeadCounts>(countSql(OF_ONE_SPAN), values);
      return counts!;
    });
  }

  /** Counts the leads of several spans, in their order. */
  async countMany(spans: readonly Interval[], repIds: readonly string[] | null): Promise<LeadCounts[]> {
    if (spans.length === 0) return [];
    const ids = spans.map(idsAround);
    const values = [
      spans.map(({ from }) => toIso(from)),
      spans.map(({ to }) => toIso(to)),
      ids.map(({ first }) => first),
      ids.map(({ end }) => end),
    ];
    return this.database.reads.snapshot(async (tx) => {
      await tx.query(`select set_config('work_mem', '32MB', true)`);
      return tx.rows<LeadCounts>(
        `select counts.*
           from unnest($1::timestamptz[], $2::timestamptz[], $3::uuid[], $4::uuid[])
                with ordinality as span (begins_at, ends_at, first_id, end_id, place)
          cross join lateral (${countSql(OF_SPANS)}) as counts
          order by place`,
        [...values, repIds],
      );
    });
  }
}

/** Leads follow each other in each index, so that a span reads a stretch of it, however many leads are behind. */
const within =
  ({ first, end }: LeadsSql) =>
  (table: string) =>
    `${table}.lead_id = given.id and ${table}.lead_id >= ${first} and ${table}.lead_id < ${end}`;

/** The SQL of a scope: when leads were received, the ids that they may have, and the reps; null for all. */
type LeadsSql = Readonly<Record<'from' | 'to' | 'first' | 'end' | 'repIds', string>>;

const OF_ONE_SPAN: LeadsSql = { from: '$1', to: '$2', first: '$3', end: '$4', repIds: '$5' };

const OF_SPANS: LeadsSql = {
  from: 'span.begins_at',
  to: 'span.ends_at',
  first: 'span.first_id',
  end: 'span.end_id',
  repIds: '$5',
};

/** Counts the first cycle of each lead, except what its way has been besides (`stood`). */
function countSql(scope: LeadsSql): string {
  const { from, to, first, end, repIds } = scope;
  const of = within(scope);
  return `
with given as materialized (
  select lead.id, lead.received_at, lead.disposition_id, lead.status = 'open' and lead.cycle = 1 as is_open
    from lead
   where lead.id >= ${first} and lead.id < ${end} and lead.received_at >= ${from} and lead.received_at < ${to}
     and not lead.test and lead.merged_into is null and lead.cycle > 0
     and not exists (select from assignment where assignment.lead_id = lead.id and assignment.cycle = 0)
     and (${repIds}::uuid[] is null or lead.owner_id = any (${repIds}) or jsonb_exists_any(lead.giver_ids, ${repIds}::text[]))
     and not exists (select from disposition
                      where disposition.id = lead.disposition_id and disposition.suppression_id is not null)),
held as materialized (
  select assignment.lead_id, assignment.id, assignment.cycle, assignment.rep_id, assignment.cause, assignment.from_at
    from given join assignment on ${of('assignment')}),
-- As in \`staysOf\`: what gives a lead back takes back every move since its owner had it.
returned as (
  select back.lead_id, back.cycle, back.id,
         (select former.id from assignment as former
           where former.lead_id = back.lead_id and former.cycle = back.cycle and former.id < back.id
             and former.rep_id is not distinct from back.rep_id order by former.id desc limit 1) as to_id
    from held as back where back.cause in ('undone', 'correction', 'reopen')),
stood as (
  select held.* from held
   where not exists (select from returned
                      where returned.lead_id = held.lead_id and returned.cycle = held.cycle
                        and held.id > returned.to_id and held.id <= returned.id)),
owned as (
  select lead_id, min(from_at) filter (where cycle = 1 and rep_id is not null) as owned_at,
         min(from_at) filter (where cycle = 1 and rep_id is null) as queued_at,
         bool_or(rep_id is null) as queued, bool_or(cause = 'breach') as moved, bool_or(cause = 'decline') as declined,
         bool_or(cause = 'reopen') as reopened
    from stood group by 1),
touched as (
  select touch.lead_id, min(touch.occurred_at) as touched_at
    from given join touch on ${of('touch')}
   where touch.cycle = 1 and touch.counts and touch.voided_at is null group by 1),
ruled as (
  select disposition.lead_id, max(disposition.decided_at) filter (where disposition.kind = 'disposed') as closed_at,
         (array_agg(disposition.kind order by disposition.seq desc))[1] <> 'reversed' as is_closed
    from given join disposition on ${of('disposition')}
   where disposition.cycle = 1 group by 1),
won as (
  select milestone.lead_id, min(milestone.recorded_at) as won_at
    from given join milestone on ${of('milestone')}
   where milestone.cycle = 1 and milestone.name = 'won' and milestone.reversed_at is null group by 1),
late as (
  select clock.lead_id, min(clock.breached_at) filter (where clock.kind = 'leadResponse') as unanswered_at,
         max(clock.breached_at) filter (where clock.kind in ('firstTouch', 'leadResponse')) as last_unanswered_at,
         bool_or(clock.kind = 'firstTouch') as untouched,
         bool_or(clock.kind in ('accept', 'followUp', 'decide')) as undecided
    from given join clock on ${of('clock')}
   where clock.breached_at is not null and clock.struck_breach_at is distinct from clock.breached_at
     and clock.cycle = 1 and clock.policy_id is not null group by 1),
story as materialized (
  select given.id, given.received_at, given.is_open, owned_at, touched_at,
         queued_at < coalesce(owned_at, 'infinity') as has_waited,
         least(case when is_closed then closed_at end, won_at) as decided_at,
         coalesce(unanswered_at < coalesce(owned_at, 'infinity'), false) or queue_stay.overdue_at is not null as late_owner,
         coalesce(untouched or last_unanswered_at >= owned_at, false) as late_touch,
         coalesce(undecided, false) as late_decision,
         coalesce(queued, false) as queued, coalesce(moved, false) as moved, coalesce(declined, false) as declined,
         coalesce(reopened, false) as reopened, coalesce(disposition.without_attempts, false) as without_attempts
    from given
    left join owned on owned.lead_id = given.id
    left join touched on touched.lead_id = given.id
    left join ruled on ruled.lead_id = given.id
    left join won on won.lead_id = given.id
    left join late on late.lead_id = given.id
    left join queue_stay on queue_stay.lead_id = given.id
    left join disposition on disposition.id = given.disposition_id),
step as materialized (
  select story.id, each.* from story cross join lateral (values
    ('queue', received_at, received_at, false, false),
    ('owner', case when has_waited then received_at end, owned_at, late_owner,
     is_open and owned_at is null and touched_at is null and decided_at is null),
    ('touch', owned_at, touched_at, late_touch,
     is_open and owned_at is not null and touched_at is null and decided_at is null),
    ('decision', touched_at, decided_at, late_decision, is_open and touched_at is not null and decided_at is null)
  ) as each (name, from_at, until_at, is_late, waits)),
counted as (
  select name, count(*) filter (where until_at is not null)::int as ended,
         count(*) filter (where until_at is not null and not is_late)::int as kept,
         count(*) filter (where is_late)::int as missed, count(*) filter (where is_late and waits)::int as unfinished,
         count(*) filter (where waits)::int as waiting,
         coalesce(sum(taken_ms), 0)::float8 as total_ms,
         percentile_disc(array[0.5, 0.9, 0.99]) within group (order by taken_ms) as percentiles
    from (select step.*, case when until_at is not null then greatest(extract(epoch from until_at - from_at), 0)::float8 * 1000 end as taken_ms
            from step where from_at is not null) as step group by 1),
behind as (
  select step.name, deal.currency, count(*) filter (where deal.stage = 'open')::int as waiting_deals,
         coalesce(sum(deal.amount) filter (where deal.stage = 'open'), 0)::text as waiting_amount,
         count(*) filter (where deal.stage = 'lost')::int as lost_deals,
         coalesce(sum(deal.amount) filter (where deal.stage = 'lost'), 0)::text as lost_amount
    from step join deal on deal.lead_id = step.id
   where step.from_at is not null and deal.amount is not null
     and (deal.stage = 'open' and step.waits or deal.stage = 'lost' and step.is_late)
     and (${repIds}::uuid[] is null or deal.owner_rep_id = any (${repIds})) group by 1, 2)
select (select coalesce(jsonb_object_agg(name, jsonb_build_object('ended', ended, 'kept', kept, 'missed', missed,
          'unfinished', unfinished, 'waiting', waiting, 'totalMs', total_ms, 'percentilesMs', to_jsonb(percentiles))), '{}')
          from counted) as steps,
       (select coalesce(jsonb_agg(jsonb_build_object('step', name, 'currency', currency, 'waitingDeals', waiting_deals,
          'waitingAmount', waiting_amount, 'lostDeals', lost_deals, 'lostAmount', lost_amount) order by name, currency), '[]')
          from behind) as money,
       jsonb_build_object('queued', count(*) filter (where queued), 'movedByBreach', count(*) filter (where moved),
         'declined', count(*) filter (where declined), 'reopened', count(*) filter (where reopened),
         'closedWithoutAttempts', count(*) filter (where without_attempts)) as exceptions
  from story`;
}
