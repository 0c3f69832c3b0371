import { describe, expect, it } from '@jest/globals';
import {
  causeOfCycle,
  cycleAt,
  endOfCycle,
  firstOfCycle,
  ownerAt,
  ownersBefore,
  ownersInCycle,
} from '../../src/lifecycle/tenures.js';
import { aTenure } from './lifecycle.builder.js';

/**
 * Received at 100 and assigned to Ann, moved to Bo at 200, closed at 300; woken into the queue at 400, Cy's from 500.
 */
const tenures = [
  aTenure({ id: 'a', repId: 'ann', fromAt: 100, untilAt: 200 }),
  aTenure({ id: 'b', repId: 'bo', fromAt: 200, untilAt: 300, cause: 'breach' }),
  aTenure({ id: 'c', cycle: 2, fromAt: 400, untilAt: 500, cause: 'wake' }),
  aTenure({ id: 'd', cycle: 2, repId: 'cy', fromAt: 500, cause: 'queue' }),
];
const lead = { lead: { cycle: 2, cycleStartedAt: 400, ownerId: 'cy', status: 'open' } as const, tenures };

describe('an instant', () => {
  it.each([
    [50, 1, 'ann'],
    [100, 1, 'ann'],
    [199, 1, 'ann'],
    [200, 1, 'bo'],
    [300, 1, 'bo'],
    [399, 1, 'bo'],
    [400, 2, null],
    [499, 2, null],
    [500, 2, 'cy'],
    [999, 2, 'cy'],
  ])('of %i belongs to cycle %i and to %s', (at, cycle, owner) => {
    expect(cycleAt(lead, at)).toBe(cycle);
    expect(ownerAt(lead, at)).toBe(owner);
  });
});

describe('a cycle', () => {
  it('ends with its last tenure, and has no end while that is open', () => {
    expect(endOfCycle(lead, 1)).toBe(300);
    expect(endOfCycle(lead, 2)).toBe(Number.POSITIVE_INFINITY);
  });

  it('that a rule closed on arrival ended as it began', () => {
    const closed = { lead: { ...lead.lead, status: 'lost', cycleStartedAt: 40 } as const, tenures: [] };
    expect(endOfCycle(closed, 1)).toBe(40);
  });

  it('has the cause of its first assignment, whoever got the lead later', () => {
    expect(causeOfCycle(lead, 'queue')).toBe('wake');
    expect(firstOfCycle(lead, 1)?.id).toBe('a');
    expect(causeOfCycle({ lead: { cycle: 3, ownerId: null }, tenures }, 'recycle')).toBe('recycle');
  });

  it('separates its own owners from those of earlier cycles', () => {
    expect(ownersInCycle(lead)).toEqual(['cy']);
    expect(ownersBefore(lead)).toEqual(['ann', 'bo']);
    expect(ownersInCycle({ lead: { cycle: 3, ownerId: null }, tenures })).toEqual([]);
  });
});
