import type { Instant } from '../../platform/instant.js';

/** What lets somebody without a key look at a map of handoffs. */
export interface MapLink {
  readonly id: string;
  /** Null for all kinds. */
  readonly kindId: string | null;
  /** As they were asked for, or null: then the page shows the quarter before it is opened. */
  readonly from: string | null;
  readonly to: string | null;
  /** By which it was made: it shows what whoever has that key may see, and ends with it. */
  readonly keyId: string;
  readonly expiresAt: Instant;
}
