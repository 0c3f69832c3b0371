import { boolean, instant, table, uuid } from '../../platform/table.js';

/** Which deals have to be looked at, because what they promise may be something else by then. */
export const DEAL_LOOK = table('deal_look', 'work', {
  dealId: uuid().key(),
  /** Null where only a change of the deal, or of policies, changes what it promises. */
  dueAt: instant().nullable(),
  /** Whether what runs is promised by the present version of its policy from then on. */
  adopts: boolean().default('false'),
});
