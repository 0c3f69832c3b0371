import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { valuedIn } from '../../src/revenue/valuation.js';
import { type ArrChanges, accountsOf, historyIn } from '../../src/revenue/windows/account-histories.js';

const BEGIN = '2026-01-01';
const WINDOW = { first: '2026-02-01', last: '2026-12-31' };

const day = fc.integer({ min: 2, max: 28 }).map((number) => `2026-03-${String(number).padStart(2, '0')}`);
const changes = fc.array(fc.tuple(day, fc.integer({ min: -500, max: 500 })), { maxLength: 8 });

function packed(all: readonly (readonly [string, number])[], before: number): ArrChanges {
  const later = all.length === 0 ? null : all.map(([on, change]) => `${on} ${change}`).join(',');
  return { accountId: 'a', group: null, currency: 'EUR', before: String(before), hadArr: before > 0, later };
}

function historyOf(...rows: readonly ArrChanges[]) {
  const [account] = accountsOf(rows, [], WINDOW);
  return historyIn(account!, BEGIN, valuedIn('EUR').first);
}

describe('the history of an account', () => {
  it('is the same in whichever order and in however many parts its changes come', () => {
    fc.assert(
      fc.property(changes, fc.nat(1_000), fc.nat(8), (all, before, cut) => {
        const inOrder = [...all].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
        const history = historyOf(packed(inOrder, before));
        expect(historyOf(packed(inOrder.reverse(), before))).toEqual(history);
        expect(historyOf(packed(all.slice(cut), before), packed(all.slice(0, cut), 0))).toEqual(history);
        const sum = all.reduce((total, [, change]) => total + change, before);
        expect(history.steps.at(-1)?.arr ?? 0n).toBe(BigInt(sum));
      }),
    );
  });
});
