import { describe, expect, it } from '@jest/globals';
import { decide } from '../../src/routing/deciding/decision.js';
import type { RoutingDecision } from '../../src/routing/deciding/outcome.js';
import type { RoutingRequest } from '../../src/routing/deciding/request.js';
import type { Roster } from '../../src/routing/deciding/roster.js';
import { renderTrace } from '../../src/routing/deciding/trace-reading.js';
import { aRequest, aRoster, HOUR, NEVER, NOW, opensAt, rosterMember, rosterPool, rosterRep } from './roster.builder.js';

const AWAY = { absent: { from: NOW - HOUR, to: NOW + HOUR } };
const ASLEEP = { hours: opensAt(NOW + 2 * HOUR) };

function decideOne(roster: Roster, request: Partial<RoutingRequest> = {}) {
  const batch = decide([aRequest(request)], roster);
  const decision = batch.decisions[0]!;
  return { ...batch, decision, rendered: renderTrace(batch.snapshot, decision.trace) };
}

const winner = (decision: RoutingDecision) => (decision.kind === 'assigned' ? decision.repId : decision.kind);

function inPool(names: string[], facts: { [name: string]: Parameters<typeof rosterRep>[1] } = {}) {
  return aRoster({
    reps: names.map((name) => rosterRep(name, facts[name])),
    pools: [
      rosterPool(
        'pool',
        names.map((name) => rosterMember(name)),
      ),
    ],
  });
}

describe('a lead for a pool', () => {
  it('goes to the member whose turn it is', () => {
    const { decision, rendered, memberChanges } = decideOne(inPool(['ann', 'bo']));
    expect(decision).toMatchObject({ kind: 'assigned', repId: 'ann', poolId: 'pool', by: 'turn', rule: 'any' });
    expect(rendered).toEqual({
      version: 4,
      at: '2026-01-05T10:00:00.000Z',
      rules: [],
      candidates: [
        { repId: 'ann', poolId: 'pool', eligible: true, weight: 1, credit: 0.5 },
        { repId: 'bo', poolId: 'pool', eligible: true, weight: 1, credit: 0.5 },
      ],
      winner: 'ann',
      because:
        'First in turn of 2 who could take it: entitled to 1 of 2 leads, and got exactly that so far; of equals, they waited longest.',
    });
    expect(memberChanges).toEqual([
      { poolId: 'pool', repId: 'ann', credit: -0.5, lastAssignedAt: NOW, shareDue: 0.5, leadsGot: 1, missed: {} },
      { poolId: 'pool', repId: 'bo', credit: 0.5, lastAssignedAt: null, shareDue: 0.5, leadsGot: 0, missed: {} },
    ]);
  });

  it('skips inactive, unavailable, absent, full and off-hours members, and the trace says why', () => {
    const roster = aRoster({
      reps: [
        rosterRep('gone', { active: false, available: false }),
        rosterRep('busy', { available: false, unavailableUntil: NOW + HOUR }),
        rosterRep('off', { available: false }),
        rosterRep('away', AWAY),
        rosterRep('full', { capacity: { untouched: 3 }, load: { open: 9, untouched: 3, today: 0, thisWeek: 0 } }),
        rosterRep('asleep'),
        rosterRep('closed'),
        rosterRep('ann'),
      ],
      pools: [
        rosterPool('pool', [
          ...['gone', 'busy', 'off', 'away', 'full'].map((name) => rosterMember(name)),
          rosterMember('asleep', ASLEEP),
          rosterMember('closed', { hours: NEVER }),
          rosterMember('stranger'),
          rosterMember('ann'),
        ]),
      ],
    });
    const { rendered, decision, memberChanges } = decideOne(roster);
    expect(winner(decision)).toBe('ann');
    expect(decision.because).toBe('The only one who could take it.');
    expect(rendered.candidates.map(({ repId, excludedBy, detail }) => [repId, excludedBy, detail])).toEqual([
      ['gone', 'inactive', undefined],
      ['busy', 'unavailable', 'until 2026-01-05T11:00:00.000Z'],
      ['off', 'unavailable', undefined],
      ['away', 'absent', 'until 2026-01-05T11:00:00.000Z'],
      ['full', 'capacity', 'untouched 3 of 3'],
      ['asleep', 'offHours', 'until 2026-01-05T12:00:00.000Z'],
      ['closed', 'offHours', 'with no working hours ahead'],
      ['stranger', 'inactive', undefined],
      ['ann', undefined, undefined],
    ]);
    expect(rendered.candidates.map(({ eligible }) => eligible)).toEqual([...Array(8).fill(false), true]);
    expect(memberChanges.map(({ repId, missed }) => [repId, missed])).toEqual([
      ['gone', { inactive: 1 }],
      ['busy', { unavailable: 1 }],
      ['off', { unavailable: 1 }],
      ['away', { absent: 1 }],
      ['full', { capacity: 1 }],
      ['asleep', { offHours: 1 }],
      ['closed', { offHours: 1 }],
      ['stranger', { inactive: 1 }],
      ['ann', {}],
    ]);
  });

  it.each(['open', 'untouched', 'perDay', 'perWeek'] as const)(
    'fills the capacity %s exactly within a batch',
    (what) => {
      const roster = inPool(['ann', 'bo'], { ann: { capacity: { [what]: 2 } }, bo: { capacity: { [what]: 3 } } });
      const { decisions } = decide(
        Array.from({ length: 6 }, () => aRequest()),
        roster,
      );
      expect(decisions.map(winner)).toEqual(['ann', 'bo', 'ann', 'bo', 'bo', 'queued']);
    },
  );

  it('counts leads from one pool against the capacity of the rep in another', () => {
    const roster = aRoster({
      reps: [rosterRep('ann', { capacity: { open: 1 } }), rosterRep('bo')],
      pools: [
        rosterPool('pool', [rosterMember('ann'), rosterMember('bo')]),
        rosterPool('other', [rosterMember('ann')]),
      ],
    });
    const { decisions, snapshot } = decide([aRequest(), aRequest({ target: { poolId: 'other' } }), aRequest()], roster);
    expect(decisions.map(winner)).toEqual(['ann', 'queued', 'bo']);
    expect(renderTrace(snapshot, decisions[1]!.trace).candidates[0]).toMatchObject({
      excludedBy: 'capacity',
      detail: 'open 1 of 1',
    });
    expect(renderTrace(snapshot, decisions[0]!.trace).candidates[0]).toMatchObject({ eligible: true });
  });
});

