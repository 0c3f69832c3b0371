import type { WinChange } from '../../leads/survivals.js';
import type { Sql } from '../../platform/database.js';

/**
 * Returns the changes of ARR by day of the contracts that wins sold, also of lines that moved to another account or
 * contract. What a deal added to the contract of another deal counts for that other deal.
 */
export async function readChangesOfWins(sql: Sql, milestoneIds: readonly string[]): Promise<WinChange[]> {
  const rows = await sql.rows<Omit<WinChange, 'change'> & { readonly change: string }>(
    `with recursive own as (
       select deal.milestone_id, contract.id from deal join contract on contract.deal_id = deal.id
        where deal.milestone_id = any ($1::uuid[])
       union all
       select own.milestone_id, contract.id from contract join own on contract.moved_from_contract_id = own.id)
     select own.milestone_id as "milestoneId", step.currency, step.on_day::text as day, sum(step.change)::text as change
       from own join arr_step as step on step.contract_id = own.id and step.replaced_at is null
      group by own.milestone_id, step.currency, step.on_day
      order by own.milestone_id, step.on_day`,
    [milestoneIds],
    'arr-of-wins',
  );
  return rows.map(({ change, ...row }) => ({ ...row, change: BigInt(change) }));
}
