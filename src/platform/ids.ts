import { v7 } from 'uuid';
import type { Instant } from './instant.js';

let latestMs = 0;
let sequence = 0;

/**
 * A UUIDv7 of the given instant. Ids of one process ascend in the order they were made, so that sorting by id is sorting
 * by arrival (RFC 9562, section 6.2, method 1: a counter within the millisecond).
 */
export function newId(at: Instant): string {
  if (at > latestMs) {
    latestMs = at;
    sequence = 0;
  } else {
    sequence += 1;
  }
  return v7({ msecs: latestMs, seq: sequence });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return UUID.test(text);
}
