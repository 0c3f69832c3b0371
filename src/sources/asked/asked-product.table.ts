import { instant, int, jsonb, type Row, table, text, uuid } from '../../platform/sql/table.js';

/** What Touchline does at the product of a connection, and how that goes. */
export const ASKED_PRODUCT = table('asked_product', 'configuration', {
  inboundId: uuid().key(),
  /** Since when it tells of new leads. */
  subscribedAt: instant().nullable(),
  /** When it is subscribed, or tried again; null once it is. */
  subscribeDueAt: instant().nullable(),
  subscribeAttempts: int().default('0'),
  /** Since when it cannot be subscribed, or not be looked through. */
  failingSince: instant().nullable(),
  /** What went wrong last, in our words. */
  problem: text().nullable(),
  /** Since when the access token is refused. */
  refusedAt: instant().nullable(),
  /** Nothing is asked before: too much was, or the token is refused. */
  restsUntil: instant().nullable(),
  /** When it last answered as it should; to the minute. */
  reachedAt: instant().nullable(),
  /** Leads that it got before were looked for. */
  polledUntil: instant(),
  pollDueAt: instant(),
  /** Where a look is that has not come to its end. */
  pollPosition: jsonb<unknown>().nullable().harmless(),
});
export type AskedProductRow = Row<typeof ASKED_PRODUCT>;
