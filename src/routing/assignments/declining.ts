import { type Duration, elapsedMs, type Instant, parseDuration } from '../../platform/values/duration.js';
import type { OpenHours } from '../deciding/roster.js';

export const DECLINE_REASONS = ['wrongOwner', 'conflict', 'noTime', 'other'] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

export interface DecliningRules {
  /** An ISO 8601 duration, in elapsed time. */
  readonly within: string;
  /** Per day of the rep; absent for no limit. */
  readonly perDay?: number;
  /** Whether a declined lead still counts as a turn. */
  readonly countsAsTurn: boolean;
}

/**
 * Returns until when a rep may decline a lead. The time counts from when they got it, or from when their hours begin,
 * because nobody can decline what they do not see.
 * @param hours of the rep in the pool
 */
export function mayDeclineUntil({ within }: DecliningRules, gotAt: Instant, hours: OpenHours): Instant {
  const from = hours.isOpenAt(gotAt) ? gotAt : (hours.nextOpening(gotAt) ?? gotAt);
  // Checked when the pool was saved.
  return from + elapsedMs(parseDuration(within) as Duration);
}
