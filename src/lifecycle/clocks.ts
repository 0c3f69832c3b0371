import { type Clock, cancel, isOutOfReach } from '../clocks/clock.js';
import { rulesOf } from '../clocks/kinds.js';
import { pauseAt } from '../clocks/pause.js';
import { askedAnew } from '../clocks/withholding.js';
import { isoOrNull, toIso } from '../platform/instant.js';
import type { OwnedSubject } from './subject.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Why a step is left out that only touches could keep which the person does not want. */
export const FORBIDDEN = 'forbidden';

/** What every `sla.*` event says of its clock. */
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

/** What is said of a miss when it moves a lead. */
export function missFacts(clock: Clock): Record<string, unknown> {
  return { clockId: clock.id, kind: clock.kind, within: clock.target };
}

/** A promise begins, or a wait. @param more what the event says besides */
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
    ...askedOf(subject, clock),
    ...more,
  });
  if (clock.pausedAt !== null) recordPaused(work, subject, clock);
}

/** What is to be done, by the policy. */
export function askedOf(subject: OwnedSubject, clock: Clock): Readonly<Record<string, unknown>> {
  const policy = subject.policyOf(clock);
  return policy === null ? {} : rulesOf(clock).asked(clock, policy);
}

/** Ends all that runs, and what was still to follow a breach. What was missed by then is a miss, seen by a sweep or not. */
export function endClocks(work: UnitOfWork, subject: OwnedSubject, reason: string): void {
  for (const clock of subject.clocks) {
    if (clock.state === 'running') endClock(work, subject, clock, reason);
    else if (clock.nextAt !== null) work.replaceClock(subject, { ...clock, nextAt: null });
  }
}

/** The owner's promise ends with their tenure. The chain of a miss goes on after it, whoever has the subject then. */
export function endOwnersClock(work: UnitOfWork, subject: OwnedSubject, reason: string): void {
  for (const clock of subject.clocks) {
    if (rulesOf(clock).owedBy !== 'owner' || clock.state !== 'running') continue;
    const ended = endClock(work, subject, clock, reason);
    if (ended.state === 'breached') work.replaceClock(subject, { ...ended, nextAt: work.now });
  }
}

/** Nobody is told any more of what owners have missed, and nothing moves because of it. */
export function silenceOwners(work: UnitOfWork, subject: OwnedSubject): void {
  for (const clock of subject.clocks)
    if (rulesOf(clock).owedBy === 'owner' && clock.state === 'breached' && clock.nextAt !== null)
      work.replaceClock(subject, { ...clock, nextAt: null });
}

/** It has left the pool or the source in which a hold was on it: nothing of it waits for the end of that any more. */
export function leaveHolds(work: UnitOfWork, subject: OwnedSubject): void {
  for (const clock of subject.clocks) if (clock.heldBy !== null) work.replaceClock(subject, askedAnew(clock, work.now));
}

/** One that runs. What was missed by now is a miss, seen by a sweep or not. @returns what it has become */
export function endClock(work: UnitOfWork, subject: OwnedSubject, clock: Clock, reason: string): Clock {
  const ended = rulesOf(clock).end(clock, reason, work.now);
  work.replaceClock(subject, ended);
  if (ended.state === 'breached') recordBreach(work, subject, ended);
  else recordCancelled(work, subject, clock, reason);
  return ended;
}

/**
 * The same for what was not missed, though the deadline has passed by the time that it is told.
 * @param more what the event says besides
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

/** A promise that nobody may keep never runs: it is told of, and that is all. */
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
  const asked = reason === FORBIDDEN ? askedOf(subject, clock) : {};
  work.record(subject, 'sla.cancelled', { ...clockFacts(clock), ...asked, reason, ...more });
}

/** With what the policy's mode leaves undone, where it does not act. */
export function recordBreach(work: UnitOfWork, subject: OwnedSubject, clock: Clock): void {
  const left = rulesOf(clock).leftUndone(subject.policyOf(clock)!);
  work.record(subject, 'sla.breached', { ...clockFacts(clock), ...(left !== null && { wouldHave: left }) });
}

/** @param clock one that stands still */
export function recordPaused(work: UnitOfWork, subject: OwnedSubject, clock: Clock): void {
  const pause = pauseAt(clock, subject.pauses, work.now);
  work.record(subject, 'sla.paused', {
    ...clockFacts(clock),
    pausedAt: toIso(clock.pausedAt!),
    resumesAt: isoOrNull(clock.resumesAt),
    ...(pause !== undefined && { pauseId: pause.id, by: pause.kind }),
  });
}

/** @param clock one that ticks again */
export function recordResumed(work: UnitOfWork, subject: OwnedSubject, clock: Clock): void {
  work.record(subject, 'sla.resumed', clockFacts(clock));
}
