import { placesIn, type RankPlace, SHARES, type Share } from '../../figures/percentile.js';
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
 * so that only those few buckets need sorting.
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
    const all = new Int32Array(BUCKETS);
    const wanted = new WantedValues(groups.length);
    this.upTo(groups.length * BUCKETS - 1);
    const places = groups.map((_, number) => {
      const counts = this.countsOf(number);
      for (let bucket = 0; bucket < BUCKETS; bucket += 1) all[bucket]! += counts[bucket]!;
      const found = placesOf(counts);
      wanted.addGroup(number, found);
      return found;
    });
    const placesOfAll = placesOf(all);
    wanted.addAll(placesOfAll);
    for (const { cells, ms } of this.days) wanted.gather(cells, ms);
    wanted.sort();
    const { measure } = this;
    return {
      ofGroups: groups.map((group, number) => ({ ...group, measure, ...wanted.ofGroup(number, places[number]!) })),
      ofAll: { first: 0, second: 0, measure, ...wanted.ofAll(placesOfAll) },
    };
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
  /** By group and bucket; then by bucket over all groups. */
  private readonly ofCells: (number[] | undefined)[];
  private readonly ofBuckets: (number[] | undefined)[] = new Array(BUCKETS).fill(undefined);

  constructor(groups: number) {
    this.ofCells = new Array(groups * BUCKETS).fill(undefined);
  }

  addGroup(group: number, places: Places): void {
    for (const place of Object.values(places)) if (place !== null) this.ofCells[group * BUCKETS + place.bucket] ??= [];
  }

  addAll(places: Places): void {
    for (const place of Object.values(places)) if (place !== null) this.ofBuckets[place.bucket] ??= [];
  }

  gather(cells: Int32Array, ms: Float64Array): void {
    for (let row = 0; row < cells.length; row += 1) {
      const cell = cells[row]!;
      if (cell === LEFT_OUT) continue;
      this.ofCells[cell]?.push(ms[row]!);
      this.ofBuckets[cell % BUCKETS]?.push(ms[row]!);
    }
  }

  sort(): void {
    for (const lists of [this.ofCells, this.ofBuckets]) for (const values of lists) values?.sort((a, b) => a - b);
  }

  ofGroup(group: number, places: Places): Record<Share, number | null> {
    return valuesAt(places, ({ bucket, place }) => this.ofCells[group * BUCKETS + bucket]![place - 1]!);
  }

  ofAll(places: Places): Record<Share, number | null> {
    return valuesAt(places, ({ bucket, place }) => this.ofBuckets[bucket]![place - 1]!);
  }
}

function valuesAt(places: Places, valueAt: (place: RankPlace) => number): Record<Share, number | null> {
  const values = SHARE_NAMES.map((share) => {
    const place = places[share];
    return [share, place === null ? null : valueAt(place)] as const;
  });
  return Object.fromEntries(values) as Record<Share, number | null>;
}