describe('when only working hours keep the members from a lead', () => {
  const night = (offHours: 'share' | 'wait') =>
    aRoster({
      reps: [rosterRep('ann'), rosterRep('bo'), rosterRep('cy', AWAY), rosterRep('dan')],
      pools: [
        rosterPool('pool', [rosterMember('ann', ASLEEP), rosterMember('bo', ASLEEP), rosterMember('cy', ASLEEP)], {
          offHours,
          fallbackPoolId: 'day',
        }),
        rosterPool('day', [rosterMember('dan')]),
      ],
    });

  it('a pool that shares distributes it among them as if they were at work', () => {
    const { decision, rendered, memberChanges } = decideOne(night('share'));
    expect(decision).toMatchObject({ kind: 'assigned', repId: 'ann', by: 'turn' });
    expect(decision.because).toBe(
      'Nobody in the pool "POOL" who could take it is at work now; it assigns leads all the same (`offHours: "share"`). ' +
        'First in turn of 2 who could take it: entitled to 1 of 2 leads, and got exactly that so far; of equals, they waited longest.',
    );
    expect(rendered.candidates).toMatchObject([
      { repId: 'ann', eligible: true, credit: 0.5, detail: 'until 2026-01-05T12:00:00.000Z' },
      { repId: 'bo', eligible: true, credit: 0.5 },
      { repId: 'cy', eligible: false, excludedBy: 'absent' },
    ]);
    expect(memberChanges.map(({ repId, missed }) => [repId, missed])).toEqual([
      ['ann', {}],
      ['bo', {}],
      ['cy', { absent: 1 }],
    ]);
  });

  it('a pool that waits keeps the lead, even if it has a fallback', () => {
    const { decision, rendered, memberChanges } = decideOne(night('wait'));
    expect(decision).toMatchObject({ kind: 'queued', poolId: 'pool', repId: null, why: 'offHours' });
    expect(rendered).toMatchObject({
      winner: null,
      candidates: [{ excludedBy: 'offHours' }, {}, { excludedBy: 'absent' }],
    });
    expect(memberChanges).toEqual([]);
  });

  it('a pool does not share while one member is at work', () => {
    const roster = aRoster({
      reps: [rosterRep('ann'), rosterRep('bo')],
      pools: [rosterPool('pool', [rosterMember('ann', ASLEEP), rosterMember('bo')])],
    });
    expect(decide([aRequest(), aRequest()], roster).decisions.map(winner)).toEqual(['bo', 'bo']);
  });

  it('a pool shares as soon as the last member at work is full', () => {
    const roster = aRoster({
      reps: [rosterRep('ann'), rosterRep('bo', { capacity: { perDay: 1 } })],
      pools: [rosterPool('pool', [rosterMember('ann', ASLEEP), rosterMember('bo')])],
    });
    const { decisions, memberChanges } = decide([aRequest(), aRequest(), aRequest()], roster);
    expect(decisions.map(winner)).toEqual(['bo', 'ann', 'ann']);
    expect(memberChanges.map(({ missed }) => missed)).toEqual([{ offHours: 1 }, { capacity: 2 }]);
  });
});

