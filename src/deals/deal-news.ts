import type { Sql } from '../platform/database.js';
import type { Instant } from '../platform/duration.js';
import { Registry } from '../platform/registry.js';

/** Hears that something has happened to deals, or to what hands them over, in the transaction in which it did. */
type DealListener = (tx: Sql, dealIds: readonly string[], at: Instant) => Promise<void>;

export const DEAL_LISTENERS = new Registry<DealListener>();

/** Last of what locks rows of its own: listeners lock theirs. */
export async function tellOfDeals(tx: Sql, dealIds: readonly string[], at: Instant): Promise<void> {
  if (dealIds.length > 0) await Promise.all(DEAL_LISTENERS.all.map((listener) => listener(tx, dealIds, at)));
}
