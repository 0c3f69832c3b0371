import type { Instant } from './instant.js';
import { putUuid, UUID_BYTES } from './uuid-text.js';

/**
 * Arrays as Postgres receives them in binary: a head (one dimension, the type of the elements, how many, counted from
 * one), then each element as its length and its bytes, or a length of -1 for null (`array_recv` and the types' own
 * `_recv` functions in its sources). Reading the same values from text takes Postgres three times as long, and writing
 * them as text takes us twice as long.
 */
export type ArrayWriter<Value> = (values: readonly (Value | null)[], extent: Extent) => Buffer;

/** How much of the values is written: all of them, or none after the last that is not null. */
export type Extent = 'whole' | 'untilLastValue';

const HEAD_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;

/** Object ids of the element types, from Postgres's `pg_type.dat`; they never change. */
const OID = {
  boolean: 16,
  int: 23,
  text: 25,
  json: 114,
  float8: 701,
  timestamptz: 1184,
  uuid: 2950,
  tsvector: 3614,
  jsonb: 3802,
};

/** The most bytes that a UTF-16 code unit takes in UTF-8. */
const UTF8_BYTES_MAX = 3;
/** Postgres counts time in microseconds from 2000-01-01. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const MICROSECONDS = 1_000;
const WORD = 2 ** 32;
const JSONB_VERSION = 1;

export const booleanArray = fixedArray<boolean>(OID.boolean, 1, (view, at, value) => view.setInt8(at, value ? 1 : 0));

export const intArray = fixedArray<number>(OID.int, 4, (view, at, value) => view.setInt32(at, value));

export const float8Array = fixedArray<number>(OID.float8, 8, (view, at, value) => view.setFloat64(at, value));

export const instantArray = fixedArray<Instant>(OID.timestamptz, 8, (view, at, value) => {
  const ms = value - EPOCH_MS;
  // Word by word: in one number, microseconds would be inexact after the year 2255.
  const high = Math.floor(ms / WORD);
  const low = (ms - high * WORD) * MICROSECONDS;
  const carried = Math.floor(low / WORD);
  view.setInt32(at, high * MICROSECONDS + carried);
  view.setUint32(at + 4, low - carried * WORD);
});

/** @param values well-formed UUIDs, in digits of either case */
export const uuidArray = fixedArray<string>(OID.uuid, UUID_BYTES, putUuid);

export const textArray = stringArray(OID.text);
/** @param values documents as text, as for `jsonbArray` */
export const jsonArray = stringArray(OID.json);
export const jsonbArray = stringArray(OID.jsonb, Buffer.of(JSONB_VERSION));

function fixedArray<Value>(
  oid: number,
  bytes: number,
  put: (view: DataView, at: number, value: Value) => void,
): ArrayWriter<Value> {
  return (values, extent) => {
    const count = countOf(values, extent);
    const array = Buffer.allocUnsafe(HEAD_BYTES + count * (LENGTH_BYTES + bytes));
    const view = new DataView(array.buffer, array.byteOffset, array.length);
    let at = putHead(array, oid, count);
    // By its place: an iterator makes an object for each of the million values that a backlog writes.
    for (let index = 0; index < count; index += 1) {
      const value = values[index]!;
      view.setInt32(at, value === null ? NULL_LENGTH : bytes);
      at += LENGTH_BYTES;
      if (value === null) continue;
      put(view, at, value);
      at += bytes;
    }
    return array.subarray(0, at);
  };
}

/** @param prefix what stands before each text */
function stringArray(oid: number, prefix: Buffer = Buffer.alloc(0)): ArrayWriter<string> {
  return (values, extent) => {
    const count = countOf(values, extent);
    let most = HEAD_BYTES;
    for (let index = 0; index < count; index += 1)
      most += LENGTH_BYTES + prefix.length + (values[index]?.length ?? 0) * UTF8_BYTES_MAX;
    const array = Buffer.allocUnsafe(most);
    let at = putHead(array, oid, count);
    for (let index = 0; index < count; index += 1) {
      const value = values[index]!;
      if (value === null) {
        at = array.writeInt32BE(NULL_LENGTH, at);
        continue;
      }
      array.set(prefix, at + LENGTH_BYTES);
      const bytes = prefix.length + array.write(value, at + LENGTH_BYTES + prefix.length);
      at = array.writeInt32BE(bytes, at) + bytes;
    }
    return array.subarray(0, at);
  };
}

/** @param values texts, each of them once, in any order: Postgres sorts them */
export const wordsArray: ArrayWriter<readonly string[]> = (all, extent) => {
  const values = all.slice(0, countOf(all, extent));
  const WORD_END = Buffer.of(0, 0, 0);
  let most = HEAD_BYTES;
  for (const words of values) {
    most += 2 * LENGTH_BYTES;
    for (const word of words ?? []) most += word.length * UTF8_BYTES_MAX + WORD_END.length;
  }
  const array = Buffer.allocUnsafe(most);
  let at = putHead(array, OID.tsvector, values.length);
  for (const words of values) {
    const lengthAt = at;
    at += LENGTH_BYTES;
    if (words === null) {
      array.writeInt32BE(NULL_LENGTH, lengthAt);
      continue;
    }
    at = array.writeInt32BE(words.length, at);
    for (const word of words) {
      at += array.write(word, at);
      // The end of the text, and that no positions follow.
      at += WORD_END.copy(array, at);
    }
    array.writeInt32BE(at - lengthAt - LENGTH_BYTES, lengthAt);
  }
  return array.subarray(0, at);
};

function countOf(values: readonly unknown[], extent: Extent): number {
  let count = values.length;
  if (extent === 'untilLastValue') while (count > 0 && values[count - 1] === null) count -= 1;
  return count;
}

/** @returns where the elements begin */
function putHead(array: Buffer, oid: number, count: number): number {
  const DIMENSIONS = 1;
  const HAS_NULLS = 1;
  const FIRST_INDEX = 1;
  let at = 0;
  for (const word of [DIMENSIONS, HAS_NULLS, oid, count, FIRST_INDEX]) at = array.writeInt32BE(word, at);
  return at;
}
