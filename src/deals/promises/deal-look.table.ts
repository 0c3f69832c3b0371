import { boolean, instant, table, uuid } from '../../platform/sql/table.js';

/** Deals that wait for a look, because their promises may have changed by then. */
export const DEAL_LOOK = table('deal_look', 'work', {
  dealId: uuid().key(),
  /** Null if only a change of the deal, or of policies, changes its promises. */
  dueAt: instant().nullable(),
  /** Whether running promises are to adopt the present version of their policy. */
  adopts: boolean().default('false'),
});
