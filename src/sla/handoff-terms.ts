import type { Instant } from '../platform/instant.js';
import type { Commitment, Promised } from './policy.js';

/** What one who receives promises. */
export interface ReceiverTerms {
  readonly acknowledgeWithin: Promised;
  readonly completeWithin: Promised;
  /** When it will be processed, as they have said; null where they have not. */
  readonly scheduledAt: Instant | null;
}

/** What is promised about a handoff: by its kind, and by what has been agreed since. Each promise is one of a number. */
export interface HandoffTerms extends Commitment {
  /** By their places: the first one is number 1. */
  readonly receivers: readonly ReceiverTerms[];
  /** By their numbers: how soon each question is answered. */
  readonly questions: ReadonlyMap<number, Promised>;
  readonly escalation: { readonly deciderRepId: string; readonly decideWithin: Promised };
  /** Until when a form is complete that was handed over without; null where nothing was agreed. */
  readonly completeBy: Instant | null;
  readonly clientToldWithin: Promised | null;
}
