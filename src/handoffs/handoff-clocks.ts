import { breach, type HandoffClock, type HandoffClockKind, isStillMissed, meet } from '../clocks/clock.js';
import { startPromise } from '../clocks/start.js';
import { clockFacts, endClock, recordBreach, startClock } from '../lifecycle/clocks/clocks.js';
import { planAnew } from '../lifecycle/clocks/replanning.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { isoOrNull, MS_PER_SECOND, toIso } from '../platform/values/duration.js';
import { settleDecision } from './decisions/settling.js';
import type { HandoffCase } from './handoff-case.js';

/** Identifies a promise: its kind, and the place of its receiver or the number of its question or blocker. */
export interface Which {
  readonly kind: HandoffClockKind;
  readonly step: number;
}

/**
 * Starts the clock of a promise, unless it runs already.
 * @param repId who owes it; null if not known, in which case the company's hours count
 */
export function beginPromise(
  work: UnitOfWork,
  subject: HandoffCase,
  { kind, step }: Which,
  repId: string | null,
): void {
  if (runningOf(subject, { kind, step }) !== undefined) return;
  const { directory, now } = work;
  const { policy } = subject;
  const { calendar, working } = directory.hours.ofOwnersOrCompany(policy, repId);
  const start = {
    id: work.newId(),
    subjectId: subject.subjectId,
    cycle: 1,
    at: now,
    policy,
    hours: working,
    calendar,
    revision: directory.revision,
  };
  const begun = startPromise(kind, start, null, { step, wait: null });
  startClock(work, subject, { ...begun, repId });
}

/** Records that a promise was kept, in time or late; a late one remains a miss. Does nothing if no clock is open. */
export function keepPromise(work: UnitOfWork, subject: HandoffCase, which: Which): void {
  const all = subject.clocks.filter((each) => isOf(each, which));
  // Only the latest clock counts, as earlier ones were dropped. A decision covers all that was missed, so all its
  // clocks count.
  for (const clock of which.kind === 'handoffDecision' ? all : all.slice(-1)) {
    if (clock.state === 'running' && (clock.dueAt === null || clock.dueAt > work.now)) {
      const met = meet(clock, work.now, work.now);
      work.replaceClock(subject, met);
      work.record(subject, 'sla.met', { ...clockFacts(met), metAt: toIso(work.now), ...spentOn(work, subject, met) });
    } else if (clock.state === 'running' || isStillMissed(clock)) {
      const missed = clock.state === 'running' ? breach(clock, work.now) : clock;
      if (clock.state === 'running') recordBreach(work, subject, missed);
      const late = { ...missed, metAt: work.now, nextAt: null };
      work.replaceClock(subject, late);
      const spent = spentOn(work, subject, late);
      work.record(subject, 'sla.met', { ...clockFacts(late), metAt: toIso(work.now), late: true, ...spent });
    }
  }
  settleDecision(work, subject);
}

/** Ends a promise that is no longer owed. If its deadline has passed it stays a miss, and its chain ends. */
export function dropPromise(work: UnitOfWork, subject: HandoffCase, which: Which, reason: string): void {
  for (const clock of subject.clocks.filter((each) => isOf(each, which)))
    if (clock.state === 'running') endClock(work, subject, clock, reason);
    else if (clock.nextAt !== null) work.replaceClock(subject, { ...clock, nextAt: null });
  settleDecision(work, subject);
}

/** Works out the deadline of a running promise again, after its terms have changed. */
export function replanPromise(work: UnitOfWork, subject: HandoffCase, which: Which): HandoffClock | undefined {
  const clock = runningOf(subject, which);
  if (clock === undefined) return undefined;
  const anew = planAnew(work, subject, clock);
  work.replaceClock(subject, anew);
  return anew;
}

const IN_WORKING_TIME = { time: 'working', calendar: 'owner' } as const;

/** Counts the working time that a promise took, once and for all, by the hours and absences as known now. */
function spentOn(work: UnitOfWork, subject: HandoffCase, clock: HandoffClock): { readonly workingSeconds: number } {
  const { hours } = work.directory;
  // What was promised around the clock took working time too, by which reports compare.
  const { working } =
    clock.basis === 'elapsed' ? hours.ofOwnersOrCompany(IN_WORKING_TIME, clock.repId) : hours.ofClock(clock);
  const workingMs = working.workingMsBetween(clock.startedAt, work.now);
  subject.times.push({ id: clock.id, handoffId: subject.subjectId, workingMs });
  return { workingSeconds: workingMs / MS_PER_SECOND };
}

/** Returns the deadline for notifications; null if there is none. */
export function owedBy(subject: HandoffCase, which: Which): { readonly dueAt: string | null } {
  return { dueAt: isoOrNull(runningOf(subject, which)?.dueAt ?? null) };
}

/** Whether a promise is owed, be it in time or late. */
export function isOwed(subject: HandoffCase, which: Which): boolean {
  return subject.clocks.some((each) => isOf(each, which) && (each.state === 'running' || isStillMissed(each)));
}

export function runningOf(subject: HandoffCase, which: Which): HandoffClock | undefined {
  return subject.clocks.find((each) => each.state === 'running' && isOf(each, which));
}

function isOf(clock: HandoffClock, { kind, step }: Which): boolean {
  return clock.kind === kind && clock.step === step;
}
