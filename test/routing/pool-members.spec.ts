import { describe, expect, it } from '@jest/globals';
import { faultsOfEntries, membersOf, weightOn } from '../../src/routing/pools/membership.js';
import { receivingOf } from '../../src/routing/pools/receiving.js';
import { nextChance } from '../../src/routing/queues/next-chance.js';
import { aRoster, HOUR, NOW, rosterPool, rosterRep } from './roster.builder.js';

const RAMP = [
  { repId: 'ann', weight: 1, from: '2026-01-05' },
  { repId: 'bo', weight: 2 },
  { repId: 'ann', weight: 3, from: '2026-02-01' },
];

describe('the members of a pool', () => {
  it('have the weight of their latest entry, and no weight before the first', () => {
    const [ann, bo] = membersOf(RAMP);
    const days = ['2026-01-04', '2026-01-05', '2026-01-31', '2026-02-01'];
    expect(days.map((day) => weightOn(ann!, day))).toEqual([null, 1, 1, 3]);
    expect(days.map((day) => weightOn(bo!, day))).toEqual([2, 2, 2, 2]);
  });

  it('are those of the team, each with weight 1 by default', () => {
    const members = membersOf(
      {
        teamId: 'north',
        weights: [
          { repId: 'bo', weight: 2 },
          { repId: 'gone', weight: 5 },
        ],
      },
      ['ann', 'bo'],
    );
    expect(members).toEqual([
      { repId: 'ann', weights: [{ weight: 1, from: null }] },
      { repId: 'bo', weights: [{ weight: 2, from: null }] },
    ]);
  });

  it.each([
    [
      'a rep twice',
      [
        { repId: 'a', weight: 1 },
        { repId: 'a', weight: 1 },
      ],
      ['/members/1/repId duplicate'],
    ],
    ['a day before the last', [RAMP[2]!, RAMP[0]!], ['/members/1/from order']],
    ['the same day twice', [RAMP[0]!, RAMP[0]!], ['/members/1/from order']],
    ['a ramp', RAMP, []],
  ])('are checked: %s', (_, entries, faults) => {
    expect(faultsOfEntries(entries, '/members').map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(faults);
  });

  it('of a team cannot include the weight of another rep', () => {
    expect(faultsOfEntries(RAMP, '/members/weights', ['ann'])).toMatchObject([
      { pointer: '/members/weights/1/repId', code: 'notInTeam' },
    ]);
  });

  it('who begin later are the next chance of waiting leads, and know when they begin', () => {
    const joining = [{ repId: 'ann', at: NOW + HOUR }];
    const roster = aRoster({ reps: [rosterRep('ann')], pools: [rosterPool('pool', [], { joining })] });
    expect(nextChance({ poolIds: ['pool'] }, roster, NOW)).toBe(NOW + HOUR);
    const names = { rep: String, pool: String, when: (at: number) => new Date(at).toISOString().slice(0, 16) };
    const sources = { targets: [{ poolId: 'pool' }], backFrom: (_: string, at: number) => at, names };
    expect(receivingOf(['ann'], roster, sources)).toEqual([
      {
        now: false,
        why: 'noPool',
        until: NOW + HOUR,
        sentence: 'Gets no new leads: they begin on 2026-01-05T11:00.',
      },
    ]);
  });
});
