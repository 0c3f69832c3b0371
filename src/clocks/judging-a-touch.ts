import type { LeadClock } from './clock.js';
import { release } from './judging-one-clock.js';
import { leadRulesOf, rulesOf } from './kinds.js';
import type { Judging, Verdict } from './verdict.js';

/**
 * What a counting touch does to the clocks of the cycle in which it happened; clocks it does not change are left out.
 * The lead's clock takes anybody's touch. An owner's clock takes anybody's, or its owner's alone (`by`), made since the
 * owner had the lead. One made before corrects what a former owner was blamed for; whoever got the lead after that
 * breach then owes nothing. Where it corrects nothing, it is no business of the present owner's.
 */
export function judgeTouch(all: readonly LeadClock[], judging: Judging): Verdict[] {
  const clocks = all.filter((clock) => leadRulesOf(clock).touched !== null);
  const owners = clocks.filter(isOwners).sort((a, b) => a.startedAt - b.startedAt);
  const later = owners.filter((clock) => isBeforeTenure(clock, judging));
  const judged = [...owners.filter((clock) => !later.includes(clock)), ...clocks.filter((clock) => !isOwners(clock))];
  const verdicts = judged.flatMap((clock) => leadRulesOf(clock).touched!(clock, judging));
  const acquitted = verdicts.filter((verdict) => isAcquittal(verdict, judging)).map(({ clock }) => clock.breachedAt!);
  // Whoever had the lead before anybody was blamed got it for another reason.
  const released = later.filter((clock) => acquitted.some((breachedAt) => breachedAt <= clock.startedAt));
  return [...verdicts, ...released.flatMap((clock) => release(clock, judging.now))];
}

function isOwners(clock: LeadClock): boolean {
  return rulesOf(clock).owedBy === 'owner';
}

function isBeforeTenure(clock: LeadClock, { touch, firstAssignmentId }: Judging): boolean {
  return touch.occurredAt < clock.startedAt && clock.assignmentId !== firstAssignmentId;
}

/** A miss turns out to have been none; where only owners count, by a touch of whoever had the lead then. */
export function isAcquittal({ kind, clock }: Verdict, { touch, tenure, policy }: Judging): boolean {
  if (kind !== 'corrected') return false;
  return isOwners(clock) || policy.firstTouch.by === 'anyone' || touch.repId === tenure?.repId;
}
