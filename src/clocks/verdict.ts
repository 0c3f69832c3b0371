import type { Instant } from '../platform/instant.js';
import type { SlaPolicy } from '../sla/policy.js';
import type { TouchFacts } from '../sla/what-counts.js';
import type { Clock, LeadClock } from './clock.js';

/** What a touch does to one clock. */
export type Verdict<Owned extends Clock = LeadClock> =
  | { readonly kind: 'met'; readonly clock: Owned }
  /** It was breached, but the touch turns out to have happened in time. */
  | { readonly kind: 'corrected'; readonly clock: Owned }
  /** Too late, and no sweep had seen the miss yet. */
  | { readonly kind: 'breached'; readonly clock: Owned }
  /** Too late: the breach stands, its chain ends. */
  | { readonly kind: 'answeredLate'; readonly clock: Owned }
  /** The chain ends because somebody else has touched the lead. */
  | { readonly kind: 'silenced'; readonly clock: Owned }
  /** A former owner had touched the lead before this owner got it. */
  | { readonly kind: 'alreadyTouched'; readonly clock: Owned }
  /** The same, but this owner's deadline has passed, and no sweep had seen it yet. */
  | { readonly kind: 'missed'; readonly clock: Owned };

/** A counting touch, with its cycle. */
export interface Judging {
  readonly touch: Pick<TouchFacts, 'occurredAt' | 'repId'>;
  readonly policy: SlaPolicy;
  /** The assignment with which the cycle began: earlier touches count as of its owner's time too. */
  readonly firstAssignmentId: string | null;
  /** The assignment at the time of the touch; in the queue it has no owner. */
  readonly tenure: { readonly assignmentId: string; readonly repId: string | null } | null;
  readonly now: Instant;
}
