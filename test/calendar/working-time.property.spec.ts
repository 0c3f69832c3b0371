import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CalendarDefinition, checkCalendar, type LocalInterval, WEEKDAYS } from '../../src/calendar/definition.js';
import { compileWorkingTime, type WorkingTime } from '../../src/calendar/working-time.js';
import {
  type Instant,
  type Interval,
  MS_PER_DAY,
  MS_PER_HOUR,
  MS_PER_MINUTE,
} from '../../src/platform/values/duration.js';
import { runs } from '../support/runs.js';
import { SlowWorkingTime } from './slow-working-time.js';

/** Each zone with a date near which it changes: gaps and overlaps of 30 minutes to 24 hours, at night and at midnight. */
const PLACES = [
  { timeZone: 'UTC', around: '2026-03-01' },
  { timeZone: 'America/New_York', around: '2026-03-08' },
  { timeZone: 'America/New_York', around: '2026-11-01' },
  { timeZone: 'Europe/Berlin', around: '2026-10-25' },
  { timeZone: 'Europe/Dublin', around: '2027-03-28' },
  { timeZone: 'Australia/Lord_Howe', around: '2026-04-05' },
  { timeZone: 'Australia/Lord_Howe', around: '2026-10-04' },
  { timeZone: 'Antarctica/Troll', around: '2026-03-29' },
  { timeZone: 'America/Sao_Paulo', around: '2017-10-15' },
  { timeZone: 'America/Asuncion', around: '2024-03-24' },
  { timeZone: 'America/Asuncion', around: '2024-10-06' },
  { timeZone: 'America/Havana', around: '2025-11-02' },
  { timeZone: 'Africa/Cairo', around: '2026-04-24' },
  { timeZone: 'Africa/Cairo', around: '2026-10-30' },
  { timeZone: 'Asia/Beirut', around: '2026-03-29' },
  { timeZone: 'Asia/Beirut', around: '2026-10-25' },
  { timeZone: 'Africa/Casablanca', around: '2026-03-01' },
  { timeZone: 'Asia/Kathmandu', around: '1986-01-01' },
  { timeZone: 'Pacific/Apia', around: '2011-12-30' },
] as const;

/** Dates that the slow definition knows; questions concern the middle. */
const DATES_BEFORE = 12;
const DATES = 70;
const RUNS = runs(30, 150);

