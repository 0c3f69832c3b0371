import {
  afterNoShow,
  isOfStep,
  isStillToOpen,
  latest,
  meaningOf,
  type Next,
  nextAfter,
  REACHED,
  takenOver,
} from '../clocks/cadence.js';
import type { LeadClock } from '../clocks/clock.js';
import { judge, silence } from '../clocks/judging-one-clock.js';
import { type ClockStart, startDecide, startFollowUp } from '../clocks/start.js';
import type { Instant } from '../platform/instant.js';
import type { Assignment } from '../routing/assignment.js';
import type { Promised, SlaPolicy } from '../sla/policy.js';
import type { TouchFacts } from '../sla/what-counts.js';
import { announce } from './announcing.js';
import { cancelClock, endClock, startClock } from './clocks.js';
import type { LeadCase } from './lead-case.js';
import { startOf } from './lead-clocks.js';
import type { UnitOfWork } from './unit-of-work.js';

/**
 * What a touch of the present cycle does to the work that goes on after the first one: it keeps a step of the cadence,
 * or is the contact that ends it, after which somebody has to decide.
 * @param counts whether it is a first touch in the sense of the policy
 */
export function followTouch(work: UnitOfWork, leadCase: LeadCase, touch: TouchFacts, counts: boolean): void {
  const { policy, lead } = leadCase;
  if (policy === null || (policy.followUp === null && policy.decide === null)) return;
  switch (meaningOf(touch, policy)) {
    case 'contact':
      takeContact(work, leadCase, policy, touch);
      return;
    case 'noShow':
      takeNoShow(work, leadCase, policy, touch);
      return;
    case 'attempt':
      if (policy.firstTouch.by === 'anyone' || touch.repId === lead.ownerId)
        takeAttempt(work, leadCase, policy, { touch, counts });
      return;
    case 'nothing':
      return;
  }
}

/** What was decided about a lead, or reached with it, is what was waited for. */
export function takeDecision(work: UnitOfWork, leadCase: LeadCase, at: Instant): void {
  endCadence(work, leadCase, at);
  const decide = latest(ofCycle(leadCase));
  if (decide?.kind !== 'decide') return;
  for (const verdict of judge(decide, { touch: { occurredAt: Math.min(at, work.now) }, now: work.now }))
    announce(work, leadCase, verdict);
}

/**
 * A step has been missed: the next begins, unless the miss itself has brought a new owner, who begins with what was
 * missed.
 */
export function goOnAfterMiss(work: UnitOfWork, leadCase: LeadCase, missed: LeadClock): void {
  const { policy } = leadCase;
  if (policy === null || latest(ofCycle(leadCase))?.id !== missed.id) return;
  begin(work, leadCase, nextAfter(missed.step!, policy), work.now);
}

/**
 * A new owner takes over what was begun before: the step at which the cadence stands, or the decision, with the whole
 * time again. @returns whether there was anything
 */
export function takeOver(work: UnitOfWork, leadCase: LeadCase, assignment: Assignment): boolean {
  const former = leadCase.policy === null ? null : takenOver(ofCycle(leadCase));
  if (former === null) return false;
  const { policy, start, owner } = beginning(work, leadCase, assignment.id)!;
  if (former.kind === 'decide') {
    startClock(work, leadCase, startDecide(start, owner));
    return true;
  }
  const step = former.step!;
  const { after } = policy.followUp!.steps[step - 1]!;
  // A window that has not opened yet opens when it would have, by the hours of the new owner.
  const waiting = former.wait === null ? null : startFollowUp({ ...start, at: former.startedAt }, owner, step, after);
  const isWaiting = former.state === 'cancelled' && waiting !== null && isStillToOpen(waiting, work.now);
  startClock(work, leadCase, isWaiting ? waiting : startFollowUp(start, owner, step, null));
  return true;
}

function takeAttempt(
  work: UnitOfWork,
  leadCase: LeadCase,
  policy: SlaPolicy,
  { touch, counts }: { touch: TouchFacts; counts: boolean },
): void {
  const clocks = ofCycle(leadCase);
  const running = clocks.find(({ kind, state }) => kind === 'followUp' && state === 'running');
  judgeSteps(work, leadCase, policy, touch);
  if (running !== undefined && isOfStep(running, touch, policy))
    begin(work, leadCase, nextAfter(running.step!, policy), touch.occurredAt);
  // The first one begins it.
  else if (counts && latest(clocks) === undefined && leadCase.lead.workState === 'attempting')
    begin(work, leadCase, nextAfter(0, policy), touch.occurredAt);
}

