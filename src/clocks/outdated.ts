import type { Clock } from './clock.js';

/** The calendars, reps and pools whose working time has changed. */
export interface HoursChange {
  readonly calendarIds: readonly string[];
  readonly repIds: readonly string[];
  readonly poolIds: readonly string[];
  /** Whether contact hours have changed. */
  readonly ofContact: boolean;
}

/** The id under which changes of contact hours are recorded, since they belong to no rep, pool or calendar. */
export const CONTACT_HOURS_ID = '00000000-0000-7000-8000-000000000006';

/** The fields of a clock that decide whether it is outdated. */
type Planned = Pick<Clock, 'state' | 'basis' | 'calendarId' | 'repId' | 'reach' | 'plannedRevision' | 'nextAt'>;

/**
 * Reports whether a clock was planned by hours that have changed since. replanning.store.ts has the same rule in SQL.
 * @param poolId the pool from which its owner has the lead
 * @param changes when the hours of calendars, reps and pools last changed, as revisions of the configuration
 */
export function isOutdated(clock: Planned, poolId: string | null, changes: ReadonlyMap<string, number>): boolean {
  // A running clock without a deadline may get one; others matter only while something still happens to them.
  if (clock.basis !== 'working' || (clock.state !== 'running' && clock.nextAt === null)) return false;
  // A running clock of an owner counts in their hours. The company's clock and the chain of a miss depend on a calendar
  // alone.
  const isOwners = clock.repId !== null && clock.state === 'running';
  const dependsOn = isOwners ? [clock.calendarId, clock.repId, poolId, contactOf(clock)] : [clock.calendarId];
  return dependsOn.some((id) => id !== null && (changes.get(id) ?? 0) > clock.plannedRevision);
}

function contactOf({ reach }: Planned): string | null {
  return reach === null ? null : CONTACT_HOURS_ID;
}
