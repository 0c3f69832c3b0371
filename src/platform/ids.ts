import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { type Instant, type Interval, MS_PER_DAY } from './instant.js';
import { UUID_BYTES, uuidText } from './uuid-text.js';

/** Drawn for many ids at once: a draw costs a microsecond, whatever its size. */
const DRAWN = 1_024 * UUID_BYTES;

let latestMs = 0;
let sequence = 0;
let drawn = randomBytes(DRAWN);
let used = 0;
/** Written over for each id. */
const bytes = new Uint8Array(UUID_BYTES);
const random = new Uint8Array(UUID_BYTES);

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
  draw();
  return uuidText(v7({ msecs: latestMs, seq: sequence, random }, bytes));
}

function draw(): void {
  if (used === DRAWN) {
    drawn = randomBytes(DRAWN);
    used = 0;
  }
  drawn.copy(random, 0, used, used + UUID_BYTES);
  used += UUID_BYTES;
}

/** Ids are of instants from this one on: a program that starts in the past of another of its process says so. */
export function beginIdsAt(at: Instant): void {
  if (at >= latestMs) return;
  latestMs = at;
  sequence = 0;
}

/** No id of this instant or a later one comes before it. */
export function firstIdOf(at: Instant): string {
  const ms = Math.max(at, 0).toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`;
}

/**
 * Between which ids those of leads are that were received in a span. A lead gets its id about when it is received: before,
 * by as long as an `Idempotency-Key` is remembered, where a request is repeated after its node died; after, while it waits
 * to be recorded.
 * @returns the first, and the first that is too late
 */
export function idsAround({ from, to }: Interval): { readonly first: string; readonly end: string } {
  return { first: firstIdOf(from - MS_PER_DAY), end: firstIdOf(to + MS_PER_DAY) };
}

/** The id of the n-th of several things that one request makes. @param index below 4,096 */
export function nthId(id: string, index: number): string {
  const last = (Number.parseInt(id.slice(-3), 16) + index) % 4_096;
  return id.slice(0, -3) + last.toString(16).padStart(3, '0');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return UUID.test(text);
}
