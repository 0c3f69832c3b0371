import type { Invariants } from '../../events/verified.js';

/** Invariants of the deals that renew contracts. */
export const RENEWAL_INVARIANTS: Invariants = {
  deal: {
    'a term of a contract has one renewal at most': `
      select 'contract ' || contract_id as row, contract_term as term, count(*)::int as deals
        from deal where contract_term is not null group by contract_id, contract_term having count(*) > 1`,
    'an open renewal belongs to the present term of its contract, and to the account of the contract': `
      select 'deal ' || deal.id as row, contract_term as term, jsonb_array_length(terms) as terms, notice->>'givenOn' as notice
        from deal join contract on contract.id = contract_id
       where stage = 'open' and contract_term is not null
         and (contract_term <> jsonb_array_length(terms) or notice is not null or deal.account_id <> contract.account_id
           or contract.renew_on is null and contract.ends_on < (contract.updated_at at time zone 'utc')::date - 1)`,
    'a renewal was ended in the way that its contract shows': `
      select 'deal ' || deal.id as row, contract_term as term, ended_by as "endedBy", jsonb_array_length(terms) as terms
        from deal join contract on contract.id = contract_id
       where (ended_by in ('renewed', 'auto')) is distinct from (contract_term < jsonb_array_length(terms))
         and ended_by is not null
          or ended_by = 'notice' and churn_reason is distinct from notice->>'reason'`,
    'a contract is not due to get a renewal that it has': `
      select 'contract ' || contract.id as row, renewal_by::text as "renewalBy", deal.id as deal
        from contract join deal on contract_id = contract.id and contract_term = jsonb_array_length(terms)
       where renewal_by is not null`,
  },
};
