import { IS_HANDED_OVER } from './handed-over.js';

/** What must hold of deals and accounts: their rows are held against their latest events. */
export const DEAL_INVARIANTS: Readonly<Record<string, string>> = {
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
  'an account is what the ledger told of it last': `
    select 'account ' || account.id as row, account.type, told.subject_seq as "lastSeq", event_seq as "seqOfRow"
      from account
      left join lateral (
        select subject_seq, data from event where subject_id = account.id order by subject_seq desc limit 1) as told on true
     where event_seq <> told.subject_seq
        or told.data is not null and (account.type, owner_rep_id::text) is distinct from (told.data->>'type', told.data->>'ownerRepId')`,
};
