import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alwaysOpen } from '../../src/calendar/working-time.js';
import type { Instant, Interval } from '../../src/platform/instant.js';
import { isSilent, weeksBefore } from '../../src/sla/silence.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Monday, 10:00. */
const NOW = Date.UTC(2026, 2, 2, 10);
const AFTER = 30 * MINUTE;

/** Touches at a distance from each other, in an interval. */
function every(distanceMs: number, { from, to }: Interval): Instant[] {
  const touches: Instant[] = [];
  for (let at = from + distanceMs; at < to; at += distanceMs) touches.push(at);
  return touches;
}
const silenceOf = (ms: number): Interval => ({ from: NOW - ms, to: NOW });
const steady = (silence: Interval, distanceMs: number) => weeksBefore(silence).map((week) => every(distanceMs, week));

describe('touches', () => {
  it('that come as often as they ever did are never silent, whenever it is asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 299 }), (distance, since) => {
        const silence = silenceOf(Math.min(since, distance) * MINUTE);
        expect(isSilent(silence, steady(silence, distance * MINUTE), alwaysOpen, AFTER)).toBe(false);
      }),
    );
  });

  it('that stop are silent in the end, and stay so', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 240 }), fc.integer({ min: 0, max: 600 }), (distance, more) => {
        const minutes = Math.max(30, 6 * distance + 1) + more;
        const silence = silenceOf(minutes * MINUTE);
        expect(isSilent(silence, steady(silence, distance * MINUTE), alwaysOpen, AFTER)).toBe(true);
      }),
    );
  });

  it('are not silent where they were as silent in two of the last weeks', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 2 }), (quiet) => {
        const silence = silenceOf(2 * HOUR);
        const former = steady(silence, MINUTE).map((week, index) => (quiet.includes(index) ? [] : week));
        expect(isSilent(silence, former, alwaysOpen, AFTER)).toBe(false);
      }),
    );
  });

  it('that come together, hour by hour, are given twice the time in between', () => {
    const batches = (week: Interval) => every(MINUTE, week).filter((at) => (at - week.from) % HOUR >= 55 * MINUTE);
    const after = (minutes: number) => {
      const silence = silenceOf(minutes * MINUTE);
      return isSilent(silence, weeksBefore(silence).map(batches), alwaysOpen, AFTER);
    };
    expect([100, 110, 111].map(after)).toEqual([false, false, true]);
  });

  it('are as silent in one of them as on a holiday, and it says nothing', () => {
    const silence = silenceOf(2 * HOUR);
    expect(isSilent(silence, [[], ...steady(silence, MINUTE).slice(1)], alwaysOpen, AFTER)).toBe(true);
  });

  it('are not silent before the time that the settings say, nor while nobody works', () => {
    const short = silenceOf(AFTER - 1);
    expect(isSilent(short, steady(short, MINUTE), alwaysOpen, AFTER)).toBe(false);
    const closed = { ...alwaysOpen, isOpenAt: () => false, workingMsBetween: (from: number, to: number) => to - from };
    const long = silenceOf(2 * HOUR);
    expect(isSilent(long, steady(long, MINUTE), closed, AFTER)).toBe(false);
  });
});
