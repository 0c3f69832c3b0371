import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alwaysOpen } from '../../src/calendar/working-time.js';
import type { Instant, Interval } from '../../src/platform/values/duration.js';
import { isSilent, weeksBefore } from '../../src/sla/silence.js';
import { HOUR, MINUTE } from '../support/instants.js';

/** A Monday, 10:00. */
const NOW = Date.UTC(2026, 2, 2, 10);
const AFTER = 30 * MINUTE;

/** Touches at equal distances within an interval. */
function every(distanceMs: number, { from, to }: Interval): Instant[] {
  const touches: Instant[] = [];
  for (let at = from + distanceMs; at < to; at += distanceMs) touches.push(at);
  return touches;
}
const silenceOf = (ms: number): Interval => ({ from: NOW - ms, to: NOW });
const former = (silence: Interval, touchesOf: (week: Interval) => Instant[], timeZone = 'UTC') =>
  weeksBefore(silence, timeZone).map((during) => ({ during, touches: touchesOf(during) }));
const steady = (silence: Interval, distanceMs: number) => former(silence, (week) => every(distanceMs, week));

describe('touches', () => {
  it('that come as often as ever are never silent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 299 }), (distance, since) => {
        const silence = silenceOf(Math.min(since, distance) * MINUTE);
        expect(isSilent(silence, steady(silence, distance * MINUTE), alwaysOpen, AFTER)).toBe(false);
      }),
    );
  });

  it('that stop become silent in the end, and stay so', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 240 }), fc.integer({ min: 0, max: 600 }), (distance, more) => {
        const minutes = Math.max(30, 6 * distance + 1) + more;
        const silence = silenceOf(minutes * MINUTE);
        expect(isSilent(silence, steady(silence, distance * MINUTE), alwaysOpen, AFTER)).toBe(true);
      }),
    );
  });

  it('are not silent if two of the last weeks had the same gap', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 2 }), (quiet) => {
        const silence = silenceOf(2 * HOUR);
        const weeks = steady(silence, MINUTE).map((week, index) =>
          quiet.includes(index) ? { ...week, touches: [] } : week,
        );
        expect(isSilent(silence, weeks, alwaysOpen, AFTER)).toBe(false);
      }),
    );
  });

  it('that come in hourly batches are allowed twice the usual gap', () => {
    const batches = (week: Interval) => every(MINUTE, week).filter((at) => (at - week.from) % HOUR >= 55 * MINUTE);
    const after = (minutes: number) => {
      const silence = silenceOf(minutes * MINUTE);
      return isSilent(silence, former(silence, batches), alwaysOpen, AFTER);
    };
    expect([100, 110, 111].map(after)).toEqual([false, false, true]);
  });

  it('are silent even if one of the last weeks had the same gap, like a holiday', () => {
    const silence = silenceOf(2 * HOUR);
    const [last, ...others] = steady(silence, MINUTE);
    expect(isSilent(silence, [{ ...last!, touches: [] }, ...others], alwaysOpen, AFTER)).toBe(true);
  });

  it('are not silent before the configured time, or outside working hours', () => {
    const short = silenceOf(AFTER - 1);
    expect(isSilent(short, steady(short, MINUTE), alwaysOpen, AFTER)).toBe(false);
    const closed = { ...alwaysOpen, isOpenAt: () => false, workingMsBetween: (from: number, to: number) => to - from };
    const long = silenceOf(2 * HOUR);
    expect(isSilent(long, steady(long, MINUTE), closed, AFTER)).toBe(false);
  });

  it('are not silent over lunch, also in the weeks after the change to summer time', () => {
    // Berlin has summer time since 29 March 2026: noon was at 11:00 UTC, and is at 10:00.
    const noon = Date.UTC(2026, 2, 30, 10);
    const overLunch = { from: noon - 10 * MINUTE, to: noon + 50 * MINUTE };
    const isLunch = (at: Instant) => at % (24 * HOUR) >= 11 * HOUR && at % (24 * HOUR) < 12 * HOUR;
    const weeks = former(overLunch, (week) => every(MINUTE, week).filter((at) => !isLunch(at)), 'Europe/Berlin');
    expect(weeks[0]!.during).toEqual({ from: Date.UTC(2026, 2, 23, 10, 50), to: Date.UTC(2026, 2, 23, 11, 50) });
    expect(isSilent(overLunch, weeks, alwaysOpen, AFTER)).toBe(false);
  });
});
