import {
  afterMeeting,
  decisionAfter,
  endsWithAnyContact,
  FELL_THROUGH,
  isLeftUndone,
  isStillToOpen,
  latest,
  meaningOf,
  type Next,
  nextAfter,
  REACHED,
  takenOver,
} from '../../clocks/cadence.js';
import type { LeadClock } from '../../clocks/clock.js';
import { isAnswered, isRestarted } from '../../clocks/judging-a-touch.js';
import { judge } from '../../clocks/judging-one-clock.js';
import { startFollowUp } from '../../clocks/start.js';
import type { UnjudgedTouch } from '../../leads/activity.store.js';
import type { Instant } from '../../platform/values/duration.js';
import type { Assignment } from '../../routing/assignments/assignment.js';
import { isGivenBack } from '../../routing/assignments/stays.js';
import { isForbiddenStep, reachFor, type SlaPolicy } from '../../sla/policy.js';
import type { TouchFacts } from '../../sla/what-counts.js';
import type { LeadCase } from '../lead-case.js';
import { assignmentsBeside, isOfPresentStay } from '../stays.js';
import { causeOfCycle } from '../tenures.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { announce } from './announcing.js';
import { beginNext, beginning, ofCycle, startWithin } from './beginning-next.js';
import { cancelClock, endClock, FORBIDDEN, startClock } from './clocks.js';
import { beginRequested, endCadence, silenceDecisions } from './deciding.js';
import { isWithinReach } from './hours-of-version.js';
import { isKeptBy, judgeSteps } from './judging-steps.js';
import { beginOwnersClock } from './lead-clocks.js';
import { replanWithin } from './replanning.js';
import { type GivenPromises, isAllThatIsOwed, resume } from './resuming.js';

/**
 * Applies a touch of the present cycle to the follow-up: it keeps a step of the cadence, or it is the contact that ends
 * the cadence, after which the owner has to decide.
 * @param counts whether the touch counts as a first touch by the policy
 */
export function followTouch(work: UnitOfWork, leadCase: LeadCase, touch: TouchFacts, counts: boolean): void {
  const { policy } = leadCase;
  if (policy === null) return;
  // A clock of an earlier version counts too: the chain of its miss runs until somebody touches the lead.
  if (policy.followUp === null && policy.decide === null && latest(ofCycle(leadCase)) === undefined) return;
  const meaning = meaningOf(touch, policy);
  if (meaning === 'contact') takeContact(work, leadCase, policy, touch);
  else if (meaning === 'fellThrough') resumeAfterMeeting(work, leadCase, policy, touch);
  else if (meaning === 'attempt') takeAttempt(work, leadCase, policy, touch);
  if (counts) beginWhereNothingIs(work, leadCase, policy, touch.occurredAt);
}

/**
 * Starts the cadence with the first touch, whatever its outcome, or goes on where a former owner left it, so that a
 * touched lead always has a next step. While the owner owes a first touch, that is the next step.
 */
function beginWhereNothingIs(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy, at: Instant): void {
  const last = latest(ofCycle(leadCase));
  const isOwners = last !== undefined && isOfPresentStay(leadCase, last.assignmentId);
  const isOwed = last?.state === 'running' || (isOwners && isLeftUndone(last));
  if (!isOwed && !owesFirstTouch(leadCase)) beginNext(work, leadCase, nextByPolicy(leadCase, last, policy), at);
}

export function owesFirstTouch(leadCase: LeadCase): boolean {
  return ofCycle(leadCase).some(({ kind, state }) => kind === 'firstTouch' && state === 'running');
}

/**
 * After a change of the policy, starts what it promises next at the present point of the work, unless that runs
 * already. A lead that waits for its first touch keeps waiting for it.
 */
export function resumeCadence(work: UnitOfWork, leadCase: LeadCase): void {
  const { policy, lead } = leadCase;
  const last = latest(ofCycle(leadCase));
  if (lead.decisionPending) {
    // The former version had promised the decision, which is still to be made.
    if (last?.endReason === 'policyChanged') beginRequested(work, leadCase);
    return;
  }
  if (policy === null || waitsForFirstTouch(leadCase, leadCase.assignment?.id)) return;
  if (last !== undefined || lead.workState !== 'untouched') beginWhereNothingIs(work, leadCase, policy, work.now);
}

/**
 * Returns what follows a clock that has ended, by a policy that may promise more than the one under which it ended.
 * @param last undefined if nothing has begun since the first touch
 */
function nextByPolicy({ lead }: LeadCase, last: LeadClock | undefined, policy: SlaPolicy): Next {
  // A lead that was reached needs no follow-up. If the policy has no deadline for the decision, nothing follows.
  const decision: Next = policy.decide === null ? { kind: 'nothing' } : decisionAfter(last);
  if (lead.workState === 'qualified' || lead.decisionPending) return { kind: 'nothing' };
  const isReached = lead.workState === 'connected' && endsWithAnyContact(policy);
  if (last === undefined) return isReached ? decision : nextAfter(0, policy);
  const isOpen = last.endReason === 'policyChanged' || isLeftUndone(last);
  if (last.kind === 'decide') {
    if (!isOpen) return { kind: 'nothing' };
    // Nobody was reached, and the policy now promises further attempts.
    return policy.decide === null && lead.workState !== 'connected' ? nextAfter(0, policy) : decision;
  }
  if (isReached || last.endReason === REACHED) return decision;
  return nextAfter(isOpen ? last.step! - 1 : last.step!, policy);
}

