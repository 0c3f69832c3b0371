import type { Share } from '../figures/percentile.js';
import type { SpeedBand } from './buckets.js';
import type { PromiseVerdict } from './facts/verdict.js';

/** The codes of the values that a row is grouped by; 0 for none. */
export interface GroupCodes {
  readonly first: number;
  readonly second: number;
}

/** Leads in a band, with their outcomes. */
export interface BandCount extends GroupCodes {
  readonly band: SpeedBand;
  readonly leads: number;
  readonly contact: number;
  readonly qualified: number;
  readonly won: number;
}

/** Leads in a band by elapsed time, with the results of promises and sums of times. */
export interface ResponseCount extends BandCount {
  readonly kept: number;
  readonly missed: number;
  readonly elapsedMs: number;
  readonly beforeMs: number;
  readonly ownerMs: number;
  readonly offMs: number;
  readonly pausedMs: number;
}

/** Promises of a first touch of equal outcome, as a bit set of `OUTCOME`. */
export interface InTimeCount extends GroupCodes {
  readonly outcome: number;
  readonly promises: number;
}

export type Measure = 'elapsed' | 'working';

/** The percentiles of a group; null if no lead was answered. */
export type TimeCount = GroupCodes & Readonly<Record<Share, number | null>> & { readonly measure: Measure };

/** The answers in a bucket. */
export interface BucketCount extends GroupCodes {
  readonly measure: Measure;
  readonly bucket: number;
  readonly leads: number;
}

export interface PromiseCount extends GroupCodes {
  readonly kind: string;
  readonly step: number;
  readonly verdict: PromiseVerdict;
  /** Whether one of its misses was struck. */
  readonly struck: boolean;
  readonly reached: boolean;
  readonly promises: number;
}

export interface CauseCount extends GroupCodes {
  readonly cause: string;
  readonly moves: number;
}

export interface AttemptCount extends GroupCodes {
  readonly attempts: number;
  readonly leads: number;
}

/** Cycles of equal ending, as a bit set of `ENDING`. */
export interface EndCount extends GroupCodes {
  readonly ending: number;
  readonly leads: number;
}

/** The sum of milestone values. */
export interface WorthCount extends GroupCodes {
  readonly stage: string;
  readonly currency: string;
  readonly amount: string;
}

/** The bases of a group's shares: all its leads, and those that were closed. */
export interface BaseCount extends GroupCodes {
  readonly leads: number;
  readonly closed: number;
}
