import { BANDS, type Band, bandOf, endOfBucket } from './buckets.js';
import type { BucketCount, FoundPlace, Grouped, Measure, ResponseCount, WantedPlace } from './counts.js';
import { placeOf, SHARES, type Share } from './percentile.js';

/** The shares of leads that were reached, qualified and won; null of none. */
export interface Rates {
  readonly contact: number | null;
  readonly qualified: number | null;
  readonly won: number | null;
}

export type Percentiles = Readonly<Record<Share, number | null>>;

/** What is known of a group of leads once its rows were counted. */
export interface ResponseCounts {
  readonly responses: readonly ResponseCount[];
  readonly working: readonly BucketCount[];
}

/** The places of all percentiles of a group. @param group null for all leads together */
export function wantedPlaces(group: Grouped | null, measure: Measure, rows: readonly BucketCount[]): WantedPlace[] {
  const counts = countsOf(rows);
  const places = Object.values(SHARES).flatMap((share) => placeOf(share, counts) ?? []);
  const apart = new Map(places.map((place) => [`${place.bucket} ${place.place}`, place]));
  return [...apart.values()].map((place) => ({ ...place, group, measure }));
}

/** @param found the values at the places of this group */
export function percentilesOf(
  measure: Measure,
  rows: readonly BucketCount[],
  found: readonly FoundPlace[],
): Percentiles {
  const counts = countsOf(rows);
  const percentile = (share: number) => {
    const wanted = placeOf(share, counts);
    const isWanted = (each: FoundPlace) =>
      each.measure === measure && each.bucket === wanted?.bucket && each.place === wanted.place;
    const at = found.find(isWanted);
    return at ? seconds(at.ms) : null;
  };
  return {
    medianSeconds: percentile(SHARES.medianSeconds),
    p90Seconds: percentile(SHARES.p90Seconds),
    p99Seconds: percentile(SHARES.p99Seconds),
  };
}

function countsOf(rows: readonly BucketCount[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { bucket, leads } of rows) if (bucket !== null) counts.set(bucket, (counts.get(bucket) ?? 0) + leads);
  return counts;
}

/** What a row of the report says besides its percentiles. */
export function tallyOf({ responses, working }: ResponseCounts) {
  const leads = leadsIn(responses);
  const touched = leadsIn(responses.filter(({ bucket }) => bucket !== null));
  const kept = sumOf(responses, (row) => row.kept);
  const missed = sumOf(responses, (row) => row.missed);
  const ofWorking = bandsOf(working);
  return {
    leads,
    touched,
    attainment: shareOf(kept, kept + missed),
    ...bandsOf(responses),
    workingBands: ofWorking.bands,
    workingBandRates: ofWorking.bandRates,
    split: splitOf(responses),
  };
}

function bandsOf(rows: readonly BucketCount[]) {
  const inBand = (band: Band) => rows.filter(({ bucket }) => bandOf(bucket) === band);
  const counted = BANDS.map((band) => [band, leadsIn(inBand(band))] as const);
  const rated = BANDS.map((band) => [band, ratesOf(inBand(band))] as const);
  return {
    bands: Object.fromEntries(counted) as Record<Band, number>,
    bandRates: Object.fromEntries(rated) as Record<Band, Rates>,
  };
}

function ratesOf(rows: readonly BucketCount[]): Rates {
  const leads = leadsIn(rows);
  const rate = (pick: (row: BucketCount) => number) => shareOf(sumOf(rows, pick), leads);
  return { contact: rate((row) => row.contact), qualified: rate((row) => row.qualified), won: rate((row) => row.won) };
}

function splitOf(responses: readonly ResponseCount[]) {
  const sum = (pick: (row: ResponseCount) => number) => sumOf(responses, pick);
  const [beforeMs, ownerMs, offMs, pausedMs] = [
    sum((row) => row.beforeMs),
    sum((row) => row.ownerMs),
    sum((row) => row.offMs),
    sum((row) => row.pausedMs),
  ];
  const elapsedMs = sum((row) => row.elapsedMs);
  return {
    beforeReceiptSeconds: seconds(beforeMs),
    systemSeconds: seconds(elapsedMs - ownerMs - offMs - pausedMs),
    ownerSeconds: seconds(ownerMs),
    offHoursSeconds: seconds(offMs),
    pausedSeconds: seconds(pausedMs),
    totalSeconds: seconds(beforeMs + elapsedMs),
  };
}

/** Answers by how long they took, in buckets that any were in. */
export function histogramOf(rows: readonly BucketCount[]): { upToSeconds: number | null; leads: number }[] {
  return [...countsOf(rows)]
    .sort(([a], [b]) => a - b)
    .map(([bucket, leads]) => {
      const end = endOfBucket(bucket);
      return { upToSeconds: Number.isFinite(end) ? seconds(end) : null, leads };
    });
}

function leadsIn(rows: readonly BucketCount[]): number {
  return sumOf(rows, (row) => row.leads);
}

function sumOf<Row>(rows: readonly Row[], pick: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + pick(row), 0);
}

/** With three decimals: milliseconds are what is known. */
export function seconds(ms: number): number {
  return ms / 1_000;
}

/** A share with four decimals; null of none. */
export function shareOf(some: number, all: number): number | null {
  return all === 0 ? null : Math.round((some / all) * 10_000) / 10_000;
}
