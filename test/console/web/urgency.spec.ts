import { describe, expect, it } from '@jest/globals';
import { byUrgency, nextClockOf, urgencyOf } from '../../../src/console/web/clocks/urgency.js';

type Lead = Parameters<typeof byUrgency>[0];
type Clock = Lead['clocks'][number];

const at = (time: string) => Date.parse(`2026-03-02T${time}Z`);
const iso = (time: string) => `2026-03-02T${time}.000Z`;
const clock = (fields: Partial<Clock>): Clock => ({
  ...{ id: 'c', kind: 'firstTouch', state: 'running', startedAt: iso('09:00:00'), dueAt: iso('10:00:00') },
  ...{ remainingSeconds: 3_600, ticking: true },
  ...fields,
});
const lead = (clocks: Clock[], fields: Partial<Lead> = {}) =>
  ({ id: 'l', clocks, receivedAt: iso('09:00:00'), ...fields }) as Lead;

describe('how urgent a lead is', () => {
  const hour = lead([clock({})]);
  it.each([
    ['09:29:59', 'inTime', '09:30:00'],
    ['09:30:00', 'soon', '09:48:00'],
    ['09:47:59', 'soon', '09:48:00'],
    ['09:48:00', 'now', '10:00:00'],
    ['09:59:59', 'now', '10:00:00'],
  ])('at %s an hour’s promise is %s until %s', (time, band, until) => {
    const { changesAt, ...urgency } = urgencyOf(hour, at(time));
    expect([urgency.band, changesAt]).toEqual([band, at(until)]);
  });
  it('from its deadline on it is missed', () => {
    expect(urgencyOf(hour, at('10:00:00'))).toMatchObject({ band: 'missed', changesAt: null });
  });
  it('the last two minutes are now, however short the promise is', () => {
    const five = lead([clock({ dueAt: iso('09:05:00') })]);
    expect(urgencyOf(five, at('09:03:00')).band).toBe('now');
    expect(urgencyOf(five, at('09:02:59')).band).toBe('soon');
  });
  it('a clock stands from closing on, before the server has said so', () => {
    const evening = lead([clock({ ticksUntil: iso('09:20:00') })]);
    expect(urgencyOf(evening, at('09:19:59'))).toMatchObject({ band: 'inTime', changesAt: at('09:20:00') });
    expect(urgencyOf(evening, at('09:20:00'))).toMatchObject({ band: 'asleep', changesAt: null });
  });
  it('a clock that stands is asleep until it goes on', () => {
    const night = lead([clock({ ticking: false, resumesAt: iso('09:40:00') })]);
    expect(urgencyOf(night, at('09:39:59'))).toMatchObject({ band: 'asleep', changesAt: at('09:40:00') });
    expect(urgencyOf(night, at('09:40:00')).band).toBe('soon');
  });
  it('what its owner missed is late until they make up for it, or the miss is struck', () => {
    const missed = { state: 'breached', repId: 'ann', breachedAt: iso('10:00:00') } as const;
    const bandOf = (fields: Partial<Clock>, ownerId = 'ann') =>
      urgencyOf(lead([clock({ ...missed, ...fields })], { ownerId }), at('10:30:00')).band;
    expect(bandOf({})).toBe('missed');
    expect(bandOf({}, 'bo')).toBe('none');
    expect(bandOf({ metAt: iso('10:10:00') })).toBe('none');
    expect(bandOf({ struckBreachAt: iso('10:00:00') })).toBe('none');
  });
  it('a pause without an end is asleep, and what nobody owes is nothing', () => {
    expect(urgencyOf(lead([clock({ state: 'paused', dueAt: null, ticking: false })]), at('09:00:00')).band).toBe(
      'asleep',
    );
    const company = clock({ kind: 'leadResponse' });
    expect(urgencyOf(lead([company, clock({ state: 'met' })]), at('09:00:00')).band).toBe('none');
  });
});

describe('the most urgent lead', () => {
  it('has the earliest deadline of its owner, whatever the company promised', () => {
    const [late, early] = [clock({ id: 'late' }), clock({ id: 'early', kind: 'followUp', dueAt: iso('09:30:00') })];
    expect(nextClockOf(lead([clock({ kind: 'leadResponse', dueAt: iso('09:01:00') }), late, early]))!.id).toBe('early');
  });
  it('comes first; of equals the one that came first; without a deadline last', () => {
    const leads = [
      lead([], { id: 'none' }),
      lead([clock({})], { id: 'second', receivedAt: iso('09:00:01') }),
      lead([clock({})], { id: 'first' }),
      lead([clock({ dueAt: iso('09:30:00') })], { id: 'soonest' }),
    ];
    expect(leads.sort(byUrgency).map(({ id }) => id)).toEqual(['soonest', 'first', 'second', 'none']);
  });
});
