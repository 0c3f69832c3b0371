import type { ClockVerdict, Judging, LeadClock } from './clock.js';
import { release } from './judging-one-clock.js';
import { leadRulesOf, rulesOf } from './kinds.js';

/**
 * Judges a counting touch by the clocks of the cycle in which it happened; clocks that it does not change are left out.
 * Anybody's touch keeps the company's promise. An owner's promise is kept by anybody, or by its owner alone (`by`),
 * from when the owner had the lead. An earlier touch corrects the miss of a former owner, and whoever got the lead by
 * that breach then owes nothing. If it corrects nothing, it does not affect the present owner.
 */
export function judgeTouch(all: readonly LeadClock[], judging: Judging): ClockVerdict[] {
  const clocks = all.filter((clock) => leadRulesOf(clock).touched !== null);
  const owners = clocks.filter(isOwners).sort((a, b) => a.startedAt - b.startedAt);
  const later = owners.filter((clock) => isBeforeTenure(clock, judging, owners));
  const judged = [...owners.filter((clock) => !later.includes(clock)), ...clocks.filter((clock) => !isOwners(clock))];
  const verdicts = judged.flatMap((clock) => leadRulesOf(clock).touched!(clock, judging));
  const acquitted = verdicts.filter((verdict) => isAcquittal(verdict, judging)).map(({ clock }) => clock.breachedAt!);
  // Owners before the breach got the lead for another reason.
  const released = later.filter((clock) => acquitted.some((breachedAt) => breachedAt <= clock.startedAt));
  return [...verdicts, ...released.flatMap((clock) => release(clock, judging.now))];
}

function isOwners(clock: LeadClock): boolean {
  return rulesOf(clock).owedBy === 'owner';
}

/** What answered an earlier promise of the owner answers none that was made since. */
function isBeforeTenure(
  clock: LeadClock,
  { touch, firstAssignmentId }: Judging,
  owners: readonly LeadClock[],
): boolean {
  if (touch.occurredAt >= clock.startedAt) return false;
  return clock.assignmentId !== firstAssignmentId || isRestarted(clock, owners);
}

/** Whether it is a first touch that the same owner owes once more, because the person has asked again. */
export function isRestarted(clock: LeadClock, all: readonly LeadClock[]): boolean {
  return (
    clock.kind === 'firstTouch' &&
    all.some(
      (other) =>
        other.kind === 'firstTouch' && other.assignmentId === clock.assignmentId && other.startedAt < clock.startedAt,
    )
  );
}

/** Whether a touch shows that a miss was none; if only owners count, by a touch of the owner at the time. */
function isAcquittal({ kind, clock }: ClockVerdict, { touch, tenure, policy }: Judging): boolean {
  if (kind !== 'corrected') return false;
  return isOwners(clock) || policy.firstTouch.by === 'anyone' || touch.repId === tenure?.repId;
}
