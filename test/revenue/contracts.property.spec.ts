import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Day, daysAfter } from '../../src/platform/values/day.js';
import { amended } from '../../src/revenue/contracts/amending.js';
import { stepsOf } from '../../src/revenue/contracts/arr-steps.js';
import { renewedBy } from '../../src/revenue/contracts/auto-renewal.js';
import { type Agreement, arrOn, endOf, noticeFacts, unitsOf } from '../../src/revenue/contracts/contract.js';
import { linesFrom, linesUntil } from '../../src/revenue/contracts/contract-lines.js';
import { applyNotice, noticeWithdrawn, turnsOfNotice } from '../../src/revenue/contracts/notice.js';
import '../support/runs.js';
import { aDay, anAgreement } from './contract.arbitrary.js';

/** The ARR that the steps add up to on a day, for one account or all. */
function sumOn(agreement: Agreement, day: Day, accountId?: string): bigint {
  const latest = new Map<string, bigint>();
  const steps = stepsOf(agreement).filter((step) => step.onDay <= day);
  for (const { accountId: of, product, kind, arr } of steps.sort((a, b) => (a.onDay < b.onDay ? -1 : 1)))
    if (accountId === undefined || of === accountId) latest.set(JSON.stringify([of, product, kind]), arr);
  return [...latest.values()].reduce((sum, arr) => sum + arr, 0n);
}

const amountsOf = ({ lines, currency }: Pick<Agreement, 'lines' | 'currency'>) =>
  lines
    .filter(({ kind }) => kind !== 'oneOff')
    .flatMap(({ segments }) => segments)
    .reduce((sum, { amount }) => sum + unitsOf(amount, currency), 0n);

describe('the steps of a contract', () => {
  it('add up to the ARR of its lines on every day', () => {
    fc.assert(
      fc.property(anAgreement, aDay, (agreement, day) => {
        expect(sumOn(agreement, day)).toBe(arrOn(agreement, day));
      }),
    );
  });

  it('add up to the same whichever account holds the contract, and belong to that account', () => {
    fc.assert(
      fc.property(anAgreement, aDay, aDay, (agreement, movedOn, day) => {
        const moved = {
          ...agreement,
          heldBy: [...agreement.heldBy, { accountId: 'two', from: daysAfter(movedOn, 1) }],
        };
        expect(sumOn(moved, day)).toBe(arrOn(agreement, day));
        expect(sumOn(moved, day, day > movedOn ? 'one' : 'two')).toBe(0n);
      }),
    );
  });

  it('each change something', () => {
    fc.assert(
      fc.property(anAgreement, (agreement) => {
        for (const { onDay } of stepsOf(agreement)) {
          const [before, after] = [stepsOn(agreement, daysAfter(onDay, -1)), stepsOn(agreement, onDay)];
          expect(before).not.toEqual(after);
        }
      }),
    );
  });
});

function stepsOn(agreement: Agreement, day: Day): [string, bigint][] {
  const on = new Map<string, bigint>();
  for (const { product, kind, onDay, arr } of stepsOf(agreement)) if (onDay <= day) on.set(`${product} ${kind}`, arr);
  return [...on].filter(([, arr]) => arr !== 0n).sort();
}

describe('lines that are cut', () => {
  it('keep their ARR until then, and lose no cent', () => {
    fc.assert(
      fc.property(anAgreement, aDay, aDay, (agreement, cutOn, day) => {
        const { currency } = agreement;
        const before = { currency, lines: linesUntil(agreement.lines, cutOn, currency) };
        const after = { currency, lines: linesFrom(agreement.lines, daysAfter(cutOn, 1), currency, 'transfer') };
        expect(amountsOf(before) + amountsOf(after)).toBe(amountsOf(agreement));
        expect(arrOn(day <= cutOn ? before : after, day)).toBe(arrOn(agreement, day));
        expect(arrOn(day <= cutOn ? after : before, day)).toBe(0n);
        expect(linesUntil(before.lines, cutOn, currency)).toEqual(before.lines);
      }),
    );
  });
});

