import type { SetupCheck } from '../../directory/setup-checks.js';
import type { Sql } from '../../platform/database.js';
import { counted } from '../../platform/words.js';

export const RENEWAL_CHECK: SetupCheck = {
  codes: ['renewalWithoutOwner'],
  find: async ({ sql }) => {
    const { count, accountId } = await readWithoutOwner(sql);
    if (count === 0) return [];
    const text = `${counted(count, 'open renewal')} of contracts ${count === 1 ? 'has' : 'have'} no owner, because ${count === 1 ? 'its account has' : 'their accounts have'} none: PATCH /v1/accounts/${accountId} with ownerRepId. GET /v1/deals?type=renewal&stage=open lists them, those without ownerRepId among them.`;
    return [{ code: 'renewalWithoutOwner', text }];
  },
};

/** Returns their number, and the account of the one that is decided first. */
function readWithoutOwner(sql: Sql): Promise<{ count: number; accountId: string | null }> {
  return sql.one(
    `select count(*)::int as count, (array_agg(account_id order by last_day_for_notice, id))[1] as "accountId"
       from deal where stage = 'open' and contract_term is not null and owner_rep_id is null`,
    [],
    'renewal-without-owner',
  );
}
