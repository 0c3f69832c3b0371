import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/routing/deciding/decision.js';
import type { Roster } from '../../src/routing/deciding/roster.js';
import { renderTrace } from '../../src/routing/deciding/trace-reading.js';
import { runs } from '../support/runs.js';
import { aRequest, aRoster, rosterMember, rosterPool, rosterRep } from './roster.builder.js';

const member = fc.record({
  weight: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0.1, max: 100, noNaN: true })),
  open: fc.nat(30),
  most: fc.option(fc.nat(40), { nil: undefined }),
});
type Member = typeof member extends fc.Arbitrary<infer Each> ? Each : never;
const members = fc.array(member, { minLength: 1, maxLength: 12 });

function rosterOf(all: readonly Member[], isLimited: boolean): Roster {
  const reps = all.map(({ open, most }, index) =>
    rosterRep(`rep ${index}`, {
      load: { open, untouched: 0, today: 0, thisWeek: 0 },
      capacity: isLimited ? { open: most } : {},
    }),
  );
  const of = all.map(({ weight }, index) => rosterMember(`rep ${index}`, { weight }));
  return aRoster({ reps, pools: [rosterPool('pool', of, { strategy: 'leastLoaded', load: 'open' })] });
}

function traces(roster: Roster, leads: number) {
  const { decisions, snapshot } = decide(
    Array.from({ length: leads }, () => aRequest()),
    roster,
  );
  return decisions.map(({ trace }) => renderTrace(snapshot, trace));
}

const positionOf = (repId: string) => Number(repId.slice(4));

describe('a least-loaded pool', () => {
  it('puts no winner ahead of an eligible member by more than one lead, by weight', () => {
    fc.assert(
      fc.property(members, fc.boolean(), (all, isLimited) => {
        const loads = all.map(({ open }) => open);
        for (const { winner, candidates } of traces(rosterOf(all, isLimited), 120)) {
          expect(candidates.map(({ load }) => load)).toEqual(loads);
          if (winner === null) continue;
          const found = positionOf(winner);
          loads[found]! += 1;
          const { weight } = all[found]!;
          for (const { repId, eligible, load, weight: theirs } of candidates) {
            if (!eligible || repId === winner) continue;
            const ahead = loads[found]! - (load! / theirs!) * weight;
            expect(ahead).toBeLessThanOrEqual(1 + 1e-6);
          }
        }
      }),
      { numRuns: runs(25, 300) },
    );
  });

  it('starves no member: each gets a turn before the others are a lead ahead by weight', () => {
    fc.assert(
      fc.property(members, (all) => {
        for (const [index, { open, weight }] of all.entries()) {
          const before = all.map((other) =>
            Math.max(0, Math.floor((open / weight) * other.weight + 1e-6) + 1 - other.open),
          );
          const leads = before.reduce((sum, each, at) => (at === index ? sum : sum + each), 1);
          const got = traces(rosterOf(all, false), Math.min(leads, 3_000)).map(({ winner }) => winner);
          if (leads <= 3_000) expect(got).toContain(`rep ${index}`);
        }
      }),
      { numRuns: runs(5, 40) },
    );
  });

  it('exceeds no capacity, and finds no member only when all are full', () => {
    fc.assert(
      fc.property(members, (all) => {
        const got = all.map(({ open }) => open);
        for (const { winner } of traces(rosterOf(all, true), 150)) {
          if (winner === null) {
            for (const [index, { most = Infinity }] of all.entries()) expect(got[index]).toBeGreaterThanOrEqual(most);
            continue;
          }
          const found = positionOf(winner);
          got[found]! += 1;
          expect(got[found]).toBeLessThanOrEqual(all[found]!.most ?? Infinity);
        }
      }),
      { numRuns: runs(20, 200) },
    );
  });

  it('decides and shows the same for the same input', () => {
    fc.assert(
      fc.property(members, fc.boolean(), (all, isLimited) => {
        expect(traces(rosterOf(all, isLimited), 40)).toEqual(traces(rosterOf(structuredClone(all), isLimited), 40));
      }),
      { numRuns: runs(20, 100) },
    );
  });
});
