import { describe, expect, it } from '@jest/globals';
import { ownersClock, policy } from '../sla/sla.builder.js';
import { aCase, aTenure, NOW, RECEIVED } from './lifecycle.builder.js';

describe('a lead that was opened', () => {
  it('is with whoever has it still', () => {
    const former = aTenure({ id: 'a', repId: 'ann', untilAt: 200 });
    const present = aTenure({ id: 'b', repId: 'bo', fromAt: 200 });
    expect(aCase({}, { tenures: [former, present] }).assignment).toBe(present);
  });

  it('is with nobody where all have given it up, or nobody has had it', () => {
    expect(aCase({}, { tenures: [aTenure({ untilAt: 200 })] }).assignment).toBeNull();
    expect(aCase({}, { tenures: [] }).assignment).toBeNull();
  });

  it('leaves the clocks that were read as they were', () => {
    const clocks = [ownersClock({ at: NOW, policy: policy() })];
    aCase({}, { clocks }).clocks.push(clocks[0]!);
    expect(clocks).toHaveLength(1);
  });

  it('has nothing happen to it before the latest that has, and that is nothing while it comes in', () => {
    expect(aCase().latestAt).toBe(RECEIVED);
    expect(aCase({}, { before: null }).latestAt).toBeNull();
  });
});

describe('an event of a lead', () => {
  it('leaves what was read as it was read', () => {
    const leadCase = aCase({ eventSeq: 4 });
    expect([leadCase.numberEvent(NOW), leadCase.numberEvent(NOW + 1)]).toEqual([5, 6]);
    expect(leadCase.lead).toMatchObject({ eventSeq: 6, updatedAt: NOW + 1 });
    expect(leadCase.before).toMatchObject({ eventSeq: 4, updatedAt: RECEIVED });
  });

  it('is numbered from 1 where it is the first', () => {
    expect(aCase({}, { before: null }).numberEvent(NOW)).toBe(1);
  });
});
