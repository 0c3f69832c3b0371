import type { Attribution } from './attribution.js';

/** SQL for what is frozen of the sale of a contract. */
interface SaleOfDeal {
  /** An expression on `deal` and what `join` adds to it. */
  readonly key: string;
  readonly join: string;
}

/** @param at SQL of the instant at which it was known; null for now */
export function ofDeal(dimension: Attribution, at: string | null = null): SaleOfDeal {
  if (dimension !== 'rep') return { key: `deal.${dimension}`, join: '' };
  const stood = at === null ? 'until_at is null' : `at <= ${at} and (until_at is null or until_at > ${at})`;
  return {
    // A later rep of the account has not sold it.
    key: 'coalesce(standing.sold_by_rep_id, standing.owner_rep_id, deal.owner_rep_id)::text',
    join: `left join deal_standing as standing on standing.deal_id = deal.id and ${stood}`,
  };
}

/**
 * SQL that begins a statement: `sale (contract_id, key)` has what the deal that sold each contract came from. Lines
 * that moved to another account keep the deal of the contract that they came from. Only contracts of such lines are
 * followed back, since they are few.
 * @param at as for `ofDeal`
 */
export function withSales(dimension: Attribution, at: string | null): string {
  return `with recursive later (id, former_id) as (
      select id, moved_from_contract_id from contract where deal_id is null and moved_from_contract_id is not null
      union all
      select later.id, contract.moved_from_contract_id from later join contract on contract.id = later.former_id
       where contract.deal_id is null and contract.moved_from_contract_id is not null),
    sold_contract (id, deal_id) as (
      select id, deal_id from contract where deal_id is not null
      union all
      select later.id, contract.deal_id from later join contract on contract.id = later.former_id
       where contract.deal_id is not null),
    sale as materialized (${saleOf(dimension, at)})`;
}

function saleOf(dimension: Attribution, at: string | null): string {
  // The present standing of a deal has its owner, and an index has both.
  if (dimension === 'rep' && at === null)
    return `select sold_contract.id as contract_id, coalesce(sold_by_rep_id, owner_rep_id)::text as key
        from sold_contract join deal_standing as standing on standing.deal_id = sold_contract.deal_id and until_at is null`;
  const { key, join } = ofDeal(dimension, at);
  return `select sold_contract.id as contract_id, ${key} as key
        from sold_contract join deal on deal.id = sold_contract.deal_id ${join}`;
}
