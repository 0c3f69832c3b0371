import { describe, expect, it } from '@jest/globals';
import { momentIn } from '../../src/calendar/zone.js';
import { localPeriods } from '../../src/conditions/condition-value.js';
import { spanOfDays } from '../../src/figures/local-minute.js';
import { type Day, dayIn, daysAfter, endOfDay, startOfDay } from '../../src/platform/values/day.js';
import { type Instant, MS_PER_DAY, MS_PER_MINUTE, MS_PER_SECOND } from '../../src/platform/values/duration.js';

/** Days near which a zone changes its clocks: at night and at midnight, by half an hour to a whole day. */
const CHANGES = [
  ['Australia/Lord_Howe', '2026-04-05', '2026-10-04'],
  ['America/Sao_Paulo', '2015-02-22', '2017-10-15'],
  ['America/Asuncion', '2024-03-24', '2024-10-06'],
  ['Africa/Cairo', '2026-04-24', '2026-10-30'],
  ['Asia/Beirut', '2026-03-29', '2026-10-25'],
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Kwajalein', '1993-08-21'],
  ['Africa/Casablanca', '2026-02-15', '2026-03-22'],
  ['Asia/Kathmandu', '1986-01-01'],
  ['America/Havana', '2026-03-08', '2026-11-01'],
] as const;

const cases = CHANGES.flatMap(([zone, ...days]) => days.map((day) => [zone, day] as const));

interface Minute {
  readonly at: Instant;
  /** `2026-03-29T02:30` */
  readonly local: string;
}

/** Every minute of nine days around a change, with the local time that Intl shows. */
function minutesAround(zone: string, day: Day): Minute[] {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const from = Date.parse(`${day}T00:00:00Z`) - 4 * MS_PER_DAY;
  return Array.from({ length: (9 * MS_PER_DAY) / MS_PER_MINUTE }, (_, index) => {
    const at = from + index * MS_PER_MINUTE;
    return { at, local: local.format(at).replace(' ', 'T') };
  });
}

/** The first minute whose local date is this day or later. */
function beginOf(day: Day, minutes: readonly Minute[]): Instant {
  return minutes.find(({ local }) => local.slice(0, 10) >= day)!.at;
}

describe.each(cases)('in %s around %s', (zone, day) => {
  const minutes = minutesAround(zone, day);
  const days = Array.from({ length: 5 }, (_, index) => daysAfter(day, index - 2));

  it('a day begins with the first minute of its date, and ends with the second before the next one', () => {
    for (const each of days) {
      const [begin, end] = [beginOf(each, minutes), beginOf(daysAfter(each, 1), minutes)];
      const begins = { each, from: iso(startOfDay(each, zone)), to: iso(endOfDay(each, zone) + MS_PER_SECOND) };
      expect(begins).toEqual({ each, from: iso(begin), to: iso(end) });
      const span = spanOfDays(Date.parse(each) / MS_PER_DAY, 1, zone);
      expect([each, iso(span.from), iso(span.to)]).toEqual([each, iso(begin), iso(end)]);
    }
  });

  it('every minute belongs to the day that a local clock shows, as days are counted', () => {
    const asked = minutes.filter(({ local }, index) => index % 11 === 0 && days.includes(local.slice(0, 10)));
    const counted = asked.map(({ at, local }) => ({ local, day: dayIn(at, zone), ...localPeriods(zone, at).day }));
    expect(counted).toEqual(
      asked.map(({ local }) => {
        const day = local.slice(0, 10);
        return { local, day, from: beginOf(day, minutes), to: beginOf(daysAfter(day, 1), minutes) };
      }),
    );
  });

  it('a local time is its first occurrence, and moves forward by the gap if it is skipped', () => {
    const first = new Map(minutes.toReversed().map(({ at, local }) => [local, at]));
    const texts = days.flatMap((each) =>
      Array.from({ length: 96 }, (_, quarter) => `${each}T${iso(quarter * 15 * MS_PER_MINUTE).slice(11, 16)}`),
    );
    const expected = texts.map((text) => {
      const at = first.get(text);
      if (at !== undefined) return [text, iso(at)];
      // The last minute whose local time is earlier: its offset reads a time that is skipped.
      const before = minutes.findLast(({ local }) => local < text)!;
      return [text, iso(before.at + Date.parse(`${text}Z`) - Date.parse(`${before.local}Z`))];
    });
    expect(texts.map((text) => [text, momentIn(text, zone)])).toEqual(expected);
  });
});

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
