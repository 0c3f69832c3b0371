import type { WinChange } from '../../leads/survivals.js';
import type { Sql } from '../../platform/sql/database.js';
import { groupBy } from '../../platform/values/group.js';
import { readChangesByOthers } from './others-changes.store.js';

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
  const changes = rows.map(({ change, ...row }) => ({ ...row, change: BigInt(change) }));
  return byDay([...changes, ...(await readOfOthers(sql, milestoneIds))]);
}

/** What other deals have added, to be left out. */
async function readOfOthers(sql: Sql, milestoneIds: readonly string[]): Promise<WinChange[]> {
  const { rows: deals } = await sql.query<{ id: string; milestoneId: string }>(
    'select id, milestone_id as "milestoneId" from deal where milestone_id = any ($1::uuid[])',
    [milestoneIds],
    'deals-of-wins',
  );
  const wonBy = new Map(deals.map(({ id, milestoneId }) => [id, milestoneId]));
  const others = await readChangesByOthers(sql, [...wonBy.keys()]);
  return others.map(({ soldByDealId, currency, day, change }) => ({
    milestoneId: wonBy.get(soldByDealId)!,
    currency,
    day,
    change: -change,
  }));
}

/** One change for each win, currency and day, in the order of the days. */
function byDay(changes: readonly WinChange[]): WinChange[] {
  const groups = groupBy(changes, ({ milestoneId, currency, day }) => `${milestoneId} ${day} ${currency}`);
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, of]) => ({ ...of[0]!, change: of.reduce((sum, { change }) => sum + change, 0n) }))
    .filter(({ change }) => change !== 0n);
}
