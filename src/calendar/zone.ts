import { DateTime, IANAZone } from 'luxon';
import { parseInstant } from '../platform/input/formats.js';
import { firstOf } from '../platform/values/day.js';
import { type Instant, MS_PER_DAY, MS_PER_MINUTE, MS_PER_SECOND, toIso } from '../platform/values/duration.js';
import { countUpTo } from './binary-search.js';

/** A local date and time, as the epoch milliseconds of the same date and time in UTC. */
type LocalMs = number;

/** A local date: days since 1970-01-01. */
export type LocalDay = number;

export interface YearWindow {
  readonly firstYear: number;
  readonly lastYear: number;
}

/** The offsets of a zone in a window of years: `offsets[i]` holds from change `i - 1` up to change `i`. */
export interface ZoneRules {
  readonly changes: Float64Array;
  readonly offsets: Float64Array;
  /** Local times from here on are read with the offset after change `i`, earlier ones with the offset before it. */
  readonly cutoffs: Float64Array;
  /** Local days that the zone skipped, such as 2011-12-30 in Samoa. */
  readonly skippedDays: ReadonlySet<LocalDay>;
}

interface Change {
  readonly at: Instant;
  readonly before: number;
  readonly after: number;
}

/** No zone has changed twice within 6.9 days since 1970 (tzdata 2025c), so probing every five days misses no change. */
const PROBE_MS = 5 * MS_PER_DAY;

export const UTC_RULES: ZoneRules = rulesOf(0, []);

const changesByYear = new Map<string, readonly Change[]>();

/** Returns rules that extend beyond the window on both sides, so that all its local dates can be read. */
export function zoneRules(timeZone: string, { firstYear, lastYear }: YearWindow): ZoneRules {
  const changes: Change[] = [];
  for (let year = firstYear - 1; year <= lastYear + 1; year += 1) changes.push(...changesIn(timeZone, year));
  return rulesOf(offsetAt(IANAZone.create(timeZone), Date.UTC(firstYear - 1, 0, 1)), changes);
}

/**
 * Returns the instant of a local time. A time that a change skips moves forward by the length of the gap, and of a time
 * that occurs twice this is the first: both follow from using the offset before the change.
 */
export function instantOfLocal(rules: ZoneRules, local: LocalMs): Instant {
  return local - rules.offsets[countUpTo(rules.cutoffs, local)]!;
}

export function localOfInstant(rules: ZoneRules, at: Instant): LocalMs {
  return at + rules.offsets[countUpTo(rules.changes, at)]!;
}

function rulesOf(firstOffset: number, changes: readonly Change[]): ZoneRules {
  return {
    changes: Float64Array.from(changes, (change) => change.at),
    offsets: Float64Array.from([firstOffset, ...changes.map((change) => change.after)]),
    cutoffs: Float64Array.from(changes, (change) => change.at + Math.max(change.before, change.after)),
    skippedDays: new Set(changes.flatMap(daysLeaptOver)),
  };
}

function daysLeaptOver({ at, before, after }: Change): LocalDay[] {
  const first = Math.ceil((at + before) / MS_PER_DAY);
  const end = Math.floor((at + after) / MS_PER_DAY);
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}

function changesIn(timeZone: string, year: number): readonly Change[] {
  const key = `${timeZone} ${year}`;
  let changes = changesByYear.get(key);
  if (changes === undefined) {
    changes = findChanges(IANAZone.create(timeZone), Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1));
    changesByYear.set(key, changes);
  }
  return changes;
}

function findChanges(zone: IANAZone, from: Instant, to: Instant): Change[] {
  const changes: Change[] = [];
  let before = offsetAt(zone, from);
  for (let start = from; start < to; start += PROBE_MS) {
    const end = Math.min(start + PROBE_MS, to);
    const after = offsetAt(zone, end);
    if (after !== before) changes.push({ at: findChange(zone, start, end, before), before, after });
    before = after;
  }
  return changes;
}

/** The first whole second in (start, end] that no longer has the offset `before`. */
function findChange(zone: IANAZone, start: Instant, end: Instant, before: number): Instant {
  let low = start;
  let high = end;
  while (high - low > MS_PER_SECOND) {
    const middle = low + Math.floor((high - low) / 2 / MS_PER_SECOND) * MS_PER_SECOND;
    if (offsetAt(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Luxon's minutes can have a fraction: Liberia was 44 minutes and 30 seconds behind UTC until 1972. */
function offsetAt(zone: IANAZone, at: Instant): number {
  return Math.round(zone.offset(at) * MS_PER_MINUTE);
}

const A_MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/;

/** Reads a local date and time as entered in a form. @returns an ISO 8601 instant, or null if invalid */
export function momentIn(text: string, zone: string): string | null {
  const local = A_MOMENT.test(text) ? DateTime.fromISO(text.replace(' ', 'T'), { zone }) : null;
  return local?.isValid === true ? toIso(firstOf(local)) : null;
}

/** Formats an instant for a form field: `2026-03-02T09:00`. @returns the text unchanged if it is no instant */
export function localMomentOf(text: string, zone: string): string {
  const at = parseInstant(text);
  if (at === null) return text;
  const local = DateTime.fromMillis(at, { zone });
  return local.toFormat(at % 60_000 === 0 ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss.SSS");
}

/** Formats an instant for people in local time: `Mon 2 Mar 2026, 16:10 (Europe/Berlin)`. */
export function inLocalWords(at: Instant, timeZone: string): string {
  const local = DateTime.fromMillis(at, { zone: timeZone, locale: 'en-GB' });
  return `${local.toFormat('ccc d LLL yyyy, HH:mm')} (${timeZone})`;
}
