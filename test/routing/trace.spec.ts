import { describe, expect, it } from '@jest/globals';
import { decide } from '../../src/routing/decision.js';
import { compileRules, matchRules } from '../../src/routing/rules.js';
import { renderTrace } from '../../src/routing/trace.js';
import { aRequest, aRoster, leadFacts, rosterMember, rosterPool, rosterRep } from './roster.builder.js';

const ROSTER = aRoster({
  reps: [rosterRep('ann', { capacity: { open: 2 } }), rosterRep('bo')],
  pools: [rosterPool('pool', [rosterMember('ann', { weight: 3 }), rosterMember('bo')])],
});

describe('a trace', () => {
  it('shows the numbers as they were, whatever came after', () => {
    const { decisions, snapshot } = decide(
      Array.from({ length: 4 }, () => aRequest()),
      ROSTER,
    );
    const traces = decisions.map(({ trace }) => renderTrace(snapshot, trace));
    expect(traces.map(({ winner }) => winner)).toEqual(['ann', 'bo', 'ann', 'bo']);
    expect(traces.map(({ candidates }) => candidates.map(({ credit }) => credit))).toEqual([
      [0.75, 0.25],
      [0.5, 0.5],
      [1.25, -0.25],
      [0.25, 0.75],
    ]);
    expect(traces[2]!.candidates[0]).toMatchObject({ repId: 'ann', eligible: true });
    expect(traces[3]!.candidates[0]).toMatchObject({
      repId: 'ann',
      eligible: false,
      excludedBy: 'capacity',
      detail: 'open 2 of 2',
    });
  });

  it('is the same after a stay in the database', () => {
    const { decisions, snapshot } = decide(
      Array.from({ length: 4 }, () => aRequest({ earlierOwners: ['bo'] })),
      ROSTER,
    );
    for (const { trace } of decisions) {
      const stored = JSON.parse(JSON.stringify({ snapshot, trace }));
      expect(renderTrace(stored.snapshot, stored.trace)).toEqual(renderTrace(snapshot, trace));
    }
  });

  it('is the same where the snapshot is from before pools could be dealt in more than one way', () => {
    const requests = Array.from({ length: 4 }, () => aRequest());
    const { decisions, snapshot } = decide(requests, ROSTER);
    const former = { ...snapshot, pools: snapshot.pools.map(({ strategy: _, ...pool }) => pool) };
    for (const { trace } of decisions) expect(renderTrace(former, trace)).toEqual(renderTrace(snapshot, trace));
  });

  it('shows each rule, with what the lead held where it failed', () => {
    const rules = compileRules([
      { name: 'DACH', when: { field: 'company.country', op: 'in', value: ['DE', 'AT'] }, assign: { poolId: 'dach' } },
      { name: 'None', when: { not: {} }, assign: { poolId: 'none' } },
      { name: 'Rest', when: {}, assign: { poolId: 'pool' } },
    ]);
    const requests = ['FR', 'DE', 'IT', undefined].map((country) => {
      const { evaluated } = matchRules(rules, leadFacts({ company: { country } }));
      return aRequest({ rules: evaluated });
    });
    const { decisions, snapshot } = decide(requests, ROSTER);
    const shown = decisions.map(({ trace }) => renderTrace(snapshot, trace).rules);
    expect(shown).toEqual(requests.map(({ rules: evaluated }) => evaluated));
    expect(shown.map(([first]) => first?.failed?.actual)).toEqual(['FR', undefined, 'IT', null]);
    // Each outcome once: DACH fails, None fails, Rest matches, DACH matches.
    expect(snapshot.tests).toHaveLength(4);
  });

  it('tells apart comparisons that differ in nothing but their value or a not, in rules of one name', () => {
    const leaf = { field: 'source', op: 'eq', value: 'bing' };
    const whens = [leaf, { ...leaf, value: 'meta' }, { not: { field: 'source', op: 'ne', value: 'bing' } }];
    const also = { field: 'source', op: 'ne', value: 'bing' };
    const rules = compileRules(
      [...whens, { all: [also, leaf] }, { not: also }].map((when) => ({
        name: 'same',
        when,
        assign: { poolId: 'pool' },
      })),
    );
    const results = matchRules(rules, leadFacts()).evaluated;
    const bare = { name: 'same', matched: false, failed: { ...also, op: 'ne' as const, actual: 'google-ads' } };
    const { decisions, snapshot } = decide([aRequest({ rules: [...results, bare] })], ROSTER);
    expect(renderTrace(snapshot, decisions[0]!.trace).rules).toEqual([...results, bare]);
  });

  it('keeps little for each lead', () => {
    const requests = Array.from({ length: 1_000 }, () => aRequest());
    const roster = aRoster({
      reps: Array.from({ length: 20 }, (_, index) => rosterRep(`019a5b7e-0000-7000-8000-0000000000${10 + index}`)),
      pools: [
        rosterPool(
          'pool',
          Array.from({ length: 20 }, (_, index) => rosterMember(`019a5b7e-0000-7000-8000-0000000000${10 + index}`)),
        ),
      ],
    });
    const { decisions, snapshot } = decide(requests, roster);
    expect(JSON.stringify(snapshot).length / 1_000).toBeLessThan(10);
    expect(JSON.stringify(decisions.map(({ trace }) => trace)).length / 1_000).toBeLessThan(200);
  });
});
