import { instant, int, type Row, table, text, uuid } from '../../platform/sql/table.js';

/** What Touchline does at Meta for a connection, and how that goes. */
export const META_PAGE = table('meta_page', 'configuration', {
  inboundId: uuid().key(),
  /** Since when Meta tells of new leads. */
  subscribedAt: instant().nullable(),
  /** When it is subscribed, or tried again; null once it is. */
  subscribeDueAt: instant().nullable(),
  subscribeAttempts: int().default('0'),
  /** Since when it cannot be subscribed. */
  failingSince: instant().nullable(),
  /** What went wrong last, in our words. */
  problem: text().nullable(),
  /** Since when the access token is refused. */
  refusedAt: instant().nullable(),
  /** Nothing is asked before: too much was, or the token is refused. */
  restsUntil: instant().nullable(),
  /** When a lead was last fetched, or the page subscribed; to the minute. */
  reachedAt: instant().nullable(),
  /** Leads that Meta got before were looked for. */
  polledUntil: instant(),
  pollDueAt: instant(),
});
export type MetaPageRow = Row<typeof META_PAGE>;
