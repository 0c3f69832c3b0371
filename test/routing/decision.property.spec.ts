import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/routing/deciding/decision.js';
import type { RoutingDecision } from '../../src/routing/deciding/outcome.js';
import type { RoutingRequest } from '../../src/routing/deciding/request.js';
import {
  type Load,
  type PoolMember,
  type Roster,
  type RosterRep,
  withinReach,
} from '../../src/routing/deciding/roster.js';
import type { RoutingTrace } from '../../src/routing/deciding/trace.js';
import { renderTrace } from '../../src/routing/deciding/trace-reading.js';
import type { MemberChange } from '../../src/routing/deciding/working-pool.js';
import { runs } from '../support/runs.js';
import { arbitraryRoster, NAMES, POOLS } from './roster.arbitrary.js';
import { aRequest, NOW } from './roster.builder.js';

const request: fc.Arbitrary<RoutingRequest> = fc
  .record({
    kind: fc.constantFrom('route' as const, 'route' as const, 'move' as const),
    target: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...POOLS).map((poolId) => ({ poolId })) },
      { weight: 1, arbitrary: fc.constantFrom(...NAMES).map((repId) => ({ repId })) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    earlierOwners: fc.oneof(fc.constant([]), fc.subarray(NAMES)),
    excluded: fc.oneof(fc.constant([]), fc.subarray(NAMES)),
    skills: fc.constantFrom(
      [],
      [],
      [],
      [{ skill: 'Language', values: ['DE'] }],
      [{ skill: 'language', values: ['fr', 'nl'] }],
    ),
    source: fc.constantFrom(undefined, 'ads', 'web'),
    again: fc.oneof(fc.constant([]), fc.shuffledSubarray(NAMES)),
    preferredRepId: fc.oneof(
      { weight: 5, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
    ),
    loses: fc.option(fc.record({ repId: fc.constantFrom(...NAMES), untouched: fc.boolean() }), {
      nil: undefined,
      freq: 3,
    }),
  })
  .map(({ loses, ...facts }) => aRequest({ ...facts, currentOwner: loses }));
const batch = fc.tuple(arbitraryRoster, fc.array(request, { maxLength: 40, size: 'max' }));

/** All decisions of a batch share one instant; only their order tells later turns from earlier ones. */
const atOneInstant = (trace: RoutingTrace): RoutingTrace => ({
  ...trace,
  candidates: trace.candidates.map(({ lastAssignedAt, ...candidate }) =>
    lastAssignedAt === undefined
      ? candidate
      : {
          ...candidate,
          lastAssignedAt: lastAssignedAt !== null && lastAssignedAt > trace.at ? trace.at : lastAssignedAt,
        },
  ),
});

const winner = (decision: RoutingDecision) => (decision.kind === 'assigned' ? decision.repId : null);

function more(counts: Load['bySource'], source: string): Load['bySource'] {
  const { today, thisWeek } = counts?.get(source) ?? { today: 0, thisWeek: 0 };
  return new Map([...(counts ?? []), [source, { today: today + 1, thisWeek: thisWeek + 1 }]]);
}

/** The roster after a decision, derived independently from the decision by the rules of the contract. */
function after(
  before: Roster,
  one: RoutingRequest,
  decision: RoutingDecision,
  changes: readonly MemberChange[],
  turn: number,
): Roster {
  const reps = new Map(before.reps);
  const add = (repId: string, by: Partial<Omit<Load, 'bySource'>>, source?: string) => {
    const { load, ...rest } = reps.get(repId)!;
    const sum = (key: keyof typeof by) => load[key] + (by[key] ?? 0);
    reps.set(repId, {
      ...rest,
      load: {
        open: sum('open'),
        untouched: sum('untouched'),
        today: sum('today'),
        thisWeek: sum('thisWeek'),
        bySource: source === undefined ? load.bySource : more(load.bySource, source),
      },
    });
  };
  if (decision.kind === 'assigned') add(decision.repId, { open: 1, untouched: 1, today: 1, thisWeek: 1 }, one.source);
  if (decision.kind !== 'stays' && decision.kind !== 'retained' && one.currentOwner)
    add(one.currentOwner.repId, { open: -1, untouched: one.currentOwner.untouched ? -1 : 0 });
  const changed = (poolId: string, member: PoolMember): PoolMember => {
    const change = changes.find((each) => each.poolId === poolId && each.repId === member.repId);
    if (change === undefined) return member;
    return {
      ...member,
      credit: change.credit,
      lastAssignedAt: change.leadsGot > 0 ? NOW + turn : member.lastAssignedAt,
    };
  };
  const pools = new Map(
    [...before.pools].map(([id, each]) => [
      id,
      { ...each, members: each.members.map((member) => changed(id, member)) },
    ]),
  );
  return { ...before, reps, pools };
}

