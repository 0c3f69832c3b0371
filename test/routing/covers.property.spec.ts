import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RosterRep } from '../../src/routing/deciding/roster.js';
import { coversOf } from '../../src/routing/pools/covers.js';

const NAMES = ['ann', 'bo', 'cy', 'dan', 'eve'];
const rep = fc.record({
  active: fc.boolean(),
  isAbsent: fc.boolean(),
  coverRepId: fc.constantFrom(null, ...NAMES, 'gone'),
});

it('each cover is asked once, only for an absent rep, and a ring of covers ends', () => {
  fc.assert(
    fc.property(fc.array(rep, { minLength: 5, maxLength: 5 }), fc.constantFrom(...NAMES), (facts, first) => {
      const absent = { from: 0, to: 1 };
      const reps = new Map(
        facts.map(({ active, isAbsent, coverRepId }, place) => [
          NAMES[place]!,
          { active, absent: isAbsent ? absent : null, coverRepId } as RosterRep,
        ]),
      );
      const line = [first, ...coversOf(first, (id) => reps.get(id))];
      expect(new Set(line).size).toBe(line.length);
      for (const [place, id] of line.slice(0, -1).entries())
        expect(reps.get(id)).toMatchObject({ active: true, absent, coverRepId: line[place + 1] });
      // The line goes on as long as its last rep is absent and has a cover.
      const last = reps.get(line.at(-1)!);
      const next = last?.active === true && last.absent !== null ? (last.coverRepId ?? null) : null;
      expect(next === null || line.includes(next)).toBe(true);
    }),
  );
});
