import type { Attribution } from './attribution.js';

/** What is frozen of the sale of a contract, each as SQL on `deal`. */
export const OF_WON_DEAL: Readonly<Record<Attribution, string>> = {
  channel: 'deal.channel',
  source: 'deal.source',
  campaign: 'deal.campaign',
  // Whoever had the deal when it was won: whoever looks after the account later has not sold it.
  rep: `coalesce((select standing.owner_rep_id from deal_standing as standing
                   where standing.deal_id = deal.id and standing.stage = 'won' order by standing.seq limit 1),
                 deal.owner_rep_id)::text`,
};

/**
 * SQL that begins a statement: `sale (contract_id, key)` says of each contract that was sold by a deal what that deal came
 * from. Lines that went to another account keep the deal of the contract that they were in.
 */
export function withSales(dimension: Attribution): string {
  return `with recursive origin as (
      select id, deal_id from contract where moved_from_contract_id is null
      union all
      select contract.id, coalesce(contract.deal_id, origin.deal_id) from contract
        join origin on origin.id = contract.moved_from_contract_id),
    sale as materialized (
      select origin.id as contract_id, ${OF_WON_DEAL[dimension]} as key from origin join deal on deal.id = origin.deal_id)`;
}
