import { describe, expect, it } from '@jest/globals';
import type { LeadClock } from '../../src/clocks/clock.js';
import { replannedWhy } from '../../src/clocks/replanned-why.js';
import { replanOutdated } from '../../src/lifecycle/replanning.js';
import { system } from '../../src/platform/actor.js';
import { aDirectory } from '../leads/directory.builder.js';
import { leadsClock, office, ownersClock, policy } from '../sla/sla.builder.js';
import { aCase, aWork, MINUTE, missed, NOW } from './lifecycle.builder.js';

const under = policy({ within: 'PT1H', leadWithin: 'PT2H' }, { time: 'working', calendar: 'pool' });
const FRIDAY_EVENING = Date.UTC(2026, 1, 27, 16, 30);
const MONDAY_MORNING = Date.UTC(2026, 2, 2, 9, 30);
const aroundTheClock = { calendarId: 'default', calendarVersion: 1, timeZone: 'UTC' };

/** Ann's by pool North, planned at revision 1 when the pool never closed. */
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

describe('a promise whose hours have changed', () => {
  it('is worked out anew from its beginning, by the hours that its owner has now', () => {
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

  it('says when it was due before, on account of the engine', () => {
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

  it('gets its deadline, where its calendar had none within reach, and its owner the time to act and a word', () => {
    const { clock, events, notifications } = replanned(promised({ dueAt: null, nextAt: null }));
    const dueAt = NOW + 15 * MINUTE;
    expect(clock).toMatchObject({ dueAt, graceAt: dueAt, graceWhy: 'otherCalendar' });
    expect(events).toMatchObject([{ data: { formerDueAt: null, grace: true } }]);
    expect(notifications).toMatchObject([{ repId: 'ann', type: 'sla.replanned' }]);
  });

  it('is due when its owner has been told that it is, where that is sooner than the grace', () => {
    const known = NOW + 5 * MINUTE;
    expect(replanned(promised({ dueAt: known, nextAt: known })).clock).toMatchObject({ dueAt: known, graceAt: known });
  });

  it('has no grace where it is due later than before, or late enough', () => {
    const { clock, notifications } = replanned(promised());
    expect([clock.graceAt, notifications]).toEqual([null, []]);
  });

  it('says nothing where it is due when it was, and is up to date', () => {
    const { clock, events } = replanned(promised({ dueAt: MONDAY_MORNING, nextAt: MONDAY_MORNING }));
    expect(clock.plannedRevision).toBe(9);
    expect(events).toEqual([]);
  });

  it('stays with the pool that its owner has the lead from, wherever the lead is put', () => {
    const elsewhere = { poolId: 'south' };
    expect(replanned(promised(), changed({ north: 5 }), elsewhere).clock.dueAt).toBe(MONDAY_MORNING);
    expect(replanned(promised(), changed({ south: 5 }), elsewhere).changedClocks).toEqual([]);
  });

  it.each([
    ['before it was planned', 3, false],
    ['with which it was planned', 4, false],
    ['after it was planned', 5, true],
  ])('is outdated or not: by a change %s', (_, revision, isOutdated) => {
    const { changedClocks } = replanned(promised({ plannedRevision: 4 }), changed({ north: revision }));
    expect(changedClocks).toHaveLength(isOutdated ? 1 : 0);
  });

  it.each([
    ['the calendar that it was planned with', 'default'],
    ['its owner', 'ann'],
    ['the pool', 'north'],
  ])('may have changed with %s', (_, id) => {
    expect(replanned(promised(), changed({ [id]: 5 })).clock.dueAt).toBe(MONDAY_MORNING);
  });
});

describe('what does not depend on hours that have changed', () => {
  const everything = changed({ default: 5, office: 5, ann: 5, north: 5 });
  it.each<[string, LeadClock]>([
    ['a promise around the clock', promised({ basis: 'elapsed' })],
    ['a promise that was kept', promised({ state: 'met', metAt: NOW, nextAt: null })],
    ['a promise that was missed, with nothing to follow', missed(promised(), null)],
  ])('stays as it is: %s', (_, clock) => expect(replanned(clock, everything).clock).toBe(clock));

  it('stays as it is: the company’s promise, whatever the pool and the owner do', () => {
    const clock = { ...leadsClock({ at: FRIDAY_EVENING, policy: under }), ...aroundTheClock };
    expect(replanned(clock, changed({ north: 5, ann: 5 })).clock).toBe(clock);
  });
});

it.each([
  ['office', MONDAY_MORNING + 60 * MINUTE],
  ['default', FRIDAY_EVENING + 120 * MINUTE],
])('the company’s promise is worked out anew by the calendar that it has: %s', (calendarId, dueAt) => {
  const clock = {
    ...leadsClock({ at: FRIDAY_EVENING, policy: under }),
    ...aroundTheClock,
    calendarId,
    dueAt: dueAt - MINUTE,
  };
  expect(replanned(clock, changed({ [calendarId]: 5 })).clock).toMatchObject({ dueAt, calendarId });
});

it.each([
  // Missed on Friday at 17:30; a quarter of an hour of working time later it is Monday.
  ['office', Date.UTC(2026, 2, 2, 9, 15)],
  ['default', FRIDAY_EVENING + 75 * MINUTE],
])(
  'of a promise that was missed, only what follows is worked out anew, by the calendar it has: %s',
  (calendarId, nextAt) => {
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
  },
);

it.each(['ann', 'north'])('what follows a miss does not depend on the hours of %s, whoever is away', (changedId) => {
  const late = { ...missed(promised(), NOW), progress: 1 };
  expect(replanned(late, changed({ [changedId]: 5 })).changedClocks).toEqual([]);
});

describe('why a promise is planned anew', () => {
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
  ])('is told by what it was planned under: %s', (why, anew) =>
    expect(replannedWhy(office, { ...office, ...anew }, false)).toBe(why),
  );

  it('is told by a change of the hours in which leads may be contacted, where all of that is the same', () => {
    expect(replannedWhy(office, office, true)).toBe('contactHours');
  });
});
