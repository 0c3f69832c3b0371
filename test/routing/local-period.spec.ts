import { expect, it } from '@jest/globals';
import { localPeriods } from '../../src/conditions/local-period.js';

const at = (iso: string) => Date.parse(iso);
const hours = ({ from, to }: { from: number; to: number }) => (to - from) / 3_600_000;

it('knows the local day and the week from Monday', () => {
  const { day, week } = localPeriods('America/New_York', at('2026-03-04T03:00:00Z'));
  expect(day).toEqual({ from: at('2026-03-03T05:00:00Z'), to: at('2026-03-04T05:00:00Z') });
  expect(week).toEqual({ from: at('2026-03-02T05:00:00Z'), to: at('2026-03-09T04:00:00Z') });
});

it('knows that a day in which the clocks change is shorter or longer', () => {
  expect(hours(localPeriods('America/New_York', at('2026-03-08T12:00:00Z')).day)).toBe(23);
  expect(hours(localPeriods('America/New_York', at('2026-11-01T12:00:00Z')).day)).toBe(25);
});

it('answers anew when the day is over, and when it is asked of the past', () => {
  const first = localPeriods('Europe/Berlin', at('2026-05-05T10:00:00Z'));
  const next = localPeriods('Europe/Berlin', first.day.to);
  expect(next.day.from).toBe(first.day.to);
  expect(localPeriods('Europe/Berlin', first.day.to - 1)).toEqual(first);
});
