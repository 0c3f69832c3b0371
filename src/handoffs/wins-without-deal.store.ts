import type { SetupCheck } from '../directory/setup-checks.js';
import type { Sql } from '../platform/sql/database.js';
import { type Instant, MS_PER_DAY, toIso } from '../platform/values/duration.js';
import { counted } from '../platform/values/words.js';

const LOOKED_BACK_DAYS = 90;
const COUNTED_MAX = 1_000;

/** Warns of leads that were won without a deal while deals are handed over: a handoff is of a deal, so nobody gets one. */
export const WIN_CHECK: SetupCheck = {
  codes: ['winsWithoutDeal'],
  find: async ({ sql, now }) => {
    const inUseSince = await readInUseSince(sql);
    if (inUseSince === null) return [];
    const leads = await countWonWithoutDeal(sql, Math.max(inUseSince, now - LOOKED_BACK_DAYS * MS_PER_DAY));
    if (leads === 0) return [];
    const many = leads > COUNTED_MAX ? `More than ${COUNTED_MAX} leads were` : counted(leads, 'lead was', 'leads were');
    const text = `${many} won without a deal in the last ${LOOKED_BACK_DAYS} days, so nothing of ${leads === 1 ? 'it' : 'them'} is handed over. GET /v1/leads?status=won lists won leads; POST /v1/deals with a \`leadId\` makes the deal of one.`;
    return [{ code: 'winsWithoutDeal', text }];
  },
};

/** Returns since when there is a kind of handoff that begins with wins; null without one. */
function readInUseSince(sql: Sql): Promise<Instant | null> {
  return sql.value(`select min(created_at) as since from handoff_kind where start->>'on' = 'deal.won'`);
}

/** Counts leads up to one more than the maximum. */
function countWonWithoutDeal(sql: Sql, since: Instant): Promise<number> {
  return sql.value(
    `select count(*)::int from (
       select distinct lead.id
         from milestone join lead on lead.id = milestone.lead_id
        where milestone.name = 'won' and milestone.cycle > 0 and milestone.reversed_at is null
          and milestone.occurred_at >= $1
          and lead.status = 'won' and not lead.test and lead.erased_at is null and lead.merged_into is null
          and not exists (
            select from deal where deal.lead_id = lead.id and deal.stage <> 'lost' and deal.type <> 'renewal')
        limit ${COUNTED_MAX + 1}) as won`,
    [toIso(since)],
    'wins-without-deal',
  );
}
