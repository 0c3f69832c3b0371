import type { Clock } from './clock.js';

/** Whose working time is not what it was. */
export interface HoursChange {
  readonly calendarIds: readonly string[];
  readonly repIds: readonly string[];
  readonly poolIds: readonly string[];
  /** Whether the hours are others in which leads may be contacted. */
  readonly ofContact: boolean;
}

/** Whose change the hours are in which leads may be contacted: nobody's, but told of by an id like all others. */
export const CONTACT_HOURS_ID = '00000000-0000-7000-8000-000000000006';

/** The part of a clock by which it is told whether it is outdated. */
type Planned = Pick<Clock, 'state' | 'basis' | 'calendarId' | 'repId' | 'reach' | 'plannedRevision' | 'nextAt'>;

/**
 * Whether a clock was planned by hours that are not what they were. The same in SQL stands in replanning.store.ts.
 * @param poolId of which its owner has the lead
 * @param changes when the hours of calendars, reps and pools last changed, as revisions of the configuration
 */
export function isOutdated(clock: Planned, poolId: string | null, changes: ReadonlyMap<string, number>): boolean {
  // One that runs without a deadline may get one; of the others, those that something still happens to.
  if (clock.basis !== 'working' || (clock.state !== 'running' && clock.nextAt === null)) return false;
  // What runs holds its owner to account, by their hours; the lead's clock and the chain of a miss have a calendar alone.
  const isOwners = clock.repId !== null && clock.state === 'running';
  const dependsOn = isOwners ? [clock.calendarId, clock.repId, poolId, contactOf(clock)] : [clock.calendarId];
  return dependsOn.some((id) => id !== null && (changes.get(id) ?? 0) > clock.plannedRevision);
}

function contactOf({ reach }: Planned): string | null {
  return reach === null ? null : CONTACT_HOURS_ID;
}
