import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admit, countedSince } from '../../src/sla/storm.js';

const moves = fc.array(fc.record({ missedAt: fc.option(fc.integer({ min: 0, max: 100 })) }), { maxLength: 30 });
const breaker = fc.integer({ min: 1, max: 20 }).map((most) => ({ moves: most, per: 'PT10M' }));
const state = fc.record({
  moves: fc.integer({ min: 0, max: 30 }),
  wentOnAt: fc.option(fc.integer({ min: 0, max: 100 })),
});

it('no more are counted than there is room for, none is lost, and none waits while there is room', () => {
  fc.assert(
    fc.property(moves, breaker, state, (asked, limit, now) => {
      const { counted, uncounted, held } = admit(asked, limit, now);
      const room = Math.max(0, limit.moves - now.moves);
      expect(counted.length).toBeLessThanOrEqual(room);
      expect(counted.length + uncounted.length + held.length).toBe(asked.length);
      if (held.length > 0) expect(counted.length).toBe(room);
      // The earlier go first.
      expect([...counted, ...held]).toEqual(asked.filter((move) => !uncounted.includes(move)));
      for (const { missedAt } of uncounted) expect(missedAt).toBeLessThanOrEqual(now.wentOnAt!);
    }),
  );
});

it('what was missed before somebody said to go on is not asked of again', () => {
  const asked = [{ missedAt: 10 }, { missedAt: 11 }, { missedAt: null }];
  const { uncounted, held } = admit(asked, { moves: 1, per: 'PT10M' }, { moves: 1, wentOnAt: 10 });
  expect({ uncounted, held }).toEqual({ uncounted: [{ missedAt: 10 }], held: [{ missedAt: 11 }, { missedAt: null }] });
});

it('counts back for as long as the settings say', () =>
  expect(countedSince({ moves: 1, per: 'PT10M' }, 600_001)).toBe(1));
