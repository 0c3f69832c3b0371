import { FELL_THROUGH, latest, REACHED } from '../../clocks/cadence.js';
import { isStillMissed, type LeadClock, remainingMs } from '../../clocks/clock.js';
import { deadlineInReach, windowOf } from '../../clocks/deadline.js';
import { isAnswered } from '../../clocks/judging-a-touch.js';
import { rulesOf } from '../../clocks/kinds.js';
import { promisedBy } from '../../clocks/other-version.js';
import { pauseStateAt, pausesOf } from '../../clocks/pause.js';
import { startAccept, startDecide, startFollowUp } from '../../clocks/start.js';
import type { Tenure } from '../../routing/assignments/assignment.js';
import type { Stay } from '../../routing/assignments/stays.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { afterOf, type Beginning, ofCycle, startWithin } from './beginning-next.js';
import { startClock } from './clocks.js';
import { hoursBy } from './hours-of-version.js';
import { ownersClock } from './lead-clocks.js';
import { planAnew } from './replanning.js';

/** What the owner of a lead owed when it was taken from them, by something that is taken back. */
export interface TakenAway {
  /** The promises that ended with it and are still to be kept, in the order in which they began. */
  readonly promises: readonly LeadClock[];
  /** The promises that they had missed and that are still to be kept. */
  readonly missed: readonly LeadClock[];
}

/** For a lead that comes back to an owner who owes nothing of before. */
export const NOTHING_TAKEN: TakenAway = { promises: [], missed: [] };

/** Reports whether these are all that an owner owes, so that nothing begins anew. A handover is accepted beside the rest. */
export function isAllThatIsOwed({ promises, missed }: TakenAway): boolean {
  return [...promises, ...missed].some(({ kind }) => kind !== 'accept');
}

/** The promises that a new owner gets back. */
export interface GivenPromises extends TakenAway {
  /**
   * Whether they have the time that was left when the promises ended. It ran on for a rep who undoes their own move: they
   * could put off a deadline again and again.
   */
  readonly stoodStill: boolean;
}

/**
 * Returns what the owner of a stay owed when the lead was taken from them and is still to be kept. What has been kept
 * since, by whomever, is not.
 * @param hasWorked whether the owner has worked on the lead since, which accepts it
 */
export function takenAwayFrom(
  work: UnitOfWork,
  leadCase: LeadCase,
  { tenures }: Stay<Tenure>,
  hasWorked: boolean,
): TakenAway {
  const ofStay = new Set<string | null>(tenures.map(({ id }) => id));
  const last = tenures.at(-1)!.id;
  const owed = ofCycle(leadCase).filter((clock) => {
    const isOwners = rulesOf(clock).owedBy === 'owner' && ofStay.has(clock.assignmentId);
    return isOwners && isStillToBeKept(leadCase, clock, hasWorked);
  });
  const ended = owed.filter((clock) => clock.assignmentId === last && clock.endReason === 'reassigned');
  const promises = ended.flatMap((clock) => asPromisedNow(work, leadCase, clock) ?? []);
  return { promises, missed: owed.filter(isStillMissed) };
}

/**
 * Returns an ended promise as the lead's present version of the policy makes it, as if that version had come into force
 * when the promise ended: a shorter one has at least the policy's grace. Null if the lead's policy makes no such promise.
 */
function asPromisedNow(work: UnitOfWork, leadCase: LeadCase, ended: LeadClock): LeadClock | null {
  const { policy } = leadCase;
  if (ended.policyId === null) return ended;
  if (policy === null || ended.policyId !== policy.id) return null;
  if (ended.policyVersion === policy.version) return ended;
  const { working, calendar } = hoursBy(work, leadCase, ended, policy);
  const promised = promisedBy(ended, { policy, hours: working, calendar });
  if (promised === null) return null;
  const endedAt = ended.endedAt!;
  const pauses = pausesOf(ended, leadCase.pauses).filter(({ from }) => from < endedAt);
  const before = pauses.map(({ from, to }) => ({ from, to: Math.min(to, endedAt) }));
  const inForce: LeadClock = { ...promised, ...calendar };
  const { dueAt } = windowOf(inForce, working, before);
  if (dueAt === null || ended.dueAt === null || ended.dueAt <= dueAt) return { ...inForce, dueAt };
  const graceAt = Math.min(ended.dueAt, deadlineInReach(endedAt, policy.grace, working) ?? endedAt);
  const inGrace: LeadClock = { ...inForce, graceFrom: endedAt, graceAt, graceWhy: 'policyChanged' };
  return { ...inGrace, dueAt: windowOf(inGrace, working, before).dueAt };
}

