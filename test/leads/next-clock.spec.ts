import { expect, it } from '@jest/globals';
import type { LeadClock } from '../../src/clocks/clock.js';
import { nextClockOf } from '../../src/clocks/next-clock.js';

const clock = (id: string, fields: Partial<LeadClock> = {}) =>
  ({
    ...{ id, kind: 'firstTouch', state: 'running', repId: 'ann', dueAt: 100 },
    ...{ metAt: null, breachedAt: null, struckBreachAt: null },
    ...fields,
  }) as LeadClock;
const missed = { state: 'breached', breachedAt: 100 } as const;
const next = (clocks: readonly LeadClock[], ownerId: string | null = 'ann') => nextClockOf(clocks, ownerId)?.id;

it('the first deadline is next; one without a deadline only where all are', () => {
  const paused = clock('paused', { dueAt: null });
  expect(next([clock('late'), clock('early', { dueAt: 50 }), paused])).toBe('early');
  expect(next([paused])).toBe('paused');
  expect(next([])).toBeUndefined();
});

it('what somebody missed is due until they make up for it, the miss is struck, or they have it no more', () => {
  expect(next([clock('it', missed)])).toBe('it');
  expect(next([clock('it', { ...missed, metAt: 120 })])).toBeUndefined();
  expect(next([clock('it', { ...missed, struckBreachAt: 100 })])).toBeUndefined();
  expect(next([clock('it', missed), clock('new', { repId: 'bo', dueAt: 900 })], 'bo')).toBe('new');
});

it('a step of a cadence that was missed has been followed by another', () => {
  expect(next([clock('one', { ...missed, kind: 'followUp' }), clock('two', { kind: 'followUp', dueAt: 900 })])).toBe(
    'two',
  );
});

it('what the company promised is due as long as nobody has the lead', () => {
  const response = clock('response', { kind: 'leadResponse', dueAt: 10 });
  expect(next([response, clock('own')])).toBe('own');
  expect(next([{ ...response, ...missed }], null)).toBe('response');
});

it('what runs or was met of others is not due', () => {
  expect(next([clock('met', { state: 'met', metAt: 90 }), clock('ended', { state: 'cancelled' })])).toBeUndefined();
});
