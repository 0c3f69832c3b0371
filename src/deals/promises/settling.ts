import { breach, type DealClock, isStillMissed, meet, reopen } from '../../clocks/clock.js';
import { cancelClock, clockFacts, endClock, recordBreach } from '../../lifecycle/clocks/clocks.js';
import { planAnew } from '../../lifecycle/clocks/replanning.js';
import { promiseAgain } from '../../lifecycle/corrections/restoring.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type Instant, isoOrNull, toIso } from '../../platform/values/duration.js';
import type { PromisedDeal } from './promised-deal.js';

/** Updates a clock to when its promise was kept, unless it is up to date. @param keptAt null if it is not kept */
export function settle(work: UnitOfWork, subject: PromisedDeal, clock: DealClock, keptAt: Instant | null): void {
  const fate = fateOf(clock, keptAt);
  switch (fate.state) {
    case 'running':
      if (clock.state === 'met') takeBack(work, subject, clock);
      return;
    case 'missed':
      if (clock.metAt !== null) oweAgain(work, subject, clock);
      return;
    case 'met':
      if (clock.state === 'running') keep(work, subject, clock, fate.metAt);
      else if (clock.state === 'breached' || clock.metAt !== fate.metAt) correct(work, subject, clock, fate.metAt);
      return;
    case 'late':
      if (clock.state === 'met') correctToLate(work, subject, clock, fate.metAt);
      else if (clock.metAt !== fate.metAt) keepLate(work, subject, clock, fate.metAt);
      return;
    default:
      fate satisfies never;
  }
}

type Fate =
  | { readonly state: 'running' }
  | { readonly state: 'met' | 'late'; readonly metAt: Instant }
  | { readonly state: 'missed' };

function fateOf(clock: Pick<DealClock, 'state' | 'dueAt' | 'breachedAt'>, keptAt: Instant | null): Fate {
  // What was enforced stays: a miss that is not made up for remains one.
  if (keptAt === null) return { state: clock.state === 'breached' ? 'missed' : 'running' };
  return { state: clock.dueAt === null || keptAt <= clock.dueAt ? 'met' : 'late', metAt: keptAt };
}

function keep(work: UnitOfWork, subject: PromisedDeal, clock: DealClock, metAt: Instant): void {
  const met = meet(clock, metAt, work.now);
  work.replaceClock(subject, met);
  work.record(subject, 'sla.met', { ...clockFacts(met), metAt: toIso(metAt) });
}

/** The miss stays, but no further notification follows. */
function keepLate(work: UnitOfWork, subject: PromisedDeal, clock: DealClock, metAt: Instant): void {
  const missed = clock.state === 'running' ? breach(clock, work.now) : clock;
  if (clock.state === 'running') recordBreach(work, subject, missed);
  const late = { ...missed, metAt, nextAt: null };
  work.replaceClock(subject, late);
  work.record(subject, 'sla.met', { ...clockFacts(late), metAt: toIso(metAt), late: true });
}

/** Corrects a clock whose promise was kept in time, but reported late or with another instant. */
function correct(work: UnitOfWork, subject: PromisedDeal, clock: DealClock, metAt: Instant): void {
  const met = clock.state === 'met' ? { ...clock, metAt } : meet(clock, metAt, work.now);
  work.replaceClock(subject, met);
  record(work, subject, met, clock.state === 'met' ? { why: 'takenBack' } : {});
}

function correctToLate(work: UnitOfWork, subject: PromisedDeal, clock: DealClock, metAt: Instant): void {
  const late = { ...breach(clock, work.now), metAt };
  work.replaceClock(subject, late);
  record(work, subject, late, { why: 'takenBack' });
}

/** Reopens a promise after what had kept it was taken back, with at least the grace unless its rep did that. */
function takeBack(work: UnitOfWork, subject: PromisedDeal, clock: DealClock): void {
  // A corrected miss becomes one again, and its chain goes on.
  if (clock.breachedAt !== null) {
    oweAgain(work, subject, { ...clock, state: 'breached' });
    return;
  }
  const again = { ...reopen(clock), repId: clock.repId };
  const isOwn = wasChangedBy(subject, clock.repId);
  const planned = promiseAgain(work, subject, again, { why: 'takenBack', isOwn });
  work.replaceClock(subject, planned);
  record(work, subject, planned, { why: 'takenBack' });
}

/** Reports whether the rep who owes a promise was the last to change the deal. */
export function wasChangedBy({ opened: { since } }: PromisedDeal, repId: string | null): boolean {
  return repId !== null && since.changedBy === repId;
}

/** Takes back that a miss was made up for; the rest of its chain goes on. */
function oweAgain(work: UnitOfWork, subject: PromisedDeal, clock: DealClock): void {
  const missed = planAnew(work, subject, { ...clock, metAt: null });
  work.replaceClock(subject, missed);
  record(work, subject, missed, { why: 'takenBack' });
}

function record(work: UnitOfWork, subject: PromisedDeal, clock: DealClock, more: { readonly why?: string }): void {
  work.record(subject, 'sla.corrected', {
    ...clockFacts(clock),
    metAt: isoOrNull(clock.metAt),
    state: clock.state,
    ...(clock.breachedAt !== null && { breachedAt: toIso(clock.breachedAt) }),
    ...more,
  });
}

/** Ends a promise as of an instant: a deadline before that stays missed, and nothing more follows. */
export function drop(
  work: UnitOfWork,
  subject: PromisedDeal,
  clock: DealClock,
  { reason, at }: { readonly reason: string; readonly at: Instant },
): void {
  if (clock.state === 'running' && clock.dueAt !== null && clock.dueAt > at) cancelClock(work, subject, clock, reason);
  else if (clock.state === 'running') endClock(work, subject, clock, reason);
  else if (isStillMissed(clock) && clock.nextAt !== null) work.replaceClock(subject, { ...clock, nextAt: null });
}
