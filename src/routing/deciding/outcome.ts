import type { SentBy } from '../queues/sent-to-queue.js';
import type { TraceDifference } from './trace.js';

/**
 * - `assigned`: `by` distinguishes a turn of the pool, which alone costs credit, from a rep whom the rule names and
 *   from the last owner. `poolId` is the pool that served it, null for a rep outside a pool.
 * - `offered`: the first of `repIds` to claim it gets it, or one of `laterIds`, who are only away, not at work or at
 *   capacity just then. A pool offers only leads without an owner, no moves.
 * - `queued`: `poolId` is the pool it entered by and enters again when a rep there or in the fallbacks becomes
 *   eligible, `repId` the rep whom its rule names. Both are null if no rule matched, so that only the roster's fallback
 *   helps, and in a queue to which its rule sends it (`queueId`), where it waits for a person.
 * - `retained`: only its owner can have it. `poolId` is the pool by which they could.
 * - `stays`: a move found only reps who have had it.
 */
export type RoutingDecision = RoutingOutcome & {
  readonly leadId: string;
  readonly rule: string | null;
  readonly trace: TraceDifference;
};

/** `because` is a plain sentence with numbers, as the trace shows it. */
export type RoutingOutcome = { readonly because: string } & (
  | {
      readonly kind: 'assigned';
      readonly repId: string;
      readonly poolId: string | null;
      readonly by: 'turn' | 'named' | 'preferred';
      /** The absent rep whom they cover. */
      readonly covers?: string;
    }
  | {
      readonly kind: 'offered';
      readonly poolId: string;
      readonly repIds: readonly string[];
      readonly laterIds: readonly string[];
    }
  | { readonly kind: 'retained'; readonly repId: string; readonly poolId: string | null }
  | ({ readonly kind: 'queued' } & Waits)
  | ({ readonly kind: 'stays' } & Waits)
);

export interface Waits {
  readonly repId: string | null;
  readonly poolId: string | null;
  readonly queueId: string | null;
  readonly why: QueuedWhy;
}

/**
 * `offHours`: the pool waits for its hours. `noPool`: no rule matched and there is no fallback. `noTestPool`: a test
 * lead without a pool for tests. `nobodyEligible`: nobody is eligible. `rule`: its rule sends it to a queue. `shadow`:
 * the rules act on nothing. The others: see `HeldInQueue`.
 */
export type QueuedWhy = 'offHours' | 'nobodyEligible' | 'noPool' | 'noTestPool' | 'shadow' | SentBy;
