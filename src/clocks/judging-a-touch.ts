import type { ClockVerdict, LeadClock, TenureStart, TouchInCycle } from './clock.js';
import { release } from './judging-one-clock.js';
import { leadRulesOf, rulesOf } from './kinds.js';

/**
 * Judges a counting touch by the clocks of the cycle in which it happened; clocks that it does not change are left out.
 * Anybody's touch keeps the company's promise. An owner's promise is kept by anybody's touch, or by its owner's alone
 * (`by`), from when the owner had the lead. An earlier touch corrects the miss of a former owner, and the owner who got
 * the lead by that breach then owes nothing. If it corrects no miss, it does not affect the present owner.
 */
export function judgeTouch(all: readonly LeadClock[], judging: TouchInCycle): ClockVerdict[] {
  const clocks = all.filter((clock) => leadRulesOf(clock).touched !== null);
  const owners = clocks.filter(isOwners).sort((a, b) => a.startedAt - b.startedAt);
  const later = owners.filter((clock) => isBeforeTenure(clock, judging, owners));
  const judged = [...owners.filter((clock) => !later.includes(clock)), ...clocks.filter((clock) => !isOwners(clock))];
  const verdicts = judged.flatMap((clock) => leadRulesOf(clock).touched!(clock, judging));
  const acquitted = verdicts.filter((verdict) => isAcquittal(verdict, judging)).map(({ clock }) => clock.breachedAt!);
  const restarted = later.filter((clock) => isRestarted(clock, owners, judging.tenures));
  // Owners before the breach got the lead for another reason. Once the person has asked again, that is what is owed.
  const released = later.filter(
    ({ startedAt }) =>
      acquitted.some((breachedAt) => breachedAt <= startedAt) &&
      !restarted.some((asked) => asked.startedAt <= startedAt),
  );
  return [...verdicts, ...released.flatMap((clock) => release(clock, judging.now))];
}

function isOwners(clock: LeadClock): boolean {
  return rulesOf(clock).owedBy === 'owner';
}

/**
 * Reports whether a touch came before the owner's promise, and so cannot keep it. Touches before the first assignment
 * of a cycle count, unless the promise was restarted.
 */
function isBeforeTenure(
  clock: LeadClock,
  { touch, firstAssignmentId, tenures }: TouchInCycle,
  owners: readonly LeadClock[],
): boolean {
  if (touch.occurredAt >= clock.startedAt) return false;
  return begunAs(clock, owners).assignmentId !== firstAssignmentId || isRestarted(clock, owners, tenures);
}

/**
 * Reports whether an owner owes this first touch because the person has asked again: they owed one before, or owed none
 * when they took the lead over.
 */
export function isRestarted(clock: LeadClock, all: readonly LeadClock[], tenures: readonly TenureStart[]): boolean {
  if (clock.kind !== 'firstTouch') return false;
  const before = all.filter(({ kind, startedAt }) => kind === 'firstTouch' && startedAt < clock.startedAt);
  const { assignmentId } = begunAs(clock, all);
  if (before.some((each) => each.assignmentId === assignmentId)) return true;
  const isSinceTheStart = tenures.every(({ id, fromAt }) => id !== assignmentId || fromAt >= clock.startedAt);
  return !isSinceTheStart && before.some(isAnswered);
}

/**
 * Returns the clock as which the promise of an owner began: another one if the lead went from them and was given back.
 * What goes on begins where it had begun.
 */
export function begunAs(clock: LeadClock, all: readonly LeadClock[]): LeadClock {
  const { kind, step, startedAt, repId, assignmentId } = clock;
  return (
    all.find(
      (each) =>
        each.id < clock.id &&
        each.kind === kind &&
        each.step === step &&
        each.startedAt === startedAt &&
        each.repId === repId &&
        each.assignmentId !== assignmentId,
    ) ?? clock
  );
}

/** Reports whether the first touch was made that the clock waited for, by its owner or a former one. */
export function isAnswered({ metAt, endReason }: LeadClock): boolean {
  return metAt !== null || endReason === 'alreadyTouched';
}

/**
 * Reports whether a touch proves that there was no miss. If only owners' touches count, a miss of the company is
 * disproved only by a touch of the owner at the time.
 */
function isAcquittal({ kind, clock }: ClockVerdict, { touch, stay, policy }: TouchInCycle): boolean {
  if (kind !== 'corrected') return false;
  return isOwners(clock) || policy.firstTouch.by === 'anyone' || touch.repId === stay?.repId;
}
