import type { Attribution } from './attribution.js';

/**
 * SQL on `deal` for what is frozen of the sale of a contract.
 * @param at SQL of the instant at which it was known; null for now
 */
export function ofDeal(dimension: Attribution, at: string | null = null): string {
  if (dimension !== 'rep') return `deal.${dimension}`;
  const stood = at === null ? 'until_at is null' : `at <= ${at} and (until_at is null or until_at > ${at})`;
  // A later rep of the account has not sold it.
  return `coalesce(
    (select coalesce(sold_by_rep_id, owner_rep_id) from deal_standing where deal_id = deal.id and ${stood}),
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
