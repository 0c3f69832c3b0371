import { breachAgain, type Clock, reopen } from '../clocks/clock.js';
import { rulesOf } from '../clocks/kinds.js';
import { isoOrNull, toIso } from '../platform/instant.js';
import { askedOf, clockFacts, recordPaused } from './clocks.js';
import { endOfGrace, planAnew, withGrace } from './replanning.js';
import type { OwnedSubject } from './subject.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Why a clock stands otherwise than it did: as events say it, and clocks that should never have begun. */
export type TakenBackWhy = 'touchVoided' | 'milestoneReversed' | 'missStruck';

/** A promise as it is when what had kept it, corrected its miss or answered it late was none. */
export function withoutAnswer<Owned extends Clock>(clock: Owned): Owned {
  if (clock.state === 'breached') return { ...clock, metAt: null };
  return clock.breachedAt === null ? reopen(clock) : breachAgain(clock);
}

/** It is promised again, from its beginning: whoever believed it done has the grace of the policy at least. */
export function promiseAgain<Owned extends Clock>(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Owned,
  why: TakenBackWhy,
): Owned {
  return withGrace(work, subject, planAnew(work, subject, clock), why);
}

/** Nobody has answered a miss after all: what is still to follow it does, after the grace, while its owner has the lead. */
export function followAgain<Owned extends Clock>(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Owned,
  why: TakenBackWhy,
): Owned {
  const isPresent = clock.assignmentId === null || clock.assignmentId === subject.assignment?.id;
  if (!isPresent) return clock;
  const graceAt = endOfGrace(work, subject, clock);
  return planAnew(work, subject, { ...clock, graceFrom: work.now, graceAt, graceWhy: why });
}

/** Makes it what the clock is from now on, and part of the ledger; whoever owes a promise again is told. */
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
  if (state === 'running') tellOwner(work, subject, after, why);
}

/**
 * Of a promise that is theirs again, or for the first time, because something was taken back. Misses of many leads are
 * struck at once: then whoever does that tells each person once.
 */
export function tellOwner(work: UnitOfWork, subject: OwnedSubject, clock: Clock, why: TakenBackWhy): void {
  if (why === 'missStruck') return;
  if (rulesOf(clock).owedBy !== 'owner' || subject.policyOf(clock)!.mode === 'measure') return;
  work.tell(clock.repId, 'sla.corrected', subject, {
    clockId: clock.id,
    kind: clock.kind,
    dueAt: isoOrNull(clock.dueAt),
    ...askedOf(subject, clock),
  });
}
