import type { DealClock } from '../../clocks/clock.js';
import type { SavedPolicy } from '../../directory/policy-foresights.js';
import type { Warning } from '../../documents/version.schema.js';
import type { Sql } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { firstIdOf } from '../../platform/values/ids.js';
import { readMatchRows } from '../accounts/account-match.store.js';
import { accountFacts } from '../accounts/lead-matching.service.js';
import type { Deal } from '../deal.js';
import { DEAL_ROW_COLUMNS } from '../deal.store.js';
import { promisesOfDeals } from './deal-terms.js';
import { type DealBefore, warningsOfDeals } from './foresight.js';

/** Beyond this many deals, the warning gives a minimum. */
const LOOKED_AT_MAX = 10_000;

/** Warns of what a policy that is saved, or would be, begins to promise about open deals. Uses three statements. */
export async function foreseeDeals(sql: Sql, { policyId, directory, at }: SavedPolicy): Promise<Warning[]> {
  const policies = directory.content;
  const policy = policies.policies.find((each) => each.policy.id === policyId)?.policy;
  if (policy === undefined || !promisesOfDeals(policy)) return [];
  const input = { policy, policies, timeZone: directory.timeZoneOf(null), now: at };
  const { deals, isCut } = await readPromisable(sql, policy, at);
  return warningsOfDeals(deals, isCut, input);
}

/** The open deals about which a policy may promise something by now. */
async function readPromisable(
  sql: Sql,
  { renewal, deals }: Pick<Parameters<typeof promisesOfDeals>[0], 'renewal' | 'deals'>,
  at: Instant,
): Promise<{ deals: DealBefore[]; isCut: boolean }> {
  const rows = await sql.rows<Deal>(
    `select ${DEAL_ROW_COLUMNS} from deal
      where stage = 'open'
        and (expected_close_at <= $1 or type = 'renewal' and contract_term is not null)
        and case when type = 'renewal' then $2::boolean else $3::boolean end
      order by id limit $4`,
    [toIso(at), renewal !== null, deals !== null, LOOKED_AT_MAX + 1],
    'deal-promisable',
  );
  const looked = rows.slice(0, LOOKED_AT_MAX);
  const accounts = await readMatchRows(sql, [...new Set(looked.flatMap(({ accountId }) => accountId ?? []))]);
  const clocks = await readBefore(sql, pluck(looked, 'id'), at);
  const before = looked.map((deal) => {
    const account = accounts.get(deal.accountId ?? '');
    return {
      deal,
      account: account === undefined ? null : accountFacts(account),
      clocks: clocks.get(deal.id) ?? [],
    };
  });
  return { deals: before, isCut: rows.length > looked.length };
}

/** What was promised before an instant, by deal, oldest first. */
async function readBefore(sql: Sql, dealIds: readonly string[], at: Instant) {
  const rows = await sql.rows<Pick<DealClock, 'kind' | 'state' | 'startedAt'> & { dealId: string }>(
    `select deal_id as "dealId", kind, state, started_at as "startedAt" from clock
      where deal_id = any ($1::uuid[]) and id < $2 order by deal_id, id`,
    [dealIds, firstIdOf(at)],
    'deal-promised-before',
  );
  return groupBy(rows, ({ dealId }) => dealId);
}
