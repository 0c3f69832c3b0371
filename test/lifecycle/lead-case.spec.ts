import { describe, expect, it } from '@jest/globals';
import { ownersClock, policy } from '../sla/sla.builder.js';
import { aCase, aTenure, NOW, RECEIVED } from './lifecycle.builder.js';

describe('an opened lead', () => {
  it('is assigned to the rep whose tenure is open', () => {
    const former = aTenure({ id: 'a', repId: 'ann', untilAt: 200 });
    const present = aTenure({ id: 'b', repId: 'bo', fromAt: 200 });
    expect(aCase({}, { tenures: [former, present] }).assignment).toBe(present);
  });

  it('has no assignment if all tenures have ended, or if there are none', () => {
    expect(aCase({}, { tenures: [aTenure({ untilAt: 200 })] }).assignment).toBeNull();
    expect(aCase({}, { tenures: [] }).assignment).toBeNull();
  });

  it('does not change the array of clocks that was read', () => {
    const clocks = [ownersClock({ at: NOW, policy: policy() })];
    aCase({}, { clocks }).clocks.push(clocks[0]!);
    expect(clocks).toHaveLength(1);
  });

  it('has the instant of its latest change, or null if it is new', () => {
    expect(aCase().latestAt).toBe(RECEIVED);
    expect(aCase({}, { before: null }).latestAt).toBeNull();
  });
});

describe('an event of a lead', () => {
  it('does not change the state that was read', () => {
    const leadCase = aCase({ eventSeq: 4 });
    expect([leadCase.numberEvent(NOW), leadCase.numberEvent(NOW + 1)]).toEqual([5, 6]);
    expect(leadCase.lead).toMatchObject({ eventSeq: 6, updatedAt: NOW + 1 });
    expect(leadCase.before).toMatchObject({ eventSeq: 4, updatedAt: RECEIVED });
  });

  it('has number 1 if it is the first', () => {
    expect(aCase({}, { before: null }).numberEvent(NOW)).toBe(1);
  });
});
