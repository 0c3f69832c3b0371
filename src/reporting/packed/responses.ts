import { BANDS, BUCKETS, bandOf } from '../buckets.js';
import type { BandCount, BucketCount, GroupCodes, InTimeCount, ResponseCount, TimeCount } from '../counts.js';
import { OUTCOME } from '../facts/verdict.js';
import { type Groups, LEFT_OUT } from './groups.js';
import { IN_TIME, type PackedDay } from './packed-day.js';
import { Alike, Times } from './times.js';

/** The offset of each sum within a cell. */
const SUM = {
  leads: 0,
  contact: 1,
  qualified: 2,
  won: 3,
  kept: 4,
  missed: 5,
  elapsedMs: 6,
  beforeMs: 7,
  ownerMs: 8,
  offMs: 9,
  pausedMs: 10,
} as const;
const SUMS = Object.keys(SUM).length;
/** The band of each bucket, shifted by one: bucket -1, not answered, comes first. */
const BAND_AT = Array.from({ length: BUCKETS + 1 }, (_, at) => BANDS.indexOf(bandOf(at === 0 ? null : at - 1)));

export const COLUMNS_OF_RESPONSES = [
  ...IN_TIME.columns,
  'bucket',
  'workingBucket',
  'workingMs',
  'elapsedMs',
  'beforeMs',
  'ownerMs',
  'offMs',
  'pausedMs',
];

/** Accumulates the counts of the speed-to-lead report, day by day. */
export class Responses {
  private readonly elapsed = new Cells();
  private readonly working = new Cells();
  private readonly elapsedTimes = new Times('elapsed');
  private readonly workingTimes = new Times('working');
  private readonly ended = new Alike(IN_TIME.codes);

  constructor(private readonly groups: Groups) {}

  add(day: PackedDay): void {
    const groups = this.groups.of(day);
    const [buckets, workingBuckets] = [day.numbers('bucket'), day.numbers('workingBucket')];
    this.addElapsed(day, groups, buckets);
    this.addWorking(day, groups, workingBuckets);
    this.elapsedTimes.add(groups, buckets, day.spans('elapsedMs'));
    this.workingTimes.add(groups, workingBuckets, day.spans('workingMs'));
    this.ended.add(groups, IN_TIME.codesOf(day));
  }

  get imported(): number {
    return this.groups.imported;
  }

  get laterCycles(): number {
    return this.groups.laterCycles;
  }

  byElapsed(): ResponseCount[] {
    return this.elapsed.rows(this.groups.codes, (row, sums) => ({
      ...row,
      kept: sums[SUM.kept]!,
      missed: sums[SUM.missed]!,
      elapsedMs: sums[SUM.elapsedMs]!,
      beforeMs: sums[SUM.beforeMs]!,
      ownerMs: sums[SUM.ownerMs]!,
      offMs: sums[SUM.offMs]!,
      pausedMs: sums[SUM.pausedMs]!,
    }));
  }

  byWorking(): BandCount[] {
    return this.working.rows(this.groups.codes, (row) => row);
  }

  byBucket(): BucketCount[] {
    const { codes } = this.groups;
    return [...this.elapsedTimes.buckets(codes), ...this.workingTimes.buckets(codes)];
  }

  /** How the promises of a first touch ended, as the report of those alone counts them. */
  inTime(): InTimeCount[] {
    return this.ended.rows(this.groups.codes, (group, code, promises) => ({
      ...group,
      ...IN_TIME.commonOf(code),
      promises,
    }));
  }

  times(): { readonly ofGroups: TimeCount[]; readonly ofAll: TimeCount[] } {
    const { codes } = this.groups;
    const [elapsed, working] = [this.elapsedTimes.percentiles(codes), this.workingTimes.percentiles(codes)];
    return { ofGroups: [...elapsed.ofGroups, ...working.ofGroups], ofAll: [elapsed.ofAll, working.ofAll] };
  }

  private addElapsed(day: PackedDay, groups: Int32Array, buckets: Int32Array): void {
    const outcomes = day.numbers('outcome');
    const [elapsedMs, beforeMs] = [day.spans('elapsedMs'), day.spans('beforeMs')];
    const [ownerMs, offMs, pausedMs] = [day.spans('ownerMs'), day.spans('offMs'), day.spans('pausedMs')];
    const sums = this.elapsed.upTo(this.groups.codes.length);
    for (let row = 0; row < day.rows; row += 1) {
      if (groups[row] === LEFT_OUT) continue;
      const cell = cellOf(groups[row]!, buckets[row]!);
      addOutcome(sums, cell, outcomes[row]!);
      sums[cell + SUM.elapsedMs]! += elapsedMs[row]!;
      sums[cell + SUM.beforeMs]! += beforeMs[row]!;
      sums[cell + SUM.ownerMs]! += ownerMs[row]!;
      sums[cell + SUM.offMs]! += offMs[row]!;
      sums[cell + SUM.pausedMs]! += pausedMs[row]!;
    }
  }

  private addWorking(day: PackedDay, groups: Int32Array, buckets: Int32Array): void {
    const outcomes = day.numbers('outcome');
    const sums = this.working.upTo(this.groups.codes.length);
    for (let row = 0; row < day.rows; row += 1)
      if (groups[row] !== LEFT_OUT) addOutcome(sums, cellOf(groups[row]!, buckets[row]!), outcomes[row]!);
  }
}

/** Sums per group and band, consecutively. Doubles sum up whole milliseconds of a million years exactly. */
class Cells {
  private sums = new Float64Array(0);

  /** Grows the array to hold the given number of groups. */
  upTo(groups: number): Float64Array {
    const length = groups * BANDS.length * SUMS;
    if (length > this.sums.length) {
      const larger = new Float64Array(length * 2);
      larger.set(this.sums);
      this.sums = larger;
    }
    return this.sums;
  }

  /** Returns a row for each band that is not empty. */
  rows<Row>(groups: readonly GroupCodes[], make: (row: BandCount, sums: Float64Array) => Row): Row[] {
    return groups.flatMap((group, number) =>
      BANDS.flatMap((band, place) => {
        const cell = (number * BANDS.length + place) * SUMS;
        const sums = this.sums.subarray(cell, cell + SUMS);
        const leads = sums[SUM.leads] ?? 0;
        if (leads === 0) return [];
        const [contact, qualified, won] = [sums[SUM.contact]!, sums[SUM.qualified]!, sums[SUM.won]!];
        return [make({ ...group, band, leads, contact, qualified, won }, sums)];
      }),
    );
  }
}

function cellOf(group: number, bucket: number): number {
  return (group * BANDS.length + BAND_AT[bucket + 1]!) * SUMS;
}

function addOutcome(sums: Float64Array, cell: number, outcome: number): void {
  sums[cell + SUM.leads]! += 1;
  if ((outcome & OUTCOME.contact) !== 0) sums[cell + SUM.contact]! += 1;
  if ((outcome & OUTCOME.qualified) !== 0) sums[cell + SUM.qualified]! += 1;
  if ((outcome & OUTCOME.won) !== 0) sums[cell + SUM.won]! += 1;
  if ((outcome & OUTCOME.kept) !== 0) sums[cell + SUM.kept]! += 1;
  if ((outcome & OUTCOME.missed) !== 0) sums[cell + SUM.missed]! += 1;
}
