import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/instant.js';

/** For so long it is tried to deliver something. */
export const GIVEN_UP_AFTER_MS = 3 * MS_PER_DAY;
/** After each failure; then by the last one. Standard Webhooks recommends a schedule like it. */
const PAUSES_MS = [
  ...[5 * MS_PER_SECOND, 30 * MS_PER_SECOND, 2 * MS_PER_MINUTE, 10 * MS_PER_MINUTE, 30 * MS_PER_MINUTE],
  ...[MS_PER_HOUR, 2 * MS_PER_HOUR, 4 * MS_PER_HOUR, 8 * MS_PER_HOUR, 12 * MS_PER_HOUR],
] as const;
/** Pauses are longer by up to this share, so that what failed together does not come back together. */
const JITTER = 0.25;
/** No endpoint may ask for more. */
const ASKED_FOR_MAX_MS = 12 * MS_PER_HOUR;

interface Failing {
  /** So far, this one included. */
  readonly attempts: number;
  readonly createdAt: Instant;
  /** For how long the endpoint asks to be left alone. */
  readonly askedForMs: number;
}

/**
 * When a delivery that has failed is tried again.
 * @param chance from 0 to 1
 * @returns null where that would be more than three days after it was made: it is given up
 */
export function nextTryAt({ attempts, createdAt, askedForMs }: Failing, now: Instant, chance: number): Instant | null {
  const pauseMs = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1]! * (1 + JITTER * chance);
  const at = now + Math.round(Math.max(pauseMs, Math.min(askedForMs, ASKED_FOR_MAX_MS)));
  return at > createdAt + GIVEN_UP_AFTER_MS ? null : at;
}
