import { describe, expect, it } from '@jest/globals';
import { decide } from '../../src/routing/deciding/decision.js';
import type { RoutingRequest } from '../../src/routing/deciding/request.js';
import type { PoolMember, RosterRep } from '../../src/routing/deciding/roster.js';
import { renderTrace } from '../../src/routing/deciding/trace-reading.js';
import { aRequest, aRoster, HOUR, NEVER, NOW, rosterMember, rosterPool, rosterRep } from './roster.builder.js';

interface Facts extends Partial<PoolMember> {
  readonly open?: number;
  readonly untouched?: number;
  readonly capacity?: RosterRep['capacity'];
}

function aPoolOf(members: Readonly<Record<string, Facts>>, load: 'open' | 'untouched' = 'open') {
  const reps = Object.entries(members).map(([id, { open = 0, untouched = 0, capacity = {} }]) =>
    rosterRep(id, { capacity, load: { open, untouched, today: 0, thisWeek: 0 } }),
  );
  const of = Object.entries(members).map(([id, { open: _, untouched: __, capacity: ___, ...facts }]) =>
    rosterMember(id, facts),
  );
  return aRoster({ reps, pools: [rosterPool('pool', of, { strategy: 'leastLoaded', load })] });
}

function dealt(roster: ReturnType<typeof aRoster>, requests: readonly RoutingRequest[] = [aRequest()]) {
  const { decisions, snapshot } = decide(requests, roster);
  return decisions.map(({ trace }) => renderTrace(snapshot, trace));
}

const winners = (roster: ReturnType<typeof aRoster>, leads: number) =>
  dealt(
    roster,
    Array.from({ length: leads }, () => aRequest()),
  ).map(({ winner }) => winner);

describe('a least-loaded pool', () => {
  it('assigns a lead to the member with the fewest open leads, and gives their number', () => {
    const [trace] = dealt(aPoolOf({ ann: { open: 3 }, bo: { open: 2 }, cy: { open: 4 } }));
    expect(trace!.winner).toBe('bo');
    expect(trace!.because).toBe('Fewest open leads of 3 who could take it: 2.');
    expect(trace!.candidates.map(({ load, loadPerWeight, credit }) => [load, loadPerWeight, credit])).toEqual([
      [3, 3, undefined],
      [2, 2, undefined],
      [4, 4, undefined],
    ]);
  });

  it('counts only leads that await first touch if the pool says so', () => {
    const members = { ann: { open: 9, untouched: 1 }, bo: { open: 2, untouched: 2 } };
    expect(dealt(aPoolOf(members, 'untouched'))[0]).toMatchObject({
      winner: 'ann',
      because: 'Fewest untouched leads of 2 who could take it: 1.',
    });
  });

  it('lets a member of twice the weight have twice as many', () => {
    const [trace] = dealt(aPoolOf({ ann: { open: 5, weight: 2 }, bo: { open: 3 } }));
    expect(trace!.winner).toBe('ann');
    expect(trace!.because).toBe('Fewest open leads for their weight of 2 who could take it: 5 at weight 2.');
    expect(trace!.candidates.map(({ loadPerWeight }) => loadPerWeight)).toEqual([2.5, 3]);
    expect(winners(aPoolOf({ ann: { weight: 2 }, bo: {} }), 6)).toEqual(['ann', 'bo', 'ann', 'bo', 'ann', 'ann']);
  });

  it('breaks a tie in favor of the longest wait, and first of members never served', () => {
    const [trace] = dealt(
      aPoolOf({
        ann: { open: 1, lastAssignedAt: NOW - HOUR },
        bo: { open: 1, lastAssignedAt: NOW - 2 * HOUR },
        cy: { open: 2, lastAssignedAt: NOW - 3 * HOUR },
      }),
    );
    expect(trace!.winner).toBe('bo');
    expect(trace!.because).toBe('Fewest open leads of 3 who could take it: 1; of equals, they waited longest.');
    expect(trace!.candidates.map(({ lastAssignedAt }) => lastAssignedAt)).toEqual([
      '2026-01-05T09:00:00.000Z',
      '2026-01-05T08:00:00.000Z',
      '2026-01-05T07:00:00.000Z',
    ]);
    expect(dealt(aPoolOf({ ann: { lastAssignedAt: NOW - HOUR }, bo: {} }))[0]!.winner).toBe('bo');
  });

  it('treats loads by weight as equal if they differ only by rounding', () => {
    // 1 / 0.1 and 3 / 0.3 differ in the last bit.
    const members = { ann: { open: 1, weight: 0.1, lastAssignedAt: NOW }, bo: { open: 3, weight: 0.3 } };
    expect(dealt(aPoolOf(members))[0]!.because).toMatch(/waited longest/);
    expect(dealt(aPoolOf(members))[0]!.winner).toBe('bo');
  });

  it('counts each lead of a batch before the next, also those of other pools and those given up', () => {
    const { reps, pools } = aPoolOf({ ann: { open: 1 }, bo: { open: 2 } });
    const other = rosterPool('other', [rosterMember('ann')]);
    const roster = aRoster({ reps: [...reps.values()], pools: [...pools.values(), other] });
    const traces = dealt(roster, [
      aRequest({ target: { poolId: 'other' } }),
      aRequest({ target: { repId: 'ann' } }),
      aRequest(),
      aRequest({ currentOwner: { repId: 'ann', untouched: true } }),
      aRequest(),
    ]);
    expect(traces.map(({ winner }) => winner)).toEqual(['ann', 'ann', 'bo', 'bo', 'ann']);
    expect(traces[2]!.candidates.map(({ load }) => load)).toEqual([3, 2]);
    expect(traces[4]!.candidates.map(({ load }) => load)).toEqual([2, 4]);
  });

  it('skips a member who is full, and says so', () => {
    const roster = aPoolOf({ ann: { open: 1, capacity: { open: 1 } }, bo: { open: 5 } });
    expect(dealt(roster)[0]).toMatchObject({
      winner: 'bo',
      because: 'The only one who could take it, with 5 open leads.',
      candidates: [{ excludedBy: 'capacity', detail: 'open 1 of 1', load: 1 }, { load: 5 }],
    });
  });

  it('off hours, distributes among the members who are otherwise eligible', () => {
    const roster = aPoolOf({ ann: { open: 1, hours: NEVER }, bo: { open: 0, hours: NEVER } });
    expect(dealt(roster)[0]).toMatchObject({
      winner: 'bo',
      because: expect.stringMatching(/Fewest open leads of 2 who could take it: 0\.$/),
    });
  });

  it('shows in each trace the loads before that lead, also after the trace was stored', () => {
    const requests = Array.from({ length: 5 }, () => aRequest());
    const { decisions, snapshot } = decide(requests, aPoolOf({ ann: { open: 1 }, bo: {} }));
    // A step that deals a lead implies that its owner has one more, so no load is stored with it.
    expect(snapshot.pools[0]!.steps).toEqual([[1], [0], [1], [0], [1]]);
    const stored = JSON.parse(JSON.stringify(snapshot));
    const loads = decisions.map(({ trace }) => renderTrace(stored, trace).candidates.map(({ load }) => load));
    expect(loads).toEqual([
      [1, 0],
      [1, 1],
      [2, 1],
      [2, 2],
      [3, 2],
    ]);
  });
});