describe('when no member of the pool is eligible', () => {
  const chain = (facts: { ring?: boolean; last?: string } = {}) =>
    aRoster({
      reps: [rosterRep('ann', AWAY), rosterRep('bo', AWAY), rosterRep('cy')],
      pools: [
        rosterPool('pool', [rosterMember('ann')], { fallbackPoolId: 'second' }),
        rosterPool('second', [rosterMember('bo')], facts.ring ? { fallbackPoolId: 'pool' } : {}),
        rosterPool('last', [rosterMember('cy')]),
      ],
      ...(facts.last && { fallbackPoolId: facts.last }),
    });

  it('the lead goes along the fallback pools, and finally to the fallback of the rulebook', () => {
    const { decision, rendered } = decideOne(chain({ last: 'last' }));
    expect(decision).toMatchObject({ kind: 'assigned', repId: 'cy', poolId: 'last' });
    expect(decision.because).toBe(
      'Nobody in POOL or SECOND can take it, so the fallback LAST was tried. The only one who could take it.',
    );
    expect(rendered.candidates.map(({ repId, poolId, eligible }) => [repId, poolId, eligible])).toEqual([
      ['ann', 'pool', false],
      ['bo', 'second', false],
      ['cy', 'last', true],
    ]);
  });

  it('a ring of fallbacks ends in the queue', () => {
    const { decision, rendered } = decideOne(chain({ ring: true }));
    expect(decision).toMatchObject({ kind: 'queued', poolId: 'pool', why: 'nobodyEligible' });
    expect(decision.because).toBe('Nobody in POOL or SECOND can take it; it waits in the queue.');
    expect(rendered.winner).toBeNull();
    expect(decideOne(chain({ ring: true, last: 'last' })).decision).toMatchObject({ repId: 'cy' });
  });

  it('the pools that could not take the lead deal no turn', () => {
    expect(decideOne(chain({ last: 'last' })).memberChanges.map(({ poolId }) => poolId)).toEqual(['last']);
  });

  it('a pool that does not exist counts as empty', () => {
    expect(decideOne(chain({ last: 'last' }), { target: { poolId: 'deleted' } }).decision).toMatchObject({
      repId: 'cy',
    });
    expect(decideOne(chain(), { target: { poolId: 'deleted' } }).decision).toMatchObject({
      kind: 'queued',
      poolId: 'deleted',
      why: 'nobodyEligible',
    });
  });
});

describe('a lead that no rule matched', () => {
  it('goes to the fallback pool', () => {
    const roster = aRoster({
      reps: [rosterRep('ann')],
      pools: [rosterPool('pool', [rosterMember('ann')])],
      fallbackPoolId: 'pool',
    });
    expect(decideOne(roster, { target: null, rule: null }).decision).toMatchObject({
      repId: 'ann',
      poolId: 'pool',
      rule: null,
    });
  });

  it('waits in the queue if there is no fallback pool', () => {
    const { decision, rendered } = decideOne(inPool(['ann']), { target: null, rule: null });
    expect(decision).toMatchObject({ kind: 'queued', poolId: null, repId: null, why: 'noPool' });
    expect(rendered).toMatchObject({ winner: null, candidates: [] });
  });
});

