import { unite } from '../../calendar/claims.js';
import type { WorkingTime } from '../../calendar/working-time.js';
import type { Instant, Interval } from '../../platform/values/duration.js';

export interface CalendarVersion {
  readonly calendarId: string;
  readonly calendarVersion: number;
  readonly timeZone: string;
}

/** The settled hours of a stretch; never changed, only extended. */
export interface SettledStretch {
  readonly to: Instant;
  readonly calendar: CalendarVersion;
  /** Absences within it, and time in which the lead could not be contacted; without overlaps. */
  readonly away: readonly Interval[];
}

/** What counts at present for time that is not settled yet: the calendar, absences and times out of reach. */
export interface PresentHours {
  readonly calendar: CalendarVersion;
  readonly away: readonly Interval[];
}

/**
 * Settles a stretch. What was settled before stays, whatever was entered or deleted since: its calendar, absences and
 * times out of reach. Only time after it is counted by what holds now.
 * @param known the former settlement; null for none
 */
export function settle(known: SettledStretch | null, { from, to }: Interval, present: PresentHours): SettledStretch {
  if (known !== null && known.to >= to) return known;
  const since = known?.to ?? from;
  const away = present.away
    .map((absence) => ({ from: Math.max(absence.from, since), to: Math.min(absence.to, to) }))
    .filter((absence) => absence.from < absence.to);
  return { to, calendar: known?.calendar ?? present.calendar, away: unite([...(known?.away ?? []), ...away]) };
}

/** The time in which a rep owned a lead; `until` is infinity while they do. */
export interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
  readonly hours: WorkingTime;
}

/** The parts of an owner's time: working, off hours (including absences) and paused. */
interface OwnedParts {
  readonly ownerMs: number;
  readonly offMs: number;
  readonly pausedMs: number;
}

/** The parts of a response time. */
export interface Parts extends OwnedParts {
  /** From submission to receipt. */
  readonly beforeMs: number;
  readonly elapsedMs: number;
  /** What is neither off hours nor paused: the owner's time, and time without an owner. */
  readonly workingMs: number;
}

/** By what time without an owner is counted: the hours of the promise to the lead, and its pauses. */
interface Unowned {
  readonly hours: WorkingTime;
  readonly pauses: readonly Interval[];
}

const NOTHING: OwnedParts = { ownerMs: 0, offMs: 0, pausedMs: 0 };

/** Time that is both off hours and paused counts as off hours. */
function partsOfStretch({ from, until, hours }: Stretch, end: Instant, pauses: readonly Interval[]): OwnedParts {
  const to = Math.min(until, end);
  if (to <= from) return NOTHING;
  const openMs = hours.workingMsBetween(from, to);
  const ownerMs = pauses.length === 0 ? openMs : hours.workingMsBetween(from, to, pauses);
  return { ownerMs, offMs: to - from - openMs, pausedMs: openMs - ownerMs };
}

/** Sums the owners' parts until an answer. @param stretches without overlaps */
export function partsOf(stretches: readonly Stretch[], end: Instant, pauses: readonly Interval[]): OwnedParts {
  return stretches.map((stretch) => partsOfStretch(stretch, end, pauses)).reduce(add, NOTHING);
}

/**
 * Splits a response time into its parts.
 * @param submittedAt not after `receivedAt`
 * @param stretches of owners, without overlaps
 * @param end when it was answered; may precede receipt, if the rep already knew the lead
 * @param pauses of owners' clocks
 */
export function splitOf(
  { submittedAt, receivedAt, end }: { submittedAt: Instant; receivedAt: Instant; end: Instant },
  stretches: readonly Stretch[],
  pauses: readonly Interval[],
  { hours, pauses: unownedPauses }: Unowned,
): Parts {
  const owned = partsOf(stretches, end, pauses);
  const unowned = gapsOf(stretches, { from: receivedAt, to: end }).map(({ from, to }) => ({ from, until: to, hours }));
  const { offMs, pausedMs } = partsOf(unowned, end, unownedPauses);
  const parts = { ownerMs: owned.ownerMs, offMs: owned.offMs + offMs, pausedMs: owned.pausedMs + pausedMs };
  const elapsedMs = Math.max(end - receivedAt, 0);
  return {
    ...parts,
    beforeMs: Math.max(Math.min(end, receivedAt) - submittedAt, 0),
    elapsedMs,
    workingMs: workingMsOf(elapsedMs, parts),
  };
}

/** Returns what is neither off hours nor paused. */
export function workingMsOf(elapsedMs: number, { offMs, pausedMs }: OwnedParts): number {
  return elapsedMs - offMs - pausedMs;
}

/** Returns the parts of a span in which nobody had the lead. */
function gapsOf(stretches: readonly Stretch[], { from, to }: Interval): Interval[] {
  const gaps: Interval[] = [];
  let at = from;
  for (const stretch of [...stretches].sort((one, other) => one.from - other.from)) {
    if (stretch.from > at) gaps.push({ from: at, to: Math.min(stretch.from, to) });
    at = Math.max(at, stretch.until);
  }
  return [...gaps, { from: at, to }].filter((gap) => gap.from < gap.to);
}

function add(one: OwnedParts, other: OwnedParts): OwnedParts {
  return {
    ownerMs: one.ownerMs + other.ownerMs,
    offMs: one.offMs + other.offMs,
    pausedMs: one.pausedMs + other.pausedMs,
  };
}
