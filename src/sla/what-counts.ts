import type { Instant } from '../platform/duration.js';
import { CONTACT_OUTCOMES } from '../vocabulary/touch-kinds.js';
import type { CountingTouch, SlaPolicy } from './policy.js';

/** The fields of a touch that clocks need. */
export interface TouchFacts {
  readonly kind: string;
  readonly direction: 'outbound' | 'inbound';
  readonly outcome: string;
  readonly occurredAt: Instant;
  readonly durationSeconds: number | null;
  readonly repId: string | null;
  readonly automated: boolean;
}

/** Outcomes that reached nobody and could not have: they count only if a policy names them. */
const OUTCOMES_BY_NAME: ReadonlySet<string> = new Set(['bounced', 'wrongNumber', 'cancelled', 'noShow']);
/** Says nothing of contact by itself; it counts if a policy names it. */
const KIND_BY_NAME = 'other';
const BY_DEFAULT: readonly CountingTouch[] = [{ direction: 'outbound' }];

/** Whether somebody was reached, by outcomes that count as contact. Automatic touches reach nobody. */
export function isContact(
  { automated, outcome }: Pick<TouchFacts, 'automated' | 'outcome'>,
  outcomes: readonly string[] = CONTACT_OUTCOMES,
): boolean {
  return !automated && outcomes.includes(outcome);
}

/** Whether somebody tried to reach the lead, by any means. Automatic touches do not count. */
export function isAttempt({ automated, direction, outcome }: TouchFacts): boolean {
  return !automated && direction === 'outbound' && !OUTCOMES_BY_NAME.has(outcome);
}

/** Whether a touch counts as contact by a policy (`null`: by the default). */
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

/** Outcomes by which the person has heard or read what was said; voicemail is not one. */
const TOLD_BY: Readonly<Record<TouchFacts['direction'], ReadonlySet<string>>> = {
  outbound: new Set<string>([...CONTACT_OUTCOMES, 'sent']),
  // An inbound message tells the person nothing.
  inbound: new Set(['connected', 'held']),
};

/** Whether a touch can have told the person something. */
export function reachesSomebody({
  automated,
  direction,
  outcome,
}: Pick<TouchFacts, 'automated' | 'direction' | 'outcome'>): boolean {
  return !automated && TOLD_BY[direction].has(outcome);
}