function isStillToBeKept(leadCase: LeadCase, clock: LeadClock, hasWorked: boolean): boolean {
  const { kind, id, startedAt } = clock;
  const ofKind = ofCycle(leadCase).filter((each) => each.kind === kind);
  if (kind === 'accept') return !hasWorked && !ofKind.some((each) => each.id > id && each.metAt !== null);
  if (kind === 'firstTouch') return !ofKind.some((each) => each.startedAt >= startedAt && isAnswered(each));
  // A decision that no policy promises is owed as long as it is requested.
  if (kind === 'decide' && clock.policyId === null && !leadCase.lead.decisionPending) return false;
  const since = ofCycle(leadCase).filter((each) => latest([each]) !== undefined && each.id >= id);
  return !since.some((each) => each.metAt !== null || ENDED_BY_ACTS.has(each.endReason));
}

/** The end reasons of steps and decisions that somebody's act ended, so that something else has followed. */
const ENDED_BY_ACTS: ReadonlySet<string | null> = new Set([REACHED, 'alreadyTouched', ...Object.values(FELL_THROUGH)]);

/** Starts promises of the present owner where those that ended had begun. */
export function resume(work: UnitOfWork, leadCase: LeadCase, { promises, stoodStill }: GivenPromises): void {
  for (const former of promises) {
    const { graceFrom, graceAt, graceWhy, progress, policyId, policyVersion } = former;
    const grace = stoodStill ? timeLeft(work, leadCase, former) : { graceFrom, graceAt, graceWhy };
    // Warnings that were given are not given again.
    const again = { ...madeAgain(work, leadCase, former), ...grace, progress, policyId, policyVersion };
    startClock(work, leadCase, planAnew(work, leadCase, again));
  }
}

/** Returns a promise of the present owner that begins where a former one had begun. */
function madeAgain(work: UnitOfWork, leadCase: LeadCase, former: LeadClock): LeadClock {
  const { kind, step, wait, startedAt: at, target } = former;
  const policy = leadCase.policyOf(former)!;
  const owner = { repId: leadCase.lead.ownerId!, assignmentId: leadCase.assignment!.id };
  if (kind === 'firstTouch') {
    const tenure = { id: owner.assignmentId, repId: owner.repId, poolId: leadCase.lead.poolId };
    return ownersClock(work, leadCase, policy, tenure, at);
  }
  const place: Beginning = { policy, owner };
  const start = { ...startWithin(work, leadCase, place, step), at };
  if (kind === 'accept') return startAccept(start, owner, target!);
  if (step === null) return startDecide(start, owner);
  return startFollowUp(start, owner, step, wait === null ? null : afterOf(policy, step));
}

/** Returns, as a grace, the time that was left when a promise ended; a paused one had what was left when it was paused. */
export function timeLeft({ directory, now }: UnitOfWork, { pauses: all }: LeadCase, former: LeadClock) {
  const { working } = directory.hours.ofClock(former);
  const pauses = pausesOf(former, all);
  const endedAt = former.endedAt!;
  // A pause that ended together with the promise had stopped it until then.
  const running: LeadClock = { ...former, state: 'running', ...pauseStateAt(former, pauses, endedAt - 1) };
  const ms = remainingMs(running, working, pauses, endedAt);
  if (ms === null) return {};
  return { graceFrom: now, graceAt: deadlineInReach(now, { days: 0, ms }, working), graceWhy: 'moveUndone' };
}
