import type { Clock, Hold, Policy } from './promise.js';
import type { Pool } from './story.js';
import type { Milestone, Touch } from './touching.js';
import type { Stretch, Week } from './working-hours.js';

/** The environment of a lead: its desk. */
export interface Surroundings {
  readonly week: Week;
  readonly policy: Policy;
  /** Past, present and future absences of a rep. */
  awayOf(rep: number | null): readonly Stretch[];
  holdAt(now: number): Hold | undefined;
  /** Chooses among the reps who can take a lead. Routing decides, and the model follows it. */
  chooses(lead: string, among: readonly number[], at: number): number;
}

export interface Happening {
  readonly at: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Where a lead is: the pool from which its owner has it, or in whose queue it waits, and whether a rule chose that. */
export interface Place {
  pool: Pool | null;
  isByRule: boolean;
}

export interface Tenure extends Place {
  /** Null: it waits in the queue. */
  readonly rep: number | null;
  readonly from: number;
  readonly cause: Cause;
}

/**
 * Why a rep has the lead: given at first, dealt as it came in, because its person asked again, because its win was
 * taken back, because of their deal, after a miss, after an absence, handed over at a milestone, declined by
 * another rep, given by hand, dealt by a pool that a person chose, out of the queue, or by an undo of a move or of a closing.
 */
export type Cause =
  | 'given'
  | 'intake'
  | 'asked'
  | 'returned'
  | 'deal'
  | 'manual'
  | 'dealt'
  | 'breach'
  | 'absence'
  | 'milestone'
  | 'decline'
  | 'queue'
  | 'undone'
  | 'reopened';

const WORK = ['untouched', 'attempting', 'connected', 'qualified'] as const;
export type Work = (typeof WORK)[number];

/** An entry in the diary of a lead, from which `AnotherLife` derives other courses. */
export type Page = { readonly at: number } & (
  | { readonly what: 'tenure'; readonly tenure: Tenure }
  | { readonly what: 'missed'; readonly clock: Clock }
  /** The step after a missed one was begun, if there was one. */
  | { readonly what: 'wentOn'; readonly clock: Clock }
  /** Its person asked again. */
  | { readonly what: 'restarted' }
  /** A decision was requested, because a deal was lost. */
  | { readonly what: 'requested'; readonly deal: object; isWithdrawn: boolean }
  | { readonly what: 'touch'; readonly touch: Touch }
  | { readonly what: 'milestone'; readonly milestone: Milestone }
  | { readonly what: 'accepted'; readonly clock: Clock }
  | { readonly what: 'policy'; readonly policy: Policy }
);
