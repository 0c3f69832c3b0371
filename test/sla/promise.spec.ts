import { describe, expect, it } from '@jest/globals';
import { alwaysOpen } from '../../src/calendar/working-time.js';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../src/platform/values/duration.js';
import { enforce, leadsClock, office, ownersClock, policy } from './sla.builder.js';

const START = Date.parse('2026-03-02T10:00:00Z');
const minutes = (count: number) => START + count * MS_PER_MINUTE;
const kinds = (effects: readonly { kind: string }[]) => effects.map(({ kind }) => kind);

describe('an owner’s clock', () => {
  const under = policy();
  const clock = ownersClock({ at: START, policy: under });

  it('does nothing a millisecond before it is due', () => {
    expect(enforce(clock, under, alwaysOpen, minutes(5) - 1)).toEqual({ clock, effects: [] });
  });

  it('is breached at its deadline, and the lead is taken from its owner at once', () => {
    const enforced = enforce(clock, under, alwaysOpen, minutes(5));
    expect(enforced.clock).toMatchObject({
      state: 'breached',
      breachedAt: minutes(5),
      progress: 1,
      nextAt: minutes(20),
    });
    expect(kinds(enforced.effects)).toEqual(['breached', 'reassign']);
  });

  it('counts the chain from the enforcement of the breach, however late that was', () => {
    const enforced = enforce(clock, under, alwaysOpen, minutes(60));
    expect(enforced.clock).toMatchObject({ breachedAt: minutes(60), nextAt: minutes(75) });
  });

  it('continues its chain after the breach, and ends with it', () => {
    const breached = enforce(clock, under, alwaysOpen, minutes(5)).clock;
    const escalated = enforce(breached, under, alwaysOpen, minutes(20));
    expect(kinds(escalated.effects)).toEqual(['escalate']);
    expect(escalated.clock).toMatchObject({ state: 'breached', progress: 0b11, nextAt: null });
  });

  it('has no further effect at the same instant', () => {
    const once = enforce(clock, under, alwaysOpen, minutes(5)).clock;
    expect(enforce(once, under, alwaysOpen, minutes(5))).toEqual({ clock: once, effects: [] });
  });

  it('counts the chain in working time if the policy does', () => {
    const working = policy({ onBreach: [{ after: 'PT15M', do: 'escalate' }] }, { time: 'working' });
    const friday = Date.parse('2026-03-06T16:50:00Z');
    const enforced = enforce(
      ownersClock({ at: friday, policy: working, hours: office }),
      working,
      office,
      friday + 5 * MS_PER_MINUTE,
    );
    expect(enforced.clock.nextAt).toBe(Date.parse('2026-03-09T09:10:00Z'));
  });

  it('takes actions in order of their instants: one working day ends before twelve working hours', () => {
    const working = policy(
      {
        onBreach: [
          { after: 'PT12H', do: 'escalate' },
          { after: 'P1D', do: 'reassign' },
        ],
      },
      { time: 'working' },
    );
    const monday = Date.parse('2026-03-02T10:05:00Z');
    const clock = ownersClock({ at: monday - 5 * MS_PER_MINUTE, policy: working, hours: office });
    const missed = enforce(clock, working, office, monday).clock;
    const [tuesday, later] = [Date.parse('2026-03-03T10:05:00Z'), Date.parse('2026-03-03T14:05:00Z')];
    expect(missed.nextAt).toBe(tuesday);
    const moved = enforce(missed, working, office, tuesday);
    expect(kinds(moved.effects)).toEqual(['reassign']);
    expect(moved.clock.nextAt).toBe(later);
    const told = enforce(moved.clock, working, office, later);
    expect(kinds(told.effects)).toEqual(['escalate']);
    expect(told.clock.nextAt).toBeNull();
  });

  it('continues its chain while the rep who missed it is away', () => {
    const working = policy({ onBreach: [{ after: 'PT15M', do: 'escalate' }] }, { time: 'working' });
    const away = office.without([{ from: minutes(6), to: minutes(9_999) }]);
    const missed = ownersClock({ at: START, policy: working, hours: away });
    expect(enforce(missed, working, away, minutes(5), office).clock.nextAt).toBe(minutes(20));
  });
});

