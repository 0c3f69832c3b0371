import { type Instant, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';
import { GIVEN_UP_AFTER_MS } from './attempt.js';

export interface Endpoint {
  /** Consecutive failures, whatever the deliveries were about. */
  readonly failures: number;
  readonly failingSince: Instant | null;
  readonly restsUntil: Instant | null;
  /** When people were notified that it fails. */
  readonly toldAt: Instant | null;
}

export const WELL: Endpoint = { failures: 0, failingSince: null, restsUntil: null, toldAt: null };

export const PAUSED_BECAUSE = ['gone', 'failing', 'person'] as const;
export type PausedBecause = (typeof PAUSED_BECAUSE)[number];

/** Fewer consecutive failures may be chance. From here on, the endpoint gets one delivery at a time, after rests. */
export const SICK_AFTER = 5;
const REST_MS = 5 * MS_PER_SECOND;
const REST_MAX_MS = 5 * MS_PER_MINUTE;
/** People are notified of an endpoint that has failed for this long. */
const NOTIFIED_AFTER_MS = MS_PER_HOUR;

const GONE = 410;

interface Outcome {
  readonly at: Instant;
  readonly status: number | null;
  readonly isSuccess: boolean;
  readonly askedForMs: number;
}

export interface EndpointHealth {
  readonly endpoint: Endpoint;
  /** Whether people are notified that it fails. */
  readonly isReported: boolean;
  readonly pausedBecause: PausedBecause | null;
}

/**
 * Returns the health of an endpoint after further outcomes. A failing endpoint rests for growing times, so that its
 * backlog neither overloads it nor delays others. A 410 pauses it at once, as Standard Webhooks prescribes.
 * @param outcomes oldest first
 */
export function healthAfter(before: Endpoint, outcomes: readonly Outcome[], now: Instant): EndpointHealth {
  const after = outcomes.reduce(afterOne, before);
  const isGone = outcomes.at(-1)?.status === GONE;
  const failsForMs = after.failingSince === null ? 0 : now - after.failingSince;
  const pausedBecause = isGone
    ? 'gone'
    : after.failures >= SICK_AFTER && failsForMs >= GIVEN_UP_AFTER_MS
      ? 'failing'
      : null;
  const warns = pausedBecause === null && after.toldAt === null && failsForMs >= NOTIFIED_AFTER_MS;
  return { endpoint: warns ? { ...after, toldAt: now } : after, isReported: warns, pausedBecause };
}

function afterOne({ failures, failingSince, toldAt }: Endpoint, { at, isSuccess, askedForMs }: Outcome): Endpoint {
  if (isSuccess) return WELL;
  const inRow = failures + 1;
  const restMs = inRow < SICK_AFTER ? 0 : Math.min(REST_MAX_MS, REST_MS * 2 ** Math.min(inRow - SICK_AFTER, 10));
  const forMs = Math.max(restMs, Math.min(askedForMs, REST_MAX_MS));
  return {
    failures: inRow,
    failingSince: failingSince ?? at,
    restsUntil: forMs === 0 ? null : at + forMs,
    toldAt,
  };
}
