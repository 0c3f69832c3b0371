import { code, instant, table, text, uuid } from '../platform/table.js';
import type { SuppressedKind } from './suppression.js';

/** That leads with an identifier are closed as they come in. */
export const SUPPRESSION = table('suppression', 'leads', {
  id: uuid().key(),
  kind: code<SuppressedKind>(),
  /** Of the identifier, in hexadecimal digits. */
  hash: text().personal(),
  /** The code of the reason with which later leads are closed. */
  reason: code(),
  /** The closing that blocked it; null where somebody entered it by hand. */
  dispositionId: uuid().nullable(),
  leadId: uuid().nullable(),
  createdAt: instant(),
  actorType: code(),
  actorId: uuid().nullable(),
  /** Null: for good. */
  untilAt: instant().nullable(),
  /** That it holds no longer; null while it does. */
  liftedAt: instant().nullable(),
  liftReason: text().nullable().personal(),
});
