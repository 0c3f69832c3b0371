import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { type Instant, type Interval, MS_PER_DAY } from './duration.js';

export const UUID_BYTES = 16;
const UUID_LENGTH = 36;
/** Offsets of a UUID's bytes in its text. */
const BYTE_AT = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const DIGITS = Buffer.from('0123456789abcdef');
const DIGIT_VALUES = digitValues();

/** Reused for each id. Converted at once, it becomes one flat string, and not a tree of twenty. */
const TEXT = Buffer.alloc(UUID_LENGTH, '-');

/** @param bytes sixteen of them from `from` on. @returns the UUID in lower case */
export function uuidText(bytes: Uint8Array, from = 0): string {
  for (let byte = 0; byte < UUID_BYTES; byte += 1) {
    const at = BYTE_AT[byte]!;
    const value = bytes[from + byte]!;
    TEXT[at] = DIGITS[value >> 4]!;
    TEXT[at + 1] = DIGITS[value & 15]!;
  }
  return TEXT.toString('latin1');
}

/** Writes the bytes of a UUID. @param text well-formed, in digits of either case. @throws Error for another length */
export function putUuid(bytes: Uint8Array, at: number, text: string): void {
  if (text.length !== UUID_LENGTH) throw new Error(`"${text}" is no UUID`);
  for (let byte = 0; byte < UUID_BYTES; byte += 1) {
    const digit = BYTE_AT[byte]!;
    bytes[at + byte] = (DIGIT_VALUES[text.charCodeAt(digit)]! << 4) | DIGIT_VALUES[text.charCodeAt(digit + 1)]!;
  }
}

function digitValues(): Uint8Array {
  const values = new Uint8Array(128);
  for (let value = 0; value < 16; value += 1) {
    const digit = value.toString(16);
    values[digit.charCodeAt(0)] = value;
    values[digit.toUpperCase().charCodeAt(0)] = value;
  }
  return values;
}

/** Random bytes are drawn for many ids at once: a draw costs a microsecond, whatever its size. */
const DRAWN = 1_024 * UUID_BYTES;

let latestMs = 0;
let sequence = 0;
let drawn = randomBytes(DRAWN);
let used = 0;
/** Reused for each id. */
const bytes = new Uint8Array(UUID_BYTES);
const random = new Uint8Array(UUID_BYTES);

/**
 * Returns a UUIDv7 of the given instant. Ids of one process ascend in the order in which they were made, so that
 * sorting by id is sorting by arrival (RFC 9562, section 6.2, method 1: a counter within the millisecond).
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

/**
 * Lets ids start at an earlier instant. For a program that starts at an earlier time than another one in the same
 * process did.
 */
export function beginIdsAt(at: Instant): void {
  if (at >= latestMs) return;
  latestMs = at;
  sequence = 0;
}

/** Returns a lower bound of all ids of this instant and of later ones. */
export function firstIdOf(at: Instant): string {
  const ms = Math.max(at, 0).toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`;
}

/**
 * Returns bounds for the ids of leads that were received in a span. A lead gets its id near the time of its receipt. It
 * may be earlier, by as long as an `Idempotency-Key` is remembered, if a request is repeated after its node died. It
 * may be later while the lead waits to be recorded.
 * @returns the first id, and the first id after the span
 */
export function idsAround({ from, to }: Interval): { readonly first: string; readonly end: string } {
  return { first: firstIdOf(from - MS_PER_DAY), end: firstIdOf(to + MS_PER_DAY) };
}

/** Returns the id of the n-th of several things that one request creates. @param index below 4,096 */
export function nthId(id: string, index: number): string {
  const last = (Number.parseInt(id.slice(-3), 16) + index) % 4_096;
  return id.slice(0, -3) + last.toString(16).padStart(3, '0');
}

/** Returns a UUIDv7 of an instant, the same one for the same seed. */
export function idFrom(at: Instant, seed: string): string {
  const random = createHash('sha256').update(seed).digest().subarray(0, UUID_BYTES);
  return uuidText(v7({ msecs: Math.max(at, 0), random }, new Uint8Array(UUID_BYTES)));
}
