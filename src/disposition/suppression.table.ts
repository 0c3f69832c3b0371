import { latestXid } from '../events/event.table.js';
import { code, instant, table, text, uuid } from '../platform/sql/table.js';
import type { SuppressedKind } from './suppression.js';

/** Closes leads with an identifier at intake. */
export const SUPPRESSION = table('suppression', 'leads', {
  id: uuid().key(),
  kind: code<SuppressedKind>(),
  hash: text().personal(),
  reason: code(),
  /** The closing that created it; null if it was entered by hand. */
  dispositionId: uuid().nullable(),
  leadId: uuid().nullable(),
  createdAt: instant(),
  actorType: code(),
  actorId: uuid().nullable(),
  /** Null if it never ends. */
  untilAt: instant().nullable(),
  /** When it was lifted; null while it is in force. */
  liftedAt: instant().nullable(),
  liftReason: text().nullable().personal(),
  eventXid: latestXid(),
});
