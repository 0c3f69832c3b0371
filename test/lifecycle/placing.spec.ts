import { describe, expect, it } from '@jest/globals';
import { own } from '../../src/lifecycle/routing/owning.js';
import type { Placement, PlacingOptions } from '../../src/lifecycle/routing/placement.js';
import { carryOut } from '../../src/lifecycle/routing/placing.js';
import type { RoutingDecision } from '../../src/routing/deciding/outcome.js';
import { ownersClock, policy } from '../sla/sla.builder.js';
import { aCase, aTenure, aWork, LEAD, MINUTE, NOW, said } from './lifecycle.builder.js';

const under = policy();
const NORTH: Placement = { repId: 'bo', poolId: 'north', rule: 'North', snapshotId: 'snapshot', trace: {} };
const intake: PlacingOptions = { cause: 'intake' };

type Outcome =
  | { kind: 'assigned'; repId: string; by: 'turn' }
  | { kind: 'retained'; repId: string }
  | { kind: 'queued'; repId: null; queueId: string | null; why: 'nobodyEligible' | 'rule' }
  | { kind: 'stays'; repId: null; queueId: null; why: 'nobodyEligible' };

const decided = (outcome: Outcome, poolId: string | null = 'north'): RoutingDecision => ({
  ...outcome,
  poolId,
  rule: 'North',
  leadId: 'lead',
  because: 'It was their turn.',
  trace: { rules: [], visits: [], because: 'It was their turn.' },
});
const QUEUED = decided({ kind: 'queued', repId: null, queueId: null, why: 'nobodyEligible' });
const STAYS = decided({ kind: 'stays', repId: null, queueId: null, why: 'nobodyEligible' });

const annsClock = (dueIn: number) => ownersClock({ at: NOW - 5 * MINUTE + dueIn, policy: under });
const fresh = () => aCase({}, { policy: under });
const queued = () =>
  aCase(
    { poolId: 'north', waiting: 'queue', waitingSince: NOW - MINUTE },
    { policy: under, tenures: [aTenure({ id: 'queue', poolId: 'north', poolChosen: true })] },
  );
const anns = (facts: Parameters<typeof aCase>[0] = {}) =>
  aCase({ ownerId: 'ann', poolId: 'north', rule: 'North', ...facts }, { policy: under, clocks: [annsClock(MINUTE)] });

describe('a lead that gets an owner', () => {
  it('has an assignment with its reason and a first-touch clock, and the rep is notified', () => {
    const leadCase = fresh();
    const work = aWork([leadCase]);
    own(work, leadCase, NORTH, { ...intake, note: 'Knows them', facts: { rule: 'North', asked: 3 } });
    expect(leadCase.lead).toMatchObject({ ownerId: 'bo', poolId: 'north', rule: 'North', reassignments: 0 });
    const { newAssignments, newClocks, events, notifications } = work.take();
    expect(newAssignments).toEqual([
      {
        id: 'new 1',
        ...LEAD,
        cycle: 1,
        ...NORTH,
        cause: 'intake',
        fromAt: NOW,
        untilAt: null,
        note: 'Knows them',
        isTest: false,
        poolChosen: false,
        queueId: null,
        preferredRepId: null,
        alsoPreferred: null,
        teamId: null,
      },
    ]);
    expect(newClocks).toMatchObject([{ kind: 'firstTouch', repId: 'bo', assignmentId: 'new 1' }]);
    expect(events).toMatchObject([
      { type: 'lead.assigned', data: { assignmentId: 'new 1', repId: 'bo', cause: 'intake', asked: 3 } },
      { type: 'sla.started' },
    ]);
    expect(notifications).toMatchObject([{ repId: 'bo', type: 'lead.assigned', data: { cause: 'intake' } }]);
  });

  it.each([
    ['woken', 'had it before', [aTenure({ repId: 'bo', untilAt: NOW - 1 })]],
    ['assigned', 'never had it', [aTenure({ repId: 'ann', untilAt: NOW - 1 })]],
  ])('notifies them of it as %s, when it wakes from nurture for a rep who %s', (told, _, tenures) => {
    const leadCase = aCase({}, { policy: under, tenures });
    const work = aWork([leadCase]);
    own(work, leadCase, NORTH, { cause: 'wake' });
    expect(said(work)).toMatchObject({
      events: [
        ['lead.assigned', { cause: 'wake' }],
        ['sla.started', {}],
      ],
      notifications: [['bo', `lead.${told}`, { cause: 'wake' }]],
    });
  });

  it('stops waiting, and does not count as moved', () => {
    const leadCase = queued();
    const work = aWork([leadCase]);
    carryOut(work, leadCase, decided({ kind: 'assigned', repId: 'bo', by: 'turn' }), 'snapshot', { cause: 'queue' });
    expect(leadCase.lead).toMatchObject({ ownerId: 'bo', waiting: null, waitingSince: null, reassignments: 0 });
    expect(work.take().endedAssignments).toMatchObject([{ id: 'queue' }]);
  });
});

