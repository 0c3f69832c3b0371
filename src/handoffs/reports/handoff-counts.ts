import type { HandoffStage } from './handoff-stage.js';

/** By what something was counted, as text; '' for nothing. */
export interface CountedBy {
  readonly first: string;
  readonly second: string;
}

/** What each of something took, in milliseconds and in no order; what was not counted is left out. */
export interface TimesTaken {
  readonly elapsed: Float64Array;
  readonly working: Float64Array;
}

/** Handoffs. */
export interface HandedOver extends CountedBy, TimesTaken {
  readonly handoffs: number;
  readonly done: number;
  readonly exceptions: number;
  readonly blockers: number;
}

/** Handoffs to each of their receivers. */
export interface PassedOn extends CountedBy {
  readonly receivers: number;
  readonly accepted: number;
  readonly done: number;
  readonly returned: number;
  readonly returns: number;
  readonly rightFirst: number;
  readonly questions: number;
  readonly recordsMade: number;
  readonly recordsPending: number;
  readonly recordsFailed: number;
}

/** Promises of a stage; of those that were kept in the end, in time or late, with the time that they took. */
export interface StageTimes extends CountedBy, TimesTaken {
  readonly stage: HandoffStage;
  readonly kept: number;
  readonly missed: number;
  readonly running: number;
  readonly escalated: number;
}

/** What was counted of each group, and of all together. */
export interface HandoffCounts {
  readonly handedOver: readonly HandedOver[];
  readonly passedOn: readonly PassedOn[];
  readonly stages: readonly StageTimes[];
  /**
   * Of handoffs that stand in several groups, what is counted once for each handoff, grouped by what is one of each;
   * null where none does.
   */
  readonly whole: { readonly handedOver: readonly HandedOver[]; readonly stages: readonly StageTimes[] } | null;
}
