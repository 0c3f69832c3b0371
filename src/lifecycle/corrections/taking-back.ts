import { decisionAfter } from '../../clocks/cadence.js';
import { breach, breachAgain, cancel, isStillMissed, type LeadClock, meet, reopen } from '../../clocks/clock.js';
import { silence } from '../../clocks/judging-one-clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import { startFollowUp } from '../../clocks/start.js';
import { announce } from '../clocks/announcing.js';
import { type Beginning, beginNext, beginning, startWithin } from '../clocks/beginning-next.js';
import { cancelClock, startClock } from '../clocks/clocks.js';
import { beginRequested } from '../clocks/deciding.js';
import { beginOwnersClock } from '../clocks/lead-clocks.js';
import type { LeadCase } from '../lead-case.js';
import { mayMoveAgain } from '../routing/moves-by-breach.js';
import { isOfPresentStay } from '../stays.js';
import type { UnitOfWork } from '../unit-of-work.js';
import type { CycleFacts } from './cycle-events.js';
import { type OwedPromise, type OwedPromises, owed, promisesOf } from './owed.js';
import {
  followAgain,
  notifyOfCorrection,
  promiseAgain,
  type RestoreReason,
  restate,
  type TakenBackWhy,
} from './restoring.js';

/**
 * Takes back a touch or a milestone of the present cycle of an open lead: from now on the lead owes what it would owe
 * without it. Promises that are the same either way stay unchanged.
 * @param before the facts with it
 * @param standing the facts without it
 */
export function takeBack(
  work: UnitOfWork,
  leadCase: LeadCase,
  {
    before,
    standing,
    why,
    isOwn = false,
  }: RestoreReason & { readonly before: CycleFacts; readonly standing: CycleFacts },
): void {
  const after = withRunning(leadCase, owed(leadCase, standing, work.directory));
  applyOwed(work, leadCase, { before: owed(leadCase, before, work.directory), after, why, isOwn });
}

/** What the lead owed so far, and what it owes instead. */
interface OwedChange extends RestoreReason {
  readonly before: OwedPromises;
  readonly after: OwedPromises;
  /** Ids of clocks that the caller handles; none by default. */
  readonly seenTo?: ReadonlySet<string>;
  /** Whether the lead gets another owner next, so that nothing begins for the present one. */
  readonly isLeaving?: boolean;
}

/** Changes the clocks of a lead to what is owed now. */
export function applyOwed(
  work: UnitOfWork,
  leadCase: LeadCase,
  { before, after, why, isOwn = false, seenTo = new Set(), isLeaving = false }: OwedChange,
): void {
  becomeAs(work, leadCase, after);
  const [was, is] = [byClock(before), byClock(after)];
  for (const clock of promisesOf(leadCase)) {
    if (seenTo.has(clock.id)) continue;
    const [former, present] = [was.get(clock.id), is.get(clock.id)];
    if (!isSameFate(former, present)) stand(work, leadCase, { clock, as: present ?? null, why, isOwn });
  }
  if (isLeaving) return;
  const former = before.promises.find(isOwedByNobody);
  for (const { clock } of after.promises.filter(isOwedByNobody))
    if (former === undefined || !isSamePromise(former.clock, clock)) begin(work, leadCase, clock, why);
}

function becomeAs(work: UnitOfWork, leadCase: LeadCase, { workState, decisionPending }: OwedPromises): void {
  const { lead } = leadCase;
  if (workState !== lead.workState || decisionPending !== lead.decisionPending)
    leadCase.lead = { ...lead, workState, decisionPending, updatedAt: work.now };
}

/** Matches replayed promises to running clocks that another event began, so that these run on. */
export function withRunning(leadCase: LeadCase, after: OwedPromises): OwedPromises {
  const made = byClock(after);
  const running = promisesOf(leadCase).filter(({ id, state }) => state === 'running' && !made.has(id));
  const promises = after.promises.map((promised): OwedPromise => {
    const { clock, madeAs } = promised;
    if (clock.state !== 'running') return promised;
    const isRunning = leadCase.clocks.some(({ id, state }) => id === madeAs && state === 'running');
    const same = isRunning ? undefined : running.find((each) => isSamePromise(each, clock));
    return same === undefined ? promised : { clock, madeAs: same.id };
  });
  return { ...after, promises };
}

export function byClock({ promises }: OwedPromises): Map<string, LeadClock> {
  return new Map(promises.flatMap(({ clock, madeAs }) => (madeAs === null ? [] : [[madeAs, clock] as const])));
}

function isSamePromise(one: LeadClock, other: LeadClock): boolean {
  return one.kind === other.kind && one.step === other.step && one.assignmentId === other.assignmentId;
}

function isSameFate(one: LeadClock | undefined, other: LeadClock | undefined): boolean {
  return (
    one?.state === other?.state &&
    one?.metAt === other?.metAt &&
    (one && isFollowed(one)) === (other && isFollowed(other))
  );
}

