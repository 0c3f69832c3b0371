import { bytea, code, instant, int, list, type Row, table, uuid } from '../../platform/sql/table.js';
import type { ArrivalState, WhyNotTaken } from './arrival.js';

/** What arrived at connections within the last 30 days. */
export const ARRIVAL = table('arrival', 'leads', {
  id: uuid().key(),
  inboundId: uuid(),
  receivedAt: instant(),
  state: code<ArrivalState>(),
  /** Why it is no lead; null if it is one, or about to be. */
  reason: code<WhyNotTaken>().nullable(),
  /** When it was last rejected; people are told of what was rejected since they were told. */
  rejectedAt: instant().nullable(),
  issues: list(code()).harmless().default("'{}'"),
  /** The lead that it became or joined. */
  leadId: uuid().nullable(),
  /** The request as it came, sealed; null once it is erased. */
  sealed: bytea().nullable().personal(),
  /** Hashes of the addresses and numbers in it, by which an erasure finds it. */
  known: list(code()).harmless(),
  /** When a node takes it up, unless another one has settled it by then; null if it is settled. */
  dueAt: instant().nullable(),
  /** Its id where it comes from, if it may be told again. It is kept when the person is erased, so as not to bring them back. */
  ref: code().nullable(),
  /** How often a node has taken it up again. What crashes its node is given up. */
  attempts: int().default('0'),
});
export type ArrivalRow = Row<typeof ARRIVAL>;
