import { describe, expect, it } from '@jest/globals';
import { decide } from '../../src/routing/deciding/decision.js';
import type { RoutingRequest } from '../../src/routing/deciding/request.js';
import { renderTrace } from '../../src/routing/deciding/trace-reading.js';
import { compileSkills, faultsOfSkills, lackedBy } from '../../src/routing/pools/skills.js';
import {
  aRequest,
  aRoster,
  HOUR,
  leadFacts,
  NOW,
  opensAt,
  rosterMember,
  rosterPool,
  rosterRep,
} from './roster.builder.js';

const GERMAN = [{ skill: 'language', values: ['de'] }];

describe('the skills that a rule requires', () => {
  const { of, asksLead } = compileSkills({ product: ['crm', 'erp'], language: { field: 'contact.language' } });

  it('are its own values, and the value of a field of the lead', () => {
    expect(asksLead).toBe(true);
    expect(of(leadFacts({ contact: { language: 'de' } }))).toEqual([
      { skill: 'product', values: ['crm', 'erp'] },
      { skill: 'language', values: ['de'] },
    ]);
  });

  it('leave out a field that the lead does not have', () => {
    for (const contact of [{}, { language: null }])
      expect(of(leadFacts({ contact }))).toEqual([{ skill: 'product', values: ['crm', 'erp'] }]);
  });

  it('are met by a rep with one value of each, whatever the case', () => {
    const needed = [{ skill: 'Product', values: ['CRM', 'erp'] }, ...GERMAN];
    expect(lackedBy({ product: ['crm'], Language: ['en', 'De'] }, needed)).toBeUndefined();
    expect(lackedBy({ product: ['hr'], language: ['de'] }, needed)).toBe(needed[0]);
    expect(lackedBy({ product: ['erp'] }, needed)).toBe(needed[1]);
  });

  it.each([
    ['contact.tongue', 'unknownField', '/language/field'],
    ['consent', 'type', '/language/field'],
    ['receivedAt', 'type', '/language/field'],
  ])('cannot come from %s', (field, code, pointer) => {
    expect(faultsOfSkills({ language: { field } })).toMatchObject([{ pointer, code }]);
  });

  it('may come from an attribute or a list', () => {
    expect(faultsOfSkills({ a: { field: 'attributes.team' }, b: { field: 'contact.language' } })).toEqual([]);
  });
});

describe('a lead that needs a skill', () => {
  const roster = aRoster({
    reps: [
      rosterRep('ann', { skills: { language: ['de'] } }),
      rosterRep('bo'),
      rosterRep('cy', { skills: { language: ['de'] }, capacity: { open: 1 } }),
    ],
    pools: [
      rosterPool(
        'pool',
        ['ann', 'bo', 'cy'].map((name) => rosterMember(name)),
      ),
    ],
  });
  const all = (requests: Partial<RoutingRequest>[], of = roster) => {
    const { decisions, snapshot, memberChanges } = decide(requests.map(aRequest), of);
    return { decisions, memberChanges, traces: decisions.map(({ trace }) => renderTrace(snapshot, trace)) };
  };

  it('goes in turn to members who have it, without effect on the credit of others', () => {
    const { traces, memberChanges } = all([{ skills: GERMAN }, { skills: GERMAN }, { skills: GERMAN }, {}, {}]);
    expect(traces.map(({ winner }) => winner)).toEqual(['ann', 'cy', 'ann', 'bo', 'ann']);
    expect(traces[0]).toMatchObject({
      skills: GERMAN,
      because:
        'It needs language de. First in turn of 2 who could take it: entitled to 1 of 2 leads, and got exactly that so far; of equals, they waited longest.',
    });
    expect(traces[0]!.candidates[1]).toEqual({
      repId: 'bo',
      poolId: 'pool',
      weight: 1,
      credit: 0,
      eligible: false,
      excludedBy: 'skill',
      detail: 'without language de',
    });
    // A missing skill is reported before a temporary reason.
    expect(traces[2]!.candidates[2]).toMatchObject({ repId: 'cy', excludedBy: 'capacity', detail: 'open 1 of 1' });
    expect(traces[3]!.skills).toBeUndefined();
    expect(memberChanges.map(({ repId, missed }) => [repId, missed])).toEqual([
      ['ann', {}],
      ['bo', { skill: 3 }],
      ['cy', { capacity: 3 }],
    ]);
  });

  it('waits if no member has it, and says so', () => {
    const { decisions, traces } = all([{ skills: [{ skill: 'language', values: ['nl', 'fr'] }] }]);
    expect(decisions[0]).toMatchObject({ kind: 'queued', why: 'nobodyEligible' });
    expect(traces[0]!.because).toBe('Nobody in POOL with language nl or fr can take it; it waits in the queue.');
  });

  it('does not go to a named rep or a last owner without it', () => {
    const named = all([{ target: { repId: 'bo' }, skills: GERMAN }]);
    expect(named.decisions[0]!.kind).toBe('queued');
    expect(named.traces[0]!.candidates).toEqual([
      { repId: 'bo', eligible: false, excludedBy: 'skill', detail: 'without language de' },
    ]);
    expect(all([{ preferredRepId: 'bo', skills: GERMAN }]).traces[0]!.winner).toBe('ann');
  });

  it('goes off hours only to members who have it', () => {
    const asleep = { hours: opensAt(NOW + HOUR) };
    const pools = [rosterPool('pool', [rosterMember('ann', asleep), rosterMember('bo')])];
    const { traces } = all([{ skills: GERMAN }], { ...roster, pools: new Map(pools.map((pool) => [pool.id, pool])) });
    expect(traces[0]).toMatchObject({ winner: 'ann', candidates: [{ eligible: true }, { excludedBy: 'skill' }] });
  });
});

describe('a capacity for a source', () => {
  it('is used up by the last lead of that source, and does not affect other sources', () => {
    const most = (perDay: number) => ({ sourceCapacities: new Map([['ads', { perDay }]]) });
    const roster = aRoster({
      reps: [rosterRep('ann', most(1)), rosterRep('bo', most(0))],
      pools: [rosterPool('pool', [rosterMember('ann'), rosterMember('bo')])],
    });
    const { decisions, snapshot } = decide(
      ['ads', 'ads', 'web'].map((source) => aRequest({ source })),
      roster,
    );
    const traces = decisions.map(({ trace }) => renderTrace(snapshot, trace));
    expect(traces.map(({ winner }) => winner)).toEqual(['ann', null, 'bo']);
    expect(traces[1]!.candidates.map(({ excludedBy, detail }) => `${excludedBy}: ${detail}`)).toEqual([
      'capacity: ads per day 1 of 1',
      'capacity: ads per day 0 of 0',
    ]);
    expect(traces[2]!.candidates.map(({ eligible }) => eligible)).toEqual([true, true]);
  });
});
