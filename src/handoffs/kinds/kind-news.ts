import { Registry } from '../../platform/registry.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';

/** Called when a kind was saved, in the same transaction. */
type KindListener = (tx: Tx, kindId: string, at: Instant) => Promise<void>;

export const KIND_LISTENERS = new Registry<KindListener>();
