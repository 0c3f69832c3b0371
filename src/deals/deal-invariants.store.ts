import type { Invariants } from '../events/verified.js';
import { CONTACT_OUTCOMES } from '../vocabulary/touch-kinds.js';
import { HAS_NOT_WON, IS_HANDED_OVER, IS_OPEN_UNDER_CLOSED } from './deal.js';
import { lastingOfAccounts } from './deal-contracts.store.js';

/** Invariants of deals and accounts: their rows must agree with their latest events. */
export const DEAL_INVARIANTS: Invariants = {
  deal: {
    'a deal matches its latest event in the ledger': `
      select 'deal ' || deal.id as row, deal.stage, told.type, latest.subject_seq as "lastSeq", event_seq as "seqOfRow"
        from deal
        left join lateral (
          select type, data from event where subject_id = deal.id and type like 'deal.%' order by subject_seq desc limit 1) as told on true
        left join lateral (
          select subject_seq from event where subject_id = deal.id order by subject_seq desc limit 1) as latest on true
        left join lateral (
          select type from event where subject_id = deal.id and type in ('deal.created', 'deal.won', 'deal.lost', 'deal.reopened')
           order by subject_seq desc limit 1) as stood on true
        left join lateral (
          select type, (data->>'deliveredAt')::timestamptz as at from event
           where subject_id = deal.id and type in ('deal.delivered', 'deal.reopened')
           order by subject_seq desc limit 1) as delivered on true
       where event_seq <> latest.subject_seq
          or handed_over <> ${IS_HANDED_OVER}
          or delivered.at is distinct from delivered_at
          or case stood.type when 'deal.won' then 'won' when 'deal.lost' then 'lost' else case when stood.type is not null then 'open' end end <> stage
          or told.type is not null and (account_id::text, owner_rep_id::text, amount::text, currency) is distinct from
             (told.data->>'accountId', told.data->>'ownerRepId', told.data->>'amount', told.data->>'currency')`,
    'a deal matches the state that was stored after its latest event': `
      select 'deal ' || deal.id as row, deal.stage, kept.stage as "keptStage", event_seq as "seqOfRow"
        from deal left join deal_standing as kept on kept.deal_id = deal.id and kept.seq = event_seq
       where (kept.at, kept.stage, kept.type, kept.category, kept.probability, kept.at_risk, kept.account_id, kept.owner_rep_id,
              kept.amount, kept.currency, kept.expected_close_at, kept.starts_on, kept.won_at) is distinct from
             (deal.updated_at, deal.stage, deal.type, deal.category, deal.probability, deal.at_risk, deal.account_id,
              deal.owner_rep_id, deal.amount, deal.currency, deal.expected_close_at, deal.starts_on, deal.won_at)`,
    'what a deal was ends when it became something else, and its sale is of its owner when it was won': `
      select 'deal ' || deal_id as row, seq, until_at::text as "untilAt", next::text, sold_by_rep_id as "soldBy", winner
        from (select deal_id, seq, until_at, sold_by_rep_id, lead(at) over (partition by deal_id order by seq) as next,
                     case when stage = 'won' then
                       first_value(owner_rep_id) over (partition by deal_id, losses, stage = 'won' order by seq) end as winner
                from (select *, count(*) filter (where stage <> 'won') over (partition by deal_id order by seq) as losses
                        from deal_standing) as counted) as stood
       where (until_at, sold_by_rep_id) is distinct from (next, winner)`,
    'a deal was first talked about when its touches first reached somebody': `
      select 'deal ' || deal.id as row, first_contact_at::text, reached.at::text as "firstReached"
        from deal
        cross join lateral (
          select min(occurred_at) as at from deal_touch
           where deal_id = deal.id and voided_at is null and not automated and outcome = any ('{${CONTACT_OUTCOMES.join(',')}}')) as reached
       where first_contact_at is distinct from reached.at`,
    'a lead is won by one deal, and worth what that is': `
      select 'deal ' || deal.id as row, deal.amount::text, deal.currency, milestone.id as milestone, milestone.name,
             milestone.amount::text as "amountOfLead", milestone.currency as "currencyOfLead", reversed_at as "reversedAt"
        from deal
        join milestone on milestone.id = deal.milestone_id
        join lead on lead.id = deal.lead_id
       where erased_at is null
         and (milestone.lead_id <> deal.lead_id or milestone.name <> 'won' or reversed_at is not null
           or deal.amount is not null and (deal.amount, deal.currency) is distinct from (milestone.amount, milestone.currency))`,
    'a won deal has won its lead': `
      select 'deal ' || deal.id as row, lead.id as "leadId", lead.status, deal.won_at::text as "wonAt"
        from deal join lead on lead.id = deal.lead_id where ${HAS_NOT_WON}`,
    'a lead with an open deal is closed by a person': `
      select 'deal ' || deal.id as row, lead.id as "leadId", lead.status
        from deal join lead on lead.id = deal.lead_id where ${IS_OPEN_UNDER_CLOSED}`,
    'a lead is closed for the reason for which its deal is lost': `
      select 'deal ' || deal.id as row, lost_reason as "lostReason", disposition.reason, disposition.kind
        from deal join disposition on disposition.id = deal.disposition_id
       where disposition.lead_id <> deal.lead_id or disposition.kind <> 'disposed' or reason is distinct from lost_reason`,
    'what a deal reported about its lead is taken back when it is opened again': `
      select 'deal ' || deal.id as row, data->>'milestoneId' as milestone, data->>'dispositionId' as disposition
        from deal
        join lead on lead.id = deal.lead_id
        join event on subject_id = deal.id and event.type = 'deal.reopened'
        left join milestone on milestone.id = (data->>'milestoneId')::uuid
       where erased_at is null
         and (reversed_at is null and not exists (select from deal as heir where heir.milestone_id = milestone.id)
                and milestone.id is not null
           or lead.disposition_id = (data->>'dispositionId')::uuid)`,
  },
  lead: {
    'a decision is pending because a deal is lost': `
      select 'lead ' || lead.id as row, status
        from lead
       where decision_pending and erased_at is null
         and not exists (select from deal where deal.lead_id = lead.id and stage = 'lost')`,
  },
  account: {
    'an account matches its latest event in the ledger': `
      select 'account ' || account.id as row, account.type, told.subject_seq as "lastSeq", event_seq as "seqOfRow"
        from account
        left join lateral (
          select subject_seq, epoch, xid, data from event where subject_id = account.id order by subject_seq desc limit 1) as told on true
       where event_seq <> told.subject_seq
          or event_xid < told.xid and told.epoch = (select epoch from feed_epoch)
          or told.data is not null and (account.type, owner_rep_id::text) is distinct from (told.data->>'type', told.data->>'ownerRepId')
          or (told.data->'roles')::jsonb <> jsonb_strip_nulls(
               jsonb_build_object('sales', sales_rep_id, 'manager', manager_rep_id, 'delivery', delivery_rep_id))`,
    // A getter, since satellites add contracts at load time.
    get 'an account is by its deals and contracts what they make it: a customer has one'() {
      return `
        select 'account ' || account.id as row, account.type, told_type as "toldType", reckon_on as "reckonOn"
          from account
         where told_type is not null
           and not exists (select from (${lastingOfAccounts()}) as lasting where account_id = account.id
                              and (account.type = 'former' or reckon_on is not null or ends_on is null))`;
    },
  },
};
