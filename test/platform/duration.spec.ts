import { describe, expect, it } from '@jest/globals';
import { elapsedMs, parseDuration } from '../../src/platform/values/duration.js';

function codeOf(text: string, options?: { allowZero?: boolean }): string | null {
  const parsed = parseDuration(text, options);
  return 'code' in parsed ? parsed.code : null;
}

describe('a duration', () => {
  it.each([
    ['PT5M', { days: 0, ms: 300_000 }],
    ['P2D', { days: 2, ms: 0 }],
    ['P1W', { days: 7, ms: 0 }],
    ['P1W2DT3H4M5S', { days: 9, ms: 11_045_000 }],
    ['PT36H', { days: 0, ms: 129_600_000 }],
    ['PT1.5H', { days: 0, ms: 5_400_000 }],
    ['PT1H0,5M', { days: 0, ms: 3_630_000 }],
    ['PT0.001S', { days: 0, ms: 1 }],
    ['PT2.3S', { days: 0, ms: 2_300 }],
    ['P400D', { days: 400, ms: 0 }],
    ['PT9600H', { days: 0, ms: 34_560_000_000 }],
  ])('reads %s', (text, expected) => {
    expect(parseDuration(text)).toEqual(expected);
  });

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    '5M',
    'PT5',
    'pt5m',
    'PT5M ',
    'P1D2W',
    'PT1S1M',
    'P1H',
    'PT1D',
    'PT.5S',
    '1',
    `PT${'1'.repeat(200)}S`,
  ])('refuses %j, which is not ISO 8601', (text) => {
    expect(codeOf(text)).toBe('durationMalformed');
  });

  it.each(['P1Y', 'P1M', 'P1Y2M3DT4H', 'P1MT1M'])('refuses %s: months and years have no fixed length', (text) => {
    expect(codeOf(text)).toBe('durationInMonths');
  });

  it.each(['-PT5M', 'PT-5M', '+PT5M', 'P-1D'])('refuses %s: it has a sign', (text) => {
    expect(codeOf(text)).toBe('durationNegative');
  });

  it.each(['P0.5D', 'P0.5W', 'PT1.5H30M', 'PT0.5M1S'])(
    'refuses %s: only the last of hours, minutes and seconds may have a fraction',
    (text) => {
      expect(codeOf(text)).toBe('durationFraction');
    },
  );

  it('refuses zero unless it is allowed', () => {
    expect(codeOf('PT0S')).toBe('durationZero');
    expect(codeOf('PT0.0001S')).toBe('durationZero');
    expect(parseDuration('PT0S', { allowZero: true })).toEqual({ days: 0, ms: 0 });
    expect(parseDuration('P0D', { allowZero: true })).toEqual({ days: 0, ms: 0 });
  });

  it('refuses more than 400 days in total', () => {
    expect(codeOf('P401D')).toBe('durationTooLong');
    expect(codeOf('P400DT1S')).toBe('durationTooLong');
    expect(codeOf('PT9600H0.001S')).toBe('durationTooLong');
    expect(codeOf('P58W')).toBe('durationTooLong');
    expect(codeOf('P57W1D')).toBeNull();
  });

  it('says what was expected', () => {
    expect(parseDuration('soon')).toMatchObject({ message: expect.stringContaining('such as PT5M') });
  });

  it('counts a day as 24 hours around the clock', () => {
    expect(elapsedMs({ days: 2, ms: 5 })).toBe(172_800_005);
  });
});
