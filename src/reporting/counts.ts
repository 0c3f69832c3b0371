import type { Share } from '../figures/percentile.js';
import type { SpeedBand } from './buckets.js';
import type { PromiseVerdict } from './facts/verdict.js';

/** The codes of the values by which a row is grouped, 0 where nothing is grouped by. */
export interface Grouped {
  readonly first: number;
  readonly second: number;
}

/** Leads in a band, with what became of them. */
export interface BandCount extends Grouped {
  readonly band: SpeedBand;
  readonly leads: number;
  readonly contact: number;
  readonly qualified: number;
  readonly won: number;
}

/** The same by elapsed time, with what became of promises and the sums of times. */
export interface ResponseCount extends BandCount {
  readonly kept: number;
  readonly missed: number;
  readonly elapsedMs: number;
  readonly beforeMs: number;
  readonly ownerMs: number;
  readonly offMs: number;
  readonly pausedMs: number;
}

/** Elapsed or working time. */
export type Measure = 'elapsed' | 'working';

/** The percentiles of a group; null of one in which nothing was answered. */
export type TimeCount = Grouped & Readonly<Record<Share, number | null>> & { readonly measure: Measure };

/** Answers in a bucket. */
export interface BucketCount extends Grouped {
  readonly measure: Measure;
  readonly bucket: number;
  readonly leads: number;
}

export interface PromiseCount extends Grouped {
  readonly kind: string;
  readonly step: number;
  readonly verdict: PromiseVerdict;
  /** Whether a miss of it was struck. */
  readonly struck: boolean;
  readonly reached: boolean;
  readonly promises: number;
}

export interface CauseCount extends Grouped {
  readonly cause: string;
  readonly moves: number;
}

export interface AttemptCount extends Grouped {
  readonly attempts: number;
  readonly leads: number;
}

/** How cycles ended that ended alike. */
export interface EndCount extends Grouped {
  readonly ending: number;
  readonly leads: number;
}

/** What milestones are worth, added up. */
export interface WorthCount extends Grouped {
  readonly stage: string;
  readonly currency: string;
  /** A decimal number. */
  readonly amount: string;
}

/** Of which the shares of a group are: all leads of the group, whatever became of them, and those that were closed. */
export interface BaseCount extends Grouped {
  readonly leads: number;
  readonly closed: number;
}