describe('a lead that moves', () => {
  function moved(placing: PlacingOptions, dueIn = MINUTE) {
    const leadCase = aCase({ ownerId: 'ann' }, { policy: under, clocks: [annsClock(dueIn)] });
    const work = aWork([leadCase]);
    own(work, leadCase, NORTH, placing);
    return { leadCase, work };
  }

  it('is recorded as one move, and both reps are notified', () => {
    const { work } = moved({ cause: 'manual' });
    expect(said(work)).toMatchObject({
      events: [
        ['sla.cancelled', { repId: 'ann', reason: 'reassigned' }],
        ['lead.reassigned', { fromRepId: 'ann', repId: 'bo', cause: 'manual' }],
        ['sla.started', { repId: 'bo' }],
      ],
      notifications: [
        ['ann', 'lead.movedAway', { toRepId: 'bo', cause: 'manual' }],
        ['bo', 'lead.reassigned', { fromRepId: 'ann', cause: 'manual' }],
      ],
    });
  });

  it.each([
    ['is void', 1, 'cancelled'],
    ['was missed, once it is due,', 0, 'breached'],
  ])('leaves behind its former owner’s clock, which %s, and has one of its next owner', (_, dueIn, state) => {
    const { leadCase, work } = moved({ cause: 'manual' }, dueIn);
    expect(leadCase.clocks).toMatchObject([
      { repId: 'ann', state },
      { repId: 'bo', state: 'running' },
    ]);
    const { endedAssignments, newAssignments } = work.take();
    expect(endedAssignments).toMatchObject([{ id: 'of ann' }]);
    expect(newAssignments).toMatchObject([{ repId: 'bo' }]);
  });

  it.each([
    ['breach', 1],
    ['manual', 0],
    ['absence', 0],
  ] as const)('counts one more reassignment, and a move by a breach only if it was one: %s', (cause, breachMoves) => {
    expect(moved({ cause }).leadCase.lead).toMatchObject({ reassignments: 1, breachMoves });
  });
});

describe('a lead that stays with its owner', () => {
  const retained = (poolId: string | null) => decided({ kind: 'retained', repId: 'ann' }, poolId);

  it('is not recorded, and the clock runs on', () => {
    const leadCase = anns();
    const work = aWork([leadCase]);
    carryOut(work, leadCase, retained('north'), 'snapshot', { cause: 'manual' });
    expect(leadCase.lead).toBe(leadCase.before);
    expect(work.take()).toMatchObject({ events: [], notifications: [], newAssignments: [], changedClocks: [] });
  });

  it('may change its pool', () => {
    const leadCase = anns();
    const work = aWork([leadCase]);
    carryOut(work, leadCase, retained('south'), 'snapshot', { cause: 'manual' });
    expect(leadCase.lead).toMatchObject({ ownerId: 'ann', poolId: 'south' });
    expect(said(work).events).toEqual([['lead.updated', { fields: ['poolId'] }]]);
  });

  it('stops waiting to move', () => {
    const leadCase = anns({ waiting: 'move', waitingSince: NOW - MINUTE });
    const work = aWork([leadCase]);
    carryOut(work, leadCase, retained('north'), 'snapshot', { cause: 'manual' });
    expect(leadCase.lead).toMatchObject({ waiting: null, waitingSince: null });
    expect(said(work).events).toEqual([['lead.updated', { fields: ['waiting'] }]]);
  });

  it.each([
    ['a person chooses it', false, true, [{ id: 'of ann', poolChosen: true }]],
    ['a person had chosen it, and the rules choose now', true, false, [{ id: 'of ann', poolChosen: false }]],
    ['the rules choose it, as they did', false, false, []],
    ['nothing is said of it', true, undefined, []],
  ])('has the pool choice of whoever chose last: %s', (_, before, poolChosen, chosenPools) => {
    const tenures = [aTenure({ id: 'of ann', repId: 'ann', poolId: 'north', poolChosen: before })];
    const leadCase = aCase({ ownerId: 'ann', poolId: 'north', rule: 'North' }, { tenures });
    const work = aWork([leadCase]);
    const chosen = poolChosen === undefined ? {} : { poolChosen };
    carryOut(work, leadCase, retained('north'), 'snapshot', { cause: 'manual', ...chosen });
    const gathered = work.take().chosenPools;
    expect(gathered).toHaveLength(chosenPools.length);
    expect(gathered).toMatchObject(chosenPools);
  });

  it('can be assigned to them again without effect', () => {
    const leadCase = anns();
    const work = aWork([leadCase]);
    own(work, leadCase, { ...NORTH, repId: 'ann' }, { cause: 'manual' });
    expect(leadCase.lead.reassignments).toBe(0);
    expect(work.take()).toMatchObject({ events: [], newAssignments: [] });
  });
});

