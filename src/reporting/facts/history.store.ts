import { Injectable } from '@nestjs/common';
import type { EventType } from '../../events/event.js';
import type { FeedSpan } from '../../events/feed.js';
import { IS_UNDONE } from '../../leads/imported.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { groupBy } from '../../platform/values/group.js';
import { COUNTRY_OF_LEAD } from '../../vocabulary/countries.js';
import type {
  LeadHistory,
  PastClock,
  PastMilestone,
  PastTenure,
  PastTouch,
  ReportedDisposition,
  ReportedLead,
  ReportedPause,
} from './history.js';

type OfLead<Row> = Row & { readonly leadId: string };

const LEADS = `select id, source, channel, campaign, ${COUNTRY_OF_LEAD} as country, test, submitted_at as "submittedAt", received_at as "receivedAt",
  cycle, policy_id as "policyId", ${IS_UNDONE} as "isUndone" from lead where id = any ($1::uuid[]) order by id`;
const TENURES = `select lead_id as "leadId", id, cycle, rep_id as "repId", team_id as "teamId", pool_id as "poolId", cause,
  from_at as "fromAt", until_at as "untilAt" from assignment where lead_id = any ($1::uuid[])
  order by lead_id, cycle, from_at, until_at nulls last, id`;
const TOUCHES = `select lead_id as "leadId", cycle, direction, outcome, automated, goodbye, counts,
  least(occurred_at, recorded_at) as "occurredAt" from touch where lead_id = any ($1::uuid[]) and voided_at is null`;
const CLOCKS = `select lead_id as "leadId", id, kind, cycle, assignment_id as "assignmentId", rep_id as "repId",
  policy_id as "policyId", state, step, target, met_at as "metAt", breached_at as "breachedAt", struck_breach_at as "struckBreachAt",
  end_reason as "endReason", calendar_id as "calendarId", calendar_version as "calendarVersion", time_zone as "timeZone",
  reach from clock where lead_id = any ($1::uuid[]) and (policy_id is not null or kind = 'accept') order by lead_id, id`;
const MILESTONES = `select lead_id as "leadId", id, cycle, name, least(occurred_at, recorded_at) as "occurredAt", recorded_at as "recordedAt",
  amount::text, currency
  from milestone where lead_id = any ($1::uuid[]) and reversed_at is null`;
const DISPOSITIONS = `select lead_id as "leadId", id, kind, cycle, category, reason, intent, suppression_id as "suppressionId", without_attempts as "withoutAttempts",
  decided_at as "decidedAt", actor_type as "actorType" from disposition where lead_id = any ($1::uuid[])
  order by lead_id, decided_at, id`;

const PAUSES = `select lead_id as "leadId", cycle, kind, from_at as "fromAt", until_at as "untilAt"
  from pause where lead_id = any ($1::uuid[])`;

/** Events of a lead's arrival, each at most once; promises are made to the lead and to its owner. */
const COMING_IN: readonly EventType[] = [
  'lead.received',
  'lead.assigned',
  'lead.queued',
  'lead.offered',
  'sla.started',
  'sla.paused',
];

/** Whether the events of a lead are those of its arrival. */
const IS_UNTOUCHED = `bool_and(type = any ($7))
  and count(*) filter (where type in ('lead.assigned', 'lead.queued', 'lead.offered')) = 1`;

/**
 * Leads whose last event is in this slice of the ledger. A lead with later events is processed with the slice of its
 * last one, so that it is processed once it has come to rest.
 */
const AT_REST = `select id,
       case when status <> 'open' or event_seq > ${2 * COMING_IN.length} then false
            when happened.count = event_seq then happened.is_untouched
            else (select ${IS_UNTOUCHED} from event where subject_id = lead.id) end as "isUntouched"
  from lead
  join (select subject_id, max(subject_seq) as seq, count(*), ${IS_UNTOUCHED} as is_untouched
           from event
          where (epoch, xid, seq) > ($1, $2::text::xid8, $3)
            and (epoch, xid, seq) <= ($4, $5::text::xid8, $6)
            and subject_type = 'lead'
          group by subject_id) as happened on lead.id = happened.subject_id and lead.event_seq = happened.seq
  order by id`;

/** A lead without later events, and whether it has had any since its arrival. */
export interface LeadAtRest {
  readonly id: string;
  readonly isUntouched: boolean;
}

/** Reads the rows from which facts are derived, with one statement per table. */
@Injectable()
export class HistoryStore {
  constructor(private readonly database: Database) {}

  /** Returns the leads of a slice of the ledger that have no later events. */
  readAtRest({ after, horizon }: FeedSpan): Promise<LeadAtRest[]> {
    return this.database.reads.rows(
      AT_REST,
      [after.epoch, after.xid, after.seq, horizon.epoch, horizon.xid, horizon.seq, COMING_IN],
      'report-at-rest',
    );
  }

  async readMany(tx: Tx, leadIds: readonly string[]): Promise<LeadHistory[]> {
    const of = async <Row>(text: string, name: string) => {
      const rows = await tx.rows<OfLead<Row>>(text, [leadIds], `report-${name}`);
      return groupBy(rows, (row) => row.leadId);
    };
    const [leads, tenures, touches, clocks, milestones, pauses, dispositions] = await Promise.all([
      tx.rows<ReportedLead>(LEADS, [leadIds], 'report-leads'),
      of<PastTenure>(TENURES, 'tenures'),
      of<PastTouch>(TOUCHES, 'touches'),
      of<PastClock>(CLOCKS, 'clocks'),
      of<PastMilestone>(MILESTONES, 'milestones'),
      of<ReportedPause>(PAUSES, 'pauses'),
      of<ReportedDisposition>(DISPOSITIONS, 'dispositions'),
    ]);
    return leads.map((lead) => ({
      lead,
      tenures: tenures.get(lead.id) ?? [],
      touches: touches.get(lead.id) ?? [],
      clocks: clocks.get(lead.id) ?? [],
      milestones: milestones.get(lead.id) ?? [],
      pauses: pauses.get(lead.id) ?? [],
      dispositions: dispositions.get(lead.id) ?? [],
    }));
  }
}
