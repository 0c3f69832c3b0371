import type { Instant } from '../platform/values/duration.js';
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

/** Outcomes of touches that could not have reached the lead. They count only if a policy names them. */
const OUTCOMES_BY_NAME: ReadonlySet<string> = new Set(['bounced', 'wrongNumber', 'cancelled', 'noShow']);
/** A kind that does not imply contact, so it counts only if a policy names it. */
const KIND_BY_NAME = 'other';
const BY_DEFAULT: readonly CountingTouch[] = [{ direction: 'outbound' }];

/** Reports whether a touch reached the person, by the outcomes that count as contact. Automatic touches never do. */
export function isContact(
  { automated, outcome }: Pick<TouchFacts, 'automated' | 'outcome'>,
  outcomes: readonly string[] = CONTACT_OUTCOMES,
): boolean {
  return !automated && outcomes.includes(outcome);
}

/** Reports whether a touch was an attempt to reach the lead, by any means. Automatic touches do not count. */
export function isAttempt({ automated, direction, outcome }: TouchFacts): boolean {
  return !automated && direction === 'outbound' && !OUTCOMES_BY_NAME.has(outcome);
}

/**
 * Reports whether a touch is one that counts as first touch under a policy (`null`: by default). Who made it is not
 * checked.
 */
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
const INFORMING_OUTCOMES: Readonly<Record<TouchFacts['direction'], ReadonlySet<string>>> = {
  outbound: new Set<string>([...CONTACT_OUTCOMES, 'sent']),
  // What the person says in an inbound message does not inform them.
  inbound: new Set(['connected', 'held']),
};

/** Reports whether a touch can have informed the person. */
export function reachesSomebody({
  automated,
  direction,
  outcome,
}: Pick<TouchFacts, 'automated' | 'direction' | 'outcome'>): boolean {
  return !automated && INFORMING_OUTCOMES[direction].has(outcome);
}
