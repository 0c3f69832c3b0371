import { MS_PER_DAY, MS_PER_MINUTE } from '../platform/instant.js';

/** How long a repeated request gets its first answer again. */
export const REMEMBERED_FOR_MS = MS_PER_DAY;
/**
 * Longer than all but a few requests take; one in flight longer than this has most likely died with its node. Whoever
 * goes on in its place acts under its id, so that nothing is done twice, also where it lives after all.
 */
export const IN_FLIGHT_MS = MS_PER_MINUTE / 2;
export const KEY_LENGTH_MAX = 255;

/** What a client may call its request: visible characters. */
export function isIdempotencyKey(key: unknown): key is string {
  return typeof key === 'string' && /^[\x21-\x7e]+$/.test(key) && key.length <= KEY_LENGTH_MAX;
}

/** Whether a refusal says something about the request itself; any other may turn out differently when it is tried again. */
export function isStored(status: number): boolean {
  return status === 409 || status === 422;
}
