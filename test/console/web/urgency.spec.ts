import { describe, expect, it } from '@jest/globals';
import { byUrgency, urgencyOf } from '../../../src/console/web/clocks/urgency.js';

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
  ({ id: 'l', clocks, nextClockId: clocks[0]?.id ?? null, receivedAt: iso('09:00:00'), ...fields }) as Lead;

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
  it('what was missed is late', () => {
    const missed = clock({ state: 'breached', breachedAt: iso('10:00:00') });
    expect(urgencyOf(lead([missed]), at('10:30:00')).band).toBe('missed');
    expect(urgencyOf(lead([missed], { nextClockId: null }), at('10:30:00')).band).toBe('none');
  });
  it('a pause without an end is asleep', () => {
    expect(urgencyOf(lead([clock({ state: 'paused', dueAt: null, ticking: false })]), at('09:00:00')).band).toBe(
      'asleep',
    );
  });
});

describe('the most urgent lead', () => {
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
