import type { Instant } from '../platform/instant.js';
import type { SlaPolicy } from '../sla/policy.js';
import type { TouchFacts } from '../sla/what-counts.js';
import type { Clock, LeadClock } from './clock.js';

/** What a touch makes of one clock. */
export type Verdict<Owned extends Clock = LeadClock> =
  | { readonly kind: 'met'; readonly clock: Owned }
  /** It was breached, but the touch turns out to have happened in time. */
  | { readonly kind: 'corrected'; readonly clock: Owned }
  /** Too late, and the sweep had not come by yet. */
  | { readonly kind: 'breached'; readonly clock: Owned }
  /** Too late: the breach stands, what was to follow it does not. */
  | { readonly kind: 'answeredLate'; readonly clock: Owned }
  /** What was to follow the breach does not, because somebody else has touched the lead. */
  | { readonly kind: 'silenced'; readonly clock: Owned }
  /** A former owner had touched the lead before this owner got it. */
  | { readonly kind: 'alreadyTouched'; readonly clock: Owned }
  /** The same, but this owner's deadline has passed, and the sweep had not come by yet. */
  | { readonly kind: 'missed'; readonly clock: Owned };

/** A counting touch, and the cycle that it speaks for. */
export interface Judging {
  readonly touch: Pick<TouchFacts, 'occurredAt' | 'repId'>;
  readonly policy: SlaPolicy;
  /** The assignment with which the cycle began: what came before it is a touch of its owner's time too. */
  readonly firstAssignmentId: string | null;
  /** Whose the lead was then; the assignment of a stretch in the queue has nobody. */
  readonly tenure: { readonly assignmentId: string; readonly repId: string | null } | null;
  readonly now: Instant;
}
