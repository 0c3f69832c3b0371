import { createHash, createHmac } from 'node:crypto';
import { MS_PER_DAY, MS_PER_MINUTE } from '../platform/duration.js';
import { DEPTH_MAX } from '../platform/text.js';
import { Turns } from '../platform/turns.js';

/** Characters of a body that are written out before the hash is told of them. */
const HASHED_AT_ONCE = 64 * 1024;

/**
 * By which the body of a repeated request is known. Told to the hash part by part, so that others have their turn while a batch of sixteen
 * megabytes is written out.
 * @param secret without which nobody can try what the body was, where that matters
 * @returns a SHA-256
 */
export async function hashOf(body: unknown, secret?: string): Promise<Buffer> {
  const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  const turns = new Turns();
  let text = '';
  for (const part of canonical(body)) {
    text += part;
    if (text.length < HASHED_AT_ONCE) continue;
    // One text may be all of the sixteen megabytes: writing it out and hashing it are two turns.
    await turns.next();
    hash.update(text);
    text = '';
    await turns.next();
  }
  return hash.update(text).digest();
}

/**
 * JSON in which the order of fields makes no difference, in parts: two bodies that say the same are the same.
 * What is nested deeper than any request of ours is refused anyway, and is not looked into.
 */
function* canonical(value: unknown, depth = 0): Generator<string> {
  if (typeof value !== 'object' || value === null) return yield JSON.stringify(value) ?? '';
  if (depth > DEPTH_MAX) return;
  const isList = Array.isArray(value);
  const fields: Iterable<[unknown, unknown]> = isList
    ? value.entries()
    : Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  yield isList ? '[' : '{';
  let separator = '';
  for (const [name, each] of fields) {
    yield isList ? separator : `${separator}${JSON.stringify(name)}:`;
    yield* canonical(each, depth + 1);
    separator = ',';
  }
  yield isList ? ']' : '}';
}

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
