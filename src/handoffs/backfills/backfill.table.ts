import { boolean, code, instant, int, table, uuid } from '../../platform/sql/table.js';
import type { PassedOver } from './backfill.js';

/** A backfill: handoffs that begin gradually for accounts that existed before the kind did. */
export const HANDOFF_BACKFILL = table('handoff_backfill', 'configuration', {
  id: uuid().key(),
  kindId: uuid(),
  perWeek: int(),
  /** Whether more accounts matched than it could include. */
  more: boolean(),
  createdAt: instant(),
  calledOffAt: instant().nullable(),
});

export const HANDOFF_BACKFILL_ACCOUNT = table('handoff_backfill_account', 'configuration', {
  backfillId: uuid().key(),
  accountId: uuid().key(),
  beginsAt: instant().nullable(),
  handoffId: uuid().nullable(),
  /** Why no handoff begins; null otherwise. */
  passedOver: code<PassedOver>().nullable(),
});
