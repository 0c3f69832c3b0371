import type { VerifiedSubjects } from '../../events/verified.js';
import { historiesSql } from './arr-step.store.js';
import { CONTRACT_EFFECTS } from './contract-replay.js';

const OF = 'contract.id > $1 and contract.id <= $2';

/** Contracts by the ledger, by their tables, and the invariants of both. */
export const VERIFIED_CONTRACTS: VerifiedSubjects = {
  subjectType: 'contract',
  beginsWith: 'contract.started',
  tellings: CONTRACT_EFFECTS,
  row: `select id, id as of, event_seq as "lastSeq", event_xid::text as "lastXid", created_at as "madeAt", account_id as "accountId", deal_id as "dealId",
      currency, starts_on::text as "startsOn", ends_on::text as "endsOn", notice_days as "noticeDays",
      auto_renew_months as "autoRenewMonths", notice->>'givenOn' as "noticeGivenOn", notice->>'reason' as "noticeReason",
      (notice->>'late')::boolean as "noticeLate",
      withdrawn_at is not null as "isWithdrawn"
    from contract where ${OF}`,
  rowsAbout: {
    term: `select contract.id || ' ' || place - 1 as id, contract.id as of, term->>'startsOn' as "startsOn",
        term->>'endsOn' as "endsOn", term->>'cause' as cause
      from contract, jsonb_array_elements(terms) with ordinality as each (term, place) where ${OF}`,
    holder: `select contract.id || ' ' || place - 1 as id, contract.id as of, holder->>'accountId' as "accountId",
        holder->>'from' as "from"
      from contract, jsonb_array_elements(held_by) with ordinality as each (holder, place) where ${OF}`,
    segment: `select contract.id || ' ' || line.place - 1 || '.' || segment.place - 1 as id, contract.id as of,
        line.body->>'product' as product, line.body->>'kind' as kind, line.body->>'dealId' as "dealId", segment.body->>'from' as "from",
        segment.body->>'to' as "to", segment.body->>'amount' as amount, segment.body->>'arr' as arr,
        segment.body->>'cause' as cause
      from contract, jsonb_array_elements(lines) with ordinality as line (body, place),
           jsonb_array_elements(line.body->'segments') with ordinality as segment (body, place) where ${OF}`,
    step: `select contract_id || ' ' || arr_step.account_id || ' ' || product || ' ' || kind || ' ' || on_day as id,
        contract_id as of, arr_step.currency, arr::text, change::text, cause
      from arr_step join contract on contract.id = contract_id where ${OF} and replaced_at is null`,
  },
  invariants: {
    'reports of ARR read what the steps of a contract say': `
      select 'history of ' || product || ' of contract ' || contract_id as row, account_id as "accountId",
          encode(kept.steps, 'hex') as kept, encode(own.steps, 'hex') as "ofSteps"
        from (select * from arr_history where contract_id > $1 and contract_id <= $2) as kept
        full join (${historiesSql('step.contract_id > $1 and step.contract_id <= $2 and step.replaced_at is null')}) as own
          using (contract_id, account_id, product)
       where (kept.steps, kept.currency, kept.begins_on) is distinct from (own.steps, own.currency, own.begins_on)`,
    'a contract belongs to the account that has it last, and ends with its notice, else with its term': `
      select 'contract ' || id as row, account_id as "accountId", ends_on::text as "endsOn"
        from contract
       where ${OF}
         and (account_id::text <> held_by->-1->>'accountId'
           or ends_on::text is distinct from coalesce(notice->>'endsOn', terms->-1->>'endsOn'))`,
    'an amendment is proposed as long as its deal is won and delivered': `
      select 'contract ' || contract.id as row, deal.id as "dealId", deal.stage, deal.delivered_at as "deliveredAt"
        from contract
        cross join lateral jsonb_array_elements(proposals) as proposal
        join deal on deal.id = (proposal->>'dealId')::uuid
        join won_deal on won_deal.deal_id = deal.id
       where ${OF} and proposal->>'state' = 'open' and due_at is null
         and (deal.stage <> 'won' or deal.delivered_at is null or contract.withdrawn_at is not null)`,
    'a step is replaced no later than the last change of its contract': `
      select 'step ' || arr_step.id || ' of contract ' || contract_id as row, known_at as "knownAt", replaced_at as "replacedAt"
        from arr_step join contract on contract.id = contract_id
       where ${OF} and replaced_at > contract.updated_at`,
  },
};
