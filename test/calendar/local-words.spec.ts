import { expect, it } from '@jest/globals';
import { inLocalWords } from '../../src/calendar/zone.js';

it('an instant is written in the local time of the zone, on both sides of a clock change', () => {
  const said = (iso: string, timeZone: string) => inLocalWords(Date.parse(iso), timeZone);
  expect(said('2026-03-02T15:10:59.999Z', 'UTC')).toBe('Mon 2 Mar 2026, 15:10 (UTC)');
  expect(said('2026-03-29T00:59:00Z', 'Europe/Berlin')).toBe('Sun 29 Mar 2026, 01:59 (Europe/Berlin)');
  expect(said('2026-03-29T01:00:00Z', 'Europe/Berlin')).toBe('Sun 29 Mar 2026, 03:00 (Europe/Berlin)');
  expect(said('2027-01-01T02:30:00Z', 'America/New_York')).toBe('Thu 31 Dec 2026, 21:30 (America/New_York)');
});
