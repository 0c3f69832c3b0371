import type { Invariants } from '../../events/verified.js';

/** Invariants of the contracts of won deals, once these were looked at. */
export const WON_DEAL_INVARIANTS: Invariants = {
  deal: {
    'a deal that has a contract by its win is won, and names it': `
      select 'deal ' || deal.id as row, deal.stage, how, deal.contract_id as named, won_deal.contract_id as kept
        from won_deal join deal on deal.id = won_deal.deal_id
       where due_at is null and how in ('made', 'added', 'told')
         and (deal.stage <> 'won' or how in ('made', 'added') and deal.contract_id is distinct from won_deal.contract_id)`,
  },
  contract: {
    'a contract that no program has reported exists because of its deal alone': `
      select 'contract ' || contract.id as row, contract.deal_id as "dealId", how, won_deal.contract_id as kept
        from contract left join won_deal on won_deal.deal_id = contract.deal_id
       where contract.deal_id is not null and told is null and withdrawn_at is null
         and (how, won_deal.contract_id) is distinct from ('made', contract.id)`,
    'what a deal adds to a contract is in it, or in those to which its lines have moved, as long as the deal is won': `
      select 'contract ' || contract.id as row, line->>'dealId' as "dealId", how, won_deal.contract_id as kept
        from contract
        cross join lateral jsonb_array_elements(contract.lines) as line
        left join won_deal on won_deal.deal_id = (line->>'dealId')::uuid
       where line ? 'dealId' and won_deal.due_at is null
         and (how is distinct from 'added' or won_deal.contract_id not in (
           with recursive origin as (
             select contract.id, contract.moved_from_contract_id as before
             union all
             select earlier.id, earlier.moved_from_contract_id
               from origin join contract as earlier on earlier.id = origin.before)
           select id from origin))`,
  },
};
