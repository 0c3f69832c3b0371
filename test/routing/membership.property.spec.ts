import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Membership, membershipAfter, STANDING_KEPT_MS } from '../../src/routing/deciding/roster.js';
import { runs } from '../support/runs.js';
import { aLedger, dealTurn } from './ledger.builder.js';

/** A member who joins or leaves, leads distributed afterwards, and the time that passes before. */
const STEP = fc.record({
  member: fc.nat(6),
  leads: fc.nat(12),
  passes: fc.nat(STANDING_KEPT_MS / 4),
});
const WEIGHTS = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 7, maxLength: 7 });
const steps = fc.array(STEP, { maxLength: 60 });
const NOBODY: Membership = { members: [], former: [] };
const nameOf = (index: number) => `rep ${index}`;

/** Distributes leads among the members, and returns the membership with their new credits. */
function dealt({ members, former }: Membership, weights: readonly number[], leads: number): Membership {
  const ledger = aLedger({
    weights: members.map(({ repId }) => weights[Number(repId.slice(4))]!),
    credits: members.map(({ credit }) => credit),
    lastTurns: members.map(({ lastAssignedAt }) => lastAssignedAt ?? Number.NEGATIVE_INFINITY),
  });
  const latest = Math.max(0, ...ledger.lastTurns);
  for (let lead = 1; lead <= leads && members.length > 0; lead += 1)
    dealTurn(ledger, [...members.keys()], latest + lead);
  const after = members.map((member, index) => ({
    ...member,
    credit: ledger.credits[index]!,
    lastAssignedAt: Number.isFinite(ledger.lastTurns[index]!) ? ledger.lastTurns[index]! : null,
  }));
  return { members: after, former };
}

const creditOf = (all: readonly { credit: number }[]) => all.reduce((sum, { credit }) => sum + credit, 0);

describe('the standing of members who come and go', () => {
  it('is restored within a day and level afterwards, and does not change for others', () => {
    fc.assert(
      fc.property(WEIGHTS, steps, (weights, all) => {
        let pool = NOBODY;
        let now = 0;
        for (const { member, leads, passes } of all) {
          now += passes;
          const before = pool;
          const repId = nameOf(member);
          const ids = before.members.map((each) => each.repId);
          const isIn = ids.includes(repId);
          pool = membershipAfter(before, isIn ? ids.filter((id) => id !== repId) : [...ids, repId], now, 1);
          const others = before.members.filter((each) => each.repId !== repId);
          expect(pool.members.filter((each) => each.repId !== repId)).toEqual(others);
          if (!isIn) {
            const left = before.former.find((each) => each.repId === repId);
            const isKept = left !== undefined && now - left.leftAt < STANDING_KEPT_MS;
            expect(pool.members.at(-1)).toMatchObject({ repId, credit: isKept ? left.credit : 0 });
            expect(pool.former.some((each) => each.repId === repId)).toBe(false);
          }
          pool = dealt(pool, weights, leads);
        }
      }),
      { numRuns: runs(60, 300) },
    );
  });

  it('sums to zero with recent leavers, and no member is two leads from their share', () => {
    fc.assert(
      fc.property(WEIGHTS, steps, (weights, all) => {
        let pool = NOBODY;
        for (const { member, leads } of all) {
          const repId = nameOf(member);
          const ids = pool.members.map((each) => each.repId);
          // All steps happen at one instant, so every return is within a day.
          pool = membershipAfter(pool, ids.includes(repId) ? ids.filter((id) => id !== repId) : [...ids, repId], 0, 1);
          pool = dealt(pool, weights, leads);
          expect(creditOf([...pool.members, ...pool.former])).toBeCloseTo(0, 9);
          for (const { credit } of pool.members) expect(Math.abs(credit)).toBeLessThan(2);
        }
        const everybody = weights.map((_, index) => nameOf(index));
        expect(creditOf(membershipAfter(pool, everybody, 0, 1).members)).toBeCloseTo(0, 9);
      }),
      { numRuns: runs(60, 300) },
    );
  });

  it('brings no gain to a member who leaves and comes back', () => {
    fc.assert(
      fc.property(WEIGHTS, fc.nat(40), fc.nat(6), (weights, leads, member) => {
        const everybody = weights.map((_, index) => nameOf(index));
        const stayed = dealt(membershipAfter(NOBODY, everybody, 0, 1), weights, leads);
        const out = membershipAfter(
          stayed,
          everybody.filter((id) => id !== nameOf(member)),
          0,
          2,
        );
        const back = membershipAfter(out, everybody, 1, 3);
        expect(back).toEqual(stayed);
      }),
      { numRuns: runs(40, 200) },
    );
  });

  it('is forgotten after a day away', () => {
    const pool = membershipAfter(NOBODY, ['ann'], 0, 1);
    const gone = membershipAfter(pool, [], 0, 2);
    expect(membershipAfter(gone, [], STANDING_KEPT_MS - 1, 3).former).toHaveLength(1);
    expect(membershipAfter(gone, [], STANDING_KEPT_MS, 3).former).toEqual([]);
  });
});
