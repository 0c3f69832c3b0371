import type { Instant } from '../platform/instant.js';
import type { Commitment, Promised } from './policy.js';

/** What a receiver promises. */
export interface ReceiverTerms {
  readonly acknowledgeWithin: Promised;
  readonly completeWithin: Promised;
  /** When they have said that it will be processed; null if they have not. */
  readonly scheduledAt: Instant | null;
}

/** What is promised about a handoff, by its kind and by later agreements. Each promise has a number. */
export interface HandoffTerms extends Commitment {
  /** By place: the first receiver has number 1. */
  readonly receivers: readonly ReceiverTerms[];
  /** By number: how soon each question has to be answered. */
  readonly questions: ReadonlyMap<number, Promised>;
  readonly escalation: { readonly deciderRepId: string; readonly decideWithin: Promised };
  /** The agreed deadline for completing a form that was handed over incomplete; null if there is none. */
  readonly completeBy: Instant | null;
  readonly clientToldWithin: Promised | null;
}
