import type { Tx } from '../../platform/database.js';
import type { Instant } from '../../platform/duration.js';
import { Registry } from '../../platform/registry.js';

/** Called when a kind was saved, in the same transaction. */
export type KindListener = (tx: Tx, kindId: string, at: Instant) => Promise<void>;

export const KIND_LISTENERS = new Registry<KindListener>();
