import { type Instant, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/duration.js';
import { GIVEN_UP_AFTER_MS } from './delivery.js';

/** How an endpoint fares. */
export interface Endpoint {
  /** One after another, whatever they were about. */
  readonly failures: number;
  readonly failingSince: Instant | null;
  /** Until then nothing is tried there. */
  readonly restsUntil: Instant | null;
  /** When people were told that it fails. */
  readonly toldAt: Instant | null;
}

export const WELL: Endpoint = { failures: 0, failingSince: null, restsUntil: null, toldAt: null };

export const PAUSED_BECAUSE = ['gone', 'failing', 'person'] as const;
export type PausedBecause = (typeof PAUSED_BECAUSE)[number];

/** So many failures in a row may be chance; from there on it is tried with one at a time, after rests. */
export const SICK_AFTER = 5;
const REST_MS = 5 * MS_PER_SECOND;
const REST_MAX_MS = 5 * MS_PER_MINUTE;
/** People are told of what has failed for so long. */
const TOLD_AFTER_MS = MS_PER_HOUR;

const GONE = 410;

/** What an attempt says of the endpoint. */
interface Outcome {
  readonly at: Instant;
  readonly status: number | null;
  readonly isSuccess: boolean;
  readonly askedForMs: number;
}

/** What follows of what was answered: how it fares, and whether people are told, or nothing is tried any more. */
export interface EndpointHealth {
  readonly endpoint: Endpoint;
  readonly tells: boolean;
  readonly pauses: PausedBecause | null;
}

/**
 * An endpoint after some more answers. One that fails is left alone for growing times, so that what waits for it neither
 * wears it down nor takes the time of others. Who answers 410 wants nothing more, as Standard Webhooks has it.
 * @param outcomes oldest first
 */
export function healthAfter(before: Endpoint, outcomes: readonly Outcome[], now: Instant): EndpointHealth {
  const after = outcomes.reduce(afterOne, before);
  const isGone = outcomes.at(-1)?.status === GONE;
  const failsForMs = after.failingSince === null ? 0 : now - after.failingSince;
  const pauses = isGone ? 'gone' : after.failures >= SICK_AFTER && failsForMs >= GIVEN_UP_AFTER_MS ? 'failing' : null;
  const tells = pauses === null && after.toldAt === null && failsForMs >= TOLD_AFTER_MS;
  return { endpoint: tells ? { ...after, toldAt: now } : after, tells, pauses };
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