describe('a lead for a rep', () => {
  const roster = (facts: Parameters<typeof rosterRep>[1], fallbackPoolId?: string) =>
    aRoster({
      reps: [rosterRep('ann', facts), rosterRep('bo')],
      pools: [rosterPool('pool', [rosterMember('ann', ASLEEP), rosterMember('bo')])],
      ...(fallbackPoolId && { fallbackPoolId }),
    });
  const toAnn = { target: { repId: 'ann' } };

  it('goes to the rep without a charge to their credit', () => {
    const { decision, memberChanges, rendered } = decideOne(roster({}), toAnn);
    expect(decision).toMatchObject({ kind: 'assigned', repId: 'ann', poolId: null, by: 'named' });
    expect(memberChanges).toEqual([]);
    expect(rendered).toMatchObject({ winner: 'ann', candidates: [{ repId: 'ann', eligible: true }] });
  });

  it('goes to the rep also outside working hours', () => {
    expect(decideOne(roster(ASLEEP), toAnn).decision).toMatchObject({ repId: 'ann' });
  });

  it('goes to the fallback pool if the rep is away, and the trace says so', () => {
    const { decision, rendered } = decideOne(roster(AWAY, 'pool'), toAnn);
    expect(decision).toMatchObject({ repId: 'bo', poolId: 'pool', by: 'turn' });
    expect(rendered.candidates[0]).toMatchObject({ repId: 'ann', eligible: false, excludedBy: 'absent' });
  });

  it('waits for the rep if there is no fallback pool', () => {
    const { decision, rendered } = decideOne(roster({ active: false }), toAnn);
    expect(decision).toMatchObject({ kind: 'queued', poolId: null, repId: 'ann', why: 'nobodyEligible' });
    expect(rendered.candidates).toEqual([{ repId: 'ann', eligible: false, excludedBy: 'inactive' }]);
  });

  it('counts against the capacity of the rep', () => {
    const { decisions } = decide(
      [aRequest(toAnn), aRequest(toAnn), aRequest(toAnn)],
      roster({ capacity: { perWeek: 2 } }, 'pool'),
    );
    expect(decisions.map(winner)).toEqual(['ann', 'ann', 'bo']);
  });

  it('goes to the fallback pool if the rep has had it or is excluded', () => {
    const had = { ...toAnn, earlierOwners: ['ann'] };
    expect(decideOne(roster({}, 'pool'), had).decision).toMatchObject({ repId: 'bo' });
    expect(decideOne(roster({}), had).decision).toMatchObject({ repId: 'ann', by: 'named' });
    expect(decideOne(roster({}), { ...toAnn, excluded: ['ann'] }).decision).toMatchObject({ kind: 'queued' });
  });
});

