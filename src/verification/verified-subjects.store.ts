import type { SubjectType } from '../events/event.js';
import { isoOf, VERIFIED_SUBJECTS, type VerifiedSubjects } from '../events/verified.js';
import { type OwnedType, SUBJECT_COLUMNS } from '../vocabulary/subjects.js';
import { EVENT_EFFECTS } from './event-effects.js';

/** Invariants of leads that hold at every moment: each query returns the rows of a slice that violate it. */
const LEAD_INVARIANTS: Readonly<Record<string, string>> = {
  'an open lead has one assignment that is open, of its owner; a closed one has none': `
      select 'lead ' || lead.id as row, status, owner_id as owner, array_agg(assignment.rep_id) filter (where assignment.id is not null) as assigned
        from lead left join assignment on lead_id = lead.id and until_at is null
       where lead.id > $1 and lead.id <= $2
       group by lead.id
      having count(assignment.id) <> (status = 'open')::int
          or status = 'open' and min(rep_id::text) is distinct from owner_id::text`,
  'a promise that runs is one of the present owner, in the present cycle': `
      select 'clock ' || clock.id || ' of lead ' || lead.id as row, clock.rep_id as "repOfClock", lead.owner_id as owner,
             clock.cycle as "cycleOfClock", lead.cycle
        from clock join lead on lead.id = lead_id
       where lead.id > $1 and lead.id <= $2
         and state = 'running' and (clock.cycle <> lead.cycle or clock.rep_id is not null and clock.rep_id is distinct from lead.owner_id)`,
  'an open lead waits for no return, a closed one for nothing else': `
      select 'clock ' || clock.id || ' of lead ' || lead.id as row, clock.kind, lead.status
        from clock join lead on lead.id = lead_id
       where lead.id > $1 and lead.id <= $2
         and state = 'running' and (status = 'open') = (kind in ('nurtureWake', 'recycle'))`,
  'the owner of a lead whose deal was lost owes a decision while that is pending': `
      select 'lead ' || lead.id as row, owner_id as owner
        from lead
       where lead.id > $1 and lead.id <= $2 and decision_pending and owner_id is not null and not exists (
         select from clock where clock.lead_id = lead.id and clock.cycle = lead.cycle and clock.rep_id = lead.owner_id
            and kind = 'decide' and state in ('running', 'breached'))`,
  'nobody owes a first touch of a lead that opened because of its deal, until its person asks again': `
      select 'clock ' || clock.id || ' of lead ' || clock.lead_id as row, clock.cycle
        from clock
       where clock.lead_id > $1 and clock.lead_id <= $2 and clock.kind = 'firstTouch' and clock.state = 'running'
         and (select cause from assignment where assignment.lead_id = clock.lead_id and assignment.cycle = clock.cycle
               order by from_at, id limit 1) = 'deal'
         and not exists (select from inquiry where inquiry.lead_id = clock.lead_id and inquiry.cycle = clock.cycle)`,
  'a paused clock has a pause that covers it': `
      select 'clock ' || clock.id || ' of lead ' || lead_id as row, paused_at as "pausedAt"
        from clock
       where lead_id > $1 and lead_id <= $2 and paused_at is not null and not exists (
         select from pause where pause.lead_id = clock.lead_id and pause.cycle = clock.cycle
            and from_at <= paused_at and (until_at is null or until_at >= paused_at))`,
  'no closed lead, and no former cycle, is under a pause without an end': `
      select 'pause ' || pause.id || ' of lead ' || lead.id as row, status, pause.cycle
        from pause join lead on lead.id = lead_id
       where lead.id > $1 and lead.id <= $2 and until_at is null and (status <> 'open' or pause.cycle <> lead.cycle)`,
  'what waits for a hold waits for one that runs, or is just being ended': `
      select 'clock ' || clock.id || ' of lead ' || clock.lead_id as row, clock.held_by as "heldBy", hold.ended_at as "endedAt"
        from clock
        left join enforcement_hold as hold on hold.id = clock.held_by
        left join clock as ending on ending.id = clock.held_by and ending.lead_id is null and ending.kind = 'hold'
       where clock.lead_id > $1 and clock.lead_id <= $2
         and clock.held_by is not null and (hold.id is null or ending.state is distinct from 'running')`,
  'the disposition in force of a lead is its own, of its present cycle': `
      select 'lead ' || lead.id as row, status, disposition_id as "dispositionId"
        from lead join disposition on disposition.id = disposition_id
       where lead.id > $1 and lead.id <= $2
         and (disposition.lead_id <> lead.id or disposition.kind = 'reversed' or disposition.cycle <> lead.cycle)`,
  'a lead is in the queue that its assignment names': `
      select 'lead ' || lead.id as row, lead.queue_id as "queueId", assignment.queue_id as "ofAssignment"
        from lead join assignment on assignment.lead_id = lead.id and until_at is null
       where lead.id > $1 and lead.id <= $2 and lead.queue_id is distinct from assignment.queue_id`,
  'each lead in a named queue has one stay in it, unless it is a test or was brought along, and no other lead has one': `
      select 'lead ' || lead.id as row, lead.queue_id as "queueId", queue_stay.queue_id as "ofStay"
        from lead left join queue_stay on queue_stay.lead_id = lead.id
       where lead.id > $1 and lead.id <= $2
         and case when test or cycle = 0 then null else lead.queue_id end is distinct from queue_stay.queue_id`,
  'what became of a lead is told in the order in which it was recorded': `
      select 'lead ' || lead_id as row, id, xid::text as place, former_xid::text as "formerPlace"
        from (
          select lead_id, id, epoch, xid, lag(epoch) over earlier as former_epoch, lag(xid) over earlier as former_xid
            from (
              select lead_id, id, epoch, xid, seq from disposition where lead_id > $1 and lead_id <= $2
              union all
              select entry.lead_id, entry.id, epoch, xid, seq
                from milestone join milestone_entry as entry on entry.milestone_id = milestone.id
               where milestone.lead_id > $1 and milestone.lead_id <= $2) as outcome
           where (epoch, xid) > (select ordered_epoch, ordered_xid from feed_epoch)
          window earlier as (partition by lead_id order by seq)) as told
       where (epoch, xid) < (former_epoch, former_xid)`,
  'an erased lead has ended and is found by no word': `
      select 'lead ' || lead.id as row, status
        from lead left join lead_words on lead_id = lead.id
       where lead.id > $1 and lead.id <= $2
         and erased_at is not null and (status in ('open', 'nurturing', 'recycled') or words <> ''::tsvector)`,
};

