import type { SetupCheck } from '../directory/setup-checks.js';
import type { Sql } from '../platform/sql/database.js';
import { counted } from '../platform/values/words.js';
import { rolesAsked } from '../routing/rules/rules.js';
import { findHolders } from './accounts/account-match.store.js';

/** Warns of open deals whose owners have left: nothing hands them over but an offboarding. */
export const DEAL_CHECK: SetupCheck = {
  codes: ['dealsOfInactive'],
  find: async ({ sql, directory }) => {
    const { reps } = directory.content;
    const inactive = [...reps.values()].filter(({ active }) => !active).map(({ id }) => id);
    return (await countOpenOf(sql, inactive)).map(({ repId, deals }) => ({
      code: 'dealsOfInactive',
      text: `${reps.get(repId)!.name} is inactive and still owns ${counted(deals, 'open deal')}, which nobody works on. An offboarding hands them over: POST /v1/reps/${repId}/offboard.`,
    }));
  },
  // They get the leads of their accounts.
  findBusy: ({ sql, directory: { content } }) =>
    findHolders(sql, [...content.reps.keys()], rolesAsked(content.rulebook.rules)),
};

function countOpenOf(sql: Sql, repIds: readonly string[]): Promise<{ repId: string; deals: number }[]> {
  return sql.rows(
    `select owner_rep_id as "repId", count(*)::int as deals
       from deal where stage = 'open' and owner_rep_id = any ($1::uuid[]) group by owner_rep_id order by owner_rep_id`,
    [repIds],
    'deals-of-inactive',
  );
}
