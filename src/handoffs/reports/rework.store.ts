import type { Rework } from '../../figures/rework.js';
import type { Sql } from '../../platform/sql/database.js';
import { OF_PARTIES } from './handoff-counts.js';

/**
 * Returns how the handoffs of wins went, counted as in the report of handoffs. The handoff of a win that was none is
 * cancelled, and does not count.
 */
export function readReworkOfDeals(sql: Sql, dealIds: readonly string[]): Promise<Rework[]> {
  return sql.rowsOf(
    `select deal_id as "dealId", count(*)::int as handoffs, count(*) filter (where own.returns > 0)::int as returned,
            sum(own.returns)::int as returns, count(exception_reason)::int as exceptions,
            sum(own.questions)::int as questions
       from handoff
      cross join lateral (
        select coalesce((select sum(returns) from handoff_receiver where handoff_id = handoff.id), 0) as returns,
               (select count(*) from handoff_question as asked where handoff_id = handoff.id and ${OF_PARTIES}) as questions) as own
      where deal_id = any ($1::uuid[]) and starts_on = 'deal.won' and started_at is not null and state <> 'cancelled'
      group by deal_id`,
    [dealIds],
    'rework-of-deals',
  );
}
