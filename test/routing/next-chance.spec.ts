import { describe, expect, it } from '@jest/globals';
import type { RosterRep } from '../../src/routing/deciding/roster.js';
import { nextChance } from '../../src/routing/queues/next-chance.js';
import { aRoster, HOUR, NEVER, NOW, opensAt, rosterMember, rosterPool, rosterRep } from './roster.builder.js';

const FULL = { open: 5, untouched: 5, today: 5, thisWeek: 5 };
const AWAY = { absent: { from: NOW - HOUR, to: NOW + HOUR } };
const RESETS = { capacityResetsAt: { day: NOW + 14 * HOUR, week: NOW + 100 * HOUR } };

function chanceOf(
  facts: Partial<RosterRep>,
  member: Parameters<typeof rosterMember>[1] = {},
  pool: Parameters<typeof rosterPool>[2] = {},
) {
  const roster = aRoster({
    reps: [rosterRep('ann', facts)],
    pools: [rosterPool('pool', [rosterMember('ann', member)], pool)],
  });
  const at = nextChance({ poolIds: ['pool'] }, roster, NOW);
  return at === null ? null : (at - NOW) / HOUR;
}

describe('the next chance of a waiting lead', () => {
  it.each<[string, Partial<RosterRep>, number | null]>([
    ['is when an absence ends', { absent: { from: NOW - HOUR, to: NOW + 3 * HOUR } }, 3],
    ['is when an unavailability ends', { available: false, unavailableUntil: NOW + 4 * HOUR }, 4],
    ['is when the day starts anew', { capacity: { perDay: 5 }, load: FULL, ...RESETS }, 14],
    [
      'is when the week starts anew, for whom the day is full too',
      { capacity: { perDay: 5, perWeek: 5 }, load: FULL, ...RESETS },
      100,
    ],
    [
      'is when the last of several obstacles ends',
      { absent: { from: NOW, to: NOW + 20 * HOUR }, capacity: { perDay: 5 }, load: FULL, ...RESETS },
      20,
    ],
    ['is none for somebody inactive', { active: false, absent: { from: NOW, to: NOW + HOUR } }, null],
    ['is none for somebody unavailable without end', { available: false }, null],
    ['is none when only a touch can help', { ...AWAY, capacity: { untouched: 5 }, load: FULL, ...RESETS }, null],
    ['is none when only a closing can help', { ...AWAY, capacity: { open: 5 }, load: FULL, ...RESETS }, null],
    ['is none when nobody knows when the day starts anew', { capacity: { perDay: 5 }, load: FULL }, null],
    ['is none for somebody who is eligible already', {}, null],
  ])('%s', (_, facts, expected) => {
    expect(chanceOf(facts)).toBe(expected);
  });

  it('is when a working day opens', () => {
    expect(chanceOf({}, { hours: opensAt(NOW + 2 * HOUR) }, { offHours: 'wait' })).toBe(2);
    expect(chanceOf({}, { hours: NEVER }, { offHours: 'wait' })).toBeNull();
    expect(chanceOf({}, { hours: opensAt(NOW + 2 * HOUR) }, { offHours: 'share' })).toBe(2);
  });

  it('after an absence, is the next opening if the pool waits, else the end of the absence', () => {
    const away = { absent: { from: NOW, to: NOW + 5 * HOUR } };
    const hours = opensAt(NOW + 9 * HOUR);
    expect(chanceOf(away, { hours }, { offHours: 'wait' })).toBe(9);
    expect(chanceOf(away, { hours }, { offHours: 'share' })).toBe(5);
  });

  it('is the earliest among all members, fallbacks, and reps waited for by name', () => {
    const away = (hours: number) => ({ absent: { from: NOW, to: NOW + hours * HOUR } });
    const roster = aRoster({
      reps: [
        rosterRep('ann', away(9)),
        rosterRep('bo', away(7)),
        rosterRep('cy', away(5)),
        rosterRep('dan', away(3)),
        rosterRep('eve', away(1)),
      ],
      pools: [
        rosterPool('pool', [rosterMember('ann'), rosterMember('stranger')], { fallbackPoolId: 'second' }),
        rosterPool('second', [rosterMember('bo')], { fallbackPoolId: 'pool' }),
        rosterPool('last', [rosterMember('cy')]),
        rosterPool('other', [rosterMember('eve')]),
      ],
    });
    expect(nextChance({ poolIds: ['pool'] }, roster, NOW)).toBe(NOW + 7 * HOUR);
    expect(nextChance({ poolIds: ['pool'] }, { ...roster, fallbackPoolId: 'last' }, NOW)).toBe(NOW + 5 * HOUR);
    expect(nextChance({ poolIds: ['pool'], repIds: ['dan', 'stranger'] }, roster, NOW)).toBe(NOW + 3 * HOUR);
    expect(nextChance({ poolIds: [] }, roster, NOW)).toBeNull();
    expect(nextChance({ poolIds: [] }, { ...roster, fallbackPoolId: 'last' }, NOW)).toBe(NOW + 5 * HOUR);
  });

  it('does not depend on the working hours of a named rep', () => {
    const roster = aRoster({
      reps: [rosterRep('ann', { hours: opensAt(NOW + 50 * HOUR), available: false, unavailableUntil: NOW + HOUR })],
    });
    expect(nextChance({ poolIds: [], repIds: ['ann'] }, roster, NOW)).toBe(NOW + HOUR);
  });
});
