import type { Clock, Hold, Policy } from './promise.js';
import type { Milestone, Touch } from './touching.js';
import type { Stretch, Week } from './working-hours.js';

/** The environment of a lead: its desk. */
export interface Surroundings {
  readonly week: Week;
  readonly policy: Policy;
  /** Past, present and future absences of a rep. */
  awayOf(rep: number): readonly Stretch[];
  holdAt(now: number): Hold | undefined;
  /** Chooses among the reps who can take a lead. Routing decides, and the model follows it. */
  chooses(lead: string, among: readonly number[], at: number): number;
}

export interface Happening {
  readonly at: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The pool of all reps, or of those to whom leads are handed over. */
export type Pool = 'team' | 'closers';

export interface Tenure {
  readonly rep: number;
  readonly from: number;
  readonly cause: Cause;
  /** The pool from which its owner has the lead; null if none. */
  readonly pool: Pool | null;
}

/**
 * Why a rep has the lead: given at first, kept because its person asked again, because of their deal, after a miss, after an absence, handed over at a milestone, declined by
 * another rep, by hand, or by an undo of a move or of a closing.
 */
export type Cause =
  | 'given'
  | 'asked'
  | 'deal'
  | 'manual'
  | 'breach'
  | 'absence'
  | 'milestone'
  | 'decline'
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
  | { readonly what: 'touch'; readonly touch: Touch }
  | { readonly what: 'milestone'; readonly milestone: Milestone }
  | { readonly what: 'accepted'; readonly clock: Clock }
  | { readonly what: 'policy'; readonly policy: Policy }
);
