import { createHash, createHmac } from 'node:crypto';
import { Turns } from '../platform/running/turns.js';
import { MS_PER_DAY, MS_PER_MINUTE } from '../platform/values/duration.js';
import { DEPTH_MAX } from '../platform/values/text.js';

/** Characters of a body that are hashed at once. */
const HASHED_AT_ONCE = 64 * 1024;

/**
 * Identifies the body of a repeated request. Yields to other requests while it hashes a batch of 16 MB.
 * @param secret prevents guessing the body from the hash
 * @returns a SHA-256
 */
export async function hashOf(body: unknown, secret?: string): Promise<Buffer> {
  const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  const turns = new Turns();
  let text = '';
  for (const part of canonical(body)) {
    text += part;
    if (text.length < HASHED_AT_ONCE) continue;
    // A single text may be 16 MB: serialising and hashing it are separate turns.
    await turns.next();
    hash.update(text);
    text = '';
    await turns.next();
  }
  return hash.update(text).digest();
}

/** Yields canonical JSON, with sorted fields. Skips what is nested too deep, as such requests are rejected anyway. */
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

/** How long a repeated request gets its first answer. */
export const REMEMBERED_FOR_MS = MS_PER_DAY;
/**
 * Longer than almost all requests take: a request in flight longer has most likely died with its node. A retry acts
 * under the same id, so that nothing is done twice even if it has not.
 */
export const IN_FLIGHT_MS = MS_PER_MINUTE / 2;
export const KEY_LENGTH_MAX = 255;

export function isIdempotencyKey(key: unknown): key is string {
  return typeof key === 'string' && /^[\x21-\x7e]+$/.test(key) && key.length <= KEY_LENGTH_MAX;
}

/** Reports whether a refusal depends on the request itself. Any other may turn out differently on a retry. */
export function isStored(status: number): boolean {
  return status === 409 || status === 422;
}
