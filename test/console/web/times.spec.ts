import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  endOfDay,
  instantOf,
  later,
  localOf,
  shortDateTime,
  soonTime,
  span,
} from '../../../src/console/web/parts/times.js';
import { whyNot } from '../../../src/console/web/parts/why-not.js';
import { runs } from '../../support/runs.js';

describe('the local time of a field', () => {
  it.each([
    ['2026-03-02T09:00', 'Europe/Berlin', '2026-03-02T08:00:00.000Z'],
    ['2026-03-02T09:00', 'America/New_York', '2026-03-02T14:00:00.000Z'],
    ['2026-03-02T09:00', 'Asia/Kathmandu', '2026-03-02T03:15:00.000Z'],
    // Around changes of the clocks, forward from 02:00 to 03:00 and back from 03:00 to 02:00.
    ['2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T01:59', 'Europe/Berlin', '2026-10-24T23:59:00.000Z'],
    ['2026-03-08T02:30', 'America/Los_Angeles', '2026-03-08T10:30:00.000Z'],
    ['2027-09-05T00:00', 'America/Santiago', '2027-09-05T04:00:00.000Z'],
    ['2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
  ])('%s in %s is %s', (local, timeZone, instant) => {
    expect(instantOf(local, timeZone)).toBe(instant);
  });

  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns');
  it('equals the local time of its instant', () => {
    fc.assert(
      fc.property(zone, fc.integer({ min: 28_000_000, max: 31_000_000 }), (timeZone, minute) => {
        const local = localOf(minute * 60_000, timeZone);
        expect(localOf(Date.parse(instantOf(local, timeZone)), timeZone)).toBe(local);
      }),
      { numRuns: runs(300, 20_000) },
    );
  });
});

it.each([
  ['2026-03-04T15:30', 'week', '2026-03-11T09:00'],
  // Fridays stay, and weekends become the Monday after.
  ['2026-03-06T15:30', 'week', '2026-03-13T09:00'],
  ['2026-03-07T15:30', 'week', '2026-03-16T09:00'],
  ['2026-01-31T15:30', 'month', '2026-03-02T09:00'],
  ['2026-11-30T15:30', 'quarter', '2027-03-01T09:00'],
  ['2026-12-15T15:30', 'month', '2027-01-15T09:00'],
] as const)('%s and a %s is %s', (now, after, local) => {
  expect(later(now, after)).toBe(local);
});

const FRIDAY = Date.parse('2026-03-06T15:00:00Z');

it.each([
  ['2026-03-06T16:00:00Z', '17:00'],
  ['2026-03-09T08:00:00Z', 'Mon 09:00'],
  ['2026-03-12T08:00:00Z', 'Thu 09:00'],
  ['2026-03-13T08:00:00Z', 'Fri 13 Mar, 09:00'],
])('on a Friday evening %s is %s', (instant, text) => {
  expect(soonTime(instant, 'Europe/Berlin', FRIDAY)).toBe(text);
});

it.each([
  ['2026-01-01T08:00:00Z', 'Thu 1 Jan, 09:00'],
  ['2025-12-31T23:30:00Z', 'Thu 1 Jan, 00:30'],
  ['2025-12-31T22:30:00Z', 'Wed 31 Dec 2025, 23:30'],
])('of %s the year is shown unless it is the current one', (instant, text) => {
  expect(shortDateTime(instant, 'Europe/Berlin', FRIDAY)).toBe(text);
});

it.each([
  ['2026-03-02', 'Europe/Berlin', '2026-03-02T22:59:00.000Z'],
  // Its last hour is repeated.
  ['2026-10-24', 'Asia/Beirut', '2026-10-24T21:59:00.000Z'],
  ['2026-10-29', 'Africa/Cairo', '2026-10-29T21:59:00.000Z'],
  // The first hour of the next day is skipped.
  ['2026-03-28', 'Asia/Beirut', '2026-03-28T21:59:00.000Z'],
])('the last minute of %s in %s is %s', (day, timeZone, instant) => {
  expect(endOfDay(day, timeZone)).toBe(instant);
});

it('an invalid instant is shown as it is', () => {
  expect(shortDateTime('2026-99-99T', 'Europe/Berlin', FRIDAY)).toBe('2026-99-99T');
});

it.each([
  [null, '–'],
  [59, '59 s'],
  [59.6, '1 min'],
  [60, '1 min'],
  [90, '1 min 30 s'],
  [599, '9 min 59 s'],
  [600, '10 min'],
  [630, '11 min'],
  [3_599, '1 h 0 min'],
  [11_520, '3 h 12 min'],
  [86_400, '1 d 0 h'],
  [187_200, '2 d 4 h'],
])('%s seconds are %s', (seconds, text) => {
  expect(span(seconds)).toBe(text);
});

it.each([
  [{ excludedBy: 'capacity', detail: 'untouched 3 of 3' }, 'at capacity, untouched 3 of 3'],
  [{ excludedBy: 'absent', detail: 'until 2025-03-04T08:00:00.000Z' }, 'absent, until Tue 4 Mar 2025, 09:00'],
  [{ excludedBy: 'earlierOwner' }, 'had the lead before'],
  [{ excludedBy: 'notAProspect' }, 'not a prospect'],
])('%j is shown as “%s”', (excluded, text) => {
  expect(whyNot(excluded, 'Europe/Berlin')).toBe(text);
});
