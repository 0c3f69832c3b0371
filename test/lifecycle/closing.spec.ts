import { describe, expect, it } from '@jest/globals';
import { close } from '../../src/lifecycle/closing/disposing.js';
import { leadsClock, ownersClock, policy } from '../sla/sla.builder.js';
import { aCase, aWork, MINUTE, missed, NOW } from './lifecycle.builder.js';

const under = policy({ leadWithin: 'PT1H' });
const ofAnn = (dueIn: number) => ownersClock({ at: NOW - 5 * MINUTE + dueIn, policy: under });

describe('a lead that is closed', () => {
  it('keeps its last owner, but has no assignment and waits no longer', () => {
    const leadCase = aCase({ ownerId: 'ann', waiting: 'move', waitingSince: NOW - MINUTE });
    const work = aWork([leadCase]);
    close(work, leadCase, 'lost', 'disposition');
    expect(leadCase.lead).toMatchObject({
      status: 'lost',
      ownerId: 'ann',
      dispositionId: 'disposition',
      waiting: null,
      waitingSince: null,
      updatedAt: NOW,
    });
    expect(leadCase.assignment).toBeNull();
    expect(work.take().endedAssignments).toMatchObject([{ id: 'of ann' }]);
  });

  it('stops all clocks, and records each as cancelled', () => {
    const clocks = [ofAnn(MINUTE), leadsClock({ at: NOW, policy: under })];
    const leadCase = aCase({ ownerId: 'ann' }, { policy: under, clocks });
    const work = aWork([leadCase]);
    close(work, leadCase, 'won', null);
    expect(leadCase.clocks.map(({ state, nextAt, endedAt }) => ({ state, nextAt, endedAt }))).toEqual([
      { state: 'cancelled', nextAt: null, endedAt: NOW },
      { state: 'cancelled', nextAt: null, endedAt: NOW },
    ]);
    expect(work.take().events).toMatchObject([
      { type: 'sla.cancelled', data: { clockId: 'clock', reason: 'closed' } },
      { type: 'sla.cancelled', data: { clockId: 'lead clock', reason: 'closed' } },
    ]);
  });

  it.each([
    ['before its deadline has missed nothing', 1, 'cancelled', 'sla.cancelled'],
    ['on its deadline has missed it', 0, 'breached', 'sla.breached'],
    ['after its deadline has missed it', -1, 'breached', 'sla.breached'],
  ])('%s, whether swept or not', (_, dueIn, state, type) => {
    const leadCase = aCase({ ownerId: 'ann' }, { policy: under, clocks: [ofAnn(dueIn)] });
    const work = aWork([leadCase]);
    close(work, leadCase, 'lost', 'disposition');
    expect(leadCase.clocks).toMatchObject([{ state, nextAt: null }]);
    expect(work.take().events).toMatchObject([{ type }]);
  });

  it('ends the chain of an earlier miss, which remains missed', () => {
    const leadCase = aCase({ ownerId: 'ann' }, { policy: under, clocks: [missed(ofAnn(-MINUTE), NOW + MINUTE)] });
    const work = aWork([leadCase]);
    close(work, leadCase, 'lost', 'disposition');
    const { changedClocks, events } = work.take();
    expect(changedClocks).toMatchObject([{ state: 'breached', nextAt: null }]);
    expect(events).toEqual([]);
  });

  it('does not change the clocks that have ended', () => {
    const leadCase = aCase({ ownerId: 'ann' }, { policy: under, clocks: [missed(ofAnn(-MINUTE), null)] });
    const work = aWork([leadCase]);
    close(work, leadCase, 'lost', 'disposition');
    expect(work.take().changedClocks).toEqual([]);
  });
});

it('a closed lead cannot be closed again', () => {
  const leadCase = aCase({ status: 'lost' });
  expect(() => close(aWork([leadCase]), leadCase, 'won', null)).toThrow('cannot go from lost to won');
});
