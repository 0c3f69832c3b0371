import { type Next, nextAfter } from '../../clocks/cadence.js';
import type { LeadClock } from '../../clocks/clock.js';
import { deadlineInReach } from '../../clocks/deadline.js';
import { type ClockStart, startDecide, startFollowUp } from '../../clocks/start.js';
import type { Instant } from '../../platform/values/duration.js';
import { isForbiddenStep, type PromisedDuration, reachFor, type SlaPolicy } from '../../sla/policy.js';
import { UNPROMISED_DECISION } from '../../sla/unpromised.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { FORBIDDEN, leaveOutClock, startClock } from './clocks.js';
import { ownersClock, startOf } from './lead-clocks.js';
import { planAnew } from './replanning.js';

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
  const make = (from: Instant) =>
    step === null
      ? startDecide({ ...start, at: from }, owner)
      : startFollowUp({ ...start, at: from }, owner, step, afterOf(policy, step));
  const clock = make(at);
  startClock(work, leadCase, clock.dueAt !== null && clock.dueAt <= work.now ? make(work.now) : clock, more);
}

/** A promise that a move ended, when the move is undone. */
export interface ResumedPromise {
  readonly clock: LeadClock;
  /** Whether its owner undoes their own move. Its time ran on: they could put off a deadline again and again. */
  readonly isOwn: boolean;
}

/**
 * Starts a promise of the present owner where the one that a move ended had begun. They have the time that was left
 * when the move was made.
 */
export function resume(work: UnitOfWork, leadCase: LeadCase, { clock: former, isOwn }: ResumedPromise): void {
  const place = beginning(leadCase);
  if (place === null) return;
  const { graceFrom, graceAt, graceWhy, progress } = former;
  const grace = isOwn ? { graceFrom, graceAt, graceWhy } : timeLeft(work, former);
  // Warnings that were given are not given again.
  const again = { ...madeAgain(work, leadCase, place, former), ...grace, progress };
  startClock(work, leadCase, planAnew(work, leadCase, again));
}

/** Returns a promise of the present owner that begins where a former one had begun. */
function madeAgain(
  work: UnitOfWork,
  leadCase: LeadCase,
  place: Beginning,
  { kind, step, wait, startedAt: at }: LeadClock,
): LeadClock {
  const { policy, owner } = place;
  if (kind === 'firstTouch') {
    const { assignmentId: id, repId } = owner;
    return ownersClock(work, leadCase, policy, { id, repId, poolId: leadCase.lead.poolId }, at);
  }
  const start = { ...startWithin(work, leadCase, place, step), at };
  if (step === null) return startDecide(start, owner);
  return startFollowUp(start, owner, step, wait === null ? null : afterOf(policy, step));
}

/** Returns, as a grace, the time that was left when a promise ended. */
function timeLeft({ directory, now }: UnitOfWork, former: LeadClock) {
  if (former.dueAt === null) return {};
  const { working } = directory.hours.ofClock(former);
  const ms = Math.max(0, working.workingMsBetween(former.endedAt!, former.dueAt));
  return { graceFrom: now, graceAt: deadlineInReach(now, { days: 0, ms }, working), graceWhy: 'moveUndone' };
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

function afterOf({ followUp }: SlaPolicy, step: number): PromisedDuration {
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
