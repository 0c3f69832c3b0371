import { describe, expect, it } from '@jest/globals';
import { arrOf } from '../../src/revenue/contracts/segment-arr.js';
import { type AccountArrStep, movementsOf, withoutLapses } from '../../src/revenue/movements.js';

const GRACE_DAYS = 30;

/** A history as `day: ARR in whole euros`. */
function history(steps: Readonly<Record<string, number>>): AccountArrStep[] {
  return Object.entries(steps).map(([on, arr]) => ({ on, arr: BigInt(arr) * 100n }));
}

function movementsIn(steps: Readonly<Record<string, number>>, graceDays = GRACE_DAYS): string[] {
  return movementsOf(withoutLapses(history(steps), graceDays)).map(
    ({ on, kind, amount }) => `${on} ${kind} ${amount / 100n}`,
  );
}

describe('movements of ARR', () => {
  it('ramp: each step is an expansion on its day', () => {
    const worth = (year: number, amount: bigint) => {
      const segment = { from: `${year}-04-01`, to: `${year + 1}-03-31`, amount: amount * 100n };
      return { on: segment.from, arr: arrOf(segment)! };
    };
    const ramp = [worth(2026, 12_000n), worth(2027, 18_000n), worth(2028, 24_000n)];
    expect(movementsOf(withoutLapses(ramp, GRACE_DAYS))).toEqual([
      { on: '2026-04-01', kind: 'new', amount: 12_000_00n },
      { on: '2027-04-01', kind: 'expansion', amount: 6_000_00n },
      { on: '2028-04-01', kind: 'expansion', amount: 6_000_00n },
    ]);
  });

  it('price escalator: the agreed increase is an expansion as well', () => {
    expect(movementsIn({ '2026-01-01': 10_000, '2027-01-01': 10_300 })).toEqual([
      '2026-01-01 new 10000',
      '2027-01-01 expansion 300',
    ]);
  });

  it('a discount that ends: the step up is an expansion', () => {
    expect(movementsIn({ '2026-01-01': 9_000, '2026-07-01': 10_000 })).toEqual([
      '2026-01-01 new 9000',
      '2026-07-01 expansion 1000',
    ]);
  });

  it('upsell during the term: an expansion on its first day', () => {
    expect(movementsIn({ '2026-01-01': 10_000, '2026-05-12': 16_000 })).toEqual([
      '2026-01-01 new 10000',
      '2026-05-12 expansion 6000',
    ]);
  });

  it('early renewal at the same price: nothing moves, neither when it is signed nor when it begins', () => {
    expect(movementsIn({ '2026-01-01': 10_000, '2027-01-01': 10_000 })).toEqual(['2026-01-01 new 10000']);
  });

  it('cancel and replace without a gap: only the difference moves', () => {
    expect(movementsIn({ '2026-01-01': 10_000, '2026-09-01': 11_500 })).toEqual([
      '2026-01-01 new 10000',
      '2026-09-01 expansion 1500',
    ]);
  });

  it('late renewal: within the grace only the difference moves, on the day of return', () => {
    expect(movementsIn({ '2026-01-01': 10_000, '2027-01-01': 0, '2027-01-20': 10_000 })).toEqual([
      '2026-01-01 new 10000',
    ]);
    expect(movementsIn({ '2026-01-01': 10_000, '2027-01-01': 0, '2027-01-20': 12_000 })).toEqual([
      '2026-01-01 new 10000',
      '2027-01-20 expansion 2000',
    ]);
    expect(movementsIn({ '2026-01-01': 10_000, '2027-01-01': 0, '2027-01-20': 8_000 })).toEqual([
      '2026-01-01 new 10000',
      '2027-01-20 contraction -2000',
    ]);
  });

  it.each([
    [29, '2027-01-30', false],
    [30, '2027-01-31', false],
    [31, '2027-02-01', true],
  ])('a gap of %d days until %s is churn: %s', (_days, back, isChurn) => {
    const movements = movementsIn({ '2026-01-01': 10_000, '2027-01-01': 0, [back]: 10_000 });
    expect(movements.slice(1)).toEqual(isChurn ? ['2027-01-01 churn -10000', `${back} reactivation 10000`] : []);
  });

  it('without a grace every day without ARR is churn', () => {
    expect(movementsIn({ '2026-01-01': 10, '2026-06-01': 0, '2026-06-02': 10 }, 0)).toEqual([
      '2026-01-01 new 10',
      '2026-06-01 churn -10',
      '2026-06-02 reactivation 10',
    ]);
  });

  it('a gap is counted from its first day, however many steps repeat it', () => {
    const movements = movementsIn({ '2026-01-01': 10, '2026-06-01': 0, '2026-06-20': 0, '2026-07-05': 10 });
    expect(movements.slice(1)).toEqual(['2026-06-01 churn -10', '2026-07-05 reactivation 10']);
  });

  it('a gap that has not ended is churn, however short it still is', () => {
    expect(movementsIn({ '2026-01-01': 10, '2026-06-01': 0 })).toEqual(['2026-01-01 new 10', '2026-06-01 churn -10']);
  });

  it('downgrade of one of two products: a contraction, and churn only when the last line ends', () => {
    const website = [10_000, 0, 0];
    const retainer = [5_000, 5_000, 0];
    const days = ['2026-01-01', '2026-07-01', '2027-01-01'];
    const sums = Object.fromEntries(days.map((day, at) => [day, website[at]! + retainer[at]!]));
    expect(movementsIn(sums)).toEqual([
      '2026-01-01 new 15000',
      '2026-07-01 contraction -10000',
      '2027-01-01 churn -5000',
    ]);
  });

  it('notice given: churn is on the first day without the contract', () => {
    const lastDay = { from: '2026-01-01', to: '2026-12-31' };
    expect(movementsIn({ [lastDay.from]: 10_000, '2027-01-01': 0 }).at(-1)).toBe('2027-01-01 churn -10000');
  });

  it('down and up again: each step moves by itself', () => {
    expect(movementsIn({ '2026-01-01': 10_000, '2026-05-01': 6_000, '2026-09-01': 12_000 })).toEqual([
      '2026-01-01 new 10000',
      '2026-05-01 contraction -4000',
      '2026-09-01 expansion 6000',
    ]);
  });

  it('before the first ARR nothing can be lost, and the first is new whenever it comes', () => {
    expect(movementsIn({ '2025-01-01': 0, '2025-06-01': 0, '2026-01-01': 10 })).toEqual(['2026-01-01 new 10']);
  });

  it('an account that returns twice is reactivated twice', () => {
    const steps = { '2024-01-01': 1, '2024-06-01': 0, '2025-01-01': 2, '2025-06-01': 0, '2026-01-01': 3 };
    expect(movementsIn(steps).map((each) => each.split(' ')[1])).toEqual([
      'new',
      'churn',
      'reactivation',
      'churn',
      'reactivation',
    ]);
  });

  describe('a transfer', () => {
    const moved = (steps: readonly [on: string, arr: number, transferred?: number][], graceDays = GRACE_DAYS) =>
      movementsOf(
        withoutLapses(
          steps.map(([on, arr, transferred]) => ({
            on,
            arr: BigInt(arr),
            ...(transferred !== undefined && { transferred: BigInt(transferred) }),
          })),
          graceDays,
        ),
      ).map(({ on, kind, amount }) => `${on} ${kind} ${amount}`);

    it('is no loss or gap for the giving account, and not new for the receiving one', () => {
      const left: [string, number, number?][] = [
        ['2026-01-01', 10],
        ['2026-02-01', 0, -10],
      ];
      expect(moved(left)).toEqual(['2026-01-01 new 10', '2026-02-01 transfer -10']);
      expect(moved([...left, ['2026-02-10', 7]]).slice(2)).toEqual(['2026-02-10 reactivation 7']);
      expect(moved([['2026-02-01', 10, 10]])).toEqual(['2026-02-01 transfer 10']);
    });

    it('comes first on its day, before all other changes', () => {
      expect(
        moved([
          ['2026-01-01', 5],
          ['2026-02-01', 12, 10],
        ]).slice(1),
      ).toEqual(['2026-02-01 transfer 10', '2026-02-01 contraction -3']);
      expect(
        moved([
          ['2026-01-01', 10],
          ['2026-02-01', 0, -6],
        ]).slice(1),
      ).toEqual(['2026-02-01 transfer -6', '2026-02-01 churn -4']);
    });

    it('is not part of a lapse: only the rest can come back', () => {
      const lapsed: [string, number, number?][] = [
        ['2026-01-01', 10],
        ['2026-02-01', 0, -6],
        ['2026-02-20', 5],
      ];
      expect(moved(lapsed).slice(1)).toEqual(['2026-02-01 transfer -6', '2026-02-20 expansion 1']);
      expect(moved(lapsed, 10).slice(1)).toEqual([
        ...['2026-02-01 transfer -6', '2026-02-01 churn -4', '2026-02-20 reactivation 5'],
      ]);
    });
  });

  it('are computed quickly for a history of thousands of steps', () => {
    const steps = Array.from({ length: 100_000 }, (_, at) => ({
      on: new Date(Date.UTC(1900, 0, 1 + at)).toISOString().slice(0, 10),
      arr: BigInt(at % 3),
    }));
    expect(movementsOf(withoutLapses(steps, 0))).toHaveLength(99_999);
  });
});
