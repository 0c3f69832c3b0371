import { seconds, shareOf } from '../figures/figure.js';
import { BANDS, endOfBucket, type SpeedBand } from './buckets.js';
import type { BandCount, BucketCount, Measure, ResponseCount, TimeCount } from './counts.js';

/** Shares of leads that were reached, qualified and won; null if there are none. */
export interface Rates {
  readonly contact: number | null;
  readonly qualified: number | null;
  readonly won: number | null;
}

interface ResponseCounts {
  readonly responses: readonly ResponseCount[];
  readonly working: readonly BandCount[];
}

/** @param times of one group, or of the total */
export function percentilesOf(measure: Measure, times: readonly TimeCount[]) {
  const found = times.find((each) => each.measure === measure);
  const inSeconds = (ms: number | null | undefined) => (ms == null ? null : seconds(ms));
  return {
    medianSeconds: inSeconds(found?.median),
    p90Seconds: inSeconds(found?.p90),
    p99Seconds: inSeconds(found?.p99),
  };
}

export function tallyOf({ responses, working }: ResponseCounts) {
  const leads = leadsIn(responses);
  const touched = leadsIn(responses.filter(({ band }) => band !== 'never'));
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

function bandsOf(rows: readonly BandCount[]) {
  const inBand = (band: SpeedBand) => rows.filter((row) => row.band === band);
  const counted = BANDS.map((band) => [band, leadsIn(inBand(band))] as const);
  const rated = BANDS.map((band) => [band, ratesOf(inBand(band))] as const);
  return {
    bands: Object.fromEntries(counted) as Record<SpeedBand, number>,
    bandRates: Object.fromEntries(rated) as Record<SpeedBand, Rates>,
  };
}

function ratesOf(rows: readonly BandCount[]): Rates {
  const leads = leadsIn(rows);
  const rate = (pick: (row: BandCount) => number) => shareOf(sumOf(rows, pick), leads);
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

/** Returns answers by duration, for buckets that are not empty. */
export function histogramOf(measure: Measure, buckets: readonly BucketCount[]) {
  const counts = new Map<number, number>();
  for (const each of buckets)
    if (each.measure === measure) counts.set(each.bucket, (counts.get(each.bucket) ?? 0) + each.leads);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([bucket, leads]) => {
      const end = endOfBucket(bucket);
      return { upToSeconds: Number.isFinite(end) ? seconds(end) : null, leads };
    });
}

function leadsIn(rows: readonly BandCount[]): number {
  return sumOf(rows, (row) => row.leads);
}

function sumOf<Row>(rows: readonly Row[], pick: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + pick(row), 0);
}
