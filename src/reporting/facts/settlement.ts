import { unite } from '../../calendar/claims.js';
import type { WorkingTime } from '../../calendar/working-time.js';
import type { Instant, Interval } from '../../platform/duration.js';

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

/** Time that a rep had a lead; `until` is infinity while they have it. */
export interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
  readonly hours: WorkingTime;
}

/** What an owner's time is made of: theirs to answer, off hours (absences too), paused. */
interface OwnedParts {
  readonly ownerMs: number;
  readonly offMs: number;
  readonly pausedMs: number;
}

/** The parts of an answer: what is left of `elapsedMs` is time in which nobody had the lead. */
export interface Parts extends OwnedParts {
  /** Between what the person sent and its receipt. */
  readonly beforeMs: number;
  /** From receipt. */
  readonly elapsedMs: number;
}

const NOTHING: OwnedParts = { ownerMs: 0, offMs: 0, pausedMs: 0 };

/** Time that is both off hours and paused is off hours: nobody would have worked then. */
function partsOfStretch({ from, until, hours }: Stretch, end: Instant, pauses: readonly Interval[]): OwnedParts {
  const to = Math.min(until, end);
  if (to <= from) return NOTHING;
  const openMs = hours.workingMsBetween(from, to);
  const ownerMs = pauses.length === 0 ? openMs : hours.workingMsBetween(from, to, pauses);
  return { ownerMs, offMs: to - from - openMs, pausedMs: openMs - ownerMs };
}

/** Of owners, until an answer. @param stretches without overlaps */
export function partsOf(stretches: readonly Stretch[], end: Instant, pauses: readonly Interval[]): OwnedParts {
  return stretches.map((stretch) => partsOfStretch(stretch, end, pauses)).reduce(add, NOTHING);
}

/**
 * The time until an answer, taken apart.
 * @param submittedAt not after `receivedAt`
 * @param stretches of owners, without overlaps
 * @param end of the answer; one before receipt, by whoever knew the lead already, took what was before receipt alone
 */
export function splitOf(
  { submittedAt, receivedAt, end }: { submittedAt: Instant; receivedAt: Instant; end: Instant },
  stretches: readonly Stretch[],
  pauses: readonly Interval[],
): Parts {
  return {
    ...partsOf(stretches, end, pauses),
    beforeMs: Math.max(Math.min(end, receivedAt) - submittedAt, 0),
    elapsedMs: Math.max(end - receivedAt, 0),
  };
}

function add(one: OwnedParts, other: OwnedParts): OwnedParts {
  return {
    ownerMs: one.ownerMs + other.ownerMs,
    offMs: one.offMs + other.offMs,
    pausedMs: one.pausedMs + other.pausedMs,
  };
}