/**
 * Applies a touch to the steps of a cycle that is over: it keeps those that it was in time for, but starts no further
 * step.
 */
export function judgeFormerSteps(work: UnitOfWork, leadCase: LeadCase, touch: UnjudgedTouch, policy: SlaPolicy): void {
  if (policy.followUp !== null) judgeSteps(work, leadCase, { policy, touch, cycle: touch.cycle });
}

/**
 * Starts the next step after a missed one, unless the miss moved the lead: the new owner starts with the step that was
 * missed.
 */
export function goOnAfterMiss(work: UnitOfWork, leadCase: LeadCase, missed: LeadClock): void {
  const { policy } = leadCase;
  if (policy === null || latest(ofCycle(leadCase))?.id !== missed.id) return;
  beginNext(work, leadCase, nextAfter(missed.step!, policy), work.now);
}

/**
 * Starts the promises of a new owner: what a former owner had begun, or a first touch, and a pending decision. An owner
 * who gets a touched lead back owes no first touch, but whatever comes next. Neither does any owner of a lead that
 * opened because of its deal, unless the person has asked again.
 * @param given what they owed before, if the lead comes back to them as if it had never gone
 */
export function beginTenure(
  work: UnitOfWork,
  leadCase: LeadCase,
  tenure: BegunAssignment,
  given?: GivenPromises,
): void {
  const { policy } = leadCase;
  if (given !== undefined) resume(work, leadCase, given);
  const isComplete = given !== undefined && isAllThatIsOwed(given);
  const { cause } = tenure;
  const isBack =
    given !== undefined ||
    isGivenBack({ cause }) ||
    isOpenAgain(leadCase, tenure) ||
    causeOfCycle(leadCase, cause) === 'deal';
  if (!isComplete && !takeOver(work, leadCase, tenure)) {
    if (!isBack || isToBeTouched(leadCase)) beginOwnersClock(work, leadCase, tenure);
    else if (policy !== null) beginWhereNothingIs(work, leadCase, policy, work.now);
  }
  // A decision that they have missed stays missed.
  const hasMissedIt = given?.missed.some(({ kind }) => kind === 'decide') === true;
  if (leadCase.lead.decisionPending && !hasMissedIt) beginRequested(work, leadCase);
}

type BegunAssignment = Pick<Assignment, 'id' | 'cause' | 'repId' | 'poolId'>;

/** Reports whether what had closed the lead was undone, so that its cycle goes on. */
function isOpenAgain({ lead, tenures }: LeadCase, { id, cause }: BegunAssignment): boolean {
  return cause === 'reopen' && tenures.some((each) => each.cycle === lead.cycle && each.id !== id);
}

/**
 * Starts the present step of the cadence, or the decision, anew for the new owner, with its full time.
 * @returns false if there is neither
 */
function takeOver(work: UnitOfWork, leadCase: LeadCase, assignment: BegunAssignment): boolean {
  const former = isToBeTouched(leadCase) ? null : takenOver(ofCycle(leadCase));
  if (former === null) return false;
  // The cadence does not go on: the new owner owes only the decision.
  if (leadCase.lead.decisionPending) return true;
  const place = beginning(leadCase, assignment.id)!;
  const { policy, owner } = place;
  const next = nextAfter(former.kind === 'followUp' ? former.step! - 1 : Number.POSITIVE_INFINITY, policy);
  if (next.kind === 'nothing') return false;
  if (next.kind === 'decide' || isForbiddenStep(policy, next.step, leadCase.person)) {
    beginNext(work, leadCase, next.kind === 'decide' ? decisionAfter(former) : next, work.now);
    return true;
  }
  const { step } = next;
  const start = startWithin(work, leadCase, place, step);
  const { after } = policy.followUp!.steps[step - 1]!;
  // A window that has not opened yet opens when it would have, counted in the new owner's hours.
  const waiting = former.wait === null ? null : startFollowUp({ ...start, at: former.startedAt }, owner, step, after);
  const isWaiting = former.state === 'cancelled' && waiting !== null && isStillToOpen(waiting, work.now);
  startClock(work, leadCase, isWaiting ? waiting : startFollowUp(start, owner, step, null));
  return true;
}

/**
 * Reports whether the first touch is still to be made, so that the next owner owes it, even if the lead has written by
 * itself. If the person has asked again, that is the touch that answers them.
 */
