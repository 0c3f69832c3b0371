import type { Instant } from '../values/duration.js';
import { putUuid, UUID_BYTES } from '../values/ids.js';

/** Returns a row's value for a column. */
type Pick<Row, Value> = (row: Row) => Value | null;

/** How many elements are written: one for each row, or only those up to the last row with a value. */
export type Extent = 'whole' | 'untilLastValue';

/**
 * Arrays in the binary format that Postgres receives: a header (one dimension, the type of the elements, their number,
 * counted from one), then each element as its length and its bytes, or a length of -1 for null (`array_recv` and the
 * types' own `_recv` functions in its sources). Postgres takes three times as long to read the same values from text,
 * and writing them as text takes us twice as long.
 */
export type ArrayWriter<Value> = <Row>(rows: readonly Row[], pick: Pick<Row, Value>, extent: Extent) => Buffer;

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
const WORD_END_BYTES = 3;

export const booleanArray = fixedArray<boolean>(OID.boolean, 1, (at, value) => {
  bytes[at] = value ? 1 : 0;
});

export const intArray = fixedArray<number>(OID.int, 4, (at, value) => view.setInt32(at, value));

export const float8Array = fixedArray<number>(OID.float8, 8, (at, value) => view.setFloat64(at, value));

export const instantArray = fixedArray<Instant>(OID.timestamptz, 8, (at, value) => {
  const ms = value - EPOCH_MS;
  // As two 32-bit words: as a single number, microseconds would be inexact after the year 2255.
  const high = Math.floor(ms / WORD);
  const low = (ms - high * WORD) * MICROSECONDS;
  const carried = Math.floor(low / WORD);
  view.setInt32(at, high * MICROSECONDS + carried);
  view.setUint32(at + 4, low - carried * WORD);
});

/** Expects well-formed UUIDs, in digits of either case. */
export const uuidArray = fixedArray<string>(OID.uuid, UUID_BYTES, (at, value) => putUuid(bytes, at, value));

export const textArray = arrayOf<string>(OID.text, putText);
/** Expects documents as JSON text, as does `jsonbArray`. */
export const jsonArray = arrayOf<string>(OID.json, putText);
export const jsonbArray = arrayOf<string>(OID.jsonb, (at, value) => {
  const end = putText(at + 1, value);
  bytes[at] = JSONB_VERSION;
  return end;
});

/** Expects distinct words, in any order: Postgres sorts them. */
export const wordsArray = arrayOf<readonly string[]>(OID.tsvector, (start, words) => {
  reserve(start, LENGTH_BYTES);
  let at = start + LENGTH_BYTES;
  for (const word of words) {
    at = putText(at, word);
    // The terminating zero of the text, then a count of zero positions.
    reserve(at, WORD_END_BYTES);
    bytes.fill(0, at, at + WORD_END_BYTES);
    at += WORD_END_BYTES;
  }
  view.setInt32(start, words.length);
  return at;
});

/**
 * The shared buffer into which every array is written, and from which it is copied at its exact size. The length of a
 * text in UTF-8 is known only once it is written, and a buffer for the longest possible texts would have to be
 * allocated and freed for each column.
 */
let bytes = Buffer.alloc(0);
let view = new DataView(bytes.buffer);
reserve(0, 2 ** 20);

function reserve(at: number, count: number): void {
  if (at + count <= bytes.length) return;
  const larger = Buffer.allocUnsafeSlow((at + count) * 2);
  bytes.copy(larger, 0, 0, at);
  bytes = larger;
  view = new DataView(bytes.buffer);
}

/** @returns the offset after the text */
function putText(at: number, text: string): number {
  reserve(at, text.length * UTF8_BYTES_MAX);
  return at + bytes.write(text, at);
}

function fixedArray<Value>(oid: number, size: number, put: (at: number, value: Value) => void): ArrayWriter<Value> {
  return arrayOf<Value>(oid, (at, value) => {
    reserve(at, size);
    put(at, value);
    return at + size;
  });
}

/** @param put writes a value and returns the offset after it */
function arrayOf<Value>(oid: number, put: (at: number, value: Value) => number): ArrayWriter<Value> {
  return (rows, pick, extent) => {
    const count = extent === 'whole' ? rows.length : untilLastValue(rows, pick);
    let at = putHead(oid, count);
    // By index: an iterator would allocate an object for each of the million values that a backlog writes.
    for (let index = 0; index < count; index += 1) {
      const value = pick(rows[index]!);
      reserve(at, LENGTH_BYTES);
      const start = at + LENGTH_BYTES;
      const end = value === null ? start : put(start, value);
      view.setInt32(at, value === null ? NULL_LENGTH : end - start);
      at = end;
    }
    return Buffer.from(bytes.subarray(0, at));
  };
}

function untilLastValue<Row>(rows: readonly Row[], pick: Pick<Row, unknown>): number {
  let count = rows.length;
  while (count > 0 && pick(rows[count - 1]!) === null) count -= 1;
  return count;
}

/** @returns the offset of the first element */
function putHead(oid: number, count: number): number {
  const DIMENSIONS = 1;
  const HAS_NULLS = 1;
  const FIRST_INDEX = 1;
  for (const [place, word] of [DIMENSIONS, HAS_NULLS, oid, count, FIRST_INDEX].entries())
    view.setInt32(place * LENGTH_BYTES, word);
  return HEAD_BYTES;
}
