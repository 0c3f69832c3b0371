import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/routing/deciding/decision.js';
import type { TraceSnapshot } from '../../src/routing/deciding/trace.js';
import { renderTrace } from '../../src/routing/deciding/trace-reading.js';
import { compileRules, matchRules } from '../../src/routing/rules/rules.js';
import { runs } from '../support/runs.js';
import { aRequest, aRoster, HOUR, leadFacts, NOW, rosterMember, rosterPool, rosterRep } from './roster.builder.js';

const ROSTER = aRoster({
  reps: [rosterRep('ann', { capacity: { open: 2 } }), rosterRep('bo')],
  pools: [rosterPool('pool', [rosterMember('ann', { weight: 3 }), rosterMember('bo')])],
});

describe('a trace', () => {
  it('shows the numbers at the time of the decision', () => {
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

  it('is unchanged after it was stored in the database', () => {
    const { decisions, snapshot } = decide(
      Array.from({ length: 4 }, () => aRequest({ earlierOwners: ['bo'] })),
      ROSTER,
    );
    for (const { trace } of decisions) {
      const stored = JSON.parse(JSON.stringify({ snapshot, trace }));
      expect(renderTrace(stored.snapshot, stored.trace)).toEqual(renderTrace(snapshot, trace));
    }
  });

  it('remains readable as it was written', () => {
    const snapshot: TraceSnapshot = {
      version: 4,
      at: NOW,
      pools: [
        {
          poolId: 'turns',
          candidates: [
            { repId: 'ann', weight: 3, credit: 0.25 },
            { repId: 'bo', weight: 1, credit: -0.25 },
            { repId: 'cy', weight: 1, credit: 0, excludedBy: 'capacity', detail: 'open 2 of 2' },
          ],
          steps: [[0], { member: 0, excludedBy: 'capacity', detail: 'open 5 of 5' }, { member: 2 }, [2, 1]],
        },
        {
          poolId: 'loads',
          candidates: [
            { repId: 'ann', weight: 1, load: 4, lastAssignedAt: NOW - HOUR },
            { repId: 'dan', weight: 2, load: 7, lastAssignedAt: null },
            { repId: 'eve', weight: 1, load: 0, lastAssignedAt: null, excludedBy: 'offHours' },
          ],
          steps: [[1], { member: 0, load: 5 }, [1], { offHours: [2] }],
        },
      ],
      tests: [{ name: 'All', matched: true }],
    };
    const because = 'As it was said then.';
    const dealt = (visits: number[][]) => renderTrace(snapshot, { rules: [[0]], visits, dealt: true, because });
    const shown = { version: 4, at: '2026-01-05T10:00:00.000Z', rules: [{ name: 'All', matched: true }], because };
    expect(dealt([[0, 3, 1]])).toEqual({
      ...shown,
      winner: 'cy',
      candidates: [
        {
          repId: 'ann',
          poolId: 'turns',
          weight: 3,
          credit: 0,
          eligible: false,
          excludedBy: 'capacity',
          detail: 'open 5 of 5',
        },
        { repId: 'bo', poolId: 'turns', weight: 1, credit: 0, eligible: false, excludedBy: 'earlierOwner' },
        { repId: 'cy', poolId: 'turns', weight: 1, credit: 1, eligible: true },
      ],
    });
    const hourAgo = '2026-01-05T09:00:00.000Z';
    expect(dealt([[1, 2]])).toEqual({
      ...shown,
      winner: 'dan',
      candidates: [
        {
          repId: 'ann',
          poolId: 'loads',
          weight: 1,
          load: 5,
          loadPerWeight: 5,
          lastAssignedAt: hourAgo,
          eligible: true,
        },
        {
          repId: 'dan',
          poolId: 'loads',
          weight: 2,
          load: 8,
          loadPerWeight: 4,
          lastAssignedAt: shown.at,
          eligible: true,
        },
        {
          repId: 'eve',
          poolId: 'loads',
          weight: 1,
          load: 0,
          loadPerWeight: 0,
          lastAssignedAt: null,
          eligible: false,
          excludedBy: 'offHours',
        },
      ],
    });
    expect(dealt([[1, 3]]).winner).toBe('eve');
  });

  it('remains readable as it was written, with the needs of leads', () => {
    const skills = [{ skill: 'language', values: ['de'] }];
    const snapshot: TraceSnapshot = {
      version: 4,
      at: NOW,
      pools: [
        {
          poolId: 'pool',
          candidates: [
            { repId: 'ann', weight: 1, credit: 0 },
            { repId: 'bo', weight: 1, credit: 0 },
            { repId: 'cy', weight: 2, credit: 0, excludedBy: 'offHours' },
          ],
          steps: [
            { needs: 0, member: 1, excludedBy: 'skill', detail: 'without language de' },
            { needs: 0, deal: [0] },
            [1],
            { needs: 1, member: 0, excludedBy: 'capacity', detail: 'ads per day 1 of 1' },
            { needs: 1, deal: [1] },
            { member: 0, excludedBy: 'capacity', detail: 'open 2 of 2' },
            { needs: 1, member: 0 },
            { needs: 0, offHours: [2] },
          ],
        },
      ],
      tests: [],
      needs: [{ skills }, { skills: [], source: 'ads' }],
    };
    const shown = (steps: number, needs?: number) => {
      const difference = { rules: [], visits: [[0, steps]], dealt: true, because: '' } as const;
      const trace = renderTrace(snapshot, needs === undefined ? difference : { ...difference, needs });
      return { ...trace, candidates: trace.candidates.map(({ excludedBy, credit }) => [excludedBy, credit]) };
    };
    expect(shown(1, 0)).toMatchObject({ winner: 'ann', skills });
    expect(shown(1, 0).candidates).toEqual([
      [undefined, 1],
      ['skill', 0],
      ['offHours', 0],
    ]);
    expect(shown(2).candidates).toEqual([
      [undefined, 0.5],
      [undefined, 0.5],
      ['offHours', 0],
    ]);
    expect(shown(2).skills).toBeUndefined();
    expect(shown(4, 1).candidates).toEqual([
      ['capacity', 0.5],
      [undefined, 0.5],
      ['offHours', 0],
    ]);
    expect(shown(4, 1).skills).toBeUndefined();
    expect(shown(7, 0).candidates).toEqual([
      ['capacity', 0.5],
      ['skill', -0.5],
      [undefined, 1],
    ]);
  });

  it('of an unknown version is refused', () => {
    const { decisions, snapshot } = decide([aRequest()], ROSTER);
    expect(() => renderTrace({ ...snapshot, version: 5 }, decisions[0]!.trace)).toThrow('A trace of version 5');
  });

  it('stores once why many rules failed', () => {
    const rules = compileRules(
      ['web', 'fair', 'ads'].map((value) => ({
        name: value,
        when: { field: 'source', op: 'eq', value },
        assign: { poolId: 'pool' },
      })),
    );
    const evaluated = ['mail', 'ads'].map((source) => matchRules(rules, leadFacts({ source })).evaluated);
    const { decisions, snapshot } = decide(
      evaluated.map((each) => aRequest({ rules: each })),
      ROSTER,
    );
    expect(decisions.map(({ trace }) => trace.rules)).toEqual([[[0, 'mail', 2]], [[0, 'ads', 1], [3]]]);
    expect(decisions.map(({ trace }) => renderTrace(snapshot, trace).rules)).toEqual(evaluated);
  });

  it('shows the results of the rules for each lead of any batch', () => {
    const scalar = fc.constantFrom('a', 'b', 1, true, undefined, ['a']);
    const lead = fc.record({ x: scalar, y: scalar });
    const test = fc.record({
      field: fc.constantFrom('attributes.x', 'attributes.y'),
      op: fc.constantFrom('eq', 'ne'),
      value: fc.constantFrom('a', 'b', 1),
    });
    fc.assert(
      fc.property(fc.array(test, { maxLength: 12 }), fc.array(lead, { minLength: 1, maxLength: 6 }), (tests, leads) => {
        // Rules compiled anew for each lead cannot remember the lead before.
        const afresh = () =>
          compileRules(tests.map((when, index) => ({ name: `${index}`, when, assign: { poolId: 'pool' } })));
        const rules = afresh();
        const factsOf = (attributes: object) => leadFacts({ attributes: attributes as never });
        const evaluated = leads.map((each) => matchRules(rules, factsOf(each)).evaluated);
        const { decisions, snapshot } = decide(
          evaluated.map((each) => aRequest({ rules: each })),
          ROSTER,
        );
        const shown = decisions.map(({ trace }) => renderTrace(snapshot, JSON.parse(JSON.stringify(trace))).rules);
        const alone = leads.map((each) => matchRules(afresh(), factsOf(each)).evaluated);
        expect(shown).toEqual(JSON.parse(JSON.stringify(alone)));
      }),
      { numRuns: runs(200, 2_000) },
    );
  });

  it('shows each rule, with the value of the lead where it failed', () => {
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
    // Each outcome is stored once: DACH fails, None fails, Rest matches, DACH matches.
    expect(snapshot.tests).toHaveLength(4);
  });

  it('distinguishes comparisons that differ only in value or negation, in rules of one name', () => {
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

  it('stores little for each lead', () => {
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
