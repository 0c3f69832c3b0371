import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recipientIds, recipientsOf, type Staff, whenNobodyElseCan } from '../../src/sla/escalation-targets.js';
import type { EscalationTarget } from '../../src/sla/policy.js';
import { aDirectory } from '../leads/directory.builder.js';
import { runs } from '../support/runs.js';
import { policy } from './sla.builder.js';

const AT = Date.parse('2026-03-02T10:00:00Z');

/** Ann's manager is Mia, Mia's is Cy, and Cy has none; Bo has no manager; Quin owns the queue. */
const reps = [
  { id: 'ann', name: 'Ann', managerId: 'mia' },
  { id: 'mia', name: 'Mia', managerId: 'cy' },
  { id: 'cy', name: 'Cy' },
  { id: 'bo', name: 'Bo' },
  { id: 'quin', name: 'Quin' },
];
const teams = [
  { id: 'inbound', name: 'Inbound', managerId: 'mia', repIds: ['dee', 'eve', 'flo', 'gone'] },
  { id: 'empty', name: 'Empty', managerId: 'mia', repIds: ['gone'] },
  { id: 'alone', name: 'Alone', repIds: ['eve'] },
];
const members = [
  { id: 'dee', name: 'Dee' },
  { id: 'eve', name: 'Eve' },
  { id: 'flo', name: 'Flo' },
  { id: 'gone', name: 'Gone', active: false },
  { id: 'left', name: 'Left', active: false },
];

function recipients(
  to: EscalationTarget,
  away: readonly string[] = [],
  { by = 'ann' as string | null, queueOwnerId = 'quin' as string | null } = {},
) {
  const people = [...reps, ...members].map((rep) => ({ ...rep, available: !away.includes(rep.id) }));
  const staff = aDirectory({ reps: people, teams, ...(queueOwnerId !== null && { queueOwnerId }) });
  return recipientsOf(to, { by, at: AT }, staff);
}

describe('for a missed promise, the policy notifies', () => {
  it.each<[string, EscalationTarget, string | null, string]>([
    ['the manager of who missed it', 'manager', 'ann', 'mia'],
    ['the manager of that one', 'managersManager', 'ann', 'cy'],
    ['the manager, where that one has none', 'managersManager', 'mia', 'cy'],
    ['the owner of the queue, where there is no manager at all', 'managersManager', 'cy', 'quin'],
    ['the owner of the queue, where the company missed it and nobody owns the lead', 'managersManager', null, 'quin'],
    ['the owner of the queue', 'queueOwner', 'ann', 'quin'],
    ['a rep by name', { repId: 'bo' }, 'ann', 'bo'],
    ['the owner of the queue in place of a rep who is none any more', { repId: 'nobody' }, 'ann', 'quin'],
    ['the owner of the queue in place of a team that is none any more', { teamId: 'none' }, 'ann', 'quin'],
  ])('%s', (_, to, by, toRepId) => expect(recipients(to, [], { by })).toMatchObject({ toRepId }));
});

