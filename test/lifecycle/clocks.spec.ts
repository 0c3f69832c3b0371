import { describe, expect, it } from '@jest/globals';
import { clockFacts, endOwnersClock, recordBreach } from '../../src/lifecycle/clocks/clocks.js';
import { beginLeadsClock, beginOwnersClock, beginReturn } from '../../src/lifecycle/clocks/lead-clocks.js';
import type { Assignment } from '../../src/routing/assignments/assignment.js';
import type { SlaPolicy } from '../../src/sla/policy.js';
import { aDirectory } from '../leads/directory.builder.js';
import { leadsClock, office, ownersClock, policy } from '../sla/sla.builder.js';
import { aCase, aTenure, aWork, MINUTE, missed, NOW, RECEIVED } from './lifecycle.builder.js';

const toBo = (poolId: string | null = null) => aTenure({ id: 'of bo', repId: 'bo', poolId }) as Assignment;
const owned = (under: SlaPolicy | null) => aCase({ ownerId: 'bo', cycle: 2, poolId: 'north' }, { policy: under });

describe('a promise that begins', () => {
  it('counts for its owner from now on', () => {
    const leadCase = owned(policy());
    const work = aWork([leadCase]);
    beginOwnersClock(work, leadCase, toBo());
    const { newClocks, events } = work.take();
    expect(newClocks).toEqual(leadCase.clocks);
    expect(newClocks).toMatchObject([
      { kind: 'firstTouch', repId: 'bo', assignmentId: 'of bo', cycle: 2, startedAt: NOW, dueAt: NOW + 5 * MINUTE },
    ]);
    expect(events).toMatchObject([
      {
        type: 'sla.started',
        data: { clockId: 'new 1', kind: 'firstTouch', repId: 'bo', dueAt: '2026-03-02T10:05:00.000Z' },
      },
    ]);
  });

  it('of the company counts from the given instant, and belongs to no rep', () => {
    const leadCase = owned(policy({ leadWithin: 'PT1H' }));
    const work = aWork([leadCase]);
    beginLeadsClock(work, leadCase, RECEIVED);
    expect(work.take().newClocks).toMatchObject([
      { kind: 'leadResponse', repId: null, assignmentId: null, startedAt: RECEIVED, dueAt: RECEIVED + 60 * MINUTE },
    ]);
  });

  it('has no deadline if the policy only measures', () => {
    const leadCase = owned(policy());
    const work = aWork([leadCase]);
    beginLeadsClock(work, leadCase, RECEIVED);
    expect(work.take().events).toMatchObject([{ type: 'sla.started', data: { kind: 'leadResponse', dueAt: null } }]);
  });

  it('is not made if no policy matched', () => {
    const leadCase = owned(null);
    const work = aWork([leadCase]);
    beginLeadsClock(work, leadCase, RECEIVED);
    beginOwnersClock(work, leadCase, toBo());
    expect(leadCase.clocks).toEqual([]);
    expect(work.take().events).toEqual([]);
  });

  const directory = aDirectory({
    hours: { office },
    pools: [
      { id: 'north', name: 'North', calendarId: 'office' },
      { id: 'south', name: 'South' },
    ],
    revision: 7,
  });
  const BEFORE_OPENING = Date.UTC(2026, 2, 3, 8);
  const AT_OPENING = Date.UTC(2026, 2, 3, 9);

  it.each([
    ['north', AT_OPENING + 5 * MINUTE, 'office'],
    ['south', BEFORE_OPENING + 5 * MINUTE, 'default'],
  ])('uses the calendar of the pool from which its owner has the lead: %s', (poolId, dueAt, calendarId) => {
    const leadCase = owned(policy({}, { time: 'working', calendar: 'pool' }));
    const work = aWork([leadCase], { now: BEFORE_OPENING, directory });
    beginOwnersClock(work, leadCase, toBo(poolId));
    expect(leadCase.clocks).toMatchObject([{ dueAt, calendarId, calendarVersion: 1, plannedRevision: 7 }]);
  });

  it('of the company uses the calendar of the pool that the lead is in', () => {
    const leadCase = owned(policy({ leadWithin: 'PT1H' }, { time: 'working' }));
    const work = aWork([leadCase], { now: BEFORE_OPENING, directory });
    beginLeadsClock(work, leadCase, BEFORE_OPENING);
    expect(leadCase.clocks).toMatchObject([{ dueAt: AT_OPENING + 60 * MINUTE, calendarId: 'office' }]);
  });

  it.each(['nurtureWake', 'recycle'] as const)('belongs to no rep if it only brings the lead back: %s', (kind) => {
    const leadCase = aCase({ status: 'nurturing', cycle: 3 });
    const work = aWork([leadCase]);
    beginReturn(work, leadCase, kind, NOW + MINUTE);
    const { newClocks, events } = work.take();
    expect(newClocks).toMatchObject([
      { kind, repId: null, cycle: 3, startedAt: NOW, dueAt: NOW + MINUTE, nextAt: NOW + MINUTE },
    ]);
    expect(events).toMatchObject([{ type: 'sla.started', data: { kind, dueAt: '2026-03-02T10:01:00.000Z' } }]);
  });
});

