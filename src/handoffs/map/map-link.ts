import type { Instant } from '../../platform/instant.js';

/** What lets somebody without a key look at a map of handoffs. */
export interface MapLink {
  readonly id: string;
  /** With whose eyes: it shows what whoever made it may see. */
  readonly as: 'read' | 'manager' | 'rep';
  /** Null for all kinds. */
  readonly kindId: string | null;
  /** As they were asked for, or null: then the page shows the quarter before it is opened. */
  readonly from: string | null;
  readonly to: string | null;
  /** Who has made it; null for a program. */
  readonly repId: string | null;
  readonly expiresAt: Instant;
}