function takeContact(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy, touch: TouchFacts): void {
  judgeSteps(work, leadCase, policy, touch);
  endCadence(work, leadCase, touch.occurredAt);
  const { decide } = policy;
  if (decide === null || leadCase.lead.workState === 'qualified') return;
  const last = latest(ofCycle(leadCase));
  if (last?.kind !== 'decide') {
    begin(work, leadCase, { kind: 'decide' }, touch.occurredAt);
    return;
  }
  // A meeting is a next step with a date of its own, but not for ever.
  const metSoFar = ofCycle(leadCase).filter(({ kind, metAt }) => kind === 'decide' && metAt !== null).length;
  if (touch.outcome !== 'booked' || touch.occurredAt < last.startedAt || metSoFar >= decide.meetings) return;
  if (last.state !== 'running' && last.state !== 'breached') return;
  for (const verdict of judge(last, { touch, now: work.now })) announce(work, leadCase, verdict);
  begin(work, leadCase, { kind: 'decide' }, touch.occurredAt);
}

/** Who was reached did not come: there was no contact after all. */
function takeNoShow(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy, touch: TouchFacts): void {
  const clocks = ofCycle(leadCase);
  const last = latest(clocks);
  if (!isAfterContact(leadCase, last) || (last !== undefined && touch.occurredAt < last.startedAt)) return;
  if (last?.state === 'running') endClock(work, leadCase, last, 'noShow');
  begin(work, leadCase, afterNoShow(clocks, policy), touch.occurredAt);
}

/** Whether somebody was reached, and nothing has been decided since: by a milestone, or by going on as before. */
function isAfterContact({ lead }: LeadCase, last: LeadClock | undefined): boolean {
  if (last === undefined) return lead.workState === 'connected';
  return last.kind === 'decide' ? last.state !== 'met' : last.endReason === REACHED || isDoneWith(lead, last);
}

/** The contact was what the step asked for, and nothing came after it. */
function isDoneWith({ workState }: LeadCase['lead'], { state }: LeadClock): boolean {
  return workState === 'connected' && state !== 'running';
}

/** By a touch that is what they ask for; what was to follow a miss does not, as the lead has been touched. */
function judgeSteps(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy, touch: TouchFacts): void {
  for (const clock of ofCycle(leadCase)) {
    if (clock.kind !== 'followUp') continue;
    const isAsked = isOfStep(clock, touch, policy);
    const verdicts = isAsked
      ? judge(clock, { touch, now: work.now })
      : clock.state === 'breached' && touch.occurredAt > clock.dueAt!
        ? silence(clock)
        : [];
    for (const verdict of verdicts) announce(work, leadCase, verdict);
  }
}

/** No step is waited for any more. What was missed by then is a miss, seen by a sweep or not. */
function endCadence(work: UnitOfWork, leadCase: LeadCase, at: Instant): void {
  for (const clock of ofCycle(leadCase)) {
    if (clock.kind !== 'followUp') continue;
    if (clock.state === 'running' && clock.dueAt !== null && clock.dueAt < at) endClock(work, leadCase, clock, REACHED);
    else if (clock.state === 'running') cancelClock(work, leadCase, clock, REACHED);
    else if (clock.nextAt !== null) work.replaceClock(leadCase, { ...clock, nextAt: null });
  }
}

/**
 * Begins what comes next, for whoever has the lead. What was reported so late that its time would be over by now counts
 * from the report: nobody misses what they could not know of.
 */
function begin(work: UnitOfWork, leadCase: LeadCase, next: Next, at: Instant): void {
  const place = next.kind === 'nothing' ? null : beginning(work, leadCase);
  if (place === null) return;
  const { policy, start, owner } = place;
  const wait: Promised | null = next.kind === 'followUp' ? policy.followUp!.steps[next.step - 1]!.after : null;
  const make = (from: Instant) =>
    next.kind === 'followUp'
      ? startFollowUp({ ...start, at: from }, owner, next.step, wait)
      : startDecide({ ...start, at: from }, owner);
  const clock = make(at);
  startClock(work, leadCase, clock.dueAt !== null && clock.dueAt <= work.now ? make(work.now) : clock);
}

interface Beginning {
  readonly policy: SlaPolicy;
  readonly start: ClockStart;
  readonly owner: { readonly repId: string; readonly assignmentId: string };
}

/** Null where nobody has the lead, or nothing is promised. */
function beginning(work: UnitOfWork, leadCase: LeadCase, assignmentId = leadCase.assignment?.id): Beginning | null {
  const { policy, lead } = leadCase;
  if (policy === null || lead.ownerId === null || assignmentId === undefined) return null;
  const hours = work.directory.hoursOfOwnersClock(policy, lead.ownerId, lead.poolId);
  return { policy, start: startOf(work, leadCase, policy, hours), owner: { repId: lead.ownerId, assignmentId } };
}

function ofCycle({ clocks, lead }: LeadCase): LeadClock[] {
  return clocks.filter(({ cycle }) => cycle === lead.cycle);
}
