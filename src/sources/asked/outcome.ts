import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';

/** Nothing is asked of a product for a while: it refuses the token, or too much was asked. */
export interface Rest {
  readonly is: 'refused' | 'limited';
  readonly why: string;
  readonly restMs: number;
}

/** What the answer of a product means. `why` is a sentence for people. */
export type Outcome =
  | { readonly is: 'done'; readonly body: Readonly<Record<string, unknown>> }
  | Rest
  /** It is not there, or not for this token. */
  | { readonly is: 'gone'; readonly why: string }
  | { readonly is: 'later'; readonly why: string };
export type Failure = Exclude<Outcome, { readonly is: 'done' }>;

/** A new token ends the rest at once; until then it is tried now and then, as some refusals pass. */
export const REFUSED_REST_MS = 15 * MS_PER_MINUTE;
export const LIMITED_REST_MAX_MS = 6 * MS_PER_HOUR;

/** The pause after each failure; the last one repeats. */
const PAUSES_MS = [
  ...[5 * MS_PER_SECOND, 15 * MS_PER_SECOND, 30 * MS_PER_SECOND, MS_PER_MINUTE, 2 * MS_PER_MINUTE, 5 * MS_PER_MINUTE],
  ...[10 * MS_PER_MINUTE, 30 * MS_PER_MINUTE, MS_PER_HOUR],
] as const;
const JITTER = 0.25;
/** Meta and LinkedIn keep leads for 90 days, and what arrived is kept for 30 here. */
const GIVEN_UP_AFTER_MS = 21 * MS_PER_DAY;
/** What is not there may come: products tell of leads some moments before they can be read. */
const GONE_AFTER = 6;

/** @param attempts so far, at least 1; @param chance from 0 to 1 */
export function pauseAfter(attempts: number, chance: number): number {
  return Math.round(PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1]! * (1 + JITTER * chance));
}

/** Returns when a lead is fetched again after a failure; null if it is given up. */
export function nextFetchAt(
  { attempts, begunAt }: { readonly attempts: number; readonly begunAt: Instant },
  failure: Failure,
  now: Instant,
  chance: number,
): Instant | null {
  // Also the answer while the token may not see the lead, so it is asked for once a day until then.
  const isGone = failure.is === 'gone' && attempts >= GONE_AFTER;
  const pauseMs = 'restMs' in failure ? failure.restMs : isGone ? MS_PER_DAY : pauseAfter(attempts, chance);
  return now + pauseMs > begunAt + GIVEN_UP_AFTER_MS ? null : now + pauseMs;
}
