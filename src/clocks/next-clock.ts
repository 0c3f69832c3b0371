import { type Clock, isStillMissed, isStruck } from './clock.js';
import { rulesOf } from './kinds.js';

/**
 * The promise that is due first of those that whoever has a lead or a deal owes: it runs or stands still, or they missed it
 * and owe it still. What somebody missed who has it no more is due no more.
 * @param clocks of its present cycle
 * @returns one without a deadline only where all are
 */
export function nextClockOf<Owed extends Clock>(clocks: readonly Owed[], ownerId: string | null): Owed | undefined {
  return clocks
    .filter((clock) => isOwed(clock, ownerId))
    .reduce<Owed | undefined>(
      (next, each) => (next === undefined || dueOf(each) < dueOf(next) ? each : next),
      undefined,
    );
}

const dueOf = ({ dueAt }: Clock) => dueAt ?? Number.POSITIVE_INFINITY;

/** `OPEN_CLOCKS` says the same in SQL of leads, as far as there is a deadline. */
function isOwed(clock: Clock, ownerId: string | null): boolean {
  const isOfCompany = rulesOf(clock).owedBy === 'company';
  // Whoever has it answers by a promise of their own.
  if (isOfCompany && ownerId !== null) return false;
  if (clock.state === 'running') return true;
  // Of a cadence the step that stands: one that was missed has been followed by another.
  if (!isStillMissed(clock) || isStruck(clock) || clock.kind === 'followUp') return false;
  return isOfCompany || clock.repId === ownerId;
}
