import { readDate } from './dates.js';
import type { FileMapping } from './mapping.js';
import type { NumberedRow } from './row.js';

/** Numbers that look random and are the same in every run: each is found by what it is for, never by when it is asked. */
export class Chance {
  constructor(private readonly seed: string) {}

  /** From 0, below 1. */
  of(...purpose: readonly (string | number)[]): number {
    return mix(hash(`${this.seed}/${purpose.join('/')}`)) / 2 ** 32;
  }

  /** One of several, each as likely as its weight. */
  pick<T>(choices: readonly (readonly [weight: number, value: T])[], ...purpose: readonly (string | number)[]): T {
    let left = this.of(...purpose) * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return choices.at(-1)![1];
  }

  /** A whole number from the first to the second, both included. */
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

/** The last step of MurmurHash3: purposes that differ by one letter give numbers that have nothing in common. */
function mix(seed: number): number {
  let value = seed;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * The rows in the order in which their leads came in: by what the mapping's `order` column holds, where numbers need not
 * be without gaps, else as they stand.
 * @returns also those that do not say when: they come last
 */
export function inOrder(
  rows: readonly NumberedRow[],
  mapping: FileMapping,
): { rows: NumberedRow[]; unordered: NumberedRow[] } {
  const { order } = mapping;
  if (order === undefined) return { rows: [...rows], unordered: [] };
  const placed = rows.map((row, index) => ({ row, index, place: placeOf(row.cells[order.column]!, mapping) }));
  // Nothing minus nothing would be no number, and the order of the file be lost.
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
