import fc from 'fast-check';
import type { Roster } from '../../src/routing/deciding/roster.js';
import {
  ALWAYS,
  aRoster,
  closesAt,
  HOUR,
  NOW,
  opensAt,
  rosterMember,
  rosterPool,
  rosterRep,
} from './roster.builder.js';

export const NAMES = ['ann', 'bo', 'cy', 'dan', 'eve'];
export const POOLS = ['red', 'blue', 'green'];
const hours = fc.constantFrom(ALWAYS, ALWAYS, opensAt(NOW + HOUR), opensAt(NOW + 3 * HOUR), closesAt(NOW + 2 * HOUR));
const most = fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined });

const rep = (id: string) =>
  fc
    .record({
      active: fc.constantFrom(true, true, true, true, false),
      available: fc.constantFrom(true, true, true, true, false),
      absent: fc.constantFrom(null, null, null, { from: NOW - HOUR, to: NOW + HOUR }),
      skills: fc.subarray(['de', 'fr', 'nl']).map((language) => ({ language })),
      sourceCapacities: fc.constantFrom(
        undefined,
        new Map([['ads', { perDay: 2 }]]),
        new Map([
          ['ads', { perWeek: 3 }],
          ['web', { perDay: 0 }],
        ]),
      ),
      capacity: fc.record({ open: most, untouched: most, perDay: most, perWeek: most }),
      open: fc.nat(9),
      untouched: fc.nat(9),
      hours,
    })
    .map(({ open, untouched, ...facts }) =>
      rosterRep(id, { ...facts, load: { open, untouched: Math.min(open, untouched), today: 0, thisWeek: 0 } }),
    );
const members = fc
  .subarray(NAMES)
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.record({ weight: fc.integer({ min: 1, max: 9 }), hours }).map((facts) => rosterMember(name, facts)),
      ),
    ),
  );
const pool = (id: string) =>
  fc
    .tuple(
      members,
      fc.record({
        dealing: fc.constantFrom(
          { strategy: 'roundRobin' as const, load: null },
          { strategy: 'claim' as const, load: null },
          { strategy: 'leastLoaded' as const, load: 'open' as const },
          { strategy: 'leastLoaded' as const, load: 'untouched' as const },
        ),
        offHours: fc.constantFrom('share' as const, 'wait' as const),
        afterRound: fc.constantFrom('queue' as const, 'again' as const),
        fallbackPoolId: fc.constantFrom(null, ...POOLS),
      }),
    )
    .map(([of, { dealing, ...facts }]) => rosterPool(id, of, { ...dealing, ...facts }));
/** A few reps and pools, with all kinds of obstacles. */
export const arbitraryRoster: fc.Arbitrary<Roster> = fc
  .record({
    reps: fc.tuple(...NAMES.map(rep)),
    pools: fc.tuple(...POOLS.map(pool)),
    fallbackPoolId: fc.constantFrom(undefined, 'green'),
  })
  .map(({ fallbackPoolId, ...facts }) => aRoster(fallbackPoolId === undefined ? facts : { ...facts, fallbackPoolId }));
