import { type Clock, cancel, isStruck, type LeadClock, meet, unmiss } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import { promisedBy, wasDueBy } from '../../clocks/other-version.js';
import { pausesOf } from '../../clocks/pause.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import type { SlaPolicy } from '../../sla/policy.js';
import type { SavedVersions } from '../../sla/policy.store.js';
import { clockFacts, recordPaused } from '../clocks/clocks.js';
import { hoursBy } from '../clocks/hours-of-version.js';
import { missedClock } from '../clocks/lead-clocks.js';
import { planAnew, planBy, withGrace } from '../clocks/replanning.js';
import type { LeadCase } from '../lead-case.js';
import type { OwnedSubject } from '../subject.js';
import type { UnitOfWork } from '../unit-of-work.js';
import type { CycleFacts } from './cycle-events.js';
import { owed, promisesOf } from './owed.js';
import { applyOwed, byClock, withRunning } from './taking-back.js';

/** A miss under a version of a policy that was saved in the span of an undo. */
export interface Miss {
  readonly clock: LeadClock;
  /** Whether it would also have been due, when it was enforced, by the version in force when the span began. */
  readonly wasDue: boolean;
  /** The number of that version. */
  readonly versionBefore: number;
}

/**
 * Returns the misses under versions saved in the span. @param missed clocks of the lead @param saved the versions that
 * were saved in the span, by policy
 */
export function missesOf(
  work: UnitOfWork,
  leadCase: LeadCase,
  missed: readonly LeadClock[],
  saved: SavedVersions,
): Miss[] {
  return missed.flatMap((clock) => {
    const of = saved.get(clock.policyId!);
    if (of === undefined || !of.versions.has(clock.policyVersion!)) return [];
    return [{ clock, wasDue: wasDue(work, leadCase, clock, of.inForce), versionBefore: of.inForce.version }];
  });
}

function wasDue(work: UnitOfWork, leadCase: LeadCase, clock: LeadClock, policy: SlaPolicy): boolean {
  const { working: hours, calendar } = hoursBy(work, leadCase, clock, policy);
  return wasDueBy(clock, { policy, hours, calendar }, pausesOf(clock, leadCase.pauses));
}

/**
 * Strikes a miss by a person's decision: it no longer counts, but what was enforced because of it stays.
 * @param reason null if the person of the lead was erased, so that no new text about them is stored
 */
export function strikeByHand<Owned extends OwnedSubject>(
  work: UnitOfWork,
  subject: Owned,
  clock: Owned['clocks'][number],
  reason: string | null,
): Owned['clocks'][number] {
  const struck = { ...clock, struckBreachAt: clock.breachedAt };
  work.strikeClock(subject, struck, reason);
  recordStruck(work, subject, clock, struck, { why: 'reason' });
  return struck;
}

/** What is known about the lead when its misses are struck. */
interface Striking {
  /** The facts of the present cycle; null for a closed lead. */
  readonly facts: CycleFacts | null;
  /** Whether the lead goes back to its former owner next, which ends what its present owner owes. */
  readonly isLeaving: boolean;
}

/**
 * Strikes misses that were due only by a mistake. In the present cycle of an open lead, the lead then owes what it
 * would owe without these misses (docs/adr/0067); elsewhere they only stop counting. A miss that a person has struck
 * already, and that is unanswered, is owed again as well.
 * @returns the clocks whose misses counted until now, as they were before
 */
export function strike(
  work: UnitOfWork,
  leadCase: LeadCase,
  misses: readonly Miss[],
  { facts, isLeaving }: Striking,
): LeadClock[] {
  const { lead, policy } = leadCase;
  const isPresent = ({ clock }: Miss) => facts !== null && policy !== null && clock.cycle === lead.cycle;
  const past = misses.filter((miss) => !miss.wasDue && !isPresent(miss) && !isStruck(miss.clock));
  for (const { clock, versionBefore } of past) {
    const struck = { ...clock, struckBreachAt: clock.breachedAt, nextAt: null };
    work.strikeClock(leadCase, struck, null);
    recordStruck(work, leadCase, clock, struck, { why: 'policy', versionBefore });
  }
  const present = misses.filter(isPresent);
  const struckPast = past.map(({ clock }) => clock);
  if (present.every((miss) => miss.wasDue)) return struckPast;
  return [...struckPast, ...strikePresent(work, leadCase, present, { facts: facts!, policy: policy!, isLeaving })];
}

