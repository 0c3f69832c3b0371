import type { Instant } from '../platform/instant.js';
import { CONTACT_OUTCOMES } from '../vocabulary/touch-kinds.js';
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

/** Nobody was reached, and nobody could have been, or nobody came: these count where a policy names them. */
const OUTCOMES_BY_NAME: ReadonlySet<string> = new Set(['bounced', 'wrongNumber', 'cancelled', 'noShow']);
/** Says nothing of contact by itself: it counts where a policy names it. */
const KIND_BY_NAME = 'other';
const BY_DEFAULT: readonly CountingTouch[] = [{ direction: 'outbound' }];

/** Whether somebody was reached, by outcomes that are contact; no person is reached by what no person did. */
export function isContact(
  { automated, outcome }: Pick<TouchFacts, 'automated' | 'outcome'>,
  outcomes: readonly string[] = CONTACT_OUTCOMES,
): boolean {
  return !automated && outcomes.includes(outcome);
}

/** Whether somebody tried to reach the lead, by whatever means: not what reached for nobody, nor what no person did. */
export function isAttempt({ automated, direction, outcome }: TouchFacts): boolean {
  return !automated && direction === 'outbound' && !OUTCOMES_BY_NAME.has(outcome);
}

/** Whether a touch is contact in the sense of a policy (`null`: of no policy, the default holds). */
export function countsAsTouch(touch: TouchFacts, policy: SlaPolicy | null): boolean {
  if (touch.automated) return false;
  return (policy?.firstTouch.counts ?? BY_DEFAULT).some(
    (counting) =>
      counting.direction === touch.direction &&
      (counting.kind ?? (touch.kind === KIND_BY_NAME ? undefined : touch.kind)) === touch.kind &&
      (counting.minSeconds === undefined || (touch.durationSeconds ?? 0) >= counting.minSeconds) &&
      (counting.outcomes?.includes(touch.outcome) ?? !OUTCOMES_BY_NAME.has(touch.outcome)),
  );
}

/** By which somebody has heard or read what was said, if they wanted: a letter-box that answers is nobody. */
const TOLD_BY: Readonly<Record<TouchFacts['direction'], ReadonlySet<string>>> = {
  outbound: new Set<string>([...CONTACT_OUTCOMES, 'sent']),
  // What they write themselves tells them nothing.
  inbound: new Set(['connected', 'held']),
};

/** Whether somebody can have been told something by a touch. */
export function reachesSomebody({
  automated,
  direction,
  outcome,
}: Pick<TouchFacts, 'automated' | 'direction' | 'outcome'>): boolean {
  return !automated && TOLD_BY[direction].has(outcome);
}