describe('the clock of an owner who no longer has the lead', () => {
  const under = policy({ leadWithin: 'PT1H' });
  const ofAnn = (dueIn: number) => ownersClock({ at: NOW - 5 * MINUTE + dueIn, policy: under });

  it.each([
    ['is void before it is due', 1, { state: 'cancelled', nextAt: null, endReason: 'reassigned' }, 'sla.cancelled'],
    [
      'was missed when it is due, and what follows comes at once',
      0,
      { state: 'breached', nextAt: NOW },
      'sla.breached',
    ],
    [
      'was missed once it was due, and what follows comes at once',
      -1,
      { state: 'breached', nextAt: NOW },
      'sla.breached',
    ],
  ])('%s', (_, dueIn, clock, type) => {
    const leadCase = aCase({ ownerId: 'ann' }, { policy: under, clocks: [ofAnn(dueIn)] });
    const work = aWork([leadCase]);
    endOwnersClock(work, leadCase, 'reassigned');
    const { events, changedClocks } = work.take();
    expect(changedClocks).toMatchObject([clock]);
    expect(events.map((event) => event.type)).toEqual([type]);
  });

  it('continues its chain if it was missed before', () => {
    const clock = missed(ofAnn(-MINUTE), NOW + 14 * MINUTE);
    const leadCase = aCase({ ownerId: 'ann' }, { policy: under, clocks: [clock] });
    const work = aWork([leadCase]);
    endOwnersClock(work, leadCase, 'reassigned');
    expect(leadCase.clocks).toEqual([clock]);
    expect(work.take()).toMatchObject({ events: [], changedClocks: [] });
  });

  it('ends alone, and the clock of the company runs on', () => {
    const ofCompany = leadsClock({ at: NOW, policy: under });
    const leadCase = aCase({ ownerId: 'ann' }, { policy: under, clocks: [ofCompany, ofAnn(1)] });
    endOwnersClock(aWork([leadCase]), leadCase, 'reassigned');
    expect(leadCase.clocks[0]).toBe(ofCompany);
    expect(leadCase.clocks[1]).toMatchObject({ state: 'cancelled' });
  });
});

describe('a breach', () => {
  it.each([
    ['acts, and then leaves nothing undone', 'enforce', undefined],
    ['tells people, and says that it would have moved the lead', 'notify', ['reassign']],
    ['measures, and says all that it would have done', 'measure', ['reassign', 'escalate']],
  ] as const)('is recorded with the actions that its policy leaves out: one that %s', (_, mode, wouldHave) => {
    const under = policy({}, { mode });
    const clock = missed(ownersClock({ at: RECEIVED, policy: under }), null);
    const leadCase = aCase({ ownerId: 'ann' }, { policy: under, clocks: [clock] });
    const work = aWork([leadCase]);
    recordBreach(work, leadCase, clock);
    const { events } = work.take();
    expect(events).toMatchObject([{ type: 'sla.breached', data: clockFacts(clock) }]);
    expect(events[0]!.data.wouldHave).toEqual(wouldHave);
  });
});
