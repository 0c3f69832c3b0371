import { describe, expect, it } from '@jest/globals';
import type { DeliveryKind } from '../../src/feedback/delivery.js';
import { closingBehind } from '../../src/feedback/planning/closing-behind.js';
import type { LeadEvent } from '../../src/feedback/planning/lead-event.js';

const CLOSINGS = {
  spam: { category: 'suppress', reason: 'spam', intent: 'neverExisted' },
  later: { category: 'recycle', reason: 'later', intent: 'realButNotNow' },
} as const;
const closed = (at: number, reason: keyof typeof CLOSINGS, isCorrection = false): LeadEvent => ({
  is: 'closed',
  at,
  seq: at,
  closing: CLOSINGS[reason],
  isCorrection,
});
const reopened = (at: number, isTakenBack: boolean): LeadEvent => ({ is: 'reopened', at, seq: at, isTakenBack });

function behind(kind: DeliveryKind, stage: 'won' | 'recycle', eventAt: number, ...events: LeadEvent[]): string | null {
  return closingBehind({ kind, stage, eventAt }, events)?.reason ?? null;
}

describe('the disposition behind a delivery', () => {
  it('is the one by which the lead was closed, from its instant on', () => {
    expect(behind('retract', 'won', 4, closed(5, 'spam'))).toBeNull();
    expect(behind('retract', 'won', 5, closed(5, 'spam'))).toBe('spam');
    expect(behind('retract', 'won', 6, closed(5, 'spam'))).toBe('spam');
  });

  it('is as corrected later', () => {
    expect(behind('retract', 'won', 5, closed(5, 'later'), closed(9, 'spam', true))).toBe('spam');
  });

  it('is none once it was taken back', () => {
    expect(behind('retract', 'won', 5, closed(5, 'spam'), reopened(6, true))).toBeNull();
  });

  it('of an outcome stays when the lead comes back; what changes later has none', () => {
    const events = [closed(5, 'later'), reopened(7, false)];
    expect(behind('stage', 'recycle', 5, ...events)).toBe('later');
    expect(behind('restate', 'won', 6, ...events)).toBe('later');
    expect(behind('restate', 'won', 7, ...events)).toBeNull();
  });

  it('of a conversion is none', () => {
    expect(behind('conversion', 'won', 6, closed(5, 'spam'))).toBeNull();
  });
});
