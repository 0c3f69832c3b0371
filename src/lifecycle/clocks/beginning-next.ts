import { type Next, nextAfter } from '../../clocks/cadence.js';
import type { LeadClock } from '../../clocks/clock.js';
import { type ClockStart, startDecide, startFollowUp } from '../../clocks/start.js';
import type { Instant } from '../../platform/values/duration.js';
import { isForbiddenStep, type PromisedDuration, reachFor, type SlaPolicy } from '../../sla/policy.js';
import { UNPROMISED_DECISION } from '../../sla/unpromised.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { FORBIDDEN, leaveOutClock, startClock } from './clocks.js';
import { startOf } from './lead-clocks.js';

/**
 * Starts the next clock of the cadence for the present owner. If a touch was reported so late that the next deadline
 * would have passed, the deadline counts from the report, so that the owner does not miss a promise that they could not
 * know of.
 * @param more further data of the event
 */
export function beginNext(
  work: UnitOfWork,
  leadCase: LeadCase,
  next: Next,
  at: Instant,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const place = next.kind === 'nothing' ? null : beginning(leadCase);
  if (place === null) return;
  const { policy, owner } = place;
  const allowed = leaveOutForbidden(work, leadCase, place, next, at);
  if (allowed.kind === 'nothing') return;
  const step = allowed.kind === 'followUp' ? allowed.step : null;
  const start = startWithin(work, leadCase, place, step);
  const afterAt = allowed.kind === 'decide' ? allowed.afterAt : null;
  const make = (from: Instant) =>
    step === null
      ? startDecide({ ...start, at: from }, owner, afterAt)
      : startFollowUp({ ...start, at: from }, owner, step, afterOf(policy, step));
  const clock = make(at);
  startClock(work, leadCase, clock.dueAt !== null && clock.dueAt <= work.now ? make(work.now) : clock, more);
}

/** Starts a decision that no policy promises, for the owner of the lead. */
export function beginUnpromised(work: UnitOfWork, leadCase: LeadCase, more: Readonly<Record<string, unknown>>): void {
  const { ownerId, poolId } = leadCase.lead;
  const assignmentId = leadCase.assignment?.id;
  if (ownerId === null || assignmentId === undefined) return;
  const hours = work.directory.hours.ofOwnersClock(UNPROMISED_DECISION, ownerId, poolId);
  const start = startOf(work, leadCase, UNPROMISED_DECISION, hours);
  const clock = startDecide(start, { repId: ownerId, assignmentId });
  startClock(work, leadCase, { ...clock, policyId: null, policyVersion: null }, more);
}

/**
 * Leaves out steps that the person does not allow, and returns what comes next. A step that is left out takes no time.
 */
function leaveOutForbidden(work: UnitOfWork, leadCase: LeadCase, place: Beginning, next: Next, at: Instant): Next {
  const { policy, owner } = place;
  let current = next;
  while (current.kind === 'followUp' && isForbiddenStep(policy, current.step, leadCase.person)) {
    const { step } = current;
    const start = { ...startWithin(work, leadCase, place, step), at };
    leaveOutClock(work, leadCase, startFollowUp(start, owner, step, afterOf(policy, step)), FORBIDDEN);
    current = nextAfter(step, policy);
  }
  return current;
}

export function afterOf({ followUp }: SlaPolicy, step: number): PromisedDuration {
  return followUp!.steps[step - 1]!.after;
}

export interface Beginning {
  readonly policy: SlaPolicy;
  readonly owner: { readonly repId: string; readonly assignmentId: string };
}

/** Returns null if the lead has no owner or no policy. */
export function beginning(
  { policy, lead, assignment }: LeadCase,
  assignmentId: string | undefined = assignment?.id,
): Beginning | null {
  if (policy === null || lead.ownerId === null || assignmentId === undefined) return null;
  return { policy, owner: { repId: lead.ownerId, assignmentId } };
}

/** @param step null for a decision, which its owner can make at any time */
export function startWithin(
  work: UnitOfWork,
  leadCase: LeadCase,
  { policy, owner }: Beginning,
  step: number | null,
): ClockStart {
  const reach = step === null ? null : reachFor(policy, step, () => leadCase.person);
  const hours = work.directory.hours.ofOwnersClock(policy, owner.repId, leadCase.lead.poolId, reach);
  return startOf(work, leadCase, policy, hours);
}

export function ofCycle({ clocks, lead }: LeadCase): LeadClock[] {
  return clocks.filter(({ cycle }) => cycle === lead.cycle);
}
