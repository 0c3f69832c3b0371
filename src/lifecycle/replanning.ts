import type { Clock } from '../clocks/clock.js';
import { rulesOf } from '../clocks/kinds.js';
import { isOutdated } from '../clocks/outdated.js';
import { pausesOf, standingAt } from '../clocks/pause.js';
import { replannedWhy } from '../clocks/replanned-why.js';
import type { Hours } from '../directory/directory.js';
import { system } from '../platform/actor.js';
import { toIso } from '../platform/instant.js';
import { clockFacts } from './clocks.js';
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
  const planned = plan(work, subject, clock);
  work.replaceClock(subject, planned);
  if (planned.dueAt === clock.dueAt && planned.opensAt === clock.opensAt) return;
  const formerDueAt = clock.dueAt === null ? null : toIso(clock.dueAt);
  const why = replannedWhy(clock, planned);
  const facts = { ...clockFacts(planned), formerDueAt, why, calendarId: planned.calendarId };
  work.record(subject, 'sla.replanned', facts, system('sla'));
}

/** The same promise of a clock that runs, with the pauses there are now. */
export function planAnew<Owned extends Clock>(work: UnitOfWork, subject: OwnedSubject, clock: Owned): Owned {
  const standing = standingAt(clock, pausesOf(clock, subject.pauses), work.now);
  return plan(work, subject, { ...clock, ...standing });
}

function plan<Owned extends Clock>(work: UnitOfWork, subject: OwnedSubject, clock: Owned): Owned {
  const { directory } = work;
  const chain = directory.hoursOfChain(clock);
  const hours = clock.state === 'running' ? hoursOfPromise(work, subject, clock) : chain;
  const anew = rulesOf(clock).plan(clock, {
    policy: subject.policy,
    hours: hours.working,
    chainHours: chain.working,
    pauses: pausesOf(clock, subject.pauses),
  });
  // Of a promise that was missed the zone stays as it was promised, whatever its calendar says meanwhile.
  const { timeZone } = clock.state === 'running' ? hours.calendar : clock;
  return { ...anew, ...hours.calendar, timeZone, plannedRevision: directory.revision };
}

function hoursOfPromise({ directory }: UnitOfWork, { policy, assignment }: OwnedSubject, clock: Clock): Hours {
  const isOwners = rulesOf(clock).owedBy === 'owner' && clock.basis === 'working';
  const poolId = assignment?.poolId ?? null;
  return isOwners ? directory.hoursOfOwnersClock(policy!, clock.repId!, poolId) : directory.hoursOfClock(clock);
}