describe('a recipient who is away is replaced', () => {
  it('by their manager, and so on up the line', () => {
    expect(recipients('manager', ['mia'])).toEqual({ toRepId: 'cy', insteadOf: ['mia'] });
    expect(recipients({ repId: 'ann' }, ['ann', 'mia'])).toEqual({ toRepId: 'cy', insteadOf: ['ann', 'mia'] });
  });

  it('by the queue owner at the end of the line', () => {
    expect(recipients('managersManager', ['cy'])).toEqual({ toRepId: 'quin', insteadOf: ['cy'] });
    expect(recipients('manager', ['mia', 'cy'])).toEqual({ toRepId: 'quin', insteadOf: ['mia', 'cy'] });
  });

  it('by no one if all are away: then the original recipient is notified', () => {
    expect(recipients('manager', ['mia', 'cy', 'quin'])).toEqual({ toRepId: 'mia' });
    expect(recipients('manager', ['mia', 'cy'], { queueOwnerId: null })).toEqual({ toRepId: 'mia' });
    expect(recipients('queueOwner', ['quin'])).toEqual({ toRepId: 'quin' });
  });

  it('by the queue owner, even one who is away, rather than notifying a rep who has left', () => {
    expect(recipients({ repId: 'left' }, ['quin'])).toEqual({ toRepId: 'quin' });
  });

  it('also if they have left', () => {
    expect(recipients({ repId: 'left' })).toEqual({ toRepId: 'quin', insteadOf: ['left'] });
  });

  it('by their own manager if they own the queue', () => {
    expect(recipients('queueOwner', ['ann'], { queueOwnerId: 'ann' })).toEqual({ toRepId: 'mia', insteadOf: ['ann'] });
  });

  it('by no one if there is neither a manager nor a queue owner', () => {
    expect(recipients('manager', [], { by: 'bo', queueOwnerId: null })).toEqual({ toRepId: null });
  });
});

describe('being away', () => {
  const [from, to] = [AT - 1, AT + 1];
  const isAway = (rep: object, absences: readonly { fromAt: number; toAt: number }[] = []) =>
    aDirectory({ reps: [{ id: 'ann', name: 'Ann', ...rep }], absences: { ann: absences } }).isAwayAt('ann', AT);

  it.each<[string, boolean]>([
    ['an absence that began a millisecond ago', isAway({}, [{ fromAt: from, toAt: to }])],
    ['an absence that begins now', isAway({}, [{ fromAt: AT, toAt: to }])],
    ['not being available', isAway({ available: false })],
    ['not being available until in a millisecond', isAway({ available: false, unavailableUntil: to })],
    ['having left', isAway({ active: false })],
  ])('is %s', (_, away) => expect(away).toBe(true));

  it.each<[string, boolean]>([
    ['an absence that ends now', isAway({}, [{ fromAt: from, toAt: AT }])],
    ['an absence that begins in a millisecond', isAway({}, [{ fromAt: to, toAt: to + 1 }])],
    ['not having been available until now', isAway({ available: false, unavailableUntil: AT })],
  ])('is not %s', (_, away) => expect(away).toBe(false));
});

describe('a team', () => {
  const inbound = { teamId: 'inbound' };

  it('is notified as a whole, except for members who are away or have left', () => {
    expect(recipients(inbound)).toEqual({ toTeamId: 'inbound', toRepIds: ['dee', 'eve', 'flo'] });
    expect(recipients(inbound, ['flo', 'eve'])).toEqual({ toTeamId: 'inbound', toRepIds: ['dee'] });
  });

  it('is replaced by its manager if all members are away, and so on up the line', () => {
    const all = ['dee', 'eve', 'flo'];
    expect(recipients(inbound, all)).toEqual({ toRepId: 'mia', toTeamId: 'inbound', insteadOf: all });
    expect(recipients(inbound, [...all, 'mia'])).toEqual({
      toRepId: 'cy',
      toTeamId: 'inbound',
      insteadOf: [...all, 'mia'],
    });
  });

  it('without active members is replaced in the same way', () => {
    expect(recipients({ teamId: 'empty' })).toEqual({ toRepId: 'mia', toTeamId: 'empty' });
  });

  it('is notified although all are away, if no one above it is available either', () => {
    const everybody = ['dee', 'eve', 'flo', 'mia', 'cy', 'quin'];
    expect(recipients(inbound, everybody)).toEqual({ toTeamId: 'inbound', toRepIds: ['dee', 'eve', 'flo'] });
    expect(recipients({ teamId: 'empty' }, everybody)).toEqual({ toRepId: 'mia' });
    expect(recipients({ teamId: 'alone' }, ['eve'], { queueOwnerId: null })).toEqual({
      toTeamId: 'alone',
      toRepIds: ['eve'],
    });
  });
});

