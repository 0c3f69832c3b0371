import { breachAgain, type Clock, reopen } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import type { Actor } from '../../platform/values/actor.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import { clockFacts, recordPaused, requirementsOf } from '../clocks/clocks.js';
import { endOfGrace, planAnew, withGrace } from '../clocks/replanning.js';
import type { OwnedSubject } from '../subject.js';
import type { UnitOfWork } from '../unit-of-work.js';

/** Why the state of a clock was restored, as events name it. */
export type TakenBackWhy =
  | 'touchVoided'
  | 'milestoneReversed'
  | 'missStruck'
  | 'dealReopened'
  | 'dealOpened'
  | 'closingUndone'
  | 'takenBack';

/** Returns a promise without the touch that had kept it, corrected its miss or answered it late. */
export function withoutAnswer<Owned extends Clock>(clock: Owned): Owned {
  if (clock.state === 'breached') return { ...clock, metAt: null };
  return clock.breachedAt === null ? reopen(clock) : breachAgain(clock);
}

/** Reports whether a rep takes back what they have reported themselves. */
export function isOwnReport(
  actor: Actor,
  report: { readonly actorType: Actor['type']; readonly actorId: string | null },
): boolean {
  return actor.type === 'rep' && report.actorType === 'rep' && report.actorId === actor.id;
}

/** Why a clock is restored. */
export interface RestoreReason {
  readonly why: TakenBackWhy;
  /** Whether a rep takes back their own report. They get no grace: they could put off a deadline again and again. */
  readonly isOwn?: boolean;
}

/**
 * Plans a promise again, from the start of the clock, with at least the grace of the policy for an owner who believed
 * it done.
 */
export function promiseAgain<Owned extends Clock>(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Owned,
  { why, isOwn = false }: RestoreReason,
): Owned {
  const anew = planAnew(work, subject, clock);
  return isOwn ? anew : withGrace(work, subject, anew, why);
}

/** Resumes the chain of a miss that turns out to be unanswered, after the grace. Only for one of the present owner. */
export function followAgain<Owned extends Clock>(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Owned,
  { why, isOwn = false }: RestoreReason,
): Owned {
  if (isOwn) return planAnew(work, subject, clock);
  const graceAt = endOfGrace(work, subject, clock);
  return planAnew(work, subject, { ...clock, graceFrom: work.now, graceAt, graceWhy: why });
}

/** Stores the restored clock and records it; the owner of a promise that runs again is notified. */
export function restate(
  work: UnitOfWork,
  subject: OwnedSubject,
  { before, after, why }: { readonly before: Clock; readonly after: Clock; readonly why: TakenBackWhy },
): void {
  work.replaceClock(subject, after);
  const { state, metAt, breachedAt } = after;
  if (state === before.state && metAt === before.metAt) return;
  work.record(subject, 'sla.corrected', {
    ...clockFacts(after),
    state,
    metAt: isoOrNull(metAt),
    ...(breachedAt !== null && { breachedAt: toIso(breachedAt) }),
    why,
  });
  if (after.pausedAt !== null) recordPaused(work, subject, after);
  if (state === 'running') notifyOfCorrection(work, subject, after, why);
}

/**
 * Notifies the owner of a promise that runs again, or for the first time, because something was taken back. When misses
 * of many leads are struck, the caller notifies each person once instead. A rep who took it back knows.
 */
export function notifyOfCorrection(work: UnitOfWork, subject: OwnedSubject, clock: Clock, why: TakenBackWhy): void {
  if (why === 'missStruck' || (work.actor.type === 'rep' && work.actor.id === clock.repId)) return;
  if (rulesOf(clock).owedBy !== 'owner' || subject.policyOf(clock)!.mode === 'measure') return;
  work.notify(clock.repId, 'sla.corrected', subject, {
    clockId: clock.id,
    kind: clock.kind,
    dueAt: isoOrNull(clock.dueAt),
    ...requirementsOf(subject, clock),
  });
}
