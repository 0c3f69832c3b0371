import { expect, it } from '@jest/globals';
import type { LeadClock } from '../../src/clocks/clock.js';
import { nextClockOf } from '../../src/clocks/next-clock.js';

const clock = (id: string, fields: Partial<LeadClock> = {}) =>
  ({
    id,
    kind: 'firstTouch',
    state: 'running',
    repId: 'ann',
    dueAt: 100,
    metAt: null,
    breachedAt: null,
    struckBreachAt: null,
    ...fields,
  }) as LeadClock;
const missed = { state: 'breached', breachedAt: 100 } as const;
const next = (clocks: readonly LeadClock[], ownerId: string | null = 'ann', isOpen = true) =>
  nextClockOf(clocks, { ownerId, isOpen })?.id;

it('the next clock is the one due first, or one without a deadline if there is no other', () => {
  const paused = clock('paused', { dueAt: null });
  expect(next([clock('late'), clock('early', { dueAt: 50 }), paused])).toBe('early');
  expect(next([paused])).toBe('paused');
  expect(next([])).toBeUndefined();
});

it('a missed clock is next until it is met, its miss is struck, or the owner changes', () => {
  expect(next([clock('it', missed)])).toBe('it');
  expect(next([clock('it', { ...missed, metAt: 120 })])).toBeUndefined();
  expect(next([clock('it', { ...missed, struckBreachAt: 100 })])).toBeUndefined();
  expect(next([clock('it', missed), clock('new', { repId: 'bo', dueAt: 900 })], 'bo')).toBe('new');
});

it('a missed clock is not next once the same is promised anew, by whoever had missed it', () => {
  const anew = clock('2-anew', { dueAt: 900 });
  expect(next([clock('1', missed), anew])).toBe('2-anew');
  expect(next([clock('1', missed), { ...anew, ...missed }])).toBe('2-anew');
  expect(next([clock('it', missed), clock('decide', { kind: 'decide', dueAt: 900 })])).toBe('it');
});

it('a missed clock is not next once its subject is closed, but one that brings it back is', () => {
  expect(next([clock('it', missed)], 'ann', false)).toBeUndefined();
  expect(next([clock('it', missed), clock('back', { kind: 'recycle', dueAt: 900 })], 'ann', false)).toBe('back');
});

it('a missed cadence step is not next, as another step has followed it', () => {
  expect(next([clock('one', { ...missed, kind: 'followUp' }), clock('two', { kind: 'followUp', dueAt: 900 })])).toBe(
    'two',
  );
});

it('the company’s clock is next only while the lead has no owner', () => {
  const response = clock('response', { kind: 'leadResponse', dueAt: 10 });
  expect(next([response, clock('own')])).toBe('own');
  expect(next([{ ...response, ...missed }], null)).toBe('response');
});

it('a met or cancelled clock is not next', () => {
  expect(next([clock('met', { state: 'met', metAt: 90 }), clock('ended', { state: 'cancelled' })])).toBeUndefined();
});
