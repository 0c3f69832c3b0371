import { expect, it } from '@jest/globals';
import { clockChangeOn, monthAfter, weeksOf } from '../../../src/console/web/configure/calendars/month.js';

it('a month consists of whole weeks from Monday', () => {
  const weeks = weeksOf('2026-03');
  expect([weeks[0]![0], weeks.at(-1)![6], weeks.length]).toEqual(['2026-02-23', '2026-04-05', 6]);
  expect(weeksOf('2027-02')).toHaveLength(4);
  expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
});

it('reports the days on which the clocks of a zone change', () => {
  expect(clockChangeOn('2026-03-29', 'Europe/Berlin')).toBe('Clocks go forward');
  expect(clockChangeOn('2026-10-25', 'Europe/Berlin')).toBe('Clocks go back');
  expect(clockChangeOn('2026-03-30', 'Europe/Berlin')).toBeNull();
  expect(clockChangeOn('2026-03-08', 'America/New_York')).toBe('Clocks go forward');
  expect(clockChangeOn('2026-03-29', 'UTC')).toBeNull();
});
