import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { minuteBefore, type RoutedCount, roomFor } from '../../src/routing/sources/source-limit.js';
import { MINUTE } from '../support/instants.js';
import { runs } from '../support/runs.js';

const arrivals = fc.array(
  fc.record({ afterMs: fc.integer({ min: 0, max: 2 * MINUTE }), leads: fc.integer({ min: 1, max: 30 }) }),
  { maxLength: 40 },
);

/**
 * Lets batches of leads come in one after the other.
 * @returns how many of each were routed, with the instants
 */
function play(given: readonly { afterMs: number; leads: number }[], most: number): (RoutedCount & { came: number })[] {
  let now = Date.UTC(2026, 2, 2, 15);
  let known: RoutedCount[] = [];
  return given.map(({ afterMs, leads: came }) => {
    now += afterMs;
    known = known.filter(({ at }) => at > minuteBefore(now));
    const leads = Math.min(came, roomFor(known, most, now));
    if (leads > 0) known.push({ at: now, leads });
    return { at: now, leads, came };
  });
}

describe('for a source with a limit', () => {
  it('no minute has more leads routed than the limit, whenever the minute begins', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 50 }), (given, most) => {
        const played = play(given, most);
        for (const { at: from } of played) {
          const within = played.filter(({ at }) => at >= from && at < from + MINUTE);
          expect(within.reduce((sum, { leads }) => sum + leads, 0)).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: runs(100, 500) },
    );
  });

  it('no lead is held back while the preceding minute has room', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 50 }), (given, most) => {
        const played = play(given, most);
        for (const [index, { at: now, leads, came }] of played.entries()) {
          const before = played.slice(0, index).filter(({ at }) => at > now - MINUTE);
          const used = before.reduce((sum, each) => sum + each.leads, 0);
          expect(leads).toBe(Math.min(came, most - used));
        }
      }),
      { numRuns: runs(100, 500) },
    );
  });
});
