import type { Instant } from '../platform/values/duration.js';
import type { SlaPolicy } from '../sla/policy.js';
import { hasFallenThrough, isAttempt, isContact, type TouchFacts } from '../sla/what-counts.js';
import { CONTACT_OUTCOMES } from '../vocabulary/touch-kinds.js';
import { isStillMissed, type LeadClock } from './clock.js';

/** The end reason of a step that a new owner takes over. */
const REASSIGNED = 'reassigned';
/** The end reason of a step that is resumed if the meeting does not take place. */
export const REACHED = 'contact';
/**
 * The end reasons of clocks that should never have begun: the touch or milestone that began them was taken back, the
 * deal whose loss began them was reopened, or another one opened, or the miss was struck.
 */
const TAKEN_BACK: ReadonlySet<string | null> = new Set([
  'touchVoided',
  'milestoneReversed',
  'dealReopened',
  'dealOpened',
  'missStruck',
]);

export function isTakenBack(endReason: string | null): boolean {
  return TAKEN_BACK.has(endReason);
}

/** How a touch affects the follow-up. */
type Meaning = 'contact' | 'fellThrough' | 'attempt' | 'nothing';

export function meaningOf(touch: TouchFacts, { followUp }: SlaPolicy): Meaning {
  if (isContact(touch, followUp?.stopOn)) return 'contact';
  if (hasFallenThrough(touch)) return 'fellThrough';
  return isAttempt(touch) ? 'attempt' : 'nothing';
}

/**
 * Reports whether a touch is of a follow-up step: an attempt of one of the step's kinds, not before the step began.
 * Does not check the deadline.
 */
export function isOfStep(clock: LeadClock, touch: TouchFacts, { followUp }: SlaPolicy): boolean {
  if (clock.kind !== 'followUp' || !isAttempt(touch) || touch.occurredAt < clock.startedAt) return false;
  // Two programs may report the touch that began the step; the second report is not another call.
  if (touch.occurredAt === clock.startedAt && clock.wait !== null) return false;
  return followUp!.steps[clock.step! - 1]!.kinds.includes(touch.kind);
}

/** Whether every contact ends the cadence, so that the work state says whether there was any. */
export function endsWithAnyContact({ followUp }: SlaPolicy): boolean {
  return followUp === null || CONTACT_OUTCOMES.every((outcome) => followUp.stopOn.includes(outcome));
}

/** @property afterAt the meeting that the decision waits for; absent for none */
export interface Decision {
  readonly kind: 'decide';
  readonly afterAt?: Instant | null;
}

/** The owner's next task, as the clocks of the cycle determine it. */
export type Next = { readonly kind: 'followUp'; readonly step: number } | Decision | { readonly kind: 'nothing' };

/** Returns what follows a step that was kept, or missed by the present owner. @param step 0 before the first */
export function nextAfter(step: number, { followUp, decide }: SlaPolicy): Next {
  if (followUp !== null && step < followUp.steps.length) return { kind: 'followUp', step: step + 1 };
  return decide === null ? { kind: 'nothing' } : { kind: 'decide' };
}

/**
 * Returns the clock that a new owner takes over: the running step or decision, or the one whose miss moved the lead.
 */
export function takenOver(clocks: readonly LeadClock[]): LeadClock | null {
  const last = latest(clocks);
  return last !== undefined && isLeftUndone(last) ? last : null;
}

/** Reports whether the clock's owner did not do what it promised. A step that was answered late is done. */
export function isLeftUndone(clock: LeadClock): boolean {
  return isStillMissed(clock) || clock.endReason === REASSIGNED;
}

/** The end reasons of clocks that end because a meeting did not take place, by the outcome that says so. */
export const FELL_THROUGH: Readonly<Record<string, string>> = { noShow: 'noShow', cancelled: 'meetingCancelled' };

/**
 * Returns where the cadence resumes when a meeting did not take place: at the step that the contact ended, after the last step that was
 * done, or from the beginning if all were done.
 */
export function afterMeeting(clocks: readonly LeadClock[], policy: SlaPolicy): Next {
  const last = latest(clocks.filter(({ kind }) => kind === 'followUp'));
  const done = last === undefined ? 0 : last.endReason === REACHED ? last.step! - 1 : last.step!;
  return nextAfter(policy.followUp !== null && done >= policy.followUp.steps.length ? 0 : done, policy);
}

/** Returns the latest clock of the follow-up that was not taken back: a step or the decision. */
export function latest(clocks: readonly LeadClock[]): LeadClock | undefined {
  return clocks
    .filter(({ kind, endReason }) => (kind === 'followUp' || kind === 'decide') && !isTakenBack(endReason))
    .reduce<LeadClock | undefined>(
      (last, clock) => (last === undefined || last.id < clock.id ? clock : last),
      undefined,
    );
}

/** Returns the decision that goes on where another one ended: it waits for the same meeting. */
export function decisionAfter(former: LeadClock | null | undefined): Decision {
  return { kind: 'decide', afterAt: former?.kind === 'decide' ? former.opensAt : null };
}

export function isStillToOpen({ opensAt }: LeadClock, now: Instant): boolean {
  return opensAt !== null && opensAt > now;
}
