import { BANDS, type Band, bandOf, endOfBucket } from './buckets.js';
import { OUTCOME } from './facts.js';
import { placeOf, SHARES, type Share } from './percentile.js';
import type { FoundPlace, Grouped, ResponseCount, WantedPlace, WorkingCount } from './report.store.js';

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
  readonly working: readonly WorkingCount[];
}

/** The bits of an outcome by which rates are told apart. */
export const RATED = OUTCOME.contact | OUTCOME.qualified | OUTCOME.won;

/** The places of all percentiles of a group. */
export function wantedPlaces({ first, second }: Grouped, rows: readonly Counted[]): WantedPlace[] {
  const counts = countsOf(rows);
  const places = Object.values(SHARES).flatMap((share) => placeOf(share, counts) ?? []);
  const apart = new Map(places.map((place) => [`${place.bucket} ${place.place}`, place]));
  return [...apart.values()].map((place) => ({ first, second, ...place }));
}

export function percentilesOf(rows: readonly Counted[], found: readonly FoundPlace[]): Percentiles {
  const counts = countsOf(rows);
  const percentile = (share: number) => {
    const wanted = placeOf(share, counts);
    const at = wanted && found.find(({ bucket, place }) => bucket === wanted.bucket && place === wanted.place);
    return at ? seconds(at.ms) : null;
  };
  return {
    medianSeconds: percentile(SHARES.medianSeconds),
    p90Seconds: percentile(SHARES.p90Seconds),
    p99Seconds: percentile(SHARES.p99Seconds),
  };
}

/** Rows that were counted by bucket; null: not answered. */
interface Counted {
  readonly bucket: number | null;
  readonly outcome: number;
  readonly leads: number;
}

function countsOf(rows: readonly Counted[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { bucket, leads } of rows) if (bucket !== null) counts.set(bucket, (counts.get(bucket) ?? 0) + leads);
  return counts;
}

/** What a row of the report says besides its percentiles. */
export function tallyOf({ responses, working }: ResponseCounts) {
  const leads = leadsIn(responses);
  const touched = leadsIn(responses.filter(({ bucket }) => bucket !== null));
  const kept = leadsIn(responses.filter(({ outcome }) => (outcome & OUTCOME.kept) !== 0));
  const missed = leadsIn(responses.filter(({ outcome }) => (outcome & OUTCOME.missed) !== 0));
  // In working time nothing is known of who was not answered but that they were not.
  const unanswered = responses.filter(({ bucket }) => bucket === null);
  return {
    leads,
    touched,
    attainment: shareOf(kept, kept + missed),
    ...bandsOf(responses),
    workingBands: bandsOf([...working, ...unanswered]).bands,
    workingBandRates: bandsOf([...working, ...unanswered]).bandRates,
    split: splitOf(responses),
  };
}

function bandsOf(rows: readonly Counted[]) {
  const inBand = (band: Band) => rows.filter(({ bucket }) => bandOf(bucket) === band);
  const counted = BANDS.map((band) => [band, leadsIn(inBand(band))] as const);
  const rated = BANDS.map((band) => [band, ratesOf(inBand(band))] as const);
  return {
    bands: Object.fromEntries(counted) as Record<Band, number>,
    bandRates: Object.fromEntries(rated) as Record<Band, Rates>,
  };
}

function ratesOf(rows: readonly Counted[]): Rates {
  const leads = leadsIn(rows);
  const rate = (bit: number) => shareOf(leadsIn(rows.filter(({ outcome }) => (outcome & bit) !== 0)), leads);
  return { contact: rate(OUTCOME.contact), qualified: rate(OUTCOME.qualified), won: rate(OUTCOME.won) };
}

function splitOf(responses: readonly ResponseCount[]) {
  const sum = (pick: (row: ResponseCount) => number) => responses.reduce((ms, row) => ms + pick(row), 0);
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
export function histogramOf(rows: readonly Counted[]): { upToSeconds: number | null; leads: number }[] {
  return [...countsOf(rows)]
    .sort(([a], [b]) => a - b)
    .map(([bucket, leads]) => {
      const end = endOfBucket(bucket);
      return { upToSeconds: Number.isFinite(end) ? seconds(end) : null, leads };
    });
}

function leadsIn(rows: readonly Counted[]): number {
  return rows.reduce((sum, { leads }) => sum + leads, 0);
}

/** With three decimals: milliseconds are what is known. */
export function seconds(ms: number): number {
  return ms / 1_000;
}

/** A share with four decimals; null of none. */
export function shareOf(some: number, all: number): number | null {
  return all === 0 ? null : Math.round((some / all) * 10_000) / 10_000;
}
