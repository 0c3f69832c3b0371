import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/routing/deciding/decision.js';
import type { Roster } from '../../src/routing/deciding/roster.js';
import { receivingOf } from '../../src/routing/pools/receiving.js';
import type { Target } from '../../src/routing/rules/rules.js';
import { runs } from '../support/runs.js';
import { arbitraryRoster, NAMES, POOLS } from './roster.arbitrary.js';
import { aRequest } from './roster.builder.js';

const target: fc.Arbitrary<Target> = fc.oneof(
  fc.constantFrom(...POOLS).map((poolId) => ({ poolId })),
  fc.constantFrom(...NAMES).map((repId) => ({ repId })),
);
const targets = fc.uniqueArray(target, { maxLength: 3, selector: (each) => JSON.stringify(each) });

function saidOf(roster: Roster, to: readonly Target[]) {
  const receiving = receivingOf(NAMES, roster, {
    targets: [...to, null],
    backFrom: (_, at) => at,
    names: { rep: (id) => id, pool: (id) => id, when: String },
  });
  return new Map(NAMES.map((name, index) => [name, receiving[index]!]));
}

/** The same roster at a later instant; only the absences that have ended are gone. */
function later(roster: Roster, at: number): Roster {
  const reps = [...roster.reps].map(([id, rep]) => {
    const absent = rep.absent !== null && rep.absent.to > at ? rep.absent : null;
    return [id, { ...rep, absent }] as const;
  });
  return { ...roster, at, reps: new Map(reps) };
}

const assignedTo = (roster: Roster, to: Target | null, barred: readonly string[] = []) => {
  const [decision] = decide(
    // An offered lead is distributed in the end, so claims are skipped here.
    [aRequest({ target: to, excluded: barred, isOfferOver: true })],
    roster,
  ).decisions;
  return decision!.kind === 'assigned' ? decision!.repId : null;
};

describe('the answer whether a rep gets new leads', () => {
  it('is yes for the rep who gets the next one', () => {
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

  it('is yes only if a lead reaches them or their pool, and they get it when alone', () => {
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

  it('changes at exactly the instant that it names', () => {
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

  it('gives a reason exactly if it is no, and never an instant in the past', () => {
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