describe('earlier owners', () => {
  const had = { earlierOwners: ['ann'] };

  it('are avoided while another member is eligible, and miss that turn', () => {
    const { decision, rendered, memberChanges } = decideOne(inPool(['ann', 'bo']), had);
    expect(decision).toMatchObject({ repId: 'bo' });
    expect(rendered.candidates).toMatchObject([
      { repId: 'ann', eligible: false, excludedBy: 'earlierOwner', credit: 0 },
      { repId: 'bo', eligible: true, credit: 1 },
    ]);
    expect(memberChanges).toMatchObject([
      { repId: 'ann', credit: 0, missed: { earlierOwner: 1 } },
      { repId: 'bo', credit: 0 },
    ]);
  });

  it('get the lead back if no other member is eligible, also not in the fallbacks', () => {
    const { decision } = decideOne(inPool(['ann', 'bo'], { bo: AWAY }), had);
    expect(decision).toMatchObject({ repId: 'ann' });
    expect(decision.because).toBe('Only earlier owners are eligible. The only one who could take it.');
    const withFallback = aRoster({
      reps: [rosterRep('ann'), rosterRep('bo')],
      pools: [
        rosterPool('pool', [rosterMember('ann')], { fallbackPoolId: 'next' }),
        rosterPool('next', [rosterMember('bo')]),
      ],
    });
    expect(decideOne(withFallback, had).decision).toMatchObject({ repId: 'bo', poolId: 'next' });
  });

  it('at work get the lead back before members off hours are considered', () => {
    const roster = (offHours: 'share' | 'wait') =>
      aRoster({
        reps: [rosterRep('ann'), rosterRep('bo')],
        pools: [rosterPool('pool', [rosterMember('ann'), rosterMember('bo', ASLEEP)], { offHours })],
      });
    for (const offHours of ['share', 'wait'] as const)
      expect(decideOne(roster(offHours), had).decision).toMatchObject({ repId: 'ann' });
    // If the earlier owner is excluded, only working hours keep the other member from the lead.
    const excluded = { excluded: ['ann'] };
    const shared = decideOne(roster('share'), excluded);
    expect(shared.decision).toMatchObject({ repId: 'bo' });
    expect(shared.rendered.candidates).toMatchObject([{ excludedBy: 'earlierOwner' }, { eligible: true, credit: 1 }]);
    expect(shared.memberChanges[0]).toMatchObject({ repId: 'ann', missed: { earlierOwner: 1 } });
    expect(decideOne(roster('wait'), excluded).decision).toMatchObject({ kind: 'queued', why: 'offHours' });
  });

  it('never get the lead back if they are excluded', () => {
    const { decision, rendered } = decideOne(inPool(['ann', 'bo'], { bo: AWAY }), { excluded: ['ann'] });
    expect(decision).toMatchObject({ kind: 'queued', poolId: 'pool', why: 'nobodyEligible' });
    expect(rendered.candidates).toMatchObject([{ excludedBy: 'earlierOwner' }, { excludedBy: 'absent' }]);
  });

  it('miss a shared turn as earlier owners, and an ordinary one for being off hours', () => {
    const night = aRoster({
      reps: [rosterRep('ann'), rosterRep('bo')],
      pools: [rosterPool('pool', [rosterMember('ann', ASLEEP), rosterMember('bo', ASLEEP)])],
    });
    expect(decideOne(night, had).memberChanges[0]).toMatchObject({ repId: 'ann', missed: { earlierOwner: 1 } });
    expect(decideOne(night, had).rendered.candidates).toMatchObject([
      { excludedBy: 'earlierOwner' },
      { eligible: true },
    ]);
    const day = aRoster({
      reps: [rosterRep('ann'), rosterRep('bo')],
      pools: [rosterPool('pool', [rosterMember('ann', ASLEEP), rosterMember('bo')])],
    });
    expect(decideOne(day, had).memberChanges[0]?.missed).toEqual({ offHours: 1 });
    expect(decideOne(day, had).rendered.candidates).toMatchObject([{ excludedBy: 'offHours' }, { eligible: true }]);
  });
});

