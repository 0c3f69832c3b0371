import type { Deal } from '../../deals/deal.js';
import type { DealArr } from '../../deals/deal-contracts.store.js';
import type { Sql } from '../../platform/sql/database.js';
import { selectList } from '../../platform/sql/table.js';
import { groupBy } from '../../platform/values/group.js';
import { CONTRACT } from '../contracts/contract.table.js';
import { dealArrOf, type PricedContract } from './deal-arr.js';

const COLUMNS = selectList(
  CONTRACT.columns(
    'id',
    'dealId',
    'movedFromContractId',
    'currency',
    'lines',
    'terms',
    'notice',
    'heldBy',
    'autoRenewMonths',
  ),
  'contract',
);

/** Returns what deals are worth a year, by deal id: with one query for all of them. */
export async function readDealArr(sql: Sql, deals: readonly Deal[]): Promise<Map<string, DealArr>> {
  const contracts = groupBy(await readContracts(sql, deals), ({ dealKey }) => dealKey);
  return new Map(deals.map((deal) => [deal.id, dealArrOf(deal, contracts.get(deal.id) ?? [])]));
}

/** The contracts that won deals sold or added to, with those to which lines have moved, and those of renewals. */
async function readContracts(sql: Sql, deals: readonly Deal[]): Promise<(PricedContract & { dealKey: string })[]> {
  const ids = deals.filter(({ stage, type }) => stage === 'won' || type === 'renewal').map(({ id }) => id);
  if (ids.length === 0) return [];
  return sql.rows(
    `with recursive own as (
       select deal.id as deal_key, contract.id from deal join contract on contract.deal_id = deal.id
        where deal.id = any ($1::uuid[]) and withdrawn_at is null
       union
       select deal.id, contract.id from deal join contract on contract.id = deal.contract_id
        where deal.id = any ($1::uuid[]) and withdrawn_at is null
       union
       select own.deal_key, contract.id from own join contract on contract.moved_from_contract_id = own.id)
     select own.deal_key as "dealKey", ${COLUMNS} from own join contract on contract.id = own.id`,
    [ids],
    'contracts-of-deals',
  );
}
