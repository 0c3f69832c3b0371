import { describe, expect, it } from '@jest/globals';
import { decide } from '../../src/routing/deciding/decision.js';
import type { RoutingRequest } from '../../src/routing/deciding/request.js';
import type { Roster } from '../../src/routing/deciding/roster.js';
import { renderTrace } from '../../src/routing/deciding/trace-reading.js';
import { aRequest, aRoster, HOUR, NOW, opensAt, rosterMember, rosterPool, rosterRep } from './roster.builder.js';

const AWAY = { absent: { from: NOW - HOUR, to: NOW + HOUR } };
const ASLEEP = { hours: opensAt(NOW + 2 * HOUR) };
type Facts = Parameters<typeof rosterRep>[1];

/** Ann, Bo and Cy in a pool with `afterRound: "again"`. */
function aRound(facts: { [name: string]: Facts } = {}, asleep: readonly string[] = []): Roster {
  const names = ['ann', 'bo', 'cy'];
  const members = names.map((name) => rosterMember(name, asleep.includes(name) ? ASLEEP : {}));
  return aRoster({
    reps: names.map((name) => rosterRep(name, facts[name])),
    pools: [rosterPool('pool', members, { afterRound: 'again' })],
  });
}

/** Cy has just missed the lead; Bo and Ann had it before. */
const MISSED: Partial<RoutingRequest> = {
  kind: 'move',
  earlierOwners: ['bo', 'ann', 'cy'],
  currentOwner: { repId: 'cy', untouched: true },
  again: ['bo', 'ann'],
};

function decideOne(roster: Roster, request: Partial<RoutingRequest> = MISSED) {
  const { decisions, snapshot, memberChanges } = decide([aRequest(request)], roster);
  return { decision: decisions[0]!, trace: renderTrace(snapshot, decisions[0]!.trace), memberChanges };
}

describe('a lead that every member has had', () => {
  it('goes once more to the member who had it longest ago, and the trace says so', () => {
    const { decision, trace, memberChanges } = decideOne(aRound());
    expect(decision).toMatchObject({ kind: 'assigned', by: 'turn', repId: 'bo', poolId: 'pool' });
    expect(decision.because).toMatch(
      /^Its owner missed a promise.* Every member has had it, so it goes once more to the one who had it longest ago \(`afterRound: "again"`\)\. The only one who could take it/,
    );
    expect(trace.winner).toBe('bo');
    expect(trace.candidates.map(({ repId, eligible, excludedBy }) => [repId, eligible, excludedBy])).toEqual([
      ['ann', false, 'earlierOwner'],
      ['bo', true, undefined],
      ['cy', false, 'earlierOwner'],
    ]);
    expect(memberChanges.map(({ repId, credit, leadsGot, missed }) => [repId, credit, leadsGot, missed])).toEqual([
      ['ann', 0, 0, { earlierOwner: 1 }],
      ['bo', 0, 1, {}],
      ['cy', 0, 0, { earlierOwner: 1 }],
    ]);
  });

  it('stays with its owner if the pool does not repeat, or has repeated it already', () => {
    const { reps, pools } = aRound();
    const queueing = [{ ...pools.get('pool')!, afterRound: 'queue' as const }];
    expect(decideOne(aRoster({ reps: [...reps.values()], pools: queueing })).decision.kind).toBe('stays');
    expect(decideOne(aRound(), { ...MISSED, again: [] }).decision.kind).toBe('stays');
  });

  it('waits for a member who has not had it, unless that member has left', () => {
    const request = { ...MISSED, earlierOwners: ['ann', 'cy'], again: ['ann'] };
    expect(decideOne(aRound({ bo: AWAY }), request).decision.kind).toBe('stays');
    expect(decideOne(aRound({ bo: { active: false } }), request).decision).toMatchObject({ repId: 'ann' });
  });

  it('skips members who cannot take it', () => {
    expect(decideOne(aRound({ bo: AWAY })).decision).toMatchObject({ repId: 'ann' });
    expect(decideOne(aRound({ bo: AWAY, ann: { capacity: { open: 0 } } })).decision.kind).toBe('stays');
  });

  it('goes to a member at work before those who are off', () => {
    expect(decideOne(aRound({}, ['bo'])).decision).toMatchObject({ repId: 'ann' });
    expect(decideOne(aRound({}, ['bo', 'ann'])).decision).toMatchObject({ repId: 'bo' });
  });

  it('follows the `afterRound` of the pool by which it entered', () => {
    const { reps, pools } = aRound();
    const behind = { ...pools.get('pool')!, afterRound: 'queue' as const };
    const entry = rosterPool('entry', [], { fallbackPoolId: 'pool', afterRound: 'again' });
    const roster = aRoster({ reps: [...reps.values()], pools: [entry, behind] });
    expect(decideOne(roster, { ...MISSED, target: { poolId: 'entry' } }).decision).toMatchObject({
      repId: 'bo',
      poolId: 'pool',
    });
    expect(decideOne(roster).decision.kind).toBe('stays');
  });

  it('goes to a former owner after recycling instead of waiting for good', () => {
    const recycled = { excluded: ['ann', 'bo', 'cy'], again: ['ann', 'bo', 'cy'] };
    expect(decideOne(aRound(), recycled).decision).toMatchObject({ kind: 'assigned', repId: 'ann' });
    expect(decideOne(aRound(), { ...recycled, again: [] }).decision.kind).toBe('queued');
  });
});
