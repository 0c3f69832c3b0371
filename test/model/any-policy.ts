import fc from 'fast-check';
import type { Action, Policy, Step } from './promise.js';
import { HOUR, MINUTE, type Week } from './working-hours.js';

export const minutes = (...choices: number[]) => fc.constantFrom(...choices.map((each) => each * MINUTE));
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2, nil: null });

const chain = (...choices: (readonly [number, Action['do']])[][]) =>
  fc.constantFrom(...choices.map((each) => each.map(([after, what]) => ({ after: after * MINUTE, do: what }))));

const anyStep: fc.Arbitrary<Step> = fc.record({
  kinds: fc.constantFrom(['call'], ['email'], ['call', 'email']),
  after: minutes(0, 10, 60, 300),
  within: minutes(10, 30, 120),
});

export const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  mode: fc.constantFrom('enforce', 'enforce', 'enforce', 'enforce', 'notify', 'measure'),
  time: fc.constantFrom('working', 'working', 'elapsed'),
  grace: minutes(0, 5, 15),
  within: minutes(5, 10, 30, 120, 540),
  afterHours: orNull(minutes(20, 60)),
  leadWithin: orNull(minutes(15, 60, 180)),
  by: fc.constantFrom('anyone', 'anyone', 'owner'),
  warnAt: fc.constantFrom([], [50], [50, 80]),
  onBreach: chain(
    [[0, 'reassign']],
    [
      [0, 'reassign'],
      [15, 'escalate'],
    ],
    [
      [0, 'escalate'],
      [10, 'reassign'],
    ],
    [],
  ),
  onLeadBreach: chain([], [[0, 'escalate']], [[5, 'reassign']]),
  maxReassignments: fc.constantFrom(0, 1, 2, 3),
  steps: fc.oneof(fc.constant([]), fc.array(anyStep, { minLength: 1, maxLength: 3 })),
  onMiss: chain(
    [[0, 'remind']],
    [[0, 'reassign']],
    [
      [0, 'remind'],
      [10, 'reassign'],
      [15, 'escalate'],
    ],
  ),
  decideWithin: orNull(minutes(60, 300)),
  unreachable: fc.option(fc.record({ attempts: fc.constantFrom(2, 3), over: minutes(1, 4) }), { freq: 1, nil: null }),
  onInquiry: fc.constantFrom('renew', 'renew', 'restart', 'restart', 'keep'),
});

const [NINE, NOON, ONE, FIVE] = [9 * 60, 12 * 60, 13 * 60, 17 * 60] as const;
const week = (
  workday: [number, number][],
  weekend: [number, number][] = [],
  zone = 'UTC',
  offsetMinutes = 0,
): Week => ({
  zone,
  offsetMinutes,
  days: [weekend, workday, workday, workday, workday, workday, weekend],
});
/** Open around the clock. */
export const ALL_DAY = week([[0, 24 * 60]], [[0, 24 * 60]]);
export const anyWeek = fc.constantFrom(
  week([[NINE, FIVE]]),
  week([
    [NINE, NOON],
    [ONE, FIVE],
  ]),
  week([[8 * 60, 20 * 60]], [[10 * 60, NOON]]),
  week([[NINE, FIVE]], [], 'Asia/Kolkata', 330),
);

/** The time until the next act: round times at which clocks are due, and moments just before and after them. */
export const anyWait = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 0, 1, 1_000) },
  { weight: 6, arbitrary: minutes(1, 4, 5, 10, 15, 25, 30) },
  { weight: 3, arbitrary: minutes(60, 120, 300) },
  { weight: 1, arbitrary: minutes(16 * 60, 24 * 60) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * HOUR }) },
  { weight: 2, arbitrary: minutes(5, 10, 30, 60).map((ms) => ms - 1) },
  { weight: 2, arbitrary: minutes(5, 10, 30, 60).map((ms) => ms + 1) },
);
