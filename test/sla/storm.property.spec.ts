import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admit, countedSince, StormForecast } from '../../src/sla/storm.js';

const moves = fc.array(fc.record({ missedAt: fc.option(fc.integer({ min: 0, max: 100 })) }), { maxLength: 30 });
const breaker = fc.integer({ min: 1, max: 20 }).map((most) => ({ moves: most, per: 'PT10M' }));
const state = fc.record({
  moves: fc.integer({ min: 0, max: 30 }),
  wentOnAt: fc.option(fc.integer({ min: 0, max: 100 })),
});

it('admitted moves never exceed the room, no move is lost, and none waits while there is room', () => {
  fc.assert(
    fc.property(moves, breaker, state, (asked, limit, now) => {
      const { counted, uncounted, held } = admit(asked, limit, now);
      const room = Math.max(0, limit.moves - now.moves);
      expect(counted.length).toBeLessThanOrEqual(room);
      expect(counted.length + uncounted.length + held.length).toBe(asked.length);
      if (held.length > 0) expect(counted.length).toBe(room);
      // Earlier moves go first.
      expect([...counted, ...held]).toEqual(asked.filter((move) => !uncounted.includes(move)));
      for (const { missedAt } of uncounted) expect(missedAt).toBeLessThanOrEqual(now.wentOnAt!);
    }),
  );
});

it('misses from before a person ended the hold are not counted again', () => {
  const asked = [{ missedAt: 10 }, { missedAt: 11 }, { missedAt: null }];
  const { uncounted, held } = admit(asked, { moves: 1, per: 'PT10M' }, { moves: 1, wentOnAt: 10 });
  expect({ uncounted, held }).toEqual({ uncounted: [{ missedAt: 10 }], held: [{ missedAt: 11 }, { missedAt: null }] });
});

it('countedSince goes back for the configured period', () =>
  expect(countedSince({ moves: 1, per: 'PT10M' }, 600_001)).toBe(1));

it('the forecast admits exactly what consecutive sweeps would, until one finds no room', () => {
  const instants = fc.array(fc.integer({ min: 0, max: 2_000_000 }), { maxLength: 30 });
  const tallies = fc.uniqueArray(
    fc.record({ at: fc.integer({ min: -900_000, max: 0 }), moves: fc.integer({ min: 1, max: 5 }) }),
    {
      selector: ({ at }) => at,
    },
  );
  fc.assert(
    fc.property(instants, tallies, breaker, (asked, before, limit) => {
      const forecast = new StormForecast(limit, before);
      const tally = [...before];
      let isStopped = false;
      for (const at of asked.toSorted((one, other) => one - other)) {
        const moves = tally
          .filter((each) => countedSince(limit, at) < each.at)
          .reduce((sum, each) => sum + each.moves, 0);
        isStopped ||= admit([{ missedAt: null }], limit, { moves, wentOnAt: null }).held.length > 0;
        expect(forecast.admits(at)).toBe(!isStopped);
        if (!isStopped) tally.push({ at, moves: 1 });
      }
    }),
  );
});
