import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { alwaysOpen } from '../../src/calendar/working-time.js';
import { inTurns, spreadOver } from '../../src/handoffs/backfills/backfill.js';
import { groupBy } from '../../src/platform/values/group.js';
import { DAY } from '../support/instants.js';

const ZONE = 'Europe/Berlin';
const MONDAY = Date.parse('2026-03-09T10:00:00Z');

/** Hours from nine to five on some weekdays. @param open from Monday to Sunday */
function hoursOn(open: readonly boolean[]) {
  return {
    nextOpening(at: number): number | null {
      for (let days = 0; days <= 14; days += 1) {
        const day = DateTime.fromMillis(at, { zone: ZONE }).startOf('day').plus({ days });
        const [opens, closes] = [day.set({ hour: 9 }).toMillis(), day.set({ hour: 17 }).toMillis()];
        if (open[day.weekday - 1] && at < closes) return Math.max(at, opens);
      }
      return null;
    },
  };
}
const weekOf = (at: number) => DateTime.fromMillis(at, { zone: ZONE }).startOf('week').toISODate()!;
const dayOf = (at: number) => DateTime.fromMillis(at, { zone: ZONE }).toISODate()!;

describe('handoffs spread over weeks', () => {
  it('begin only on working days, evenly, up to the weekly limit, and completely', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
        fc.integer({ min: 0, max: 400 * 24 }),
        (count, perWeek, open, hours) => {
          const from = MONDAY + hours * 3_600_000;
          const begins = spreadOver(count, { from, hours: hoursOn(open), timeZone: ZONE, perWeek });
          if (!open.includes(true)) {
            expect(begins).toEqual([]);
            return;
          }
          expect(begins).toHaveLength(count);
          expect(begins).toEqual([...begins].sort((a, b) => a - b));
          const byWeek = new Map<string, number[]>();
          for (const at of begins) {
            expect(at).toBeGreaterThanOrEqual(from);
            expect(hoursOn(open).nextOpening(at)).toBe(at);
            byWeek.set(weekOf(at), [...(byWeek.get(weekOf(at)) ?? []), at]);
          }
          const weeks = [...byWeek.values()];
          for (const [index, week] of weeks.entries()) {
            expect(week.length).toBeLessThanOrEqual(perWeek);
            if (index < weeks.length - 1) expect(week).toHaveLength(perWeek);
            const ofDay = [...groupBy(week, dayOf).values()].map(({ length }) => length);
            expect(Math.max(...ofDay) - Math.min(...ofDay)).toBeLessThanOrEqual(1);
          }
          if (count > 0) expect(begins[0]! - from).toBeLessThan(8 * DAY);
        },
      ),
    );
  });

  it('begin at the first of two midnights where work never ends', () => {
    const from = Date.parse('2026-10-24T12:00:00Z');
    const begins = spreadOver(3, { from, hours: alwaysOpen, timeZone: 'Atlantic/Azores', perWeek: 2 });
    expect(begins.map((at) => new Date(at).toISOString())).toEqual([
      '2026-10-24T12:00:00.000Z',
      '2026-10-25T00:00:00.000Z',
      '2026-10-26T01:00:00.000Z',
    ]);
  });

  it('alternate between owners, and keep the order of each', () => {
    expect(inTurns(['a1', 'a2', 'a3', 'b1', 'c1', 'c2'], (each) => each[0]!)).toEqual([
      ...['a1', 'b1', 'c1', 'a2', 'c2', 'a3'],
    ]);
  });
});