describe('a lead without an eligible rep', () => {
  it('waits in the queue of its pool, with the reason', () => {
    const leadCase = fresh();
    const work = aWork([leadCase]);
    carryOut(work, leadCase, QUEUED, 'snapshot', { ...intake, facts: { asked: 3 }, preferredRepIds: ['cy', 'di'] });
    expect(leadCase.lead).toMatchObject({ ownerId: null, poolId: 'north', waiting: 'queue', waitingSince: NOW });
    const { newAssignments, newClocks, events, notifications } = work.take();
    expect(newAssignments).toMatchObject([
      { repId: null, poolId: 'north', snapshotId: 'snapshot', preferredRepId: 'cy', alsoPreferred: ['di'] },
    ]);
    expect(newClocks).toEqual([]);
    expect(events).toMatchObject([
      { type: 'lead.queued', data: { poolId: 'north', cause: 'intake', asked: 3, why: 'nobodyEligible' } },
    ]);
    expect(notifications).toEqual([]);
  });

  it('keeps the instant since when it waits, even if it waits elsewhere', () => {
    const leadCase = queued();
    carryOut(aWork([leadCase]), leadCase, QUEUED, 'snapshot', { cause: 'queue' });
    expect(leadCase.lead.waitingSince).toBe(NOW - MINUTE);
  });

  it('is taken from its owner, who is notified and whose clock ends', () => {
    const leadCase = anns({ waiting: 'move', waitingSince: NOW - MINUTE });
    const work = aWork([leadCase]);
    carryOut(work, leadCase, QUEUED, 'snapshot', { cause: 'absence' });
    expect(leadCase.lead).toMatchObject({ ownerId: null, waiting: 'queue', waitingSince: NOW });
    expect(leadCase.clocks).toMatchObject([{ state: 'cancelled', endReason: 'reassigned' }]);
    expect(said(work)).toMatchObject({
      events: [
        ['sla.cancelled', {}],
        ['lead.queued', { cause: 'absence', fromRepId: 'ann' }],
      ],
      notifications: [['ann', 'lead.movedAway', { toRepId: null, cause: 'absence' }]],
    });
  });

  it('stays with its owner if it should move, until another rep can take it', () => {
    const leadCase = anns();
    const work = aWork([leadCase]);
    carryOut(work, leadCase, STAYS, 'snapshot', { cause: 'breach' });
    expect(leadCase.lead).toMatchObject({ ownerId: 'ann', waiting: 'move', waitingSince: NOW });
    expect(work.take()).toMatchObject({
      events: [],
      newAssignments: [],
      changedClocks: [],
      stays: [{ id: 'of ann', at: NOW, snapshotId: 'snapshot', trace: STAYS.trace }],
    });
  });

  it('keeps the instant since when it waits to move', () => {
    const leadCase = anns({ waiting: 'move', waitingSince: NOW - MINUTE });
    const work = aWork([leadCase]);
    carryOut(work, leadCase, STAYS, 'snapshot', { cause: 'breach' });
    expect(work.take().stays).toEqual([]);
    expect(leadCase.lead).toBe(leadCase.before);
  });
});

describe('a pool chosen by a person', () => {
  it.each([
    ['stays chosen while the engine places the lead', undefined, true],
    ['is one no longer when the rules place it anew', false, false],
  ])('%s', (_, poolChosen, expected) => {
    const leadCase = queued();
    const work = aWork([leadCase]);
    own(work, leadCase, NORTH, { cause: 'queue', ...(poolChosen !== undefined && { poolChosen }) });
    expect(work.take().newAssignments).toMatchObject([{ poolChosen: expected }]);
  });
});
