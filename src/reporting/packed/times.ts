import { placesIn, type RankPlace, SHARES, type Share, smallest } from '../../figures/percentile.js';
import { BUCKETS } from '../buckets.js';
import type { BucketCount, GroupCodes, Measure, TimeCount } from '../counts.js';
import { LEFT_OUT } from './groups.js';

/** Counts the facts of each group by their code. */
export class Alike {
  private readonly counts: number[] = [];
  private readonly numbers = new Map<number, number>();
  private readonly keys: number[] = [];

  constructor(private readonly codes: number) {}

  add(groups: Int32Array, codes: Int32Array): void {
    for (let row = 0; row < groups.length; row += 1)
      if (groups[row] !== LEFT_OUT && codes[row] !== LEFT_OUT)
        this.counts[this.numberOf(groups[row]! * this.codes + codes[row]!)]! += 1;
  }

  rows<Row>(groups: readonly GroupCodes[], make: (group: GroupCodes, code: number, count: number) => Row): Row[] {
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

type Places = Readonly<Record<Share, RankPlace | null>>;

/**
 * Response times counted by bucket, which locates the bucket of a percentile and its rank there. The values are kept,
 * so that only those few buckets need searching.
 */
export class Times {
  /** By group and bucket. */
  private counts = new Int32Array(0);
  private readonly days: { readonly cells: Int32Array; readonly ms: Float64Array }[] = [];

  constructor(private readonly measure: Measure) {}

  /** @param buckets -1 if not answered */
  add(groups: Int32Array, buckets: Int32Array, ms: Float64Array): void {
    const cells = new Int32Array(groups.length);
    let last = LEFT_OUT;
    for (let row = 0; row < groups.length; row += 1) {
      const cell = groups[row] === LEFT_OUT || buckets[row] === -1 ? LEFT_OUT : groups[row]! * BUCKETS + buckets[row]!;
      cells[row] = cell;
      if (cell > last) last = cell;
    }
    const counts = this.upTo(last);
    for (let row = 0; row < cells.length; row += 1) if (cells[row] !== LEFT_OUT) counts[cells[row]!]! += 1;
    this.days.push({ cells, ms: ms.slice() });
  }

  buckets(groups: readonly GroupCodes[]): BucketCount[] {
    return groups.flatMap((group, number) =>
      [...this.countsOf(number)].flatMap((leads, bucket) =>
        leads === 0 ? [] : [{ ...group, measure: this.measure, bucket, leads }],
      ),
    );
  }

  percentiles(groups: readonly GroupCodes[]): { readonly ofGroups: TimeCount[]; readonly ofAll: TimeCount } {
    this.upTo(groups.length * BUCKETS - 1);
    const counts = groups.map((_, number) => this.countsOf(number));
    const all = new Int32Array(BUCKETS);
    for (const ofGroup of counts) for (let bucket = 0; bucket < BUCKETS; bucket += 1) all[bucket]! += ofGroup[bucket]!;
    const { measure } = this;
    // The values of a single group are all that there are.
    const known = groups.length === 1 ? null : new WantedValues([all]);
    const wanted = new WantedValues(counts);
    for (const { cells, ms } of this.days) {
      wanted.gather(cells, ms, groups.length * BUCKETS);
      known?.gather(cells, ms, BUCKETS);
    }
    const ofAll = { first: 0, second: 0, measure, ...(known ?? wanted).of(0) };
    return { ofGroups: groups.map((group, number) => ({ ...group, measure, ...wanted.of(number) })), ofAll };
  }

  private countsOf(group: number): Int32Array {
    return this.counts.subarray(group * BUCKETS, (group + 1) * BUCKETS);
  }

  /** Grows the array to hold the given index. */
  private upTo(last: number): Int32Array {
    if (last >= this.counts.length) {
      const larger = new Int32Array((last + 1) * 2);
      larger.set(this.counts);
      this.counts = larger;
    }
    return this.counts;
  }
}

const SHARE_NAMES = Object.keys(SHARES) as Share[];

function placesOf(counts: Int32Array): Places {
  const found = placesIn(counts, Object.values(SHARES));
  return Object.fromEntries(SHARE_NAMES.map((share, index) => [share, found[index]!])) as Record<
    Share,
    RankPlace | null
  >;
}

/** The values of the buckets that contain a percentile. */
class WantedValues {
  private readonly places: readonly Places[];
  /** By cell. */
  private readonly values = new Map<number, Float64Array>();
  /** The number of values so far; -1 for a cell that is not wanted. */
  private readonly filled: Int32Array;

  /** @param counts of each group, by bucket */
  constructor(counts: readonly Int32Array[]) {
    this.filled = new Int32Array(counts.length * BUCKETS).fill(-1);
    this.places = counts.map(placesOf);
    for (const [group, places] of this.places.entries())
      for (const place of Object.values(places)) {
        if (place === null) continue;
        const cell = group * BUCKETS + place.bucket;
        this.filled[cell] = 0;
        if (!this.values.has(cell)) this.values.set(cell, new Float64Array(counts[group]![place.bucket]!));
      }
  }

  /** @param cells by group and bucket @param modulus maps them to the cells of these groups */
  gather(cells: Int32Array, ms: Float64Array, modulus: number): void {
    const { filled, values } = this;
    for (let row = 0; row < cells.length; row += 1) {
      if (cells[row] === LEFT_OUT) continue;
      const cell = cells[row]! % modulus;
      const at = filled[cell]!;
      if (at === -1) continue;
      values.get(cell)![at] = ms[row]!;
      filled[cell] = at + 1;
    }
  }

  /** Once all values are gathered. */
  of(group: number): Record<Share, number | null> {
    const found = SHARE_NAMES.map((share) => {
      const place = this.places[group]![share];
      if (place === null) return [share, null] as const;
      return [share, smallest(this.values.get(group * BUCKETS + place.bucket)!, place.place)] as const;
    });
    return Object.fromEntries(found) as Record<Share, number | null>;
  }
}
