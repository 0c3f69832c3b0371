import type { Grouped } from '../counts.js';
import { LEFT_OUT } from './groups.js';

/** Counts the facts of a group that have a code in common. */
export class Alike {
  private readonly counts: number[] = [];
  private readonly numbers = new Map<number, number>();
  private readonly keys: number[] = [];

  /** @param codes how many there may be */
  constructor(private readonly codes: number) {}

  add(groups: Int32Array, codes: Int32Array): void {
    for (let row = 0; row < groups.length; row += 1)
      if (groups[row] !== LEFT_OUT && codes[row] !== LEFT_OUT)
        this.counts[this.numberOf(groups[row]! * this.codes + codes[row]!)]! += 1;
  }

  /** @param make of a group, what its facts have in common, and how many they are */
  rows<Row>(groups: readonly Grouped[], make: (group: Grouped, code: number, count: number) => Row): Row[] {
    return this.keys.map((key, number) =>
      make(groups[Math.floor(key / this.codes)]!, key % this.codes, this.counts[number]!),
    );
  }

  private numberOf(key: number): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.keys.push(key) - 1;
    this.counts.push(0);
    this.numbers.set(key, number);
    return number;
  }
}
