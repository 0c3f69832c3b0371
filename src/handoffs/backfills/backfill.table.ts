import { boolean, code, instant, int, table, uuid } from '../../platform/table.js';
import type { PassedOver } from './backfill.js';

/** Accounts that were there before a kind of handoff get theirs by and by. */
export const HANDOFF_BACKFILL = table('handoff_backfill', 'configuration', {
  id: uuid().key(),
  kindId: uuid(),
  perWeek: int(),
  /** Whether it was asked for accounts of which it has not taken all. */
  more: boolean(),
  createdAt: instant(),
  calledOffAt: instant().nullable(),
});

export const HANDOFF_BACKFILL_ACCOUNT = table('handoff_backfill_account', 'configuration', {
  backfillId: uuid().key(),
  accountId: uuid().key(),
  beginsAt: instant().nullable(),
  handoffId: uuid().nullable(),
  /** Why nothing begins. */
  passedOver: code<PassedOver>().nullable(),
});
