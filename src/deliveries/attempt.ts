import { type OutboundAnswer, retryAfterMs } from '../platform/outbound/outbound.js';
import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';
import type { DeliveryState } from './delivery.js';

export interface Attempt {
  readonly at: Instant;
  readonly tookMs: number;
  /** Null if no answer came. */
  readonly status: number | null;
  /** The beginning of the answer; null if none came. */
  readonly answer: string | null;
  /** Why it failed, in plain English; null on success. */
  readonly problem: string | null;
  /** How long the endpoint asks to wait before the next request, in milliseconds. */
  readonly askedForMs: number;
  /** Whether the rejection is permanent, so that a retry is useless. */
  readonly isFinal: boolean;
}

export function neverSent(problem: string, at: Instant): Attempt {
  return { at, tookMs: 0, status: null, answer: null, problem, askedForMs: 0, isFinal: false };
}

const KEPT_CHARACTERS = 1_024;

export function attemptOf(
  { status, text, headers }: OutboundAnswer,
  judged: Pick<Attempt, 'problem' | 'isFinal'>,
  at: Instant,
  tookMs: number,
): Attempt {
  const answer = status === null ? null : text.slice(0, KEPT_CHARACTERS).replaceAll('\0', '\uFFFD');
  const askedForMs = retryAfterMs(headers['retry-after'], at);
  return { at, tookMs: Math.round(tookMs), status, answer, askedForMs, ...judged };
}

/** How long a delivery is tried. */
export const GIVEN_UP_AFTER_MS = 3 * MS_PER_DAY;
/**
 * The least number of attempts, which takes 45 minutes. It protects a delivery whose three days ran out while it waited
 * for its digest, its turn or a node: one answer of a busy server must not end it. It is low so that deliveries behind
 * one that is never accepted do not wait another three days each.
 */
const TRIES_MIN = 6;
/** The pause after each failure; the last one repeats. Standard Webhooks recommends a similar schedule. */
const PAUSES_MS = [
  ...[5 * MS_PER_SECOND, 30 * MS_PER_SECOND, 2 * MS_PER_MINUTE, 10 * MS_PER_MINUTE, 30 * MS_PER_MINUTE],
  ...[MS_PER_HOUR, 2 * MS_PER_HOUR, 4 * MS_PER_HOUR, 8 * MS_PER_HOUR, 12 * MS_PER_HOUR],
] as const;
/** Lengthens each pause by up to this share, so that deliveries that failed together are not retried together. */
const JITTER = 0.25;
/** The longest pause that an endpoint may ask for. */
const RETRY_AFTER_MAX_MS = 12 * MS_PER_HOUR;

export interface LatestAttempt {
  /** Attempts so far, including this one. */
  readonly attempts: number;
  readonly begunAt: Instant;
}

/** @param chance from 0 to 1 */
export function afterAttempt(
  tried: LatestAttempt,
  attempt: Pick<Attempt, 'problem' | 'askedForMs' | 'isFinal'>,
  now: Instant,
  chance: number,
): { readonly state: DeliveryState; readonly dueAt: Instant | null; readonly endedAt: Instant | null } {
  if (attempt.problem === null) return { state: 'delivered', dueAt: null, endedAt: now };
  const dueAt = attempt.isFinal ? null : nextTryAt(tried, attempt.askedForMs, now, chance);
  return dueAt === null ? { state: 'failed', dueAt, endedAt: now } : { state: 'waiting', dueAt, endedAt: null };
}

/**
 * Returns when to retry after a failure; null if that is more than three days after the start and the minimum of
 * attempts is reached.
 * @param askedForMs how long the tool asks to wait; @param chance from 0 to 1
 */
export function nextTryAt(
  { attempts, begunAt }: LatestAttempt,
  askedForMs: number,
  now: Instant,
  chance: number,
): Instant | null {
  const pauseMs = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1]! * (1 + JITTER * chance);
  const at = now + Math.round(Math.max(pauseMs, Math.min(askedForMs, RETRY_AFTER_MAX_MS)));
  return at > begunAt + GIVEN_UP_AFTER_MS && attempts >= TRIES_MIN ? null : at;
}
