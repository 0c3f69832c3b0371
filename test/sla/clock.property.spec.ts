import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alwaysOpen } from '../../src/calendar/working-time.js';
import { CLOCK_TRANSITIONS, type ClockState, cancel, type LeadClock } from '../../src/clocks/clock.js';
import { judgeTouch } from '../../src/clocks/judging-a-touch.js';
import { rulesOf } from '../../src/clocks/kinds.js';
import { MS_PER_DAY, MS_PER_MINUTE } from '../../src/platform/values/duration.js';
import { runs } from '../support/runs.js';
import { enforce, leadsClock, office, ownersClock, policy, touch } from './sla.builder.js';

const START = Date.parse('2026-03-02T10:00:00Z');

const anyPolicy = fc
  .record({
    within: fc.constantFrom('PT5M', 'PT1H', 'PT8H', 'P1D', 'P2DT1H'),
    leadWithin: fc.option(fc.constantFrom('PT30M', 'P1D'), { nil: undefined }),
    warnAt: fc.uniqueArray(fc.constantFrom(0.25, 0.5, 0.8, 90), { maxLength: 3 }),
    by: fc.constantFrom('anyone' as const, 'owner' as const),
    onBreach: fc.array(
      fc.record(
        {
          after: fc.constantFrom('PT0S', 'PT1M', 'PT15M', 'PT8H', 'P1D'),
          do: fc.constantFrom('reassign' as const, 'escalate' as const),
          repeat: fc.record({ every: fc.constantFrom('PT1H', 'P1D'), times: fc.integer({ min: 1, max: 3 }) }),
        },
        { requiredKeys: ['after', 'do'] },
      ),
      { maxLength: 4 },
    ),
    mode: fc.constantFrom('enforce' as const, 'notify' as const, 'measure' as const),
    time: fc.constantFrom('working' as const, 'elapsed' as const),
  })
  .map(({ mode, time, leadWithin, ...firstTouch }) =>
    policy({ ...firstTouch, ...(leadWithin && { leadWithin }) }, { mode, time }),
  );

const anyStep = fc.oneof(
  fc.record({ kind: fc.constant('sweep' as const), afterMs: fc.integer({ min: 0, max: 3 * MS_PER_DAY }) }),
  fc.record({
    kind: fc.constant('touch' as const),
    afterMs: fc.integer({ min: 0, max: MS_PER_DAY }),
    reportedLateMs: fc.integer({ min: 0, max: MS_PER_DAY }),
    repId: fc.constantFrom('ann', 'bo'),
  }),
  fc.record({ kind: fc.constant('replan' as const), afterMs: fc.integer({ min: 0, max: MS_PER_DAY }) }),
  fc.record({ kind: fc.constant('cancel' as const), afterMs: fc.integer({ min: 0, max: MS_PER_DAY }) }),
);

describe('after any history, a clock', () => {
  it('follows its transition table, never acts early, and takes each action once', () => {
    fc.assert(
      fc.property(anyPolicy, fc.boolean(), fc.array(anyStep, { maxLength: 20 }), (under, isLeads, steps) => {
        const hours = under.time === 'elapsed' ? alwaysOpen : office;
        const start = { at: START, policy: under, hours };
        let clock: LeadClock = isLeads ? leadsClock(start) : ownersClock(start);
        let now = START;
        const acted: string[] = [];
        for (const step of steps) {
          now += step.afterMs;
          const before = clock;
          switch (step.kind) {
            case 'sweep': {
              const { clock: after, effects } = enforce(clock, under, hours, now);
              for (const effect of effects) {
                expect(before.nextAt!).toBeLessThanOrEqual(now);
                if (effect.kind === 'breached') expect(before.dueAt!).toBeLessThanOrEqual(now);
                if (effect.kind === 'reassign' || effect.kind === 'escalate') acted.push(effect.kind);
              }
              clock = after;
              break;
            }
            case 'touch':
              for (const verdict of judgeTouch([clock], {
                touch: touch(now - step.reportedLateMs, { repId: step.repId }),
                policy: under,
                firstAssignmentId: 'of ann',
                tenures: [],
                stay: { assignmentIds: ['of ann'], repId: 'ann' },
                now,
              }))
                clock = verdict.clock;
              break;
            case 'replan':
              if (clock.state === 'running' || clock.nextAt !== null)
                clock = rulesOf(clock).plan(clock, { policy: under, hours, chainHours: hours, pauses: [] });
              break;
            case 'cancel':
              if (clock.state === 'running') clock = cancel(clock, 'closed', now);
              break;
          }
          expectWhole(before, clock, now);
        }
        const { onBreach, onLeadBreach } = under.firstTouch;
        expect(acted.length).toBeLessThanOrEqual((isLeads ? onLeadBreach : onBreach).length);
      }),
      { numRuns: runs(200, 1_000) },
    );
  });

  it('can reach every state', () => {
    const under = policy();
    const running = ownersClock({ at: START, policy: under });
    const later = START + 6 * MS_PER_MINUTE;
    const reached = new Set<ClockState>([
      running.state,
      enforce(running, under, alwaysOpen, later).clock.state,
      judgeTouch([running], {
        touch: touch(START),
        policy: under,
        firstAssignmentId: 'of ann',
        tenures: [],
        stay: null,
        now: START,
      })[0]!.clock.state,
      cancel(running, 'closed', START).state,
    ]);
    expect([...reached].sort()).toEqual(Object.keys(CLOCK_TRANSITIONS).sort());
  });
});

/** The constraints that the schema enforces as well. */
function expectWhole(before: LeadClock, after: LeadClock, now: number): void {
  if (before.state !== after.state) expect(CLOCK_TRANSITIONS[before.state]).toContain(after.state);
  expect((after.state === 'running') === (after.endedAt === null)).toBe(true);
  if (after.state === 'breached') expect(after.breachedAt!).toBeGreaterThanOrEqual(after.dueAt!);
  if (after.state === 'met') expect(after.metAt).not.toBeNull();
  if (before.breachedAt !== null) expect(after.breachedAt).toBe(before.breachedAt);
  if (after.state === 'met' || after.state === 'cancelled') expect(after.nextAt).toBeNull();
  if (after.metAt !== null) expect(after.metAt).toBeLessThanOrEqual(now);
}