const LEADS: VerifiedSubjects = {
  subjectType: 'lead',
  beginsWith: 'lead.received',
  tellings: EVENT_EFFECTS,
  row: `select id, id as of, event_seq as "lastSeq", event_xid::text as "lastXid", received_at as "madeAt", status, owner_id as "ownerId", cycle, reassignments,
      case waiting when 'queue' then ${isoOf('waiting_since')} end as "queuedSince",
      case waiting when 'claim' then ${isoOf('waiting_since')} end as "offeredSince", queue_id as "queueId",
      (select ${isoOf('overdue_at')} from queue_stay where queue_stay.lead_id = lead.id) as "queueOverdueAt", disposition_id as "dispositionId",
      erased_at is not null as "isErased"
    from lead where id > $1 and id <= $2`,
  rowsAbout: {
    disposition: `select id, lead_id as of, category, reason, intent, cycle,
        exists (select from disposition as reversal where reversal.supersedes = disposition.id and reversal.kind = 'reversed') as "isReversed"
      from disposition where kind <> 'reversed' and lead_id > $1 and lead_id <= $2`,
    milestone: `select id, lead_id as of, name, ${isoOf('occurred_at')} as "occurredAt", amount::text, currency,
        reversed_at is not null as "isReversed"
      from milestone where lead_id > $1 and lead_id <= $2`,
    inquiry: `select id, lead_id as of, matched_by as "matchedBy", became, merged_lead_id as "mergedLeadId"
      from inquiry where lead_id > $1 and lead_id <= $2`,
    touch: `select id, lead_id as of, rep_id as "repId", kind, direction, outcome, ${isoOf('occurred_at')} as "occurredAt", automated, goodbye,
        ${isoOf('meeting_at')} as "meetingAt", voided_at is not null as "isVoided"
      from touch where lead_id > $1 and lead_id <= $2`,
  },
  invariants: LEAD_INVARIANTS,
};

/** Returns all verified subjects; those that can have an owner include their clocks and assignments. */
export function verifiedSubjects(): VerifiedSubjects[] {
  return [LEADS, ...VERIFIED_SUBJECTS.all].map((each) => ({
    ...each,
    rowsAbout: { ...(isOwned(each.subjectType) && rowsOfOwned(each.subjectType)), ...each.rowsAbout },
  }));
}

/** Returns the kinds of verified subjects, which are also the names of their tables. */
export function verifiedTypes(): SubjectType[] {
  return verifiedSubjects().map(({ subjectType }) => subjectType);
}

/** Returns the tables of a kind of subjects with the column of its id; all other tables refer to the first. */
export function rowsOf(type: SubjectType): [table: string, column: string][] {
  const own: [string, string] = [type, 'id'];
  if (!isOwned(type)) return [own];
  return [own, ['clock', SUBJECT_COLUMNS[type]], ['assignment', SUBJECT_COLUMNS[type]]];
}

function isOwned(type: SubjectType): type is OwnedType {
  return Object.hasOwn(SUBJECT_COLUMNS, type);
}

function rowsOfOwned(type: OwnedType): Record<string, string> {
  const column = SUBJECT_COLUMNS[type];
  return {
    clock: `select id, ${column} as of, kind, rep_id as "repId", cycle, step, state, ${isoOf('opens_at')} as "opensAt",
        ${isoOf('due_at')} as "dueAt", ${isoOf('paused_at')} as "pausedAt", 
        case when paused_at is not null then ${isoOf('resumes_at')} end as "resumesAt",
        ${isoOf('acknowledged_at')} as "acknowledgedAt", ${isoOf('met_at')} as "metAt", ${isoOf('breached_at')} as "breachedAt",
        ${isoOf('struck_breach_at')} as "struckBreachAt"
      from clock where ${column} > $1 and ${column} <= $2`,
    assignment: `select id, ${column} as of, rep_id as "repId", pool_id as "poolId", rule, cause, cycle,
        ${isoOf('from_at')} as "fromAt", ${isoOf('until_at')} as "untilAt"
      from assignment where ${column} > $1 and ${column} <= $2`,
  };
}
