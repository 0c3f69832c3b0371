import type { Instant } from '../platform/instant.js';
import type { SlaPolicy } from '../sla/policy.js';
import { isAttempt, isContact, type TouchFacts } from '../sla/what-counts.js';
import { CONTACT_OUTCOMES } from '../vocabulary/touch-kinds.js';
import type { LeadClock } from './clock.js';

/** Why a step has ended that a new owner takes over. */
const REASSIGNED = 'reassigned';
/** Why a step has ended that is taken up again when the person does not come. */
export const REACHED = 'contact';
/** Why one has ended that should never have begun: the touch was none with which it did, or the milestone, or the miss was struck. */
const TAKEN_BACK: ReadonlySet<string | null> = new Set(['touchVoided', 'milestoneReversed', 'missStruck']);

export function isTakenBack(endReason: string | null): boolean {
  return TAKEN_BACK.has(endReason);
}

/** What a touch is to the work that goes on after the first one. */
export type Meaning = 'contact' | 'noShow' | 'attempt' | 'nothing';

export function meaningOf(touch: TouchFacts, { followUp }: SlaPolicy): Meaning {
  if (isContact(touch, followUp?.stopOn)) return 'contact';
  if (touch.automated) return 'nothing';
  if (touch.outcome === 'noShow') return 'noShow';
  return isAttempt(touch) ? 'attempt' : 'nothing';
}

/** Whether a touch is what a step asks for: of its kinds, in its window or before it. */
export function isOfStep(clock: LeadClock, touch: TouchFacts, { followUp }: SlaPolicy): boolean {
  if (clock.kind !== 'followUp' || !isAttempt(touch) || touch.occurredAt < clock.startedAt) return false;
  // What began it is told of twice now and then, by two programs: that is no second call.
  if (touch.occurredAt === clock.startedAt && clock.wait !== null) return false;
  return followUp!.steps[clock.step! - 1]!.kinds.includes(touch.kind);
}

/** Whether every contact ends the cadence: then how far the work is says whether there was any. */
export function endsWithAnyContact({ followUp }: SlaPolicy): boolean {
  return followUp === null || CONTACT_OUTCOMES.every((outcome) => followUp.stopOn.includes(outcome));
}

/** What the lead's owner is to do next, as far as the clocks of the cycle tell. */
export type Next =
  | { readonly kind: 'followUp'; readonly step: number }
  | { readonly kind: 'decide' }
  | { readonly kind: 'nothing' };

/** What comes after a step that was kept, or missed by whoever still has the lead. @param step 0 before the first */
export function nextAfter(step: number, { followUp, decide }: SlaPolicy): Next {
  if (followUp !== null && step < followUp.steps.length) return { kind: 'followUp', step: step + 1 };
  return decide === null ? { kind: 'nothing' } : { kind: 'decide' };
}

/** What a new owner takes over: the step or the decision at which the last one stood, or that was missed and moved the lead. */
export function takenOver(clocks: readonly LeadClock[]): LeadClock | null {
  const last = latest(clocks);
  if (last === undefined) return null;
  // What was done late is done.
  return (last.state === 'breached' && last.metAt === null) || last.endReason === REASSIGNED ? last : null;
}

/**
 * Where the cadence is taken up again when contact came to nothing: at the step that it ended, behind one that was done,
 * and from the beginning where all were.
 */
export function afterNoShow(clocks: readonly LeadClock[], policy: SlaPolicy): Next {
  const last = latest(clocks.filter(({ kind }) => kind === 'followUp'));
  const done = last === undefined ? 0 : last.endReason === REACHED ? last.step! - 1 : last.step!;
  return nextAfter(policy.followUp !== null && done >= policy.followUp.steps.length ? 0 : done, policy);
}

/** The last that was begun of what is promised after the first touch. */
export function latest(clocks: readonly LeadClock[]): LeadClock | undefined {
  return clocks
    .filter(({ kind, endReason }) => (kind === 'followUp' || kind === 'decide') && !isTakenBack(endReason))
    .reduce<LeadClock | undefined>(
      (last, clock) => (last === undefined || last.id < clock.id ? clock : last),
      undefined,
    );
}

/** Whether the window of a step that is taken over is still to open. */
export function isStillToOpen({ opensAt }: LeadClock, now: Instant): boolean {
  return opensAt !== null && opensAt > now;
}
