import { IS_HANDED_OVER } from '../deals/handed-over.js';
import type { Sql } from '../platform/database.js';
import { OWNED_TYPES, type OwnedType } from '../vocabulary/subjects.js';
import type { Difference } from './differences.js';
import type { Between } from './slice.js';

/** What must hold of every subject of a slice at every moment, as the rows that break it: their names, and what they say. */
const OF_SUBJECTS: Readonly<Record<OwnedType, Readonly<Record<string, string>>>> = {
  lead: {
    'an open lead has one assignment that is open, of its owner; a closed one has none': `
      select 'lead ' || lead.id as row, status, owner_id as owner, array_agg(assignment.rep_id) filter (where assignment.id is not null) as assigned
        from lead left join assignment on lead_id = lead.id and until_at is null
       where lead.id > $1 and lead.id <= $2
       group by lead.id
      having count(assignment.id) <> (status = 'open')::int
          or status = 'open' and min(rep_id::text) is distinct from owner_id::text`,
    'a promise that runs is one of the present owner, in the present cycle': `
      select 'clock ' || clock.id || ' of lead ' || lead.id as row, clock.owner_id as "ownerOfClock", lead.owner_id as owner,
             clock.cycle as "cycleOfClock", lead.cycle
        from clock join lead on lead.id = lead_id
       where lead.id > $1 and lead.id <= $2
         and state = 'running' and (clock.cycle <> lead.cycle or clock.owner_id is not null and clock.owner_id is distinct from lead.owner_id)`,
    'an open lead waits for no return, a closed one for nothing else': `
      select 'clock ' || clock.id || ' of lead ' || lead.id as row, clock.kind, lead.status
        from clock join lead on lead.id = lead_id
       where lead.id > $1 and lead.id <= $2
         and state = 'running' and (status = 'open') = (kind in ('nurtureWake', 'recycle'))`,
    'a clock that stands still does so by a pause': `
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
    'an erased lead has ended and is found by no word': `
      select 'lead ' || lead.id as row, status
        from lead left join lead_words on lead_id = lead.id
       where lead.id > $1 and lead.id <= $2
         and erased_at is not null and (status in ('open', 'nurturing', 'recycled') or words <> ''::tsvector)`,
  },
  handoff: {
    'a handoff that runs has receivers, and is done when all of them are': `
      select 'handoff ' || handoff.id as row, handoff.state, array_agg(receiver.state) as receivers
        from handoff left join handoff_receiver as receiver on handoff_id = handoff.id
       where handoff.id > $1 and handoff.id <= $2
       group by handoff.id
      having handoff.state = 'running' and bool_and(coalesce(receiver.state, 'done') = 'done')
          or handoff.state = 'done' and not bool_and(coalesce(receiver.state, '') = 'done')
          or handoff.state = 'draft' and count(receiver.state) > 0`,
    'each receiver owes what their state asks for, and nothing runs of what is over': `
      select 'clock ' || clock.id || ' of handoff ' || handoff.id as row, clock.kind, handoff.state, receiver.state as receiver
        from clock join handoff on handoff.id = clock.handoff_id
        left join handoff_receiver as receiver on receiver.handoff_id = handoff.id and receiver.place = clock.step
       where handoff.id > $1 and handoff.id <= $2 and clock.state = 'running'
         and (handoff.state in ('done', 'cancelled')
           or clock.kind = 'handoffAcknowledge' and receiver.state is distinct from 'waiting'
           or clock.kind in ('handoffAcknowledge', 'handoffComplete') and receiver.stage is not null and receiver.begun_at is null
           or clock.kind = 'handoffComplete' and receiver.state is distinct from 'accepted')`,
    'a stage begins with all of its receivers, once all of those before are done, and not later': `
      select 'handoff ' || handoff.id as row, handoff.state, receiver.name, receiver.stage, receiver.begun_at as "begunAt"
        from handoff join handoff_receiver as receiver on receiver.handoff_id = handoff.id and receiver.stage is not null
       cross join lateral (
         select coalesce(bool_and(other.state = 'done') filter (where other.stage < receiver.stage), true) as is_done,
                bool_or(other.begun_at is distinct from receiver.begun_at) filter (where other.stage = receiver.stage) as differ
           from handoff_receiver as other where other.handoff_id = handoff.id) as among
       where handoff.id > $1 and handoff.id <= $2
         and (among.differ or receiver.begun_at is not null and not among.is_done
           or receiver.begun_at is null and among.is_done and handoff.state in ('running', 'done'))`,
    'the form of what was handed over is kept as it is': `
      select 'handoff ' || handoff.id as row, handoff.form_version as "formVersion"
        from handoff left join handoff_form as kept on kept.handoff_id = handoff.id and kept.version = handoff.form_version
       where handoff.id > $1 and handoff.id <= $2
         and handoff.state in ('running', 'done') and kept.form is distinct from handoff.form`,
  },
};

/** The same of all of them together. */
const OF_ALL: Readonly<Record<string, string>> = {
  'the counted load of a rep is that of their leads': `
    select 'load of rep ' || rep_id as row, open, untouched, counted_open as "countedOpen", counted_untouched as "countedUntouched" from (
      select rep_load.rep_id, rep_load.open, rep_load.untouched, count(lead.id)::int as counted_open,
             count(lead.id) filter (where work_state = 'untouched')::int as counted_untouched
        from rep_load left join lead on lead.owner_id = rep_load.rep_id and status = 'open' and not test
       group by rep_load.rep_id) as both_counts
     where (open, untouched) is distinct from (counted_open, counted_untouched)`,
  'a deal is what the ledger told of it last': `
    select 'deal ' || deal.id as row, deal.stage, told.type, told.subject_seq as "lastSeq", event_seq as "seqOfRow"
      from deal
      left join lateral (
        select subject_seq, type, data from event where subject_id = deal.id order by subject_seq desc limit 1) as told on true
      left join lateral (
        select type from event where subject_id = deal.id and type in ('deal.created', 'deal.won', 'deal.lost', 'deal.reopened')
         order by subject_seq desc limit 1) as stood on true
      left join lateral (
        select type, (data->>'deliveredAt')::timestamptz as at from event
         where subject_id = deal.id and type in ('deal.delivered', 'deal.reopened')
         order by subject_seq desc limit 1) as delivered on true
     where event_seq <> told.subject_seq
        or handed_over <> ${IS_HANDED_OVER}
        or delivered.at is distinct from delivered_at
        or case stood.type when 'deal.won' then 'won' when 'deal.lost' then 'lost' else case when stood.type is not null then 'open' end end <> stage
        or told.type is not null and (account_id::text, owner_rep_id::text, amount::text, currency) is distinct from
           (told.data->>'accountId', told.data->>'ownerRepId', told.data->>'amount', told.data->>'currency')`,
  'a lead is won by one deal, and worth what that is': `
    select 'deal ' || deal.id as row, deal.amount::text, deal.currency, milestone.id as milestone, milestone.name,
           milestone.amount::text as "amountOfLead", milestone.currency as "currencyOfLead", reversed_at as "reversedAt"
      from deal
      join milestone on milestone.id = deal.milestone_id
      join lead on lead.id = deal.lead_id
     where erased_at is null
       and (milestone.lead_id <> deal.lead_id or milestone.name <> 'won' or reversed_at is not null
         or deal.amount is not null and (deal.amount, deal.currency) is distinct from (milestone.amount, milestone.currency))`,
  'a lead is closed for the reason for which its deal is lost': `
    select 'deal ' || deal.id as row, lost_reason as "lostReason", disposition.reason, disposition.kind
      from deal join disposition on disposition.id = deal.disposition_id
     where disposition.lead_id <> deal.lead_id or disposition.kind <> 'disposed' or reason is distinct from lost_reason`,
  'what a deal told of its lead is taken back when it is opened again': `
    select 'deal ' || deal.id as row, data->>'milestoneId' as milestone, data->>'dispositionId' as disposition
      from deal
      join lead on lead.id = deal.lead_id
      join event on subject_id = deal.id and type = 'deal.reopened'
      left join milestone on milestone.id = (data->>'milestoneId')::uuid
     where erased_at is null
       and (reversed_at is null and not exists (select from deal as heir where heir.milestone_id = milestone.id)
              and milestone.id is not null
         or lead.disposition_id = (data->>'dispositionId')::uuid)`,
  'an account is what the ledger told of it last': `
    select 'account ' || account.id as row, account.type, told.subject_seq as "lastSeq", event_seq as "seqOfRow"
      from account
      left join lateral (
        select subject_seq, data from event where subject_id = account.id order by subject_seq desc limit 1) as told on true
     where event_seq <> told.subject_seq
        or told.data is not null and (account.type, owner_rep_id::text) is distinct from (told.data->>'type', told.data->>'ownerRepId')
        or (told.data->'roles')::jsonb <> jsonb_strip_nulls(
             jsonb_build_object('sales', sales_rep_id, 'manager', manager_rep_id, 'delivery', delivery_rep_id))`,
  'an account is by its deals what they make it: a customer has one that is won': `
    select 'account ' || account.id as row, account.type, told_type as "toldType", reckon_on as "reckonOn"
      from account
     where told_type is not null
       and not exists (select from deal where account_id = account.id and stage = 'won'
                          and (account.type = 'former' or reckon_on is not null or ends_on is null))`,
};

/** What the schema cannot hold by itself. */
export class InvariantsStore {
  async brokenOf(sql: Sql, { after, through }: Between): Promise<Difference[]> {
    const broken: Difference[] = [];
    for (const type of OWNED_TYPES) {
      for (const [rule, text] of Object.entries(OF_SUBJECTS[type]))
        broken.push(...(await this.broken(sql, rule, text, [after, through])));
    }
    return broken;
  }

  async brokenOfAll(sql: Sql): Promise<Difference[]> {
    const broken: Difference[] = [];
    for (const [rule, text] of Object.entries(OF_ALL)) broken.push(...(await this.broken(sql, rule, text, [])));
    return broken;
  }

  private async broken(sql: Sql, rule: string, text: string, values: readonly unknown[]): Promise<Difference[]> {
    const { rows } = await sql.query<{ row: string }>(text, values);
    return rows.map(({ row, ...found }) => ({ row, said: `does not hold: ${rule} (${JSON.stringify(found)})` }));
  }
}
