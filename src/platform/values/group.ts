import type { TSchema } from '@sinclair/typebox';
import { readBody } from '../input/checked.js';
import type { Fault } from '../input/fault.js';
import { Turns } from '../running/turns.js';

/** Groups rows by a key. Groups, and the rows in them, keep their order. */
export function groupBy<Key, Row>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** Returns the values of a field. */
export function pluck<Row, Name extends keyof Row>(rows: readonly Row[], name: Name): Row[Name][] {
  return rows.map((row) => row[name]);
}

/** Splits things into those that pass a test and the others. */
export function partition<Thing>(things: readonly Thing[], isSo: (thing: Thing) => boolean): [Thing[], Thing[]] {
  return [things.filter(isSo), things.filter((thing) => !isSo(thing))];
}

/**
 * Number of faults after which only the first of each further entry is reported: an answer must not be many times as
 * long as its request.
 */
const FAULTS_MAX = 5_000;

/** One entry of a batch. Its body is of its type if there are no faults. */
interface ReadEntry<Body> {
  readonly index: number;
  readonly body: Body;
  readonly faults: readonly Fault[];
}

/** Reads the entries of a batch, each checked on its own, in turns with all other work. */
export async function readEntries<Body>(schema: TSchema, sent: readonly unknown[]): Promise<ReadEntry<Body>[]> {
  const entries: ReadEntry<Body>[] = [];
  let count = 0;
  const turns = new Turns();
  for (const [index, entry] of sent.entries()) {
    const { body, faults } = readBody<Body>(schema, entry, count < FAULTS_MAX ? 'all' : 'first');
    count += faults.length;
    entries.push({ index, body, faults });
    await turns.next();
  }
  return entries;
}

/** Memory of a piece besides its bytes: thousands of pieces of one byte take far more than their length. */
const BYTES_PER_PIECE = 128;

/** A body collected in pieces as it arrives. */
export class Pieces {
  private readonly pieces: Buffer[] = [];
  private bytes = 0;

  /** Approximate memory that the pieces take, in bytes. */
  get weight(): number {
    return this.bytes + this.pieces.length * BYTES_PER_PIECE;
  }

  add(piece: Buffer): void {
    this.pieces.push(piece);
    this.bytes += piece.length;
  }

  whole(): Buffer {
    return Buffer.concat(this.pieces);
  }
}

/** Splits rows, in their order, into portions up to a weight. A row that weighs more is a portion by itself. */
export function* portionsOf<Row>(rows: readonly Row[], weigh: (row: Row) => number, most: number): Generator<Row[]> {
  let portion: Row[] = [];
  let weight = 0;
  for (const row of rows) {
    const more = weigh(row);
    if (portion.length > 0 && weight + more > most) {
      yield portion;
      portion = [];
      weight = 0;
    }
    portion.push(row);
    weight += more;
  }
  if (portion.length > 0) yield portion;
}