describe('a contract that renews by itself', () => {
  // Two hundred lines in hundreds of terms would otherwise hold up the program for longer than a transaction may last.
  it('looks only at its latest prices for each term, and not at all that came before', () => {
    let looks = 0;
    const first = {
      to: '1996-01-31',
      amount: '100.00',
      arr: '1200.00',
      cause: 'sold' as const,
      get from() {
        looks += 1;
        return '1996-01-01';
      },
    };
    const { terms } = renewedBy(
      {
        currency: 'EUR',
        startsOn: '1996-01-01',
        noticeDays: 0,
        autoRenewMonths: 1,
        notice: null,
        terms: [{ startsOn: '1996-01-01', endsOn: '1996-01-31', cause: 'signed' }],
        heldBy: [{ accountId: 'acme', from: '1996-01-01' }],
        lines: [{ product: 'Suite', kind: 'recurring', segments: [first] }],
      },
      '2026-01-01',
    );
    expect(terms.length).toBeGreaterThan(350);
    expect(looks).toBeLessThan(10);
  });

  it('has terms without gaps, each beginning with the ARR of the last day before', () => {
    fc.assert(
      fc.property(anAgreement, aDay, (agreement, day) => {
        const renewed = renewedBy(agreement, day);
        for (const [place, term] of renewed.terms.entries()) {
          if (place === 0) continue;
          const { endsOn } = renewed.terms[place - 1]!;
          expect(term.startsOn).toBe(daysAfter(endsOn!, 1));
          expect(arrOn(renewed, term.startsOn)).toBe(arrOn(renewed, endsOn!));
        }
      }),
    );
  });

  it('is the same whether lines are amended before it renews or afterwards', () => {
    const ofLine = fc.record({
      product: fc.constantFrom('A', 'B', 'C', 'D'),
      amount: fc.integer({ min: 0, max: 1_000 }),
    });
    fc.assert(
      fc.property(anAgreement, aDay, aDay, fc.array(ofLine, { maxLength: 2 }), (agreement, effectiveOn, day, of) => {
        const body = {
          effectiveOn,
          reason: 'Agreed',
          lines: of.map(({ product, amount }) => ({
            product,
            kind: 'recurring' as const,
            segments: [{ from: effectiveOn, amount: String(amount) }],
          })),
        };
        const amend = (each: Agreement): Agreement => {
          const { faults, turn } = amended(each, body);
          expect(faults).toEqual([]);
          return { ...each, ...turn?.fields };
        };
        fc.pre(effectiveOn <= endOf(agreement)!);
        expect(renewedBy(amend(renewedBy(agreement, day)), day)).toEqual(renewedBy(amend(agreement), day));
      }),
    );
  });

  it('is as if no notice had been given, once the notice is taken back', () => {
    fc.assert(
      fc.property(anAgreement, aDay, aDay, aDay, (agreement, first, second, today) => {
        const before = renewedBy(agreement, today);
        const told = (each: Agreement, givenOn: Day): Agreement => {
          const { faults, turns } = turnsOfNotice(each, { givenOn, reason: 'price' });
          return faults.length > 0 ? each : { ...each, ...turns.at(-1)?.fields };
        };
        const given = told(told(before, first), second);
        fc.pre(given.notice !== null);
        const turn = noticeWithdrawn(given, today);
        if ('term' in turn) throw new Error('Nothing was amended');
        expect(renewedBy({ ...given, ...turn.fields }, today)).toEqual(before);
      }),
    );
  });

  it('ends the same whether the notice is reported before or after it renews', () => {
    fc.assert(
      fc.property(anAgreement, aDay, aDay, (agreement, givenOn, day) => {
        const notice = { givenOn, reason: 'price' };
        const [told, renewed] = [applyNotice(agreement, notice), renewedBy(agreement, day)];
        const later = applyNotice(renewed, notice);
        fc.pre('fields' in told && 'fields' in later);
        const [before, after] = [told, later].map(
          (each) => 'fields' in each && [endOf(each.fields), noticeFacts(each.fields.notice)],
        );
        expect(after).toEqual(before);
      }),
    );
  });

  it('ends in time for a notice on the last day for it, and a term later for one the day after', () => {
    fc.assert(
      fc.property(anAgreement, (agreement) => {
        const { endsOn } = agreement.terms[0]!;
        const lastDay = daysAfter(endsOn!, -agreement.noticeDays);
        fc.pre(lastDay >= agreement.startsOn && agreement.autoRenewMonths !== null && arrOn(agreement, endsOn!) > 0n);
        const given = (givenOn: Day) => {
          const result = applyNotice(agreement, { givenOn, reason: 'price' });
          if ('pointer' in result) throw new Error(result.message);
          return result.fields.notice;
        };
        expect(given(lastDay)).toMatchObject({ late: false, endsOn });
        // Without notice days, the day after belongs to the next term.
        expect(given(daysAfter(lastDay, 1))).toMatchObject({ late: agreement.noticeDays > 0 });
        expect(given(daysAfter(lastDay, 1)).endsOn > endsOn!).toBe(true);
      }),
    );
  });
});
