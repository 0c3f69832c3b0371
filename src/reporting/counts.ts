import type { Place } from './percentile.js';

/** The codes of the values by which a row is grouped, 0 where nothing is grouped by. */
export interface Grouped {
  readonly first: number;
  readonly second: number;
}

/** Leads in a bucket, with what became of them. */
export interface BucketCount extends Grouped {
  /** Null: not answered. */
  readonly bucket: number | null;
  readonly leads: number;
  readonly contact: number;
  readonly qualified: number;
  readonly won: number;
}

/** The same by elapsed time, with what became of promises and the sums of times. */
export interface ResponseCount extends BucketCount {
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

/** A place among the values of a group, or of all: that has no group. */
export interface WantedPlace extends Place {
  readonly measure: Measure;
  readonly group: Grouped | null;
}
export type FoundPlace = Grouped &
  Place & { readonly measure: Measure; readonly isOfAll: boolean; readonly ms: number };

export interface PromiseCount extends Grouped {
  readonly kind: string;
  readonly step: number;
  readonly verdict: number;
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
