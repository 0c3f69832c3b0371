import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { valuedIn } from '../../src/revenue/valuation.js';
import {
  type ArrChanges,
  accountsOf,
  changesOf,
  hasChanged,
  historyIn,
  numberOfDay,
  packedSteps,
  reachOf,
} from '../../src/revenue/windows/account-histories.js';

const BEGIN = '2026-03-08';
const END = '2026-03-22';
const WINDOW = { first: '2026-03-10', last: '2026-03-20' };

const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-03-${String(number).padStart(2, '0')}`);
const changes = fc.array(fc.tuple(day, fc.bigInt({ min: -500n, max: 500n })), { maxLength: 8 });
type Changes = readonly (readonly [day: string, change: bigint])[];

function packed(all: Changes): ArrChanges {
  return changesOf({ accountId: 'a', currency: 'EUR' }, packedSteps(all));
}

function historyOf(...rows: readonly ArrChanges[]) {
  const [account] = accountsOf(rows, [], WINDOW);
  return historyIn(account!, reachOf(BEGIN, END), valuedIn('EUR').first);
}

const upTo = (all: Changes, last: string) => all.reduce((sum, [on, change]) => (on <= last ? sum + change : sum), 0n);

describe('the history of an account', () => {
  it('has what changed before it in its first step, and a step for each later day on which something changed', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const { steps, isKnown } = historyOf(packed(all));
        const later = [...new Set(all.map(([on]) => on))].filter((on) => on > BEGIN && on <= END).sort();
        const days = upTo(all, BEGIN) === 0n ? later : [BEGIN, ...later];
        expect(steps).toEqual(days.map((on) => ({ on, arr: upTo(all, on) })));
        const alone = all.every(([on], index) => all.findIndex(([other]) => other === on) === index);
        if (alone) expect(isKnown).toBe(all.some(([on]) => on <= BEGIN && upTo(all, on) > 0n));
      }),
    );
  });

  it('is the same in however many parts its changes come', () => {
    fc.assert(
      fc.property(changes, fc.nat(8), (all, cut) => {
        const { steps } = historyOf(packed(all.slice(cut)), packed(all.slice(0, cut)));
        const sums = steps.filter(({ arr }, index) => arr !== (steps[index - 1]?.arr ?? 0n));
        const whole = historyOf(packed(all)).steps;
        expect(sums).toEqual(whole.filter(({ arr }, index) => arr !== (whole[index - 1]?.arr ?? 0n)));
      }),
    );
  });

  it('has changed in a window if there was anything before it or something changes in it', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const isSo = upTo(all, BEGIN) !== 0n || all.some(([on]) => on > BEGIN && on <= WINDOW.last);
        expect(hasChanged(packed(all), numberOfDay(BEGIN), numberOfDay(WINDOW.last))).toBe(isSo);
      }),
    );
  });
});
