import { describe, expect, it } from '@jest/globals';
import {
  isTooLate,
  keptFilter,
  stateOf,
  tallyOf,
  UNDONE_WITHIN_MS,
  undoableUntil,
  whySkipped,
} from '../../src/disposition/bulk-closing.js';

describe('a bulk closing', () => {
  it('can be undone until 15 minutes after its end, including the last instant', () => {
    const closing = { begunAt: 0, endedAt: 1_000 };
    expect(undoableUntil(closing)).toBe(1_000 + 15 * 60_000);
    expect(isTooLate(closing, 1_000 + UNDONE_WITHIN_MS)).toBe(false);
    expect(isTooLate(closing, 1_001 + UNDONE_WITHIN_MS)).toBe(true);
  });

  it('is never too old while it runs', () => {
    const closing = { begunAt: 0, endedAt: null };
    expect(undoableUntil(closing)).toBeNull();
    expect(isTooLate(closing, Number.MAX_SAFE_INTEGER)).toBe(false);
  });

  it('is stopped if it has not processed all leads that it found', () => {
    const went = { found: 3, done: 1, skipped: { erased: 1 }, isCutShort: false };
    expect(stateOf({ ...went, endedAt: null })).toBe('running');
    expect(stateOf({ ...went, endedAt: 1 })).toBe('stopped');
    expect(stateOf({ ...went, done: 2, endedAt: 1 })).toBe('done');
    const none = { found: 0, done: 0, skipped: {}, endedAt: 1 };
    expect(stateOf({ ...none, isCutShort: true })).toBe('stopped');
    expect(stateOf({ ...none, isCutShort: false })).toBe('done');
  });

  it('lists the reasons for skipped leads, the most frequent first', () => {
    expect(whySkipped(tallyOf(['erased', 'closedAlready', 'closedAlready']))).toEqual([
      { why: 'It is closed already.', leads: 2 },
      { why: 'What was known of the person was erased since.', leads: 1 },
    ]);
    expect(whySkipped({})).toEqual([]);
  });

  it('stores its filter without data that identifies a person', () => {
    const filter = { source: 'web', q: 'eve', email: 'eve@one.example', phone: '1', externalId: '2', ref: 'crm:3' };
    const person = { q: null, email: null, phone: null, externalId: null, ref: null };
    expect(keptFilter(filter)).toEqual({ source: 'web', ...person });
  });
});
