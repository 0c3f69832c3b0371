import { describe, expect, it } from '@jest/globals';
import type { LeadClock } from '../../src/clocks/clock.js';
import { replannedWhy } from '../../src/clocks/replanned-why.js';
import { replanOutdated } from '../../src/lifecycle/clocks/replanning.js';
import { system } from '../../src/platform/values/actor.js';
import { aDirectory } from '../leads/directory.builder.js';
import { leadsClock, office, ownersClock, policy } from '../sla/sla.builder.js';
import { aCase, aWork, MINUTE, missed, NOW } from './lifecycle.builder.js';

const under = policy({ within: 'PT1H', leadWithin: 'PT2H' }, { time: 'working', calendar: 'pool' });
const FRIDAY_EVENING = Date.UTC(2026, 1, 27, 16, 30);
const MONDAY_MORNING = Date.UTC(2026, 2, 2, 9, 30);
const aroundTheClock = { calendarId: 'default', calendarVersion: 1, timeZone: 'UTC' };

/** Ann's clock in pool North, planned at revision 1, when the pool never closed. */
const promised = (facts: Partial<LeadClock> = {}) => ({
  ...ownersClock({ at: FRIDAY_EVENING, policy: under }),
  ...aroundTheClock,
  ...facts,
});
const pools = [
  { id: 'north', name: 'North', calendarId: 'office' },
  { id: 'south', name: 'South' },
];
const changed = (hoursChanges: Record<string, number>) =>
  aDirectory({ hours: { office }, pools, hoursChanges, revision: 9 });

function replanned(clock: LeadClock, directory = changed({ north: 5 }), lead: { poolId?: string } = {}) {
  const leadCase = aCase({ ownerId: 'ann', poolId: 'north' }, { policy: under, clocks: [clock] });
  leadCase.lead = { ...leadCase.lead, ...lead };
  const work = aWork([leadCase], { directory });
  replanOutdated(work, leadCase);
  return { clock: leadCase.clocks[0]!, ...work.take() };
}

describe('a clock whose hours have changed', () => {
  it('is recalculated from its start by the present hours of its owner', () => {
    const { clock, changedClocks } = replanned(promised());
    expect(clock).toMatchObject({
      startedAt: FRIDAY_EVENING,
      dueAt: MONDAY_MORNING,
      nextAt: MONDAY_MORNING,
      calendarId: 'office',
      plannedRevision: 9,
    });
    expect(changedClocks).toEqual([clock]);
  });

  it('records the former deadline, with the engine as its actor', () => {
    expect(replanned(promised()).events).toMatchObject([
      {
        type: 'sla.replanned',
        actor: system('sla'),
        data: {
          clockId: 'clock',
          dueAt: '2026-03-02T09:30:00.000Z',
          formerDueAt: '2026-02-27T17:30:00.000Z',
          why: 'otherCalendar',
          calendarId: 'office',
        },
      },
    ]);
  });

  it('gets a deadline with a grace period if it had none, and notifies its owner', () => {
    const { clock, events, notifications } = replanned(promised({ dueAt: null, nextAt: null }));
    const dueAt = NOW + 15 * MINUTE;
    expect(clock).toMatchObject({ dueAt, graceAt: dueAt, graceWhy: 'otherCalendar' });
    expect(events).toMatchObject([{ data: { formerDueAt: null, grace: true } }]);
    expect(notifications).toMatchObject([{ repId: 'ann', type: 'sla.replanned' }]);
  });

  it('keeps the deadline that its owner knows if that is before the end of the grace period', () => {
    const known = NOW + 5 * MINUTE;
    expect(replanned(promised({ dueAt: known, nextAt: known })).clock).toMatchObject({ dueAt: known, graceAt: known });
  });

  it('has no grace period if its deadline is later than before, or late enough', () => {
    const { clock, notifications } = replanned(promised());
    expect([clock.graceAt, notifications]).toEqual([null, []]);
  });

  it('records no event if its deadline is unchanged, but is up to date', () => {
    const { clock, events } = replanned(promised({ dueAt: MONDAY_MORNING, nextAt: MONDAY_MORNING }));
    expect(clock.plannedRevision).toBe(9);
    expect(events).toEqual([]);
  });

  it('depends on the pool from which its owner has the lead, not on the present pool', () => {
    const elsewhere = { poolId: 'south' };
    expect(replanned(promised(), changed({ north: 5 }), elsewhere).clock.dueAt).toBe(MONDAY_MORNING);
    expect(replanned(promised(), changed({ south: 5 }), elsewhere).changedClocks).toEqual([]);
  });

  it.each([
    ['before it was planned', 3, false],
    ['with which it was planned', 4, false],
    ['after it was planned', 5, true],
  ])('is outdated only by later changes: one %s', (_, revision, isOutdated) => {
    const { changedClocks } = replanned(promised({ plannedRevision: 4 }), changed({ north: revision }));
    expect(changedClocks).toHaveLength(isOutdated ? 1 : 0);
  });

  it.each([
    ['the calendar that it was planned with', 'default'],
    ['its owner', 'ann'],
    ['the pool', 'north'],
  ])('may have changed hours because of %s', (_, id) => {
    expect(replanned(promised(), changed({ [id]: 5 })).clock.dueAt).toBe(MONDAY_MORNING);
  });
});