describe('managers who form a ring', () => {
  const ring = (away: readonly string[]) =>
    aDirectory({
      reps: ['a', 'b', 'c'].map((id, index, all) => ({
        id,
        name: id,
        managerId: all[(index + 1) % all.length]!,
        available: !away.includes(id),
      })),
    });

  it('are each considered once', () => {
    expect(recipientsOf('manager', { by: 'a', at: AT }, ring(['b', 'c']))).toEqual({
      toRepId: 'a',
      insteadOf: ['b', 'c'],
    });
    expect(recipientsOf('manager', { by: 'a', at: AT }, ring(['a', 'b', 'c']))).toEqual({ toRepId: 'b' });
  });

  it('of two do not make a rep the manager of their own manager', () => {
    const two = aDirectory({
      reps: [
        { id: 'a', name: 'a', managerId: 'b' },
        { id: 'b', name: 'b', managerId: 'a' },
      ],
    });
    expect(recipientsOf('managersManager', { by: 'a', at: AT }, two)).toEqual({ toRepId: 'b' });
  });
});

it('escalations reach a recipient if there is one, never twice, and prefer those present', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const anyId = fc.constantFrom(...ids);
  const anyRep = fc.record({
    managerId: fc.option(anyId, { nil: null }),
    active: fc.boolean(),
    isAway: fc.boolean(),
  });
  const anyStaff = fc.record({
    reps: fc.array(anyRep, { minLength: ids.length, maxLength: ids.length }),
    queueOwnerId: fc.option(anyId, { nil: null }),
    team: fc.record({
      managerId: fc.option(anyId, { nil: null }),
      repIds: fc.uniqueArray(anyId, { maxLength: 3 }),
    }),
  });
  const anyTarget = fc.oneof(
    fc.constantFrom<EscalationTarget>('manager', 'managersManager', 'queueOwner', { teamId: 'team' }),
    anyId.map((repId): EscalationTarget => ({ repId })),
  );
  fc.assert(
    fc.property(anyStaff, anyTarget, fc.option(anyId, { nil: null }), ({ reps, queueOwnerId, team }, to, by) => {
      const rep = (id: string) => reps[ids.indexOf(id)];
      const staff: Staff = {
        queueOwnerId,
        rep,
        team: () => team,
        managerOf: (id) => (rep(id)!.managerId === id ? null : rep(id)!.managerId),
        isAwayAt: (id) => !rep(id)!.active || rep(id)!.isAway,
      };
      const found = recipientsOf(to, { by, at: AT }, staff);
      const toldTo = recipientIds(found);
      expect(new Set(toldTo).size).toBe(toldTo.length);
      if (queueOwnerId !== null) {
        expect(toldTo.length).toBeGreaterThan(0);
        if (!staff.isAwayAt(queueOwnerId, AT)) expect(toldTo.some((id) => staff.isAwayAt(id, AT))).toBe(false);
      }
      const passed = 'insteadOf' in found ? found.insteadOf! : [];
      expect(passed.every((id) => staff.isAwayAt(id, AT))).toBe(true);
      expect(passed.some((id) => toldTo.includes(id))).toBe(false);
    }),
    { numRuns: runs(400, 2_000) },
  );
});

describe('for a lead that no other rep can take', () => {
  const after = 'PT15M';

  it.each<[EscalationTarget, EscalationTarget]>([
    ['managersManager', 'managersManager'],
    [{ teamId: 'inbound' }, { teamId: 'inbound' }],
  ])('the later recipient of the policy is notified at once: %j', (to, expected) => {
    const repeat = { every: 'PT1H', times: 2 };
    const onBreach = [
      { after: 'PT0S', do: 'reassign' as const },
      { after, do: 'escalate' as const, to, repeat },
    ];
    expect(whenNobodyElseCan(policy({ onBreach }))).toEqual(expected);
  });

  it('the manager is notified if the policy names no recipient', () => {
    expect(whenNobodyElseCan(policy({ onBreach: [] }))).toBe('manager');
  });
});
