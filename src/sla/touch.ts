import type { Instant } from '../platform/instant.js';
import { breach, cancel, type LeadClock, meet } from './clock.js';
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

/** Whatever a policy counts: nobody was reached, and nobody could have been. */
const NEVER_COUNTS = new Set(['bounced', 'wrongNumber']);
const BY_DEFAULT: readonly CountingTouch[] = [{ direction: 'outbound' }];

/** Whether a touch is contact in the sense of a policy (`null`: of no policy, the default holds). */
export function countsAsTouch(touch: TouchFacts, policy: SlaPolicy | null): boolean {
  if (touch.automated || NEVER_COUNTS.has(touch.outcome)) return false;
  return (policy?.firstTouch.counts ?? BY_DEFAULT).some(
    (counting) =>
      counting.direction === touch.direction &&
      (counting.kind === undefined || counting.kind === touch.kind) &&
      (counting.minSeconds === undefined || (touch.durationSeconds ?? 0) >= counting.minSeconds) &&
      (counting.outcomes === undefined || counting.outcomes.includes(touch.outcome)),
  );
}

export type Verdict =
  | { readonly kind: 'met'; readonly clock: LeadClock }
  /** It was breached, but the touch turns out to have happened in time. */
  | { readonly kind: 'corrected'; readonly clock: LeadClock }
  /** Too late, and the sweep had not come by yet. */
  | { readonly kind: 'breached'; readonly clock: LeadClock }
  /** Too late: the breach stands, what was to follow it does not. */
  | { readonly kind: 'answeredLate'; readonly clock: LeadClock }
  /** What was to follow the breach does not, because somebody else has touched the lead. */
  | { readonly kind: 'silenced'; readonly clock: LeadClock }
  /** A former owner had touched the lead before this owner got it. */
  | { readonly kind: 'alreadyTouched'; readonly clock: LeadClock };

/**
 * What a counting touch does to the clocks of a lead's present cycle; clocks it does not change are left out.
 * The lead's clock takes anybody's touch. An owner's clock takes anybody's, or its owner's alone (`by`), and a touch
 * made before this owner had the lead ends the clock without making it met.
 */
export function judgeTouch(
  clocks: readonly LeadClock[],
  touch: TouchFacts,
  policy: SlaPolicy,
  now: Instant,
): Verdict[] {
  const owners = clocks.filter((clock) => clock.kind === 'firstTouch').sort((a, b) => a.startedAt - b.startedAt);
  const verdicts: Verdict[] = [];
  for (const clock of clocks) {
    if (clock.kind === 'leadResponse') verdicts.push(...judge(clock, touch, now));
    if (clock.kind !== 'firstTouch') continue;
    if (policy.firstTouch.by === 'owner' && touch.repId !== clock.repId) continue;
    const isBeforeOwner = clock !== owners[0] && touch.occurredAt < clock.startedAt;
    if (isBeforeOwner) {
      if (clock.state === 'running')
        verdicts.push({ kind: 'alreadyTouched', clock: cancel(clock, 'alreadyTouched', now) });
      else verdicts.push(...silence(clock));
      continue;
    }
    const isAnswerOfOwner = clock === owners.at(-1) || touch.repId === clock.repId;
    const isLate = clock.state === 'breached' && touch.occurredAt > clock.dueAt!;
    // What somebody else did after the lead had moved on is no late answer of the rep who missed it.
    verdicts.push(...(isLate && !isAnswerOfOwner ? silence(clock) : judge(clock, touch, now)));
  }
  return verdicts;
}

function judge(clock: LeadClock, touch: TouchFacts, now: Instant): Verdict[] {
  const isInTime = clock.dueAt === null || touch.occurredAt <= clock.dueAt;
  switch (clock.state) {
    case 'running':
      if (isInTime) return [{ kind: 'met', clock: meet(clock, touch.occurredAt, now) }];
      return [{ kind: 'breached', clock: stopChain(breach(clock, now), touch) }];
    case 'breached':
      if (isInTime) return [{ kind: 'corrected', clock: meet(clock, touch.occurredAt, now) }];
      if (clock.metAt === null || clock.nextAt !== null)
        return [{ kind: 'answeredLate', clock: stopChain(clock, touch) }];
      return [];
    case 'met':
    case 'cancelled':
      return [];
  }
}

/** Nobody need be told any more; the clock itself stays as it is. */
function silence(clock: LeadClock): Verdict[] {
  return clock.nextAt === null ? [] : [{ kind: 'silenced', clock: { ...clock, nextAt: null } }];
}

function stopChain(clock: LeadClock, touch: TouchFacts): LeadClock {
  return { ...clock, metAt: clock.metAt ?? touch.occurredAt, nextAt: null };
}
