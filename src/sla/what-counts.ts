import type { Instant } from '../platform/values/duration.js';
import { OUTCOMES, type OutcomeMeaning, type TouchDirection } from '../vocabulary/outcomes.js';
import { CONTACT_OUTCOMES, type TouchOutcome } from '../vocabulary/touch-kinds.js';
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
export function isAttempt({ automated, direction, outcome }: Told): boolean {
  return !automated && direction === 'outbound' && meaningOf(direction, outcome).attempted === true;
}

/** Reports whether the person asks for something, rather than a machine, or nobody in particular. */
export function isPersonAsking({ automated, direction, outcome, kind }: Told & Pick<TouchFacts, 'kind'>): boolean {
  return !automated && direction === 'inbound' && kind !== KIND_BY_NAME && meaningOf(direction, outcome).asked === true;
}

/** Reports whether a meeting did not take place, whoever called it off or stayed away. */
export function hasFallenThrough({ automated, direction, outcome }: Told): boolean {
  return !automated && meaningOf(direction, outcome).fellThrough === true;
}

type Told = Pick<TouchFacts, 'automated' | 'direction' | 'outcome'>;

function meaningOf(direction: TouchDirection, outcome: string): OutcomeMeaning {
  return OUTCOMES[outcome as TouchOutcome][direction];
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
      (counting.outcomes?.includes(touch.outcome) ?? meansSomething(touch)),
  );
}

/** Reports whether a touch was an attempt or reached the person. Other outcomes count only if a policy names them. */
function meansSomething({ direction, outcome }: TouchFacts): boolean {
  const { attempted, reached, asked } = meaningOf(direction, outcome);
  return attempted === true || reached === true || asked === true;
}

/** Reports whether a touch can have informed the person; what they say in a message of their own does not. */
export function reachesSomebody({ automated, direction, outcome }: Told): boolean {
  return !automated && meaningOf(direction, outcome).informed === true;
}
