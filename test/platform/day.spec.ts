import { describe, expect, it } from '@jest/globals';
import { dayInWords, daysBetween, monthsAfter } from '../../src/platform/day.js';

describe('days', () => {
  it('are counted from one to another, in any year', () => {
    expect(daysBetween('2026-01-01', '2026-01-01')).toBe(0);
    expect(daysBetween('2026-01-01', '2027-01-01')).toBe(365);
    expect(daysBetween('2028-03-01', '2028-02-28')).toBe(-2);
    // Days on which clocks change count like any other.
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('0001-01-01', '0002-01-01')).toBe(365);
  });

  it('keep their number in a later month, or become its last day', () => {
    expect(monthsAfter('2026-01-15', 12)).toBe('2027-01-15');
    expect(monthsAfter('2027-10-31', 1)).toBe('2027-11-30');
    expect(monthsAfter('2027-12-31', 2)).toBe('2028-02-29');
  });

  it('are written out for people', () => {
    expect(dayInWords('2026-04-01')).toBe('1 April 2026');
  });
});
