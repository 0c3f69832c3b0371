import type { Instant } from '../platform/values/duration.js';
import { OUTCOMES, type OutcomeMeaning } from '../vocabulary/outcomes.js';
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
  /** Whether the person only said goodbye, which needs no answer. */
  readonly goodbye: boolean;
  /** When the meeting that was booked is to take place, if that is known. */
  readonly meetingAt?: Instant | null;
}

/** A kind that does not imply contact, so it counts only if a policy names it. */
const KIND_BY_NAME = 'other';
const BY_DEFAULT: readonly CountingTouch[] = [{ direction: 'outbound' }];

/**
 * Reports whether a touch means nothing, whatever its outcome: a program made it, or the person only said goodbye. It
 * answers nothing, asks for nothing, and is no contact.
 */
export function meansNothing({ automated, goodbye }: Pick<TouchFacts, 'automated' | 'goodbye'>): boolean {
  return automated || goodbye;
}

/** Reports whether a touch reached the person, by the outcomes that count as contact. */
export function isContact(
  touch: Pick<TouchFacts, 'automated' | 'goodbye' | 'outcome'>,
  outcomes: readonly string[] = CONTACT_OUTCOMES,
): boolean {
  return !meansNothing(touch) && outcomes.includes(touch.outcome);
}

/** Reports whether a touch was an attempt to reach the lead, by any means. */
export function isAttempt(touch: Told): boolean {
  return touch.direction === 'outbound' && meaningOf(touch).attempted === true;
}

/** Reports whether the person asks for something, rather than a machine, or nobody in particular. */
export function isPersonAsking(touch: Told & Pick<TouchFacts, 'kind'>): boolean {
  return touch.direction === 'inbound' && touch.kind !== KIND_BY_NAME && meaningOf(touch).asked === true;
}

/** Reports whether the person was reached or heard of, if only to say goodbye: they can be reached. */
export function isSignOfLife(touch: Told & Pick<TouchFacts, 'kind'>): boolean {
  const heard = { ...touch, goodbye: false };
  return isContact(heard) || isPersonAsking(heard);
}

/** Reports whether a meeting did not take place, whoever called it off or stayed away. */
export function hasFallenThrough(touch: Told): boolean {
  return meaningOf(touch).fellThrough === true;
}

type Told = Pick<TouchFacts, 'automated' | 'goodbye' | 'direction' | 'outcome'>;

function meaningOf(touch: Told): OutcomeMeaning {
  return meansNothing(touch) ? {} : OUTCOMES[touch.outcome as TouchOutcome][touch.direction];
}

/**
 * Reports whether a touch is one that counts as first touch under a policy (`null`: by default). Who made it is not
 * checked.
 */
export function countsAsTouch(touch: TouchFacts, policy: SlaPolicy | null): boolean {
  if (meansNothing(touch)) return false;
  return (policy?.firstTouch.counts ?? BY_DEFAULT).some(
    (counting) =>
      counting.direction === touch.direction &&
      (counting.kind ?? (touch.kind === KIND_BY_NAME ? undefined : touch.kind)) === touch.kind &&
      (counting.minSeconds === undefined || (touch.durationSeconds ?? 0) >= counting.minSeconds) &&
      (counting.outcomes?.includes(touch.outcome) ?? meansSomething(touch)),
  );
}

/** Reports whether a touch was an attempt or reached the person. Other outcomes count only if a policy names them. */
function meansSomething(touch: TouchFacts): boolean {
  const { attempted, reached, asked } = meaningOf(touch);
  return attempted === true || reached === true || asked === true;
}

/** Reports whether a touch can have informed the person; what they say in a message of their own does not. */
export function reachesSomebody(touch: Told): boolean {
  return meaningOf(touch).informed === true;
}