/** Reports whether a clock was missed and is unanswered, and its chain is still to come. */
function isFollowed(clock: LeadClock): boolean {
  return isStillMissed(clock) && clock.nextAt !== null;
}

function isOwedByNobody({ clock, madeAs }: OwedPromise): boolean {
  return madeAs === null && clock.state === 'running';
}

interface SettledClock extends RestoreReason {
  readonly clock: LeadClock;
  /** The clock as it should be; null if it should never have begun. */
  readonly as: LeadClock | null;
}

/** Changes a clock to what it should be. A miss stays a miss, and what was enforced stays. */
function stand(work: UnitOfWork, leadCase: LeadCase, { clock, as, ...restoring }: SettledClock): void {
  const { why } = restoring;
  const state = as?.state ?? 'cancelled';
  if (clock.breachedAt !== null) {
    if (as === null || state === 'cancelled' || state === 'running') {
      for (const verdict of silence(clock)) announce(work, leadCase, verdict);
      // A clock that should never have begun starts no next step.
      if (as === null) work.replaceClock(leadCase, { ...clock, nextAt: null, endReason: why });
    } else
      restate(work, leadCase, { before: clock, after: answered(work, leadCase, { clock, as, ...restoring }), why });
    return;
  }
  if (state === 'running') {
    if (clock.state === 'running') return;
    const again = promiseAgain(work, leadCase, reopen(clock), restoring);
    restate(work, leadCase, { before: clock, after: again, why });
    return;
  }
  const open = clock.state === 'running' ? clock : reopen(clock);
  if (state === 'cancelled') {
    // Nobody takes over a step that should never have begun.
    if (clock.state === 'cancelled' && as === null) work.replaceClock(leadCase, { ...clock, endReason: why });
    if (clock.state === 'cancelled') return;
    if (clock.state === 'running') cancelClock(work, leadCase, clock, why);
    else restate(work, leadCase, { before: clock, after: cancel(open, as?.endReason ?? why, work.now), why });
    return;
  }
  const after = state === 'met' ? meet(open, as!.metAt!, work.now) : { ...breach(open, work.now), metAt: as!.metAt };
  restate(work, leadCase, { before: clock, after, why });
}

/**
 * Changes a missed clock to corrected, answered late, or unanswered. An unanswered one resumes its chain after the
 * grace.
 */
function answered(
  work: UnitOfWork,
  leadCase: LeadCase,
  { clock, as, ...restoring }: SettledClock & { readonly as: LeadClock },
): LeadClock {
  if (as.state === 'met')
    return clock.state === 'met' ? { ...clock, metAt: as.metAt } : meet(clock, as.metAt!, work.now);
  const missed = { ...(clock.state === 'met' ? breachAgain(clock) : clock), metAt: as.metAt };
  if (!isFollowed(as)) return { ...missed, nextAt: null };
  if (missed.nextAt !== null) return missed;
  if (clock.assignmentId !== null && !isOfPresentStay(leadCase, clock.assignmentId)) return missed;
  return followAgain(work, leadCase, { ...missed, progress: progressOf(leadCase, missed) }, restoring);
}

/**
 * Returns the progress of a clock, without a move that was called off before anybody could take the lead, so that it is
 * requested again.
 */
export function progressOf(leadCase: LeadCase, clock: LeadClock): number {
  const { lead, tenures } = leadCase;
  const hasMoved = tenures.some(({ cause, fromAt }) => cause === 'breach' && fromAt >= clock.breachedAt!);
  if (lead.waiting === 'move' || hasMoved || !mayMoveAgain(leadCase)) return clock.progress;
  return clock.progress & ~rulesOf(clock).requestedMoves(clock, leadCase.policyOf(clock)!);
}

/**
 * Begins a promise that had not begun before. The owner could not know of it, so they have the full time from now on.
 */
function begin(work: UnitOfWork, leadCase: LeadCase, promised: LeadClock, why: TakenBackWhy): void {
  const { assignment, lead } = leadCase;
  if (assignment === null || lead.ownerId === null) return;
  const { length } = leadCase.clocks;
  if (promised.kind === 'firstTouch') beginOwnersClock(work, leadCase, { ...assignment, repId: lead.ownerId });
  else if (promised.step === null && lead.decisionPending) beginRequested(work, leadCase);
  else if (promised.step === null) beginNext(work, leadCase, decisionAfter(promised), work.now);
  else if (promised.wait !== null) beginNext(work, leadCase, { kind: 'followUp', step: promised.step }, work.now);
  else beginAtOnce(work, leadCase, beginning(leadCase)!, promised.step);
  for (const begun of leadCase.clocks.slice(length))
    if (begun.state === 'running') notifyOfCorrection(work, leadCase, begun, why);
}

/** Starts a step that was taken over: its window is open from the start. */
function beginAtOnce(work: UnitOfWork, leadCase: LeadCase, place: Beginning, step: number): void {
  startClock(work, leadCase, startFollowUp(startWithin(work, leadCase, place, step), place.owner, step, null));
}
