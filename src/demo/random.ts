import { readDate } from './dates.js';
import type { FileMapping } from './mapping.js';
import type { NumberedRow } from './row.js';

/** Random-looking numbers that are the same in every run: each depends on its purpose, not on the order of calls. */
export class Chance {
  constructor(private readonly seed: string) {}

  of(...purpose: readonly (string | number)[]): number {
    return mix(hash(`${this.seed}/${purpose.join('/')}`)) / 2 ** 32;
  }

  pick<T>(choices: readonly (readonly [weight: number, value: T])[], ...purpose: readonly (string | number)[]): T {
    let left = this.of(...purpose) * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return choices.at(-1)![1];
  }

  /** Returns a whole number between the two bounds, both included. */
  between(from: number, to: number, ...purpose: readonly (string | number)[]): number {
    return from + Math.floor(this.of(...purpose) * (to - from + 1));
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** The finalizer of MurmurHash3, which gives unrelated numbers for purposes that differ in one letter. */
function mix(seed: number): number {
  let value = seed;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * Sorts rows by arrival: by the mapping's `order` column, whose numbers may have gaps, or else in file order.
 * @returns also the rows without a valid order value, which come last
 */
export function inOrder(
  rows: readonly NumberedRow[],
  mapping: FileMapping,
): { rows: NumberedRow[]; unordered: NumberedRow[] } {
  const { order } = mapping;
  if (order === undefined) return { rows: [...rows], unordered: [] };
  const placed = rows.map((row, index) => ({ row, index, place: placeOf(row.cells[order.column]!, mapping) }));
  // Not infinity: the difference of two infinities is NaN, which would lose the order of the file.
  const key = ({ place }: { place: number | null }) => place ?? Number.MAX_VALUE;
  return {
    rows: [...placed].sort((a, b) => key(a) - key(b) || a.index - b.index).map(({ row }) => row),
    unordered: placed.filter(({ place }) => place === null).map(({ row }) => row),
  };
}

function placeOf(text: string, { order, timeZone }: FileMapping): number | null {
  if (order?.date !== undefined) return readDate(text, { form: order.date, timeZone })?.toMillis() ?? null;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}
