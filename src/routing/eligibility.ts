import { type Instant, toIso } from '../platform/duration.js';
import type { Load, OpenHours, RosterRep } from './roster.js';

export const EXCLUDED_BY = ['inactive', 'unavailable', 'absent', 'offHours', 'capacity', 'earlierOwner'] as const;
export type ExcludedBy = (typeof EXCLUDED_BY)[number];

/** Why a rep is excluded; `detail` is a short fact such as "untouched 3 of 3" or "until 2026-…Z". */
export interface Exclusion {
  readonly excludedBy: ExcludedBy;
  readonly detail?: string;
}

/** What excludes a rep apart from working hours, the most lasting reason first; null if nothing does. */
export function exclusionOf(rep: RosterRep, load: Load): Exclusion | null {
  if (!rep.active) return { excludedBy: 'inactive' };
  if (!rep.available) {
    return rep.unavailableUntil === undefined
      ? { excludedBy: 'unavailable' }
      : { excludedBy: 'unavailable', detail: `until ${toIso(rep.unavailableUntil)}` };
  }
  if (rep.absent !== null) return { excludedBy: 'absent', detail: `until ${toIso(rep.absent.to)}` };
  const { open, untouched, perDay, perWeek } = rep.capacity;
  return (
    full('open', load.open, open) ??
    full('untouched', load.untouched, untouched) ??
    full('per day', load.today, perDay) ??
    full('per week', load.thisWeek, perWeek)
  );
}

/** Checked last, so that `offHours` means that nothing else excludes the rep. */
export function offHoursAt(hours: OpenHours, at: Instant): Exclusion | null {
  if (hours.isOpenAt(at)) return null;
  const opening = hours.nextOpening(at);
  return {
    excludedBy: 'offHours',
    detail: opening === null ? 'with no working hours ahead' : `until ${toIso(opening)}`,
  };
}

function full(what: string, count: number, most: number | undefined): Exclusion | null {
  if (most === undefined || count < most) return null;
  return { excludedBy: 'capacity', detail: `${what} ${count} of ${most}` };
}
