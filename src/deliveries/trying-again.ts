import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/instant.js';
import { type Attempt, type DeliveryState, isSuccess } from './delivery.js';

/** For so long it is tried to deliver something. */
export const GIVEN_UP_AFTER_MS = 3 * MS_PER_DAY;
/**
 * What waited for longer before anybody could try it, for its digest, its turn or a node, is tried so often at least, which
 * takes three quarters of an hour: one answer of a server that is busy must not end it. Of a lead that is never taken, what
 * follows does not wait for three days each.
 */
const TRIES_MIN = 6;
/** After each failure; then by the last one. Standard Webhooks recommends a schedule like it. */
const PAUSES_MS = [
  ...[5 * MS_PER_SECOND, 30 * MS_PER_SECOND, 2 * MS_PER_MINUTE, 10 * MS_PER_MINUTE, 30 * MS_PER_MINUTE],
  ...[MS_PER_HOUR, 2 * MS_PER_HOUR, 4 * MS_PER_HOUR, 8 * MS_PER_HOUR, 12 * MS_PER_HOUR],
] as const;
/** Pauses are longer by up to this share, so that what failed together does not come back together. */
const JITTER = 0.25;
/** No endpoint may ask for more. */
const ASKED_FOR_MAX_MS = 12 * MS_PER_HOUR;

/** What was tried to be delivered. */
interface Tried {
  /** So far, this one included. */
  readonly attempts: number;
  readonly createdAt: Instant;
}

/**
 * What an attempt makes of a delivery: it has arrived, is tried again, or is given up.
 * @param chance from 0 to 1
 */
export function afterAttempt(
  tried: Tried,
  attempt: Pick<Attempt, 'problem' | 'askedForMs' | 'isFinal'>,
  now: Instant,
  chance: number,
): { readonly state: DeliveryState; readonly dueAt: Instant | null; readonly endedAt: Instant | null } {
  if (isSuccess(attempt)) return { state: 'delivered', dueAt: null, endedAt: now };
  const dueAt = attempt.isFinal ? null : nextTryAt(tried, attempt.askedForMs, now, chance);
  return dueAt === null ? { state: 'failed', dueAt, endedAt: now } : { state: 'waiting', dueAt, endedAt: null };
}

/** Null where that would be more than three days after it was made, and it has been tried often enough. */
function nextTryAt({ attempts, createdAt }: Tried, askedForMs: number, now: Instant, chance: number): Instant | null {
  const pauseMs = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1]! * (1 + JITTER * chance);
  const at = now + Math.round(Math.max(pauseMs, Math.min(askedForMs, ASKED_FOR_MAX_MS)));
  return at > createdAt + GIVEN_UP_AFTER_MS && attempts >= TRIES_MIN ? null : at;
}