function isToBeTouched(leadCase: LeadCase): boolean {
  const firsts = firstTouchesOf(leadCase);
  const asked = firsts.findLastIndex((clock) => isRestarted(clock, firsts, leadCase.tenures));
  if (asked !== -1) return areUnanswered(firsts.slice(asked));
  const last = latest(ofCycle(leadCase));
  // An owner who had more to do than a first touch, and not that, has touched the lead.
  return areUnanswered(firsts) && (last === undefined || waitsForFirstTouch(leadCase, last.assignmentId));
}

/** Reports whether the owner of an assignment owes the first touch of their stay, or has missed it. */
function waitsForFirstTouch(leadCase: LeadCase, assignmentId: string | null | undefined): boolean {
  if (assignmentId == null) return false;
  const ofStay = new Set<string | null>(assignmentsBeside(leadCase, assignmentId));
  return areUnanswered(firstTouchesOf(leadCase).filter((clock) => ofStay.has(clock.assignmentId)));
}

/** Returns the first touches of the cycle, in the order in which they began. */
function firstTouchesOf(leadCase: LeadCase): LeadClock[] {
  const firsts = ofCycle(leadCase).filter(({ kind }) => kind === 'firstTouch');
  return firsts.sort((one, other) => one.startedAt - other.startedAt);
}

function areUnanswered(firsts: readonly LeadClock[]): boolean {
  return firsts.length > 0 && !firsts.some(isAnswered);
}

/**
 * Applies new knowledge about the person: a step that they do not allow gives way to the next one, and deadlines follow
 * the hours in which they may be contacted.
 */
export function reconsider(work: UnitOfWork, leadCase: LeadCase): void {
  const { policy, person } = leadCase;
  if (policy === null) return;
  for (const clock of ofCycle(leadCase)) {
    if (clock.state !== 'running' || !isWithinReach(clock)) continue;
    const isMissed = clock.dueAt !== null && clock.dueAt <= work.now;
    if (clock.step !== null && !isMissed && isForbiddenStep(policy, clock.step, person)) {
      cancelClock(work, leadCase, clock, FORBIDDEN);
      beginNext(work, leadCase, nextAfter(clock.step, policy), work.now);
      continue;
    }
    const reach = reachFor(policy, clock.step, () => person);
    if (reach !== clock.reach) replanWithin(work, leadCase, clock, reach);
  }
}

function takeAttempt(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy, touch: TouchFacts): void {
  const running = ofCycle(leadCase).find(({ kind, state }) => kind === 'followUp' && state === 'running');
  const released = judgeSteps(work, leadCase, { policy, touch, cycle: leadCase.lead.cycle });
  const isKept = running !== undefined && isKeptBy(leadCase, running, { policy, touch });
  if (isKept || released) beginNext(work, leadCase, nextAfter(running!.step!, policy), touch.occurredAt);
}

function takeContact(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy, touch: TouchFacts): void {
  judgeSteps(work, leadCase, { policy, touch, cycle: leadCase.lead.cycle });
  endCadence(work, leadCase, touch.occurredAt);
  if (policy.decide === null || leadCase.lead.workState === 'qualified' || owesFirstTouch(leadCase)) return;
  const last = latest(ofCycle(leadCase));
  const decision = { kind: 'decide', afterAt: touch.outcome === 'booked' ? (touch.meetingAt ?? null) : null } as const;
  if (last?.kind !== 'decide') {
    beginNext(work, leadCase, decision, touch.occurredAt);
    return;
  }
  // A booked meeting is a next step with its own date, up to a limit.
  const metSoFar = ofCycle(leadCase).filter(({ kind, metAt }) => kind === 'decide' && metAt !== null).length;
  if (touch.outcome !== 'booked' || touch.occurredAt < last.startedAt || metSoFar >= policy.decide.meetings) return;
  if (last.state !== 'running' && last.state !== 'breached') return;
  for (const verdict of judge(last, { touch, now: work.now })) announce(work, leadCase, verdict);
  silenceDecisions(work, leadCase);
  beginNext(work, leadCase, decision, touch.occurredAt);
}

/**
 * Resumes the cadence when a meeting did not take place: there is nothing to decide yet. A cancellation at the instant of
 * another booking moves the meeting.
 */
function resumeAfterMeeting(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy, touch: TouchFacts): void {
  const clocks = ofCycle(leadCase);
  const last = latest(clocks);
  if (owesFirstTouch(leadCase) || !isAfterContact(leadCase, last)) return;
  if (last !== undefined && touch.occurredAt < last.startedAt) return;
  if (touch.outcome === 'cancelled' && last?.kind === 'decide' && touch.occurredAt === last.startedAt) return;
  if (last?.state === 'running') endClock(work, leadCase, last, FELL_THROUGH[touch.outcome]!);
  silenceDecisions(work, leadCase);
  beginNext(work, leadCase, afterMeeting(clocks, policy), touch.occurredAt);
}

/** Reports whether a missed meeting may take back the contact: no follow-up has begun since, and nothing was decided. */
function isAfterContact({ lead }: LeadCase, last: LeadClock | undefined): boolean {
  if (lead.workState === 'qualified' || lead.decisionPending) return false;
  if (last?.kind === 'decide') return last.state !== 'met';
  return lead.workState === 'connected' && last?.state !== 'running';
}
