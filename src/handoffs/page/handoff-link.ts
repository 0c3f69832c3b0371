import { type Instant, MS_PER_DAY } from '../../platform/instant.js';

/** What a link is for: to fill in the form, or to act for the receiver at this place. */
export type LinkRole = 'form' | number;

/** A form is filled in over days, and whoever is asked may be away for a week. */
export const LINK_VALID_FOR_MS = 14 * MS_PER_DAY;

/** What lets somebody without a key do what one party of one handoff does. */
export interface HandoffLink {
  readonly id: string;
  readonly handoffId: string;
  readonly role: LinkRole;
  /** By which it was made: it ends with that key, and lets nobody do or see more than whoever has that. */
  readonly keyId: string;
  readonly expiresAt: Instant;
}

/** What the ledger names whoever acts by a link: who has made the link stands in the same ledger, under its id. */
export function ruleOfLink(linkId: string): string {
  return `handoff link ${linkId}`;
}