describe('a clock that does not depend on changed hours', () => {
  const everything = changed({ default: 5, office: 5, ann: 5, north: 5 });
  it.each<[string, LeadClock]>([
    ['a promise around the clock', promised({ basis: 'elapsed' })],
    ['a promise that was kept', promised({ state: 'met', metAt: NOW, nextAt: null })],
    ['a promise that was missed, with nothing to follow', missed(promised(), null)],
  ])('stays unchanged: %s', (_, clock) => expect(replanned(clock, everything).clock).toBe(clock));

  it('stays unchanged: the company’s clock, if only the pool and the owner change', () => {
    const clock = { ...leadsClock({ at: FRIDAY_EVENING, policy: under }), ...aroundTheClock };
    expect(replanned(clock, changed({ north: 5, ann: 5 })).clock).toBe(clock);
  });
});

it.each([
  ['office', MONDAY_MORNING + 60 * MINUTE],
  ['default', FRIDAY_EVENING + 120 * MINUTE],
])('the company’s clock is recalculated by its own calendar: %s', (calendarId, dueAt) => {
  const clock = {
    ...leadsClock({ at: FRIDAY_EVENING, policy: under }),
    ...aroundTheClock,
    calendarId,
    dueAt: dueAt - MINUTE,
  };
  expect(replanned(clock, changed({ [calendarId]: 5 })).clock).toMatchObject({ dueAt, calendarId });
});

it.each([
  // Missed on Friday at 17:30; 15 minutes of working time later it is Monday.
  ['office', Date.UTC(2026, 2, 2, 9, 15)],
  ['default', FRIDAY_EVENING + 75 * MINUTE],
])('of a missed clock only the next action is recalculated, by its own calendar: %s', (calendarId, nextAt) => {
  const late = { ...missed(promised(), NOW), progress: 1, calendarId };
  const { clock, events } = replanned(late, changed({ [calendarId]: 5 }));
  expect(clock).toMatchObject({
    state: 'breached',
    dueAt: late.dueAt,
    breachedAt: late.breachedAt,
    nextAt,
    calendarId,
  });
  expect(events).toEqual([]);
});

it.each(['ann', 'north'])('the actions after a miss do not depend on the hours of %s', (changedId) => {
  const late = { ...missed(promised(), NOW), progress: 1 };
  expect(replanned(late, changed({ [changedId]: 5 })).changedClocks).toEqual([]);
});

describe('the reason for re-planning', () => {
  const office = {
    calendarId: 'office',
    calendarVersion: 1,
    timeZone: 'Europe/Berlin',
    reach: 'call US Pacific/Honolulu',
  };

  it.each([
    ['otherCalendar', { calendarId: 'late', calendarVersion: 2 }],
    ['calendarChanged', { calendarVersion: 2, timeZone: 'UTC' }],
    ['timeZone', { timeZone: 'UTC' }],
    ['contactZone', { reach: 'call US America/New_York' }],
    ['contactKinds', { reach: 'call,email US Pacific/Honolulu' }],
    ['contactKinds', { reach: null }],
    ['absences', {}],
  ])('follows from the plan before and after: %s', (why, anew) =>
    expect(replannedWhy(office, { ...office, ...anew }, false)).toBe(why),
  );

  it('is a change of contact hours if the plans are otherwise the same', () => {
    expect(replannedWhy(office, office, true)).toBe('contactHours');
  });
});
