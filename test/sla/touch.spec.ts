import { describe, expect, it } from '@jest/globals';
import { alwaysOpen } from '../../src/calendar/working-time.js';
import type { LeadClock } from '../../src/clocks/clock.js';
import { judgeTouch } from '../../src/clocks/judging-a-touch.js';
import { MS_PER_MINUTE } from '../../src/platform/values/duration.js';
import type { SlaPolicy } from '../../src/sla/policy.js';
import { countsAsTouch, type TouchFacts } from '../../src/sla/what-counts.js';
import { enforce, leadsClock, ownersClock, policy, touch } from './sla.builder.js';

const START = Date.parse('2026-03-02T10:00:00Z');
const minutes = (count: number) => START + count * MS_PER_MINUTE;
const under = policy({ leadWithin: 'PT30M' });

/** Judges a touch in a cycle that began with Ann; each owner had the lead from the start of their clock. */
const judged = (clocks: readonly LeadClock[], about: TouchFacts, by: SlaPolicy, now: number) => {
  const had = clocks.findLast(({ kind, startedAt }) => kind === 'firstTouch' && startedAt <= about.occurredAt);
  const stay = had === undefined ? null : { assignmentIds: [had.assignmentId], repId: had.repId };
  return judgeTouch(clocks, { touch: about, policy: by, firstAssignmentId: 'of ann', tenures: [], stay, now });
};

describe('a touch that counts', () => {
  it('is an outbound touch by a person', () => {
    expect(countsAsTouch(touch(START), under)).toBe(true);
    expect(countsAsTouch(touch(START, { direction: 'inbound' }), under)).toBe(false);
    expect(countsAsTouch(touch(START, { automated: true }), under)).toBe(false);
  });

  it('of the kind `other` must be named by the policy', () => {
    expect(countsAsTouch(touch(START, { kind: 'other' }), under)).toBe(false);
    const named = policy({ counts: [{ kind: 'other', direction: 'outbound' }] });
    expect(countsAsTouch(touch(START, { kind: 'other' }), named)).toBe(true);
  });

  it.each(['bounced', 'wrongNumber', 'cancelled', 'noShow'])(
    'with the outcome %s must be named by the policy, as it reached no person',
    (outcome) => {
      expect(countsAsTouch(touch(START, { outcome }), under)).toBe(false);
      const named = policy({ counts: [{ direction: 'outbound', outcomes: [outcome as 'bounced'] }] });
      expect(countsAsTouch(touch(START, { outcome }), named)).toBe(true);
    },
  );

  it('has the duration, kind and outcome that the policy requires', () => {
    const strict = policy({
      counts: [{ kind: 'call', direction: 'outbound', minSeconds: 30, outcomes: ['connected'] }],
    });
    expect(countsAsTouch(touch(START, { outcome: 'connected', durationSeconds: 30 }), strict)).toBe(true);
    expect(countsAsTouch(touch(START, { outcome: 'connected', durationSeconds: 29 }), strict)).toBe(false);
    expect(countsAsTouch(touch(START, { outcome: 'connected', durationSeconds: 30, kind: 'email' }), strict)).toBe(
      false,
    );
    expect(countsAsTouch(touch(START, { outcome: 'voicemail', durationSeconds: 30 }), strict)).toBe(false);
  });
});

