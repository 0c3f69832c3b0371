import { insertInto, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import type { Deal } from './deal.js';
import { DEAL, DEAL_STANDING } from './deal.table.js';

const STANDING_OF = [
  DEAL_STANDING.column('dealId', ({ id }: Deal) => id),
  DEAL_STANDING.column('seq', ({ eventSeq }: Deal) => eventSeq),
  DEAL_STANDING.column('at', ({ updatedAt }: Deal) => updatedAt),
  ...DEAL.columns('stage', 'type', 'category', 'probability', 'atRisk', 'accountId', 'ownerRepId'),
  ...DEAL.columns('amount', 'currency', 'expectedCloseAt'),
  DEAL_STANDING.column('startsOn', ({ term }: Deal) => term?.startsOn ?? null),
  ...DEAL.columns('wonAt'),
];
const KEEP_STANDING = `${insertInto('deal_standing', STANDING_OF)} on conflict do nothing`;

/** Stores deals as of their latest events. Rows never change: forecasts are requested as of any instant. */
export async function keepStandings(tx: Sql, deals: readonly Deal[]): Promise<void> {
  await tx.query(KEEP_STANDING, valuesOf(deals, STANDING_OF), 'deal-keep-standings');
}
