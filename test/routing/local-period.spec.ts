import { expect, it } from '@jest/globals';
import { localPeriods } from '../../src/conditions/condition-value.js';

const at = (iso: string) => Date.parse(iso);
const hours = ({ from, to }: { from: number; to: number }) => (to - from) / 3_600_000;

it('localPeriods returns the local day, and the week from Monday', () => {
  const { day, week } = localPeriods('America/New_York', at('2026-03-04T03:00:00Z'));
  expect(day).toEqual({ from: at('2026-03-03T05:00:00Z'), to: at('2026-03-04T05:00:00Z') });
  expect(week).toEqual({ from: at('2026-03-02T05:00:00Z'), to: at('2026-03-09T04:00:00Z') });
});

it('localPeriods returns a shorter or longer day when the clocks change', () => {
  expect(hours(localPeriods('America/New_York', at('2026-03-08T12:00:00Z')).day)).toBe(23);
  expect(hours(localPeriods('America/New_York', at('2026-11-01T12:00:00Z')).day)).toBe(25);
});

it('localPeriods answers correctly after the day is over, and for the past', () => {
  const first = localPeriods('Europe/Berlin', at('2026-05-05T10:00:00Z'));
  const next = localPeriods('Europe/Berlin', first.day.to);
  expect(next.day.from).toBe(first.day.to);
  expect(localPeriods('Europe/Berlin', first.day.to - 1)).toEqual(first);
});

it.each([
  ['America/Havana', '2026-11-01T04:10:00Z', '2026-11-01T05:10:00Z', '2026-11-01T04:00:00Z'],
  ['Atlantic/Azores', '2026-10-25T00:10:00Z', '2026-10-25T01:10:00Z', '2026-10-25T00:00:00Z'],
])('a day of %s with two midnights begins at the first, whatever instant is asked', (zone, first, second, from) => {
  for (const asked of [second, first]) {
    localPeriods(zone, at('2026-06-01T12:00:00Z'));
    expect(localPeriods(zone, at(asked)).day.from).toBe(at(from));
  }
  const before = localPeriods(zone, at(from) - 1);
  expect(before.day.to).toBe(at(from));
});