describe('a counting touch', () => {
  const owners = ownersClock({ at: START, policy: under });
  const leads = leadsClock({ at: START, policy: under });

  it('at the deadline is in time', () => {
    const verdicts = judged([owners, leads], touch(minutes(5)), under, minutes(5));
    expect(verdicts.map(({ kind, clock }) => [kind, clock.kind, clock.metAt])).toEqual([
      ['met', 'firstTouch', minutes(5)],
      ['met', 'leadResponse', minutes(5)],
    ]);
  });

  it('a millisecond later is a breach that no sweep had seen, and ends its chain', () => {
    const [verdict] = judged([owners], touch(minutes(5) + 1), under, minutes(6));
    expect(verdict).toMatchObject({
      kind: 'breached',
      clock: { state: 'breached', metAt: minutes(5) + 1, breachedAt: minutes(6), nextAt: null },
    });
  });

  it('after the breach does not undo it, but is recorded and ends the chain', () => {
    const breached = enforce(owners, under, alwaysOpen, minutes(5)).clock;
    const [verdict] = judged([breached], touch(minutes(9)), under, minutes(9));
    expect(verdict).toMatchObject({
      kind: 'answeredLate',
      clock: { state: 'breached', metAt: minutes(9), nextAt: null },
    });
  });

  it('before the deadline but reported later corrects the breach, and both instants remain', () => {
    const breached = enforce(owners, under, alwaysOpen, minutes(5)).clock;
    const [verdict] = judged([breached], touch(minutes(4)), under, minutes(12));
    expect(verdict).toMatchObject({
      kind: 'corrected',
      clock: { state: 'met', metAt: minutes(4), breachedAt: minutes(5), nextAt: null },
    });
  });

  it('that is earlier but reported later becomes the one measured, without a new verdict', () => {
    const met = judged([owners], touch(minutes(4)), under, minutes(4))[0]!.clock;
    expect(judged([met], touch(minutes(2)), under, minutes(6))).toEqual([
      { kind: 'met', clock: { ...met, metAt: minutes(2) } },
    ]);
    expect(judged([met], touch(minutes(4)), under, minutes(6))).toEqual([]);
    const late = judged([enforce(owners, under, alwaysOpen, minutes(5)).clock], touch(minutes(19)), under, minutes(19));
    const [earlier] = judged([late[0]!.clock], touch(minutes(7)), under, minutes(20));
    expect(earlier).toMatchObject({ kind: 'answeredLate', clock: { state: 'breached', metAt: minutes(7) } });
  });

  it('of the former owner that corrects the company’s miss ends the next owner’s clock', () => {
    const own = policy({ within: 'PT1H', leadWithin: 'PT30M', by: 'owner' });
    const missed = enforce(leadsClock({ at: START, policy: own }), own, alwaysOpen, minutes(30)).clock;
    const second = ownersClock({ at: minutes(30), policy: own, repId: 'bo', id: 'second' });
    const judging = { policy: own, firstAssignmentId: 'of ann', tenures: [], now: minutes(31) };
    const stay = { assignmentIds: ['of ann'], repId: 'ann' };
    const kinds = (repId: string) =>
      judgeTouch([second, missed], { ...judging, stay, touch: touch(minutes(20), { repId }) }).map(({ kind }) => kind);
    expect(kinds('ann')).toEqual(['corrected', 'alreadyTouched']);
    expect(kinds('cy')).toEqual(['corrected']);
  });

  it('by a former owner in time ends the clock of the present one', () => {
    const breached = enforce(owners, under, alwaysOpen, minutes(5)).clock;
    const second = ownersClock({ at: minutes(5), policy: under, repId: 'bo', id: 'second' });
    const verdicts = judged([breached, second], touch(minutes(4)), under, minutes(7));
    expect(verdicts.map(({ kind }) => kind)).toEqual(['corrected', 'alreadyTouched']);
    expect(verdicts[1]!.clock).toMatchObject({ state: 'cancelled', endReason: 'alreadyTouched' });
  });

  it('by a former owner who missed nothing does not affect the present one', () => {
    const second = ownersClock({ at: minutes(5), policy: under, repId: 'bo', id: 'second' });
    expect(judged([second], touch(minutes(4)), under, minutes(7))).toEqual([]);
    const missed = enforce(second, under, alwaysOpen, minutes(10)).clock;
    expect(judged([missed], touch(minutes(4)), under, minutes(11))).toEqual([]);
  });

  it('that corrects only the company’s miss does not affect an owner from before that miss', () => {
    const missed = enforce(leads, policy({ leadWithin: 'PT30M' }), alwaysOpen, minutes(30)).clock;
    const second = ownersClock({ at: minutes(4), policy: policy({ within: 'PT1H' }), repId: 'bo', id: 'second' });
    expect(judged([second, missed], touch(minutes(3)), under, minutes(31)).map(({ kind }) => kind)).toEqual([
      'corrected',
    ]);
  });

  it('while the lead was in the queue does not answer its former owner’s miss', () => {
    const breached = enforce(owners, under, alwaysOpen, minutes(5)).clock;
    const inQueue = { assignmentIds: ['queued'], repId: null };
    const verdicts = judgeTouch([breached], {
      touch: touch(minutes(8), { repId: 'boss' }),
      policy: under,
      firstAssignmentId: 'of ann',
      tenures: [],
      stay: inQueue,
      now: minutes(8),
    });
    expect(verdicts.map(({ kind }) => kind)).toEqual(['silenced']);
  });

  it('that corrects a former owner’s miss leaves a later miss of the present owner', () => {
    const breached = enforce(owners, under, alwaysOpen, minutes(5)).clock;
    const second = ownersClock({ at: minutes(5), policy: under, repId: 'bo', id: 'second' });
    const verdicts = judged([breached, second], touch(minutes(4)), under, minutes(10));
    expect(verdicts.map(({ kind }) => kind)).toEqual(['corrected', 'missed']);
    expect(verdicts[1]!.clock).toMatchObject({ state: 'breached', metAt: null, nextAt: null });
  });

  it('by an owner ends the chain of a former owner’s miss, also if only owners count', () => {
    const own = policy({ by: 'owner' });
    const breached = enforce(ownersClock({ at: START, policy: own }), own, alwaysOpen, minutes(5)).clock;
    const second = ownersClock({ at: minutes(5), policy: own, repId: 'bo', id: 'second' });
    const verdicts = judged([breached, second], touch(minutes(8), { repId: 'bo' }), own, minutes(8));
    expect(verdicts.map(({ kind }) => kind)).toEqual(['silenced', 'met']);
  });

  it('by the new owner ends the former owner’s chain, but is not their answer', () => {
    const breached = enforce(owners, under, alwaysOpen, minutes(5)).clock;
    const second = ownersClock({ at: minutes(5), policy: under, repId: 'bo', id: 'second' });
    const verdicts = judged([breached, second], touch(minutes(8), { repId: 'bo' }), under, minutes(8));
    expect(verdicts.map(({ kind }) => kind)).toEqual(['silenced', 'met']);
    expect(verdicts[0]!.clock).toMatchObject({ state: 'breached', metAt: null, nextAt: null });
  });

  it('by another rep does not affect an owner’s clock that only its owner can meet', () => {
    const own = policy({ by: 'owner', leadWithin: 'PT30M' });
    const clocks = [ownersClock({ at: START, policy: own }), leadsClock({ at: START, policy: own })];
    const verdicts = judged(clocks, touch(minutes(1), { repId: 'bo' }), own, minutes(1));
    expect(verdicts.map(({ clock }) => clock.kind)).toEqual(['leadResponse']);
  });

  it('does not change a clock that was met before', () => {
    const met = judged([owners], touch(minutes(1)), under, minutes(1))[0]!.clock;
    expect(judged([met], touch(minutes(2)), under, minutes(2))).toEqual([]);
  });
});
