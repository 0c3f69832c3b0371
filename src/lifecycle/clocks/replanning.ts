import type { Clock } from '../../clocks/clock.js';
import { deadlineInReach } from '../../clocks/deadline.js';
import { rulesOf } from '../../clocks/kinds.js';
import { CONTACT_HOURS_ID, isOutdated } from '../../clocks/outdated.js';
import { pauseStateAt, pausesOf } from '../../clocks/pause.js';
import { type ReplannedWhy, replannedWhy } from '../../clocks/replanned-why.js';
import { basisOf } from '../../clocks/start.js';
import { withoutHold } from '../../clocks/withholding.js';
import type { Hours } from '../../directory/working-hours.js';
import { system } from '../../platform/values/actor.js';
import { type Instant, isoOrNull } from '../../platform/values/duration.js';
import type { OwnedSubject } from '../subject.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { clockFacts, requirementsOf } from './clocks.js';
import { notifyOwner } from './standing-in.js';

/** Plans outdated clocks of a subject anew after its hours changed: works out the same promise from its start. */
export function replanOutdated(work: UnitOfWork, subject: OwnedSubject): void {
  // The pool from which the owner got the lead: their promise counts in its hours, whatever pool the lead is in later.
  const poolId = subject.assignment?.poolId ?? null;
  const changes = work.directory.content.hoursChanges;
  for (const clock of subject.clocks) if (isOutdated(clock, poolId, changes)) replan(work, subject, clock);
}

function replan(work: UnitOfWork, subject: OwnedSubject, clock: Clock): void {
  const anew = plan(work, subject, clock);
  const contactChangedAt = work.directory.content.hoursChanges.get(CONTACT_HOURS_ID) ?? 0;
  const isOfContact = clock.reach !== null && contactChangedAt > clock.plannedRevision;
  announceReplanned(work, subject, { former: clock, anew, why: replannedWhy(clock, anew, isOfContact) });
}

/**
 * Plans a running clock anew after the hours changed in which the lead may be contacted.
 * @param reach how and when it may be contacted
 */
export function replanWithin(work: UnitOfWork, subject: OwnedSubject, clock: Clock, reach: string | null): void {
  const promised = { ...clock, reach, basis: basisOf(subject.policyOf(clock)!, { reach }) };
  // The clock counts elapsed time while no way to contact the person is known, and contact hours otherwise.
  if (promised.basis !== clock.basis) work.restateClock(subject, promised);
  const anew = plan(work, subject, promised);
  announceReplanned(work, subject, { former: clock, anew, why: replannedWhy(clock, anew, false) });
}

export interface ReplannedClock {
  readonly former: Clock;
  readonly anew: Clock;
  readonly why: ReplannedWhy;
}

/**
 * Stores a clock with its new deadline, and records it. A change of configuration makes no promise overdue without a
 * grace and a notification.
 */
export function announceReplanned(
  work: UnitOfWork,
  subject: OwnedSubject,
  { former, anew, why }: ReplannedClock,
): void {
  const inGrace = givenGrace(work, subject, { former, anew, why });
  const planned = inGrace ?? anew;
  work.replaceClock(subject, planned);
  if (planned.dueAt === former.dueAt && planned.opensAt === former.opensAt) return;
  const facts = {
    ...clockFacts(planned),
    formerDueAt: isoOrNull(former.dueAt),
    why,
    calendarId: planned.calendarId,
    ...(inGrace !== null && { grace: true }),
  };
  work.record(subject, 'sla.replanned', facts, system('sla'));
  if (inGrace !== null && subject.policyOf(anew)!.mode !== 'measure')
    notifyOwner(work, subject, planned, 'sla.replanned', { ...facts, ...requirementsOf(subject, planned) });
}

/** Returns a promise that is made again, with at least the grace of the policy. */
export function withGrace<Owned extends Clock>(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Owned,
  why: string,
): Owned {
  return givenGrace(work, subject, { former: { ...clock, dueAt: null }, anew: clock, why }) ?? clock;
}

/** Returns when a grace that begins now ends. */
export function endOfGrace(work: UnitOfWork, subject: OwnedSubject, clock: Clock): Instant {
  const { working } = work.directory.hours.ofClock(clock);
  return deadlineInReach(work.now, subject.policyOf(clock)!.grace, working) ?? work.now;
}

/**
 * Returns a promise with a grace, if a change brings its deadline forward. It is then due no earlier than by the
 * deadline that the owner knows of, or after the policy's grace from now on, whichever is sooner. Null if the grace
 * would not put the deadline off.
 */
function givenGrace<Owned extends Clock>(
  work: UnitOfWork,
  subject: OwnedSubject,
  { former, anew, why }: { readonly former: Clock; readonly anew: Owned; readonly why: string },
): Owned | null {
  if (anew.state !== 'running' || anew.dueAt === null || anew.dueAt >= (former.dueAt ?? Number.POSITIVE_INFINITY))
    return null;
  const end = endOfGrace(work, subject, anew);
  const graceAt = Math.min(former.dueAt ?? end, end);
  const given = plan(work, subject, { ...anew, graceFrom: work.now, graceAt, graceWhy: why });
  // What was given back may have more time left already.
  return given.dueAt !== null && given.dueAt <= anew.dueAt ? null : given;
}

/** Plans a clock anew, with its present pauses. Chains of misses go on during pauses. */
export function planAnew<Owned extends Clock>(work: UnitOfWork, subject: OwnedSubject, clock: Owned): Owned {
  if (clock.state !== 'running') return plan(work, subject, clock);
  const standing = pauseStateAt(clock, pausesOf(clock, subject.pauses), work.now);
  return plan(work, subject, { ...clock, ...standing });
}

function plan<Owned extends Clock>(work: UnitOfWork, subject: OwnedSubject, clock: Owned): Owned {
  const { directory } = work;
  const chain = directory.hours.ofChain(clock);
  return planBy(work, subject, clock, clock.state === 'running' ? hoursOfPromise(work, subject, clock) : chain);
}

/** @param hours the hours in which it counts from now on */
export function planBy<Owned extends Clock>(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Owned,
  hours: Hours,
): Owned {
  const { directory } = work;
  const chain = directory.hours.ofChain(clock);
  const anew = rulesOf(clock).plan(clock, {
    policy: subject.policyOf(clock),
    hours: hours.working,
    chainHours: chain.working,
    pauses: pausesOf(clock, subject.pauses),
  });
  // A missed promise keeps its time zone, even if its calendar has another one by now.
  const { timeZone, reach } = clock.state === 'running' ? hours.calendar : clock;
  // The hold is dropped: the clock is due by its own time again, and if a hold still covers it, the sweep finds out.
  return { ...withoutHold(anew), ...hours.calendar, timeZone, reach, plannedRevision: directory.revision };
}

function hoursOfPromise({ directory }: UnitOfWork, subject: OwnedSubject, clock: Clock): Hours {
  const isOwners = rulesOf(clock).owedBy === 'owner' && clock.basis === 'working';
  const poolId = subject.assignment?.poolId ?? null;
  return isOwners
    ? directory.hours.ofOwnersClock(subject.policyOf(clock)!, clock.repId!, poolId, clock.reach)
    : directory.hours.ofClock(clock);
}
