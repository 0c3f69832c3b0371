import type { Row } from '../../platform/table.js';
import type { HANDOFF_BACKFILL, HANDOFF_BACKFILL_ACCOUNT } from './backfill.table.js';

/** What can be caught up on: by hand, of an account; or what begins when a deal is won, of the newest that was. */
export const BACKFILLED_STARTS = ['manual', 'deal.won'] as const;
export type BackfilledStart = (typeof BACKFILLED_STARTS)[number];

/** So many accounts at once. */
export const BACKFILLED_MAX = 1_000;

/** Why nothing is begun of an account. */
export const PASSED_OVER = ['there', 'planned', 'noDeal', 'nobody', 'kindGone', 'calledOff'] as const;
export type PassedOver = (typeof PASSED_OVER)[number];

/** Accounts that were there before anybody asked for a handoff get one by and by. */
export type Backfill = Row<typeof HANDOFF_BACKFILL>;

/** One account of it. */
export type BackfilledAccount = Row<typeof HANDOFF_BACKFILL_ACCOUNT>;

/** What is known of an account that is asked about. */
export interface Candidate {
  readonly accountId: string;
  /** The newest that was won; null for none. */
  readonly dealId: string | null;
  /** Who gives. */
  readonly giverRepId: string | null;
  /** Whether there is one already, or was. */
  readonly isThere: boolean;
  /** Whether another backfill will begin it. */
  readonly isPlanned: boolean;
}

/** @returns why an account is passed over; null for one that gets its handoff */
export function whyPassedOver(
  { dealId, giverRepId, isThere, isPlanned }: Candidate,
  start: BackfilledStart,
): PassedOver | null {
  if (start === 'deal.won' && dealId === null) return 'noDeal';
  if (isThere) return 'there';
  if (isPlanned) return 'planned';
  return giverRepId === null ? 'nobody' : null;
}
