import type { Tx } from '../../platform/database.js';
import type { Instant } from '../../platform/duration.js';
import { Registry } from '../../platform/registry.js';

/** Hears that a kind asks for something else, in the transaction in which it was saved. */
export type KindListener = (tx: Tx, kindId: string, at: Instant) => Promise<void>;

export const KIND_LISTENERS = new Registry<KindListener>();