describe('a batch of decisions', () => {
  it('decides and explains each lead as if it came alone after the ones before it', () => {
    let shown = 0;
    fc.assert(
      fc.property(batch, ([start, requests]) => {
        const together = decide(requests, start);
        const totals = new Map<string, { shareDue: number; leadsGot: number; missed: Record<string, number> }>();
        let current = start;
        for (const [index, one] of requests.entries()) {
          const alone = decide([one], current);
          const decision = together.decisions[index]!;
          expect({ ...decision, trace: null }).toEqual({ ...alone.decisions[0], trace: null });
          expect(renderTrace(together.snapshot, decision.trace)).toEqual(
            atOneInstant(renderTrace(alone.snapshot, alone.decisions[0]!.trace)),
          );
          for (const { poolId, repId, shareDue, leadsGot, missed } of alone.memberChanges) {
            const total = totals.get(`${poolId} ${repId}`) ?? { shareDue: 0, leadsGot: 0, missed: {} };
            for (const [reason, turns] of Object.entries(missed))
              total.missed[reason] = (total.missed[reason] ?? 0) + turns;
            totals.set(`${poolId} ${repId}`, {
              ...total,
              shareDue: total.shareDue + shareDue,
              leadsGot: total.leadsGot + leadsGot,
            });
          }
          current = after(current, one, decision, alone.memberChanges, index + 1);
          shown += 1;
        }
        for (const { poolId, repId, credit, shareDue, leadsGot, missed } of together.memberChanges) {
          const total = totals.get(`${poolId} ${repId}`)!;
          expect({ leadsGot, missed }).toEqual({ leadsGot: total.leadsGot, missed: total.missed });
          expect(shareDue).toBeCloseTo(total.shareDue, 9);
          expect(credit).toBe(current.pools.get(poolId)!.members.find((member) => member.repId === repId)!.credit);
          totals.delete(`${poolId} ${repId}`);
        }
        for (const { shareDue, leadsGot } of totals.values())
          expect([Math.abs(shareDue) < 1e-9, leadsGot]).toEqual([true, 0]);
      }),
      { numRuns: runs(80, 400) },
    );
    expect(shown).toBeGreaterThan(runs(800, 4_000));
  });

  it('shows the same credits as a ledger kept independently beside it', () => {
    fc.assert(
      fc.property(batch, ([start, requests]) => {
        const { decisions, snapshot } = decide(requests, start);
        const ledger = new Map<string, number>();
        for (const decision of decisions) {
          const { candidates } = renderTrace(snapshot, decision.trace);
          const dealt = decision.kind === 'assigned' && decision.by === 'turn' ? decision.poolId : null;
          const sharers = candidates.filter(({ poolId, eligible }) => poolId === dealt && eligible);
          const weight = sharers.reduce((sum, each) => sum + each.weight!, 0);
          for (const each of sharers) {
            const key = `${each.poolId} ${each.repId}`;
            ledger.set(key, (ledger.get(key) ?? 0) + each.weight! / weight);
          }
          for (const each of candidates) {
            if (start.pools.get(each.poolId ?? '')?.strategy === 'roundRobin')
              expect(each.credit).toBeCloseTo(ledger.get(`${each.poolId} ${each.repId}`) ?? 0, 9);
          }
          if (dealt !== null)
            ledger.set(`${dealt} ${winner(decision)}`, ledger.get(`${dealt} ${winner(decision)}`)! - 1);
        }
      }),
      { numRuns: runs(60, 300) },
    );
  });

  it('assigns no lead to an excluded rep or owner, or beyond a capacity', () => {
    fc.assert(
      fc.property(batch, ([start, requests]) => {
        const { decisions, snapshot } = decide(requests, start);
        const got = new Map<string, number>();
        for (const [index, decision] of decisions.entries()) {
          const trace = renderTrace(snapshot, decision.trace);
          expect(trace.winner).toBe(winner(decision));
          if (decision.kind !== 'assigned') continue;
          const { repId } = decision;
          expect(trace.candidates.find((each) => each.repId === repId)).toMatchObject({ eligible: true });
          got.set(repId, (got.get(repId) ?? 0) + 1);
          const { active, available, absent, capacity } = start.reps.get(repId) as RosterRep;
          expect([active, available, absent]).toEqual([true, true, null]);
          for (const limit of [capacity.perDay, capacity.perWeek])
            expect(got.get(repId)).toBeLessThanOrEqual(limit ?? Infinity);
          const { kind, earlierOwners, excluded = [], preferredRepId, again } = requests[index]!;
          const isMove = kind === 'move';
          const barred = isMove ? [...earlierOwners, ...excluded] : excluded;
          if (decision.because.includes('Every member has had it')) expect(again).toContain(repId);
          else if (isMove || preferredRepId !== repId) expect(barred).not.toContain(repId);
        }
      }),
      { numRuns: runs(60, 300) },
    );
  });

  it('depends only on the loads of reps within reach', () => {
    fc.assert(
      fc.property(batch, ([start, requests]) => {
        const near = withinReach(requests.slice(0, 2), start);
        const reps = [...start.reps].filter(([id]) => near.repIds.has(id));
        const pools = [...start.pools].filter(([id]) => near.poolIds.has(id));
        const partly = { ...start, reps: new Map(reps), pools: new Map(pools) };
        expect(decide(requests.slice(0, 2), partly)).toEqual(decide(requests.slice(0, 2), start));
      }),
      { numRuns: runs(60, 300) },
    );
  });
});