describe('a warning', () => {
  const under = policy({ within: 'PT10M', warnAt: [80, 0.5] });
  const clock = ownersClock({ at: START, policy: under });

  it('comes at its share of the time, given as a fraction or a percentage', () => {
    expect(clock.nextAt).toBe(minutes(5));
    const warned = enforce(clock, under, alwaysOpen, minutes(5));
    expect(warned.effects).toEqual([{ kind: 'warned', share: 0.5 }]);
    expect(warned.clock.nextAt).toBe(minutes(8));
  });

  it('is sent once if several fell due between two sweeps', () => {
    expect(enforce(clock, under, alwaysOpen, minutes(9)).effects).toEqual([{ kind: 'warned', share: 0.8 }]);
  });

  it('does not come once the deadline has passed', () => {
    expect(kinds(enforce(clock, under, alwaysOpen, minutes(11)).effects)).toEqual(['breached', 'reassign']);
  });
});

describe('a mode', () => {
  const at = (mode: 'enforce' | 'notify' | 'measure') => {
    const under = policy({}, { mode });
    return enforce(ownersClock({ at: START, policy: under }), under, alwaysOpen, minutes(5));
  };

  it('that enforces acts, and lists no omitted actions', () => {
    expect(at('enforce').effects[0]).toEqual({ kind: 'breached', wouldHave: null });
  });

  it('that notifies sends notifications, but moves no lead', () => {
    const { clock, effects } = at('notify');
    expect(effects).toEqual([{ kind: 'breached', wouldHave: ['reassign'] }]);
    expect(clock.nextAt).toBe(minutes(20));
  });

  it('that measures only records the actions that would have been taken', () => {
    const { clock, effects } = at('measure');
    expect(effects).toEqual([{ kind: 'breached', wouldHave: ['reassign', 'escalate'] }]);
    expect(clock.nextAt).toBeNull();
  });

  it('that notifies sends warnings, and one that measures does not', () => {
    const warned = (mode: 'notify' | 'measure') => {
      const under = policy({ within: 'PT10M', warnAt: [0.5] }, { mode });
      return enforce(ownersClock({ at: START, policy: under }), under, alwaysOpen, minutes(5));
    };
    expect(warned('notify').effects).toEqual([{ kind: 'warned', share: 0.5 }]);
    expect(warned('measure')).toMatchObject({ effects: [], clock: { nextAt: minutes(10) } });
  });
});

describe('a lead’s clock', () => {
  it('only measures if the policy has no deadline for it', () => {
    const under = policy();
    expect(leadsClock({ at: START, policy: under })).toMatchObject({ state: 'running', dueAt: null, nextAt: null });
  });

  it('has actions of its own', () => {
    const under = policy({ leadWithin: 'PT1H', onLeadBreach: [{ after: 'PT0S', do: 'escalate', to: 'queueOwner' }] });
    const enforced = enforce(leadsClock({ at: START, policy: under }), under, alwaysOpen, START + MS_PER_HOUR);
    expect(kinds(enforced.effects)).toEqual(['breached', 'escalate']);
  });
});

describe('an assignment outside working hours', () => {
  const under = policy({ within: 'PT5M', afterHours: 'PT1H' }, { time: 'working' });

  it('has the after-hours time of the policy, counted from the opening', () => {
    const night = ownersClock({ at: Date.parse('2026-03-02T20:00:00Z'), policy: under, hours: office });
    expect(night).toMatchObject({ target: 'PT1H', dueAt: Date.parse('2026-03-03T10:00:00Z') });
  });

  it('does not include a millisecond before closing', () => {
    const evening = ownersClock({ at: Date.parse('2026-03-02T16:59:59.999Z'), policy: under, hours: office });
    expect(evening.target).toBe('PT5M');
  });
});
