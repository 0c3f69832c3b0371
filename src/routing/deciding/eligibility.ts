import { type Instant, toIso } from '../../platform/values/duration.js';
import { lackedBy, type NeededSkill, skillInWords } from '../pools/skills.js';
import type { Load, OpenHours, RosterRep } from './roster.js';

export const EXCLUDED_BY = [
  'inactive',
  'unavailable',
  'absent',
  'offHours',
  'capacity',
  'skill',
  'earlierOwner',
  'declined',
  'protected',
] as const;
export type ExcludedBy = (typeof EXCLUDED_BY)[number];

/** Reasons that concern one lead; all others exclude a rep from any lead. */
const OF_THE_LEAD = ['skill', 'earlierOwner', 'declined', 'protected'] as const satisfies readonly ExcludedBy[];
type OfTheRep = Exclude<ExcludedBy, (typeof OF_THE_LEAD)[number]>;
export const OF_THE_REP = EXCLUDED_BY.filter(
  (word): word is OfTheRep => !(OF_THE_LEAD as readonly ExcludedBy[]).includes(word),
);

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

export interface Needs {
  readonly skills: readonly NeededSkill[];
  /** Its source in lower case, if a rep who may be considered has a capacity for it; otherwise null. */
  readonly source: string | null;
}

/** What excludes a rep from leads with these needs alone; null if nothing does. */
export function exclusionByNeeds(rep: RosterRep, load: Load, { skills, source }: Needs): Exclusion | null {
  const lacked = lackedBy(rep.skills, skills);
  if (lacked !== undefined) return { excludedBy: 'skill', detail: `without ${skillInWords(lacked)}` };
  const most = source === null ? undefined : rep.sourceCapacities?.get(source);
  if (most === undefined) return null;
  const { today = 0, thisWeek = 0 } = load.bySource?.get(source!) ?? {};
  return full(`${source} per day`, today, most.perDay) ?? full(`${source} per week`, thisWeek, most.perWeek);
}

interface PassedOver {
  /** The only reps whom it may go to; null for all. */
  readonly guard: { readonly repIds: readonly string[] } | null;
  readonly declined: readonly string[];
}

/** Returns why a lead passes over a rep, or null. @param barred earlier owners, and reps who declined it */
export function passedOver(
  repId: string,
  { guard, declined }: PassedOver,
  barred: readonly string[],
): Exclusion | null {
  if (guard?.repIds.includes(repId) === false) return { excludedBy: 'protected' };
  if (!barred.includes(repId)) return null;
  return { excludedBy: declined.includes(repId) ? 'declined' : 'earlierOwner' };
}

/** Returns the more lasting of what excludes a rep from all leads and what excludes them from some. */
export function moreLasting(fromAll: Exclusion | null, fromSome: Exclusion | null): Exclusion | null {
  if (fromSome === null || fromAll === null) return fromAll ?? fromSome;
  if (fromSome.excludedBy === 'skill') return fromAll.excludedBy === 'inactive' ? fromAll : fromSome;
  return fromAll.excludedBy === 'offHours' ? fromSome : fromAll;
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
