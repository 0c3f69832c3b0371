import { Registry } from '../platform/registry.js';
import type { Sql } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';

/** Called in the transaction in which deals, or their handoffs, have changed. */
type DealListener = (tx: Sql, dealIds: readonly string[], at: Instant) => Promise<void>;

export const DEAL_LISTENERS = new Registry<DealListener>();

/** Call it after locking all rows of your own: listeners lock theirs. */
export async function notifyDealListeners(tx: Sql, dealIds: readonly string[], at: Instant): Promise<void> {
  if (dealIds.length > 0) await Promise.all(DEAL_LISTENERS.all.map((listener) => listener(tx, dealIds, at)));
}
