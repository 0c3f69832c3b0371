import type { Clock } from '../clocks/clock.js';
import { deadlineInReach } from '../clocks/deadline.js';
import { rulesOf } from '../clocks/kinds.js';
import { CONTACT_HOURS_ID, isOutdated } from '../clocks/outdated.js';
import { pauseStateAt, pausesOf } from '../clocks/pause.js';
import { type ReplannedWhy, replannedWhy } from '../clocks/replanned-why.js';
import { basisOf } from '../clocks/start.js';
import { unheld } from '../clocks/withholding.js';
import type { Hours } from '../directory/directory.js';
import { system } from '../platform/actor.js';
import { type Instant, isoOrNull } from '../platform/instant.js';
import { askedOf, clockFacts } from './clocks.js';
import type { OwnedSubject } from './subject.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Plans the clocks of a subject anew whose hours have changed: the same promise, worked out from its beginning. */
export function replanOutdated(work: UnitOfWork, subject: OwnedSubject): void {
  // The pool that the owner had it from: their promise stays as it was made, wherever it is put later.
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

/** The same for a clock that runs, whose lead may be contacted otherwise than was known. @param reach how */
export function replanWithin(work: UnitOfWork, subject: OwnedSubject, clock: Clock, reach: string | null): void {
  const promised = { ...clock, reach, basis: basisOf(subject.policyOf(clock)!, { reach }) };
  // Time around the clock until there is a way to contact the person, and the other way round.
  if (promised.basis !== clock.basis) work.restateClock(subject, promised);
  const anew = plan(work, subject, promised);
  announceReplanned(work, subject, { former: clock, anew, why: replannedWhy(clock, anew, false) });
}

export interface Replanned {
  readonly former: Clock;
  readonly anew: Clock;
  readonly why: ReplannedWhy;
}

/** Makes a clock due when it is due by now. Nothing becomes overdue by a change without a word to its owner. */
export function announceReplanned(work: UnitOfWork, subject: OwnedSubject, { former, anew, why }: Replanned): void {
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
    work.tell(planned.repId, 'sla.replanned', subject, { ...facts, ...askedOf(subject, planned) });
}

/** A promise that is made once more: its owner has the grace of its policy at least. */
export function withGrace<Owned extends Clock>(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Owned,
  why: string,
): Owned {
  return givenGrace(work, subject, { former: { ...clock, dueAt: null }, anew: clock, why }) ?? clock;
}

/** When the grace of a policy ends that begins now. */
export function endOfGrace(work: UnitOfWork, subject: OwnedSubject, clock: Clock): Instant {
  const { working } = work.directory.hoursOfClock(clock);
  return deadlineInReach(work.now, subject.policyOf(clock)!.grace, working) ?? work.now;
}

/**
 * A promise that a change makes due earlier is not due before its owner could act: before what they have been told of,
 * or the grace of its policy from now on, whichever is sooner. Null where it is not due before then anyway.
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
  return given.dueAt === anew.dueAt ? null : given;
}

/** The same promise, with the pauses there are now: what follows a miss goes on through them. */
export function planAnew<Owned extends Clock>(work: UnitOfWork, subject: OwnedSubject, clock: Owned): Owned {
  if (clock.state !== 'running') return plan(work, subject, clock);
  const standing = pauseStateAt(clock, pausesOf(clock, subject.pauses), work.now);
  return plan(work, subject, { ...clock, ...standing });
}

function plan<Owned extends Clock>(work: UnitOfWork, subject: OwnedSubject, clock: Owned): Owned {
  const { directory } = work;
  const chain = directory.hoursOfChain(clock);
  return planBy(work, subject, clock, clock.state === 'running' ? hoursOfPromise(work, subject, clock) : chain);
}

/** @param hours in which it counts from now on */
export function planBy<Owned extends Clock>(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Owned,
  hours: Hours,
): Owned {
  const { directory } = work;
  const chain = directory.hoursOfChain(clock);
  const anew = rulesOf(clock).plan(clock, {
    policy: subject.policyOf(clock),
    hours: hours.working,
    chainHours: chain.working,
    pauses: pausesOf(clock, subject.pauses),
  });
  // Of a promise that was missed the zone stays as it was promised, whatever its calendar says meanwhile.
  const { timeZone, reach } = clock.state === 'running' ? hours.calendar : clock;
  // Due by its own time again: where a hold is on it, the sweep finds that out.
  return { ...unheld(anew), ...hours.calendar, timeZone, reach, plannedRevision: directory.revision };
}

function hoursOfPromise({ directory }: UnitOfWork, subject: OwnedSubject, clock: Clock): Hours {
  const isOwners = rulesOf(clock).owedBy === 'owner' && clock.basis === 'working';
  const poolId = subject.assignment?.poolId ?? null;
  return isOwners
    ? directory.hoursOfOwnersClock(subject.policyOf(clock)!, clock.repId!, poolId, clock.reach)
    : directory.hoursOfClock(clock);
}
