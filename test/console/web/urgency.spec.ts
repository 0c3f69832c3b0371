import { describe, expect, it } from '@jest/globals';
import { byUrgency, urgencyOf } from '../../../src/console/web/clocks/urgency.js';

type Lead = Parameters<typeof byUrgency>[0];
type Clock = Lead['clocks'][number];

const at = (time: string) => Date.parse(`2026-03-02T${time}Z`);
const iso = (time: string) => `2026-03-02T${time}.000Z`;
const clock = (fields: Partial<Clock>): Clock => ({
  id: 'c',
  kind: 'firstTouch',
  state: 'running',
  startedAt: iso('09:00:00'),
  dueAt: iso('10:00:00'),
  remainingSeconds: 3_600,
  ticking: true,
  ...fields,
});
const lead = (clocks: Clock[], fields: Partial<Lead> = {}) =>
  ({ id: 'l', clocks, nextClockId: clocks[0]?.id ?? null, receivedAt: iso('09:00:00'), ...fields }) as Lead;

describe('the urgency of a lead', () => {
  const hour = lead([clock({})]);
  it.each([
    ['09:29:59', 'inTime', '09:30:00'],
    ['09:30:00', 'soon', '09:48:00'],
    ['09:47:59', 'soon', '09:48:00'],
    ['09:48:00', 'now', '10:00:00'],
    ['09:59:59', 'now', '10:00:00'],
  ])('at %s is for a promise of an hour %s until %s', (time, band, until) => {
    const { changesAt, ...urgency } = urgencyOf(hour, at(time));
    expect([urgency.band, changesAt]).toEqual([band, at(until)]);
  });
  it('is missed from the deadline on', () => {
    expect(urgencyOf(hour, at('10:00:00'))).toMatchObject({ band: 'missed', changesAt: null });
  });
  it('is now in the last two minutes, however short the promise is', () => {
    const five = lead([clock({ dueAt: iso('09:05:00') })]);
    expect(urgencyOf(five, at('09:03:00')).band).toBe('now');
    expect(urgencyOf(five, at('09:02:59')).band).toBe('soon');
  });
  it('is asleep from closing time on, before the server reports it', () => {
    const evening = lead([clock({ ticksUntil: iso('09:20:00') })]);
    expect(urgencyOf(evening, at('09:19:59'))).toMatchObject({ band: 'inTime', changesAt: at('09:20:00') });
    expect(urgencyOf(evening, at('09:20:00'))).toMatchObject({ band: 'asleep', changesAt: null });
  });
  it('is asleep while the clock stands still, until it resumes', () => {
    const night = lead([clock({ ticking: false, resumesAt: iso('09:40:00') })]);
    expect(urgencyOf(night, at('09:39:59'))).toMatchObject({ band: 'asleep', changesAt: at('09:40:00') });
    expect(urgencyOf(night, at('09:40:00')).band).toBe('soon');
  });
  it('is missed after a breach', () => {
    const missed = clock({ state: 'breached', breachedAt: iso('10:00:00') });
    expect(urgencyOf(lead([missed]), at('10:30:00')).band).toBe('missed');
    expect(urgencyOf(lead([missed], { nextClockId: null }), at('10:30:00')).band).toBe('none');
  });
  it('is asleep during a pause without an end', () => {
    expect(urgencyOf(lead([clock({ state: 'paused', dueAt: null, ticking: false })]), at('09:00:00')).band).toBe(
      'asleep',
    );
  });
});

describe('the most urgent lead', () => {
  it('comes first; equally urgent ones follow their arrival, and those without a deadline come last', () => {
    const leads = [
      lead([], { id: 'none' }),
      lead([clock({})], { id: 'second', receivedAt: iso('09:00:01') }),
      lead([clock({})], { id: 'first' }),
      lead([clock({ dueAt: iso('09:30:00') })], { id: 'soonest' }),
    ];
    expect(leads.sort(byUrgency).map(({ id }) => id)).toEqual(['soonest', 'first', 'second', 'none']);
  });
});
