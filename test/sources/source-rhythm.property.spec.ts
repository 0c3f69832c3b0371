import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FormerWeek } from '../../src/sla/silence.js';
import { breaksRhythm, isTooLong, mayBreakRhythm } from '../../src/sources/source-rhythm.js';
import { HOUR, MINUTE } from '../support/instants.js';

const WEEK = 168 * HOUR;
const NOW = Date.UTC(2026, 2, 30, 12);

/** The same hours of an earlier week, with leads at the given thousandths of them. */
function week(silenceMs: number, weeksAgo: number, parts: readonly number[]): FormerWeek {
  const during = { from: NOW - silenceMs - weeksAgo * WEEK, to: NOW - weeksAgo * WEEK };
  const at = (part: number) => during.from + Math.floor((silenceMs * part) / 1_000);
  return { during, touches: [...parts].sort((one, other) => one - other).map(at) };
}
const parts = fc.array(fc.integer({ min: 0, max: 999 }), { maxLength: 40 });
const silences = fc.integer({ min: 0, max: 8 * 24 * 60 }).map((minutes) => minutes * MINUTE);
const since = (silenceMs: number) => ({ from: NOW - silenceMs, to: NOW });
/** A lead at every interval, over four weeks. */
const steady = (silenceMs: number, everyMs: number) =>
  [1, 2, 3, 4].map((weeksAgo) => {
    const { during } = week(silenceMs, weeksAgo, []);
    const count = Math.floor(silenceMs / everyMs);
    return { during, touches: Array.from({ length: count }, (_, index) => during.from + (index + 1) * everyMs) };
  });

describe('a source counts as silent', () => {
  it('never within half an hour, nor after more than a week', () => {
    fc.assert(
      fc.property(silences, fc.array(parts, { minLength: 4, maxLength: 4 }), (silenceMs, weeks) => {
        const former = weeks.map((each, index) => week(silenceMs, index + 1, each));
        if (silenceMs < 30 * MINUTE || silenceMs > WEEK) expect(breaksRhythm(since(silenceMs), former)).toBe(false);
        expect(mayBreakRhythm(since(silenceMs))).toBe(silenceMs >= 30 * MINUTE && silenceMs <= WEEK);
      }),
    );
  });

  it('after twice the pace of a steady source, once that pace is known', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 240 }), fc.integer({ min: 30, max: 7 * 24 * 60 }), (every, minutes) => {
        const [everyMs, silenceMs] = [every * MINUTE, minutes * MINUTE];
        const isKnown = Math.floor(silenceMs / everyMs) >= 5;
        expect(breaksRhythm(since(silenceMs), steady(silenceMs, everyMs))).toBe(isKnown && silenceMs > 2 * everyMs);
      }),
    );
  });

  it('not if it was as silent at these hours in two of the last four weeks', () => {
    fc.assert(
      fc.property(silences, parts, parts, (silenceMs, one, other) => {
        const former = [[], one, [], other].map((each, index) => week(silenceMs, index + 1, each));
        expect(breaksRhythm(since(silenceMs), former)).toBe(false);
      }),
    );
  });

  it('or not, whatever happened in one odd week', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 60 }),
        fc.integer({ min: 5, max: 48 }),
        parts,
        fc.integer({ min: 0, max: 3 }),
        (every, hours, odd, oddWeek) => {
          const silenceMs = hours * HOUR;
          const former = steady(silenceMs, every * MINUTE);
          const with1 = former.map((each, index) => (index === oddWeek ? week(silenceMs, index + 1, odd) : each));
          expect(breaksRhythm(since(silenceMs), with1)).toBe(breaksRhythm(since(silenceMs), former));
        },
      ),
    );
  });

  it('at exactly the configured time, if there is one', () => {
    expect([HOUR - 1, HOUR, HOUR + 1].map((silenceMs) => isTooLong(since(silenceMs), HOUR))).toEqual([
      ...[false, true, true],
    ]);
  });
});
