import type { Instant } from '../../platform/instant.js';

/** What can be caught up on: by hand, of an account; or what begins when a deal is won, of the newest that was. */
export const BACKFILLED_STARTS = ['manual', 'deal.won'] as const;
export type BackfilledStart = (typeof BACKFILLED_STARTS)[number];

/** So many accounts at once. */
export const BACKFILLED_MAX = 1_000;

/** Why nothing is begun of an account. */
export const PASSED_OVER = ['there', 'planned', 'noDeal', 'nobody', 'kindGone', 'calledOff'] as const;
export type PassedOver = (typeof PASSED_OVER)[number];

/** Accounts that were there before anybody asked for a handoff get one by and by. */
export interface Backfill {
  readonly id: string;
  readonly kindId: string;
  readonly perWeek: number;
  /** Whether it was asked for accounts of which it has not taken all. */
  readonly more: boolean;
  readonly createdAt: Instant;
  readonly calledOffAt: Instant | null;
}

/** One account of it. */
export interface BackfilledAccount {
  readonly backfillId: string;
  readonly accountId: string;
  /** When it begins; null where it is passed over from the start. */
  readonly beginsAt: Instant | null;
  /** Once it has begun. */
  readonly handoffId: string | null;
  readonly passedOver: PassedOver | null;
}

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