function strikePresent(
  work: UnitOfWork,
  leadCase: LeadCase,
  misses: readonly Miss[],
  { facts, policy, isLeaving }: { readonly facts: CycleFacts; readonly policy: SlaPolicy; readonly isLeaving: boolean },
): LeadClock[] {
  const again = new Map(
    misses
      .filter((miss) => !miss.wasDue)
      .map(({ clock }) => [clock.id, promisedAgain(work, leadCase, clock, policy)] as const),
  );
  const rows = promisesOf(leadCase).map((row) => again.get(row.id) ?? row);
  const before = owed(leadCase, facts, work.directory);
  const after = withRunning(leadCase, owed(leadCase, facts, work.directory, rows));
  const [was, is] = [byClock(before), byClock(after)];
  // Without the struck misses this promise would not have begun, so its miss is struck as well.
  const isUnfounded = ({ id }: LeadClock) => was.has(id) && !is.has(id);
  const struck = misses.filter(({ clock }) => again.has(clock.id) || isUnfounded(clock));
  for (const { clock, wasDue, versionBefore } of struck) {
    const promised = again.get(clock.id) ?? unmiss(clock);
    const why = { why: 'policy' as const, ...(!wasDue && { versionBefore }) };
    become(work, leadCase, { clock, promised, fate: is.get(clock.id), isLeaving, why });
  }
  if (leadCase.lead.waiting === 'move' && missedClock(leadCase) === undefined)
    leadCase.lead = { ...leadCase.lead, waiting: null, waitingSince: null };
  applyOwed(work, leadCase, {
    before,
    after,
    why: 'missStruck',
    seenTo: new Set(struck.map(({ clock }) => clock.id)),
    isLeaving,
  });
  return struck.map(({ clock }) => clock).filter((clock) => !isStruck(clock));
}

/**
 * Returns the same promise by the present version of the policy, from its start; unchanged if that version does not
 * promise it.
 */
function promisedAgain(work: UnitOfWork, leadCase: LeadCase, clock: LeadClock, policy: SlaPolicy): LeadClock {
  const open = unmiss(clock);
  const hours = hoursBy(work, leadCase, clock, policy);
  const promised = promisedBy(open, { policy, hours: hours.working, calendar: hours.calendar });
  return promised === null ? open : planBy(work, leadCase, promised, hours);
}

interface Becoming {
  /** The clock as it was missed. */
  readonly clock: LeadClock;
  /** The clock as it runs without the miss. */
  readonly promised: LeadClock;
  /** The clock without the miss; undefined if it would never have begun. */
  readonly fate: LeadClock | undefined;
  readonly isLeaving: boolean;
  readonly why: StruckWhy;
}

/** `versionBefore`: the version of the policy by which the clock was not due. */
type StruckWhy = { readonly why: 'reason' } | { readonly why: 'policy'; readonly versionBefore?: number };

/** Strikes a miss: its promise becomes what it would be without the miss. */
function become(work: UnitOfWork, leadCase: LeadCase, becoming: Becoming): void {
  const struck = { ...fated(work, leadCase, becoming), struckBreachAt: becoming.clock.breachedAt };
  if (struck.state !== 'breached') work.restateClock(leadCase, struck);
  work.strikeClock(leadCase, struck, null);
  recordStruck(work, leadCase, becoming.clock, struck, becoming.why);
  if (struck.pausedAt !== null) recordPaused(work, leadCase, struck);
}

function fated(work: UnitOfWork, leadCase: LeadCase, { clock, promised, fate, isLeaving }: Becoming): LeadClock {
  switch (fate?.state) {
    case undefined:
      return cancel(promised, 'missStruck', work.now);
    case 'running':
      if (isLeaving && rulesOf(clock).owedBy === 'owner') return cancel(promised, 'reassigned', work.now);
      return withGrace(work, leadCase, planAnew(work, leadCase, promised), 'missStruck');
    case 'met':
      return meet(promised, fate.metAt!, work.now);
    case 'cancelled':
      return { ...cancel(promised, fate.endReason!, work.now), endedAt: fate.endedAt };
    case 'breached':
      // It was answered after the deadline that it should have had. The owner could not know that deadline, so this is
      // not a miss either.
      return { ...clock, metAt: fate.metAt, nextAt: null };
  }
}

function recordStruck(work: UnitOfWork, subject: OwnedSubject, missed: Clock, struck: Clock, why: StruckWhy): void {
  work.record(subject, 'sla.struck', {
    ...clockFacts(struck),
    state: struck.state,
    metAt: isoOrNull(struck.metAt),
    missedAt: toIso(missed.breachedAt!),
    ...why,
  });
}
