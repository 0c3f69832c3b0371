import type { Attribution } from './attribution.js';

/**
 * SQL on `deal` for what is frozen of the sale of a contract.
 * @param at SQL of the instant at which it was known; null for now
 */
export function ofDeal(dimension: Attribution, at: string | null = null): string {
  if (dimension !== 'rep') return `deal.${dimension}`;
  const standings = `deal_standing as standing
    where standing.deal_id = deal.id ${at === null ? '' : `and standing.at <= ${at}`}`;
  // The owner of the deal when it was won for good: a later rep of the account has not sold it.
  return `coalesce(
    (select standing.owner_rep_id from ${standings} and standing.seq > coalesce(
       (select max(standing.seq) from ${standings} and standing.stage <> 'won'), -1)
      order by standing.seq limit 1),
    ${at === null ? '' : `(select standing.owner_rep_id from ${standings} order by standing.seq desc limit 1),`}
    deal.owner_rep_id)::text`;
}

/**
 * SQL that begins a statement: `sale (contract_id, key)` has what the deal that sold each contract came from. Lines
 * that moved to another account keep the deal of the contract that they came from.
 * @param at as for `ofDeal`
 */
export function withSales(dimension: Attribution, at: string | null): string {
  return `with recursive origin as (
      select id, deal_id from contract where moved_from_contract_id is null
      union all
      select contract.id, coalesce(contract.deal_id, origin.deal_id) from contract
        join origin on origin.id = contract.moved_from_contract_id),
    sale as materialized (
      select origin.id as contract_id, ${ofDeal(dimension, at)} as key from origin join deal on deal.id = origin.deal_id)`;
}
