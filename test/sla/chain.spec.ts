import { describe, expect, it } from '@jest/globals';
import { alwaysOpen } from '../../src/calendar/working-time.js';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../src/platform/values/duration.js';
import type { BreachActionBody } from '../../src/sla/chain.dto.js';
import { CHAIN_MAX, faultsOfChain, faultsOfTargets } from '../../src/sla/chain-faults.js';
import { readActions } from '../../src/sla/policy-reading.js';
import { enforce, office, ownersClock, policy } from './sla.builder.js';

const START = Date.parse('2026-03-02T10:00:00Z');
const tell = (after: string, every: string, times: number): BreachActionBody & { do: 'escalate' } => ({
  after,
  do: 'escalate',
  repeat: { every, times },
});

describe('a repeated escalation', () => {
  it('becomes separate actions, ordered by time among the others', () => {
    const chain = readActions([tell('PT15M', 'PT1H', 2), { after: 'PT30M', do: 'reassign' }]);
    expect(chain.map(({ after, ...action }) => [after.ms / MS_PER_MINUTE, action])).toEqual([
      [15, { do: 'escalate', to: 'manager' }],
      [30, { do: 'reassign' }],
      [75, { do: 'escalate', to: 'manager', isRepeat: true }],
      [135, { do: 'escalate', to: 'manager', isRepeat: true }],
    ]);
  });

  it('acts at each of its instants, and then ends', () => {
    const under = policy({ onBreach: [tell('PT15M', 'PT1H', 9)] });
    let clock = enforce(ownersClock({ at: START, policy: under }), under, alwaysOpen, START + 5 * MS_PER_MINUTE).clock;
    const instants: number[] = [];
    while (clock.nextAt !== null) {
      instants.push((clock.nextAt - START) / MS_PER_MINUTE);
      clock = enforce(clock, under, alwaysOpen, clock.nextAt).clock;
    }
    expect(instants).toEqual(Array.from({ length: 10 }, (_, index) => 20 + index * 60));
  });

  it('counts in working time if the policy does, with a day as a working day', () => {
    const under = policy({ onBreach: [tell('PT0S', 'P1D', 2)] }, { time: 'working' });
    const friday = Date.parse('2026-03-06T16:00:00Z');
    const missed = enforce(
      ownersClock({ at: friday, policy: under, hours: office }),
      under,
      office,
      friday + 5 * MS_PER_MINUTE,
    ).clock;
    expect(missed.nextAt).toBe(Date.parse('2026-03-09T16:05:00Z'));
    expect(enforce(missed, under, office, missed.nextAt!).clock.nextAt).toBe(Date.parse('2026-03-10T16:05:00Z'));
  });

  it('has one bit of progress for each of the most possible actions', () => {
    const onBreach = [tell('PT0S', 'PT1H', 9), tell('PT1M', 'PT1H', 9), tell('PT2M', 'PT1H', 9)];
    expect(readActions(onBreach)).toHaveLength(CHAIN_MAX);
    const under = policy({ onBreach });
    const done = enforce(ownersClock({ at: START, policy: under }), under, alwaysOpen, START + 5 * MS_PER_MINUTE);
    const all = enforce(done.clock, under, alwaysOpen, START + 24 * MS_PER_HOUR);
    expect(all.clock).toMatchObject({ progress: 2 ** CHAIN_MAX - 1, nextAt: null });
    // Actions that came due together notify once.
    expect(all.effects).toHaveLength(2);
    expect(all.clock.progress).toBeLessThan(2 ** 31);
  });
});

describe('a chain is refused', () => {
  const full = [tell('PT0S', 'PT1H', 9), tell('PT0S', 'PT1H', 9), tell('PT0S', 'PT1H', 9)];
  const codes = (chain: readonly BreachActionBody[]) =>
    faultsOfChain(chain, '/chain').map(({ pointer, code }) => `${pointer} ${code}`);

  it('if it has more actions than a clock has bits, but not with as many', () => {
    expect(codes(full)).toEqual([]);
    const more: BreachActionBody[] = [...full, { after: 'PT0S', do: 'reassign' }];
    expect(faultsOfChain(more, '/chain')).toEqual([
      {
        pointer: '/chain',
        code: 'tooMany',
        message: 'With all repeats these are 31 actions, and at most 30 are possible.',
      },
    ]);
  });

  it('if it repeats a move, or gives it a recipient', () => {
    const move: BreachActionBody = { ...tell('PT0S', 'PT1H', 1), do: 'reassign', to: 'manager' };
    expect(codes([move])).toEqual(['/chain/0/to contradiction', '/chain/0/repeat contradiction']);
  });

  it('if it repeats a reminder, or gives it a recipient', () => {
    const remind: BreachActionBody = { ...tell('PT0S', 'PT1H', 1), do: 'remind', to: 'manager' };
    expect(codes([remind])).toEqual(['/chain/0/to contradiction', '/chain/0/repeat contradiction']);
  });

  it('if its last repeat is further away than the longest duration, but not at that distance', () => {
    expect(codes([tell('P40D', 'P40D', 9)])).toEqual([]);
    expect(codes([tell('P40DT1S', 'P40D', 9)])).toEqual(['/chain/0/repeat durationTooLong']);
  });

  it('if it names an unknown or inactive rep, or an unknown team or one without active members', () => {
    const known = {
      reps: new Map([
        ['ann', { active: true }],
        ['gone', { active: false }],
      ]),
      teams: new Map([
        ['inbound', { name: 'Inbound', isStaffed: true }],
        ['empty', { name: 'Empty', isStaffed: false }],
      ]),
    };
    const to = (target: BreachActionBody['to']): BreachActionBody => ({ after: 'PT0S', do: 'escalate', to: target! });
    const chain = [
      to('managersManager'),
      to({ repId: 'ann' }),
      to({ repId: 'gone' }),
      to({ repId: 'nobody' }),
      to({ teamId: 'inbound' }),
      to({ teamId: 'empty' }),
      to({ teamId: 'none' }),
    ];
    expect(faultsOfTargets(chain, '/chain', known)).toEqual([
      { pointer: '/chain/2/to/repId', code: 'inactive', message: 'The rep gone is not active.' },
      { pointer: '/chain/3/to/repId', code: 'unknownId', message: 'There is no rep nobody.' },
      {
        pointer: '/chain/5/to/teamId',
        code: 'noMembers',
        message: 'Nobody in the team "Empty" is active: PUT /v1/teams/{id} with members.',
      },
      { pointer: '/chain/6/to/teamId', code: 'unknownId', message: 'There is no team none.' },
    ]);
  });
});
