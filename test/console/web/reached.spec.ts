import { describe, expect, it } from '@jest/globals';
import { reachedOf } from '../../../src/console/web/leads/reached.js';

const FIRST = '2026-03-02T09:00:00.000Z';
const LATER = '2026-03-02T10:00:00.000Z';
const WORTH = { amount: '1200.00', currency: 'EUR' };
const qualified = { id: '1', name: 'qualified', occurredAt: FIRST, value: null, cycle: 1, reversedAt: null } as const;

describe('the milestones that a lead has reached', () => {
  it('name one that was reported again once, since its first report and with its last value', () => {
    const again = { ...qualified, id: '2', occurredAt: LATER, value: WORTH };
    const once = [{ ...qualified, value: WORTH }];
    expect(reachedOf([qualified, again])).toEqual(once);
    expect(
      reachedOf([
        { ...again, id: '1' },
        { ...qualified, id: '2' },
      ]),
    ).toEqual(once);
  });

  it('name one of each cycle, and none that was reversed', () => {
    const woken = { ...qualified, id: '2', cycle: 2, occurredAt: LATER };
    const reversed = { ...qualified, id: '3', name: 'opportunity', reversedAt: LATER } as const;
    expect(reachedOf([qualified, woken, reversed])).toEqual([qualified, woken]);
  });
});