describe('a move', () => {
  const move = { kind: 'move' as const, earlierOwners: ['ann'], currentOwner: { repId: 'ann', untouched: true } };

  it('goes to a rep who has not had the lead', () => {
    expect(decideOne(inPool(['ann', 'bo', 'cy']), { ...move, earlierOwners: ['ann', 'bo'] }).decision).toMatchObject({
      repId: 'cy',
    });
  });

  it('explains that it is a move, and through which pools it went', () => {
    const roster = aRoster({
      reps: [rosterRep('ann'), rosterRep('bo', AWAY), rosterRep('cy')],
      pools: [
        rosterPool('pool', [rosterMember('ann'), rosterMember('bo')], { fallbackPoolId: 'next' }),
        rosterPool('next', [rosterMember('cy')]),
      ],
    });
    expect(decideOne(roster, move).decision.because).toMatch(
      /^Its owner missed a promise, so somebody else in POOL was looked for\. Nobody else in POOL can take it, so the fallback NEXT was tried\. The only one who could take it/,
    );
    expect(decideOne(roster, { ...move, rules: [] }).decision.because).toMatch(
      /^Its owner missed a promise, so the rules were evaluated again\. /,
    );
  });

  it('leaves the lead with its owner if only earlier owners are eligible', () => {
    const { decision, rendered, memberChanges } = decideOne(inPool(['ann', 'bo'], { bo: AWAY }), move);
    expect(decision).toMatchObject({ kind: 'stays', poolId: 'pool', why: 'nobodyEligible' });
    expect(decision.because).toBe('Nobody in POOL can take it, earlier owners aside; it stays with its owner.');
    expect(rendered).toMatchObject({
      winner: null,
      candidates: [{ excludedBy: 'earlierOwner' }, { excludedBy: 'absent' }],
    });
    expect(memberChanges).toEqual([]);
  });

  it('leaves the lead with its owner instead of queueing it until opening', () => {
    const roster = aRoster({
      reps: [rosterRep('ann'), rosterRep('bo')],
      pools: [rosterPool('pool', [rosterMember('ann'), rosterMember('bo', ASLEEP)], { offHours: 'wait' })],
    });
    expect(decideOne(roster, move).decision).toMatchObject({ kind: 'stays', why: 'offHours' });
  });

  it.each(['wait', 'share'] as const)(
    'prefers a fallback member at work to waiting and to members off hours: %s',
    (offHours) => {
      const roster = aRoster({
        reps: [rosterRep('ann'), rosterRep('bo'), rosterRep('dan')],
        pools: [
          rosterPool('pool', [rosterMember('ann'), rosterMember('bo', ASLEEP)], { offHours, fallbackPoolId: 'next' }),
          rosterPool('next', [rosterMember('dan')]),
        ],
      });
      expect(decideOne(roster, move).decision).toMatchObject({ kind: 'assigned', repId: 'dan', poolId: 'next' });
    },
  );

  it('goes to off-hours members of the first pool that shares, if no member is at work', () => {
    const roster = aRoster({
      reps: ['ann', 'bo', 'dan', 'eve'].map((id) => rosterRep(id)),
      pools: [
        rosterPool('pool', [rosterMember('ann'), rosterMember('bo', ASLEEP)], {
          offHours: 'wait',
          fallbackPoolId: 'next',
        }),
        rosterPool('next', [rosterMember('dan', ASLEEP)], { fallbackPoolId: 'last' }),
        rosterPool('last', [rosterMember('eve', ASLEEP)]),
      ],
    });
    const { decision, rendered } = decideOne(roster, move);
    expect(decision).toMatchObject({ kind: 'assigned', repId: 'dan', poolId: 'next' });
    expect(rendered.winner).toBe('dan');
    expect(rendered.candidates.filter(({ eligible }) => eligible).map(({ repId }) => repId)).toEqual(['dan']);
  });

  it('never goes back to the owner as the preferred rep', () => {
    expect(decideOne(inPool(['ann', 'bo']), { ...move, preferredRepId: 'ann' }).decision).toMatchObject({
      repId: 'bo',
    });
  });

  it('frees the capacity of the former owner for the next lead in the batch', () => {
    const load = { open: 1, untouched: 1, today: 1, thisWeek: 1 };
    const one = (what: string) => ({ capacity: { [what]: 1 }, load });
    const freed = (what: string, untouched = true) =>
      decide(
        [aRequest({ ...move, target: { repId: 'bo' }, currentOwner: { repId: 'ann', untouched } }), aRequest()],
        inPool(['ann'], { ann: one(what) }),
      ).decisions.map(winner);
    const withBo = (what: string, untouched = true) => {
      const roster = aRoster({
        reps: [rosterRep('ann', one(what)), rosterRep('bo')],
        pools: [rosterPool('pool', [rosterMember('ann')])],
      });
      const request = aRequest({ ...move, target: { repId: 'bo' }, currentOwner: { repId: 'ann', untouched } });
      return decide([request, aRequest()], roster).decisions.map(winner);
    };
    expect(withBo('open')).toEqual(['bo', 'ann']);
    expect(withBo('untouched')).toEqual(['bo', 'ann']);
    expect(withBo('untouched', false)).toEqual(['bo', 'queued']);
    expect(withBo('perDay')).toEqual(['bo', 'queued']);
    expect(freed('open')).toEqual(['stays', 'queued']);
  });
});

