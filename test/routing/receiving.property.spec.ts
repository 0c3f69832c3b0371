import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/routing/decision.js';
import { receivingOf } from '../../src/routing/receiving.js';
import type { Roster } from '../../src/routing/roster.js';
import type { Target } from '../../src/routing/rules.js';
import { runs } from '../support/runs.js';
import { arbitraryRoster, NAMES, POOLS } from './roster.arbitrary.js';
import { aRequest } from './roster.builder.js';

const target: fc.Arbitrary<Target> = fc.oneof(
  fc.constantFrom(...POOLS).map((poolId) => ({ poolId })),
  fc.constantFrom(...NAMES).map((repId) => ({ repId })),
);
const targets = fc.uniqueArray(target, { maxLength: 3, selector: (each) => JSON.stringify(each) });

/** What is said of everybody when rules lead to these targets. */
function saidOf(roster: Roster, to: readonly Target[]) {
  const receiving = receivingOf(NAMES, roster, {
    targets: [...to, null],
    backFrom: (_, at) => at,
    names: { rep: (id) => id, pool: (id) => id, when: String },
  });
  return new Map(NAMES.map((name, index) => [name, receiving[index]!]));
}

/** The same people when time has passed, and nothing else. */
function later(roster: Roster, at: number): Roster {
  const reps = [...roster.reps].map(([id, rep]) => {
    const absent = rep.absent !== null && rep.absent.to > at ? rep.absent : null;
    return [id, { ...rep, absent }] as const;
  });
  return { ...roster, at, reps: new Map(reps) };
}

const assignedTo = (roster: Roster, to: Target | null, barred: readonly string[] = []) => {
  const [decision] = decide(
    // What is offered is dealt to somebody in the end.
    [aRequest({ target: to, excluded: barred, isOfferOver: true })],
    roster,
  ).decisions;
  return decision!.kind === 'assigned' ? decision!.repId : null;
};

describe('whether reps get new leads', () => {
  it('is yes for whoever is dealt one', () => {
    fc.assert(
      fc.property(arbitraryRoster, targets, (roster, to) => {
        const said = saidOf(roster, to);
        for (const each of [...to, null]) {
          const owner = assignedTo(roster, each);
          if (owner !== null) expect([owner, said.get(owner)!.now]).toEqual([owner, true]);
        }
      }),
    );
  });

  it('is yes only for those who get one when nobody else may, of a lead that comes to them or to a pool of theirs', () => {
    fc.assert(
      fc.property(arbitraryRoster, targets, (roster, to) => {
        for (const [name, { now }] of saidOf(roster, to)) {
          if (!now) continue;
          const others = NAMES.filter((each) => each !== name);
          const comes = [...to, null].some((each) => {
            const [lead] = decide([aRequest({ target: each, isOfferOver: true })], roster).decisions;
            if (lead!.kind !== 'assigned') return false;
            const pool = lead!.poolId === null ? undefined : roster.pools.get(lead!.poolId);
            const isTheirs = lead!.repId === name || pool?.members.some(({ repId }) => repId === name);
            return isTheirs === true && assignedTo(roster, each, others) === name;
          });
          expect([name, comes]).toEqual([name, true]);
        }
      }),
      { numRuns: runs(200, 1_000) },
    );
  });

  it('begins at the instant that is said, and no moment before', () => {
    fc.assert(
      fc.property(arbitraryRoster, targets, (roster, to) => {
        for (const [name, { now, until }] of saidOf(roster, to)) {
          if (now || until === undefined) continue;
          const nowAt = (at: number) => saidOf(later(roster, at), to).get(name)!.now;
          expect([name, until, nowAt(until - 1), nowAt(until)]).toEqual([name, until, false, true]);
        }
      }),
      { numRuns: runs(200, 1_000) },
    );
  });

  it('says why not exactly where it is no, and never an instant that has passed', () => {
    fc.assert(
      fc.property(arbitraryRoster, targets, (roster, to) => {
        for (const { now, why, until, sentence } of saidOf(roster, to).values()) {
          expect(why === undefined).toBe(now);
          expect(sentence.startsWith(now ? 'Gets new leads' : 'Gets no new leads: ')).toBe(true);
          if (until !== undefined) expect(until).toBeGreaterThan(roster.at);
        }
      }),
    );
  });
});
