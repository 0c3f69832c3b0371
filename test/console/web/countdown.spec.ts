import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countdown, untilNextText } from '../../../src/console/web/clocks/countdown.js';
import { runs } from '../../support/runs.js';

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

describe('time until a deadline', () => {
  it.each([
    [2 * DAY + 4 * HOUR, '2 d 4 h'],
    [3 * HOUR + 12 * MINUTE, '3 h 12'],
    [HOUR, '1 h 00'],
    [HOUR - 1, '1 h 00'],
    [42 * MINUTE, '42 min'],
    [10 * MINUTE, '10 min'],
    [10 * MINUTE - 1, '10:00'],
    [9 * MINUTE + 41 * SECOND, '09:41'],
    [1, '00:01'],
    [0, '+00:00'],
    [-1, '+00:00'],
    [-2 * MINUTE - 10 * SECOND, '+02:10'],
    [-10 * MINUTE, '+10 min'],
    [-26 * HOUR, '+1 d 2 h'],
  ])('%d ms is %s', (leftMs, text) => {
    expect(countdown(leftMs)).toBe(text);
  });

  it('changes its text exactly when it announces the change', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3 * DAY, max: 3 * DAY }), (leftMs) => {
        const waitMs = untilNextText(leftMs);
        expect(waitMs).toBeGreaterThan(0);
        // Until just before, the text stays.
        expect(countdown(leftMs - waitMs + 1)).toBe(countdown(leftMs));
      }),
      { numRuns: runs(500, 20_000) },
    );
  });
});