describe('the last owner of a lead that wakes up', () => {
  const wake = { preferredRepId: 'bo', earlierOwners: ['bo'] };

  it('gets it out of turn, without a charge to their credit', () => {
    const { decision, memberChanges, rendered } = decideOne(inPool(['ann', 'bo']), wake);
    expect(decision).toMatchObject({ repId: 'bo', poolId: 'pool', by: 'preferred' });
    expect(memberChanges).toEqual([]);
    expect(rendered).toMatchObject({ winner: 'bo', candidates: [{ repId: 'bo', eligible: true }] });
  });

  it('gets it also from outside the pool, within their working hours', () => {
    const roster = (hours: Parameters<typeof rosterRep>[1]) =>
      aRoster({ reps: [rosterRep('ann'), rosterRep('bo', hours)], pools: [rosterPool('pool', [rosterMember('ann')])] });
    expect(decideOne(roster({}), wake).decision).toMatchObject({ repId: 'bo', poolId: null });
    expect(decideOne(roster(ASLEEP), wake).decision).toMatchObject({ repId: 'ann' });
  });

  it('gets it from outside the pool at night, before pool members who are off hours as well', () => {
    const roster = (offHours: 'share' | 'wait', hours: Parameters<typeof rosterRep>[1] = ASLEEP) =>
      aRoster({
        reps: [rosterRep('ann', ASLEEP), rosterRep('bo', hours)],
        pools: [{ ...rosterPool('pool', [rosterMember('ann', ASLEEP)]), offHours }],
      });
    const { decision, rendered } = decideOne(roster('share'), wake);
    expect(decision).toMatchObject({ repId: 'bo', poolId: null, by: 'preferred' });
    expect(rendered.candidates.find(({ repId }) => repId === 'bo')).toMatchObject({ eligible: true });
    expect(decideOne(roster('wait'), wake).decision).toMatchObject({ kind: 'queued', why: 'offHours' });
    expect(decideOne(roster('share', { ...ASLEEP, ...AWAY }), wake).decision).toMatchObject({ repId: 'ann' });
  });

  it('gets it before the rep whom the rule names, unless only that rep is at work', () => {
    const roster = (ann: Parameters<typeof rosterRep>[1]) =>
      aRoster({ reps: [rosterRep('ann', ann), rosterRep('bo', ASLEEP)] });
    const named = { ...wake, target: { repId: 'ann' } };
    expect(decideOne(roster(ASLEEP), named).decision).toMatchObject({ repId: 'bo', by: 'preferred', poolId: null });
    expect(decideOne(roster({}), named).decision).toMatchObject({ repId: 'ann', by: 'named' });
  });

  it('does not get it if not eligible, and the trace says why', () => {
    const { decision, rendered } = decideOne(inPool(['ann', 'bo'], { bo: AWAY }), wake);
    expect(decision).toMatchObject({ repId: 'ann', by: 'turn' });
    expect(rendered.candidates).toMatchObject([{ repId: 'ann' }, { repId: 'bo', excludedBy: 'absent' }]);
    expect(decideOne(inPool(['ann']), wake).decision).toMatchObject({ repId: 'ann' });
  });

  it('gets it at night if the pool shares, but not before a member at work', () => {
    const roster = (ann: Parameters<typeof rosterMember>[1]) =>
      aRoster({
        reps: [rosterRep('ann'), rosterRep('bo')],
        pools: [rosterPool('pool', [rosterMember('ann', ann), rosterMember('bo', ASLEEP)])],
      });
    const atNight = { ...wake, earlierOwners: [] };
    const { decision, rendered, memberChanges } = decideOne(roster(ASLEEP), atNight);
    expect(decision).toMatchObject({ repId: 'bo', by: 'preferred', poolId: 'pool' });
    expect(decision.because).toBe(
      'Nobody in the pool "POOL" who could take it is at work now; it assigns leads all the same (`offHours: "share"`). Back to the last owner; no pool dealt it.',
    );
    expect(rendered.winner).toBe('bo');
    expect(rendered.candidates.find(({ repId }) => repId === 'bo')).toMatchObject({ eligible: true });
    expect(rendered.candidates.find(({ repId }) => repId === 'bo')).not.toHaveProperty('excludedBy');
    expect(memberChanges).toEqual([]);
    expect(decideOne(roster({}), atNight).decision).toMatchObject({ repId: 'ann' });
  });
});

it('decisions do not change the roster', () => {
  const roster = inPool(['ann', 'bo'], { ann: { capacity: { open: 1 } } });
  const before = JSON.stringify([...roster.reps, ...roster.pools]);
  decide(
    Array.from({ length: 5 }, () => aRequest()),
    roster,
  );
  expect(JSON.stringify([...roster.reps, ...roster.pools])).toBe(before);
});
