import type { Instant } from '../platform/instant.js';
import type { CountingTouch, SlaPolicy } from './policy.js';

/** A contact attempt, as far as clocks look at it. */
export interface TouchFacts {
  readonly kind: string;
  readonly direction: 'outbound' | 'inbound';
  readonly outcome: string;
  readonly occurredAt: Instant;
  readonly durationSeconds: number | null;
  readonly repId: string | null;
  readonly automated: boolean;
}

/** Whatever a policy counts: nobody was reached, and nobody could have been, or nobody came. */
const NEVER_COUNTS = new Set(['bounced', 'wrongNumber', 'cancelled', 'noShow']);
/** Says nothing of contact by itself: it counts where a policy names it. */
const COUNTS_BY_NAME = 'other';
const BY_DEFAULT: readonly CountingTouch[] = [{ direction: 'outbound' }];

/** Whether a touch is contact in the sense of a policy (`null`: of no policy, the default holds). */
export function countsAsTouch(touch: TouchFacts, policy: SlaPolicy | null): boolean {
  if (touch.automated || NEVER_COUNTS.has(touch.outcome)) return false;
  return (policy?.firstTouch.counts ?? BY_DEFAULT).some(
    (counting) =>
      counting.direction === touch.direction &&
      (counting.kind ?? (touch.kind === COUNTS_BY_NAME ? undefined : touch.kind)) === touch.kind &&
      (counting.minSeconds === undefined || (touch.durationSeconds ?? 0) >= counting.minSeconds) &&
      (counting.outcomes === undefined || counting.outcomes.includes(touch.outcome)),
  );
}
