import { unite } from '../../calendar/claims.js';
import type { Instant, Interval } from '../../platform/instant.js';

/** A calendar as it was at a version, read in a zone. */
export interface CalendarVersion {
  readonly calendarId: string;
  readonly calendarVersion: number;
  readonly timeZone: string;
}

/** By which hours a stretch was counted, once and for all. */
export interface SettledStretch {
  readonly to: Instant;
  readonly calendar: CalendarVersion;
  /** Absences within it, and time in which the lead could not be contacted; apart from each other. */
  readonly away: readonly Interval[];
}

/**
 * What a stretch is counted by. The calendar that it was counted by first stands; so do the absences until then, whatever
 * has been entered or deleted since, and when the lead could be contacted. Where more of it has to be counted, what comes
 * after goes by what holds today.
 * @param known as it was settled before; null when it was not
 * @param present what holds now
 */
export function settle(
  known: SettledStretch | null,
  { from, to }: Interval,
  present: { readonly calendar: CalendarVersion; readonly away: readonly Interval[] },
): SettledStretch {
  if (known !== null && known.to >= to) return known;
  const since = known?.to ?? from;
  const away = present.away
    .map((absence) => ({ from: Math.max(absence.from, since), to: Math.min(absence.to, to) }))
    .filter((absence) => absence.from < absence.to);
  return { to, calendar: known?.calendar ?? present.calendar, away: unite([...(known?.away ?? []), ...away]) };
}
