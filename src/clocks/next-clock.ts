import { type Clock, isStillMissed, isStruck } from './clock.js';
import { rulesOf } from './kinds.js';

/**
 * Returns the earliest promise that the owner of a lead or deal owes, or the company while there is no owner. It runs,
 * is paused, or was missed and is still owed. A miss of a former owner is not due any more, nor one after which the
 * same was promised anew: the lead came back to whoever had missed it. Nothing that was missed is owed for a closed
 * subject, only what runs: a lead may come back.
 * @param clocks of the subject's present cycle
 * @returns a clock without a deadline only if none has one
 */
export function nextClockOf<Owed extends Clock>(
  clocks: readonly Owed[],
  { ownerId, isOpen }: { readonly ownerId: string | null; readonly isOpen: boolean },
): Owed | undefined {
  return clocks
    .filter(
      (clock) => isOwed(clock, ownerId) && (clock.state === 'running' || (isOpen && !isPromisedAnew(clock, clocks))),
    )
    .reduce<Owed | undefined>(
      (next, each) => (next === undefined || dueOf(each) < dueOf(next) ? each : next),
      undefined,
    );
}

const dueOf = ({ dueAt }: Clock) => dueAt ?? Number.POSITIVE_INFINITY;

/** Ids of clocks sort by the order in which they began. */
function isPromisedAnew({ id, kind, repId }: Clock, clocks: readonly Clock[]): boolean {
  return clocks.some((each) => each.kind === kind && each.repId === repId && each.id > id);
}

/** `OPEN_CLOCKS` is the same rule in SQL, for clocks of leads that have a deadline. */
function isOwed(clock: Clock, ownerId: string | null): boolean {
  const isOfCompany = rulesOf(clock).owedBy === 'company';
  // The owner has a promise of their own.
  if (isOfCompany && ownerId !== null) return false;
  if (clock.state === 'running') return true;
  // A missed step of a cadence has been followed by the next step.
  if (!isStillMissed(clock) || isStruck(clock) || clock.kind === 'followUp') return false;
  return isOfCompany || clock.repId === ownerId;
}
