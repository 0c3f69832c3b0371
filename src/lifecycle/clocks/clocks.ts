import { type Clock, cancel, isOutOfReach } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import { pauseAt } from '../../clocks/pause.js';
import { recheckHold } from '../../clocks/withholding.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import type { OwnedSubject } from '../subject.js';
import type { UnitOfWork } from '../unit-of-work.js';

/** The reason of a step that is left out because the person allows none of its kinds of touch. */
export const FORBIDDEN = 'forbidden';

/** Returns the data about its clock that every `sla.*` event has. */
export function clockFacts(clock: Clock): Record<string, unknown> {
  return {
    clockId: clock.id,
    kind: clock.kind,
    repId: clock.repId,
    dueAt: clock.dueAt === null ? null : toIso(clock.dueAt),
    ...(clock.step !== null && { step: clock.step }),
    ...(clock.opensAt !== null && { opensAt: toIso(clock.opensAt) }),
    ...(isOutOfReach(clock) && { outOfReach: true }),
  };
}

/** Returns the data of a miss that moves a lead. */
export function missFacts(clock: Clock): Record<string, unknown> {
  return { clockId: clock.id, kind: clock.kind, within: clock.target };
}

/** Starts a clock. @param more further data of the event */
export function startClock<Owned extends OwnedSubject>(
  work: UnitOfWork,
  subject: Owned,
  clock: Owned['clocks'][number],
  more: Readonly<Record<string, unknown>> = {},
): void {
  work.addClock(subject, clock);
  const isPromise = clock.pausedAt !== null && clock.target !== null;
  work.record(subject, 'sla.started', {
    ...clockFacts(clock),
    ...(isPromise && { paused: true }),
    ...requirementsOf(subject, clock),
    ...more,
  });
  if (clock.pausedAt !== null) recordPaused(work, subject, clock);
}

/** Returns what the policy requires the owner to do. */
export function requirementsOf(subject: OwnedSubject, clock: Clock): Readonly<Record<string, unknown>> {
  const policy = subject.policyOf(clock);
  return policy === null ? {} : rulesOf(clock).requirements(clock, policy);
}

/**
 * Ends all running clocks and the chains of breached ones. A running clock whose deadline has passed is breached,
 * whether or not a sweep has enforced it.
 */
export function endClocks(work: UnitOfWork, subject: OwnedSubject, reason: string): void {
  for (const clock of subject.clocks) {
    if (clock.state === 'running') endClock(work, subject, clock, reason);
    else if (clock.nextAt !== null) work.replaceClock(subject, { ...clock, nextAt: null });
  }
}

/** Ends the owner's promises with their tenure. The chain of a miss goes on, whoever owns the subject afterwards. */
export function endOwnersClock(work: UnitOfWork, subject: OwnedSubject, reason: string): void {
  for (const clock of subject.clocks) {
    if (rulesOf(clock).owedBy !== 'owner' || clock.state !== 'running') continue;
    const ended = endClock(work, subject, clock, reason);
    if (ended.state === 'breached') work.replaceClock(subject, { ...ended, nextAt: work.now });
  }
}

/** Ends the chains of misses of owners: no further notifications and moves follow. */
export function silenceOwners(work: UnitOfWork, subject: OwnedSubject): void {
  for (const clock of subject.clocks)
    if (rulesOf(clock).owedBy === 'owner' && clock.state === 'breached' && clock.nextAt !== null)
      work.replaceClock(subject, { ...clock, nextAt: null });
}

/** Releases clocks that waited for a hold that no longer covers the lead, because it left the pool or the source. */
export function leaveHolds(work: UnitOfWork, subject: OwnedSubject): void {
  for (const clock of subject.clocks)
    if (clock.heldBy !== null) work.replaceClock(subject, recheckHold(clock, work.now));
}

/**
 * Cancels a running clock, or breaches it if its deadline has passed, whether or not a sweep has enforced it.
 * @returns the clock as it ended
 */
export function endClock<Owned extends Clock>(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Owned,
  reason: string,
): Owned {
  const ended = rulesOf(clock).end(clock, reason, work.now);
  work.replaceClock(subject, ended);
  if (ended.state === 'breached') recordBreach(work, subject, ended);
  else recordCancelled(work, subject, clock, reason);
  return ended;
}

/**
 * Cancels a clock that was not missed, although its deadline has passed by the time of the report.
 * @param more further data of the event
 */
export function cancelClock(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Clock,
  reason: string,
  more: Readonly<Record<string, unknown>> = {},
): void {
  work.replaceClock(subject, cancel(clock, reason, work.now));
  recordCancelled(work, subject, clock, reason, more);
}

/**
 * Records a promise as cancelled without starting it, because the person does not allow the contact that would keep it.
 */
export function leaveOutClock<Owned extends OwnedSubject>(
  work: UnitOfWork,
  subject: Owned,
  clock: Owned['clocks'][number],
  reason: string,
): void {
  const leftOut = cancel({ ...clock, opensAt: null, dueAt: null }, reason, work.now);
  work.addClock(subject, leftOut);
  recordCancelled(work, subject, leftOut, reason);
}

function recordCancelled(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Clock,
  reason: string,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const requirements = reason === FORBIDDEN ? requirementsOf(subject, clock) : {};
  work.record(subject, 'sla.cancelled', { ...clockFacts(clock), ...requirements, reason, ...more });
}

/** Records a breach, with the actions that the policy's mode suppresses. */
export function recordBreach(work: UnitOfWork, subject: OwnedSubject, clock: Clock): void {
  const left = rulesOf(clock).leftUndone(subject.policyOf(clock)!);
  work.record(subject, 'sla.breached', { ...clockFacts(clock), ...(left !== null && { wouldHave: left }) });
}

/** @param clock a paused one */
export function recordPaused(work: UnitOfWork, subject: OwnedSubject, clock: Clock): void {
  const pause = pauseAt(clock, subject.pauses, work.now);
  work.record(subject, 'sla.paused', {
    ...clockFacts(clock),
    pausedAt: toIso(clock.pausedAt!),
    resumesAt: isoOrNull(clock.resumesAt),
    ...(pause !== undefined && { pauseId: pause.id, by: pause.kind }),
  });
}

/** @param clock one that was resumed */
export function recordResumed(work: UnitOfWork, subject: OwnedSubject, clock: Clock): void {
  work.record(subject, 'sla.resumed', clockFacts(clock));
}