interface Scene {
  readonly definition: CalendarDefinition;
  readonly first: string;
  /** Questions concern instants in the 20 days from here. */
  readonly start: Instant;
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Several intervals that do not overlap, at quarters of an hour; the last may run past midnight or end at 24:00. */
const day = fc
  .record({
    edges: fc.uniqueArray(fc.integer({ min: 0, max: 95 }), { maxLength: 6 }),
    pastMidnight: fc.option(fc.integer({ min: 0, max: 96 }), { freq: 3 }),
  })
  .map(({ edges, pastMidnight }): LocalInterval[] => {
    const sorted = edges.sort((a, b) => a - b).map((quarter) => clock(quarter * 15));
    const intervals: LocalInterval[] = [];
    for (let index = 0; index + 1 < sorted.length; index += 2) intervals.push([sorted[index]!, sorted[index + 1]!]);
    if (sorted.length % 2 === 0) return intervals;
    const start = sorted.at(-1)!;
    const end = pastMidnight === null || clock(pastMidnight * 15) === start ? '24:00' : clock(pastMidnight * 15);
    // The order of a day's intervals does not matter.
    return [[start, end], ...intervals];
  });

const scenes: fc.Arbitrary<Scene> = fc
  .record({
    place: fc.constantFrom(...PLACES),
    week: fc.tuple(day, day, day, day, day, day, day),
    holidays: fc.array(fc.integer({ min: 0, max: DATES - 1 }), { maxLength: 6 }),
    overrides: fc.array(fc.tuple(fc.integer({ min: 5, max: 40 }), day), { maxLength: 6 }),
    breaks: fc.array(fc.tuple(fc.integer({ min: 5, max: 40 }), day), { maxLength: 6 }),
  })
  .map(({ place, week, holidays, overrides, breaks }) => {
    const start = Date.parse(place.around) - 4 * MS_PER_DAY;
    const firstMs = Date.parse(place.around) - DATES_BEFORE * MS_PER_DAY;
    const date = (index: number) => dateOf(firstMs + index * MS_PER_DAY);
    const definition: CalendarDefinition = {
      timeZone: place.timeZone,
      hours: Object.fromEntries(WEEKDAYS.map((weekday, index) => [weekday, week[index]!])),
      holidays: holidays.map(date),
      overrides: Object.fromEntries(overrides.map(([index, intervals]) => [date(index), intervals])),
      breaks: Object.fromEntries(breaks.map(([index, intervals]) => [date(index), intervals])),
    };
    return { definition, first: dateOf(firstMs), start };
  })
  .filter(({ definition }) => checkCalendar(definition).length === 0);

/** Offsets from a scene's start: mostly whole quarters of an hour, where the edges are. */
const offsets = fc.oneof(
  fc.integer({ min: 0, max: 20 * 96 }).map((quarter) => quarter * 15 * MS_PER_MINUTE),
  fc.integer({ min: 0, max: 20 * MS_PER_DAY }),
);
const budgets = fc.oneof(
  fc.integer({ min: 1, max: 160 }).map((quarter) => quarter * 15 * MS_PER_MINUTE),
  fc.integer({ min: 1, max: 40 * MS_PER_HOUR }),
);
const someIntervals = fc.array(fc.tuple(offsets, fc.integer({ min: -1, max: 200 })), { maxLength: 5 });

function intervalsOf({ start }: Scene, drawn: readonly (readonly [number, number])[]): Interval[] {
  return drawn.map(([offset, quarters]) => ({
    from: start + offset,
    to: start + offset + quarters * 15 * MS_PER_MINUTE,
  }));
}

function fast({ definition }: Scene, year = 2026): WorkingTime {
  return compileWorkingTime(definition, {
    timeZone: 'UTC',
    holidaysOf: () => [],
    window: { firstYear: year, lastYear: year },
  });
}

function slow({ definition, first }: Scene, absences: readonly Interval[] = []): SlowWorkingTime {
  return new SlowWorkingTime(definition, { first, count: DATES }, absences);
}

function check<T extends unknown[]>(drawn: { [K in keyof T]: fc.Arbitrary<T[K]> }, law: (...args: T) => void): void {
  fc.assert(fc.property(...(drawn as unknown as [fc.Arbitrary<unknown>]), law as unknown as (arg: unknown) => void), {
    numRuns: RUNS,
  });
}

describe('working time against the slow definition', () => {
  it('is open, opens and closes at the same instants', () => {
    check<[Scene, number[]]>([scenes, fc.array(offsets, { minLength: 20, maxLength: 20 })], (context, asked) => {
      const ours = fast(context);
      const theirs = slow(context);
      for (const at of asked.map((offset) => context.start + offset)) {
        expect(ours.isOpenAt(at)).toBe(theirs.isOpenAt(at));
        const opening = theirs.nextOpening(at);
        if (opening !== null) expect(ours.nextOpening(at)).toBe(opening);
        const closing = theirs.closes(at);
        if (closing !== null && closing < context.start + 40 * MS_PER_DAY) expect(ours.closes(at)).toBe(closing);
      }
    });
  });

  it('has the same working time between two instants, also with pauses', () => {
    check<[Scene, number, number, [number, number][]]>(
      [scenes, offsets, offsets, someIntervals],
      (context, a, b, drawn) => {
        const pauses = intervalsOf(context, drawn);
        const [from, to] = [context.start + a, context.start + b];
        expect(fast(context).workingMsBetween(from, to, pauses)).toBe(slow(context).workingMsBetween(from, to, pauses));
      },
    );
  });

  it('has the same deadlines, in days and time, with pauses and absences', () => {
    const days = fc.integer({ min: 0, max: 5 });
    let answered = 0;
    check<[Scene, number, number, number, [number, number][], [number, number][]]>(
      [scenes, offsets, days, fc.oneof(fc.constant(0), budgets), someIntervals, someIntervals],
      (context, offset, wholeDays, ms, paused, absent) => {
        const [from, pauses, absences] = [
          context.start + offset,
          intervalsOf(context, paused),
          intervalsOf(context, absent),
        ];
        const expected = slow(context, absences).deadline(from, { days: wholeDays, ms }, pauses);
        if (expected === null) return;
        answered += 1;
        expect(fast(context).without(absences).deadline(from, { days: wholeDays, ms }, pauses)).toBe(expected);
      },
    );
    expect(answered).toBeGreaterThan(RUNS / 2);
  });
});

describe('the laws of working time', () => {
  it('has worked exactly the budget by the deadline, and a millisecond less a millisecond before', () => {
    check<[Scene, number, number, [number, number][]]>(
      [scenes, offsets, budgets, someIntervals],
      (context, offset, ms, drawn) => {
        const [ours, from, pauses] = [fast(context), context.start + offset, intervalsOf(context, drawn)];
        const due = ours.deadline(from, { days: 0, ms }, pauses);
        expect(ours.workingMsBetween(from, due, pauses)).toBe(ms);
        expect(ours.workingMsBetween(from, due - 1, pauses)).toBe(ms - 1);
      },
    );
  });

  it('treats absences as it does pauses, for spans and for budgets in time', () => {
    check<[Scene, number, number, number, [number, number][]]>(
      [scenes, offsets, offsets, budgets, someIntervals],
      (context, a, b, ms, drawn) => {
        const [ours, absences] = [fast(context), intervalsOf(context, drawn)];
        const [from, to] = [context.start + a, context.start + b];
        expect(ours.without(absences).workingMsBetween(from, to)).toBe(ours.workingMsBetween(from, to, absences));
        expect(ours.without(absences).deadline(from, { days: 0, ms })).toBe(
          ours.deadline(from, { days: 0, ms }, absences),
        );
      },
    );
  });

  it('never gives a later start or a larger budget an earlier deadline', () => {
    check<[Scene, number, number, number, number]>(
      [scenes, offsets, offsets, budgets, budgets],
      (context, a, b, c, d) => {
        const ours = fast(context);
        const [early, late] = [context.start + Math.min(a, b), context.start + Math.max(a, b)];
        const [small, large] = [Math.min(c, d), Math.max(c, d)];
        expect(ours.deadline(late, { days: 0, ms: small })).toBeGreaterThanOrEqual(
          ours.deadline(early, { days: 0, ms: small }),
        );
        expect(ours.deadline(early, { days: 0, ms: large })).toBeGreaterThanOrEqual(
          ours.deadline(early, { days: 0, ms: small }),
        );
      },
    );
  });

  it('does not depend on which years were compiled first', () => {
    check<[Scene, number, number, number]>(
      [scenes, offsets, budgets, fc.integer({ min: 2005, max: 2035 })],
      (context, offset, ms, year) => {
        const from = context.start + offset;
        const late = fast(context, year);
        expect(late.deadline(from, { days: 2, ms })).toBe(fast(context).deadline(from, { days: 2, ms }));
        expect(late.workingMsBetween(from, from + 9 * MS_PER_DAY)).toBe(
          fast(context).workingMsBetween(from, from + 9 * MS_PER_DAY),
        );
      },
    );
  });
});

describe('the combined time of two calendars', () => {
  /** The other calendar, over the dates of the first. */
  const beside = (context: Scene, other: Scene): Scene => ({
    ...other,
    first: context.first,
    start: context.start,
  });
  const slowBoth = (context: Scene, other: Scene) => slow(context, slow(beside(context, other)).closedTime());

  it('within both is what is open in both, with days of the first that have such time', () => {
    const days = fc.integer({ min: 0, max: 5 });
    let answered = 0;
    check<[Scene, Scene, number, number, number, [number, number][]]>(
      [scenes, scenes, offsets, days, fc.oneof(fc.constant(0), budgets), someIntervals],
      (context, other, offset, wholeDays, ms, paused) => {
        const [from, pauses] = [context.start + offset, intervalsOf(context, paused)];
        const [ours, theirs] = [fast(context).within(fast(other)), slowBoth(context, other)];
        expect(ours.isOpenAt(from)).toBe(theirs.isOpenAt(from));
        expect(ours.workingMsBetween(from, from + 9 * MS_PER_DAY)).toBe(
          theirs.workingMsBetween(from, from + 9 * MS_PER_DAY),
        );
        const expected = theirs.deadline(from, { days: wholeDays, ms }, pauses);
        if (expected === null) return;
        answered += 1;
        expect(ours.deadline(from, { days: wholeDays, ms }, pauses)).toBe(expected);
      },
    );
    expect(answered).toBeGreaterThan(RUNS / 4);
  });

  it('of either is what both have, with their common time counted once', () => {
    check<[Scene, Scene, number, number]>([scenes, scenes, offsets, offsets], (context, drawn, a, b) => {
      const other = { ...drawn, definition: { ...drawn.definition, timeZone: context.definition.timeZone } };
      const [one, two] = [fast(context), fast(other)];
      const [from, to] = [context.start + a, context.start + b];
      const either = one.or([two]);
      expect(either.isOpenAt(from)).toBe(one.isOpenAt(from) || two.isOpenAt(from));
      expect(either.workingMsBetween(from, to)).toBe(
        one.workingMsBetween(from, to) + two.workingMsBetween(from, to) - one.within(two).workingMsBetween(from, to),
      );
    });
  });

  it('does not depend on which of the two was compiled further, and for which years', () => {
    check<[Scene, Scene, number, number, number]>(
      [scenes, scenes, offsets, budgets, fc.integer({ min: 2005, max: 2035 })],
      (context, drawn, offset, ms, year) => {
        const other = { ...drawn, definition: { ...drawn.definition, timeZone: context.definition.timeZone } };
        const from = context.start + offset;
        const further = fast(other, year);
        further.claimsIn({ firstYear: 2005, lastYear: 2035 });
        for (const days of [0, 2])
          expect(fast(context, year).or([further]).deadline(from, { days, ms })).toBe(
            fast(context)
              .or([fast(other)])
              .deadline(from, { days, ms }),
          );
      },
    );
  });
});
