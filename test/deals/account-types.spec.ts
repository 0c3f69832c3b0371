import { describe, expect, it } from '@jest/globals';
import type { AccountType } from '../../src/deals/accounts/account.js';
import { typeAsReported, typeByDeals } from '../../src/deals/accounts/account-type.js';

const TODAY = '2026-03-02';
const told = (type: AccountType, toldType: AccountType | null = null) => ({ type, toldType, reckonOn: null });

describe('an account', () => {
  it.each<[AccountType, AccountType | null, (string | null)[], AccountType, AccountType | null, string | null]>([
    ['prospect', null, [], 'prospect', null, null],
    ['prospect', null, [null], 'customer', 'prospect', null],
    ['prospect', null, ['2026-03-01'], 'former', 'prospect', null],
    ['prospect', null, ['2026-03-02'], 'customer', 'prospect', '2026-03-03'],
    ['prospect', null, ['2026-03-01', '2026-12-31', '2026-06-30'], 'customer', 'prospect', '2027-01-01'],
    ['customer', 'prospect', ['2026-03-01', null], 'customer', 'prospect', null],
    ['customer', 'prospect', [], 'prospect', null, null],
    ['customer', 'prospect', ['2026-02-28'], 'former', 'prospect', null],
    ['former', 'prospect', [null], 'customer', 'prospect', null],
    ['former', null, [null], 'customer', 'former', null],
    ['customer', null, [null], 'customer', null, null],
    ['customer', null, [], 'customer', null, null],
    ['customer', null, ['2026-02-28'], 'former', 'customer', null],
    ['partner', null, [null], 'partner', null, null],
    ['competitor', null, ['2026-02-28'], 'competitor', null, null],
  ])(
    'that is a %s (reported: %s) with deals until %j becomes a %s (reported: %s), to check on %s',
    (type, was, ends, by, is, reckonOn) => {
      expect(typeByDeals(told(type, was), ends, TODAY)).toEqual({ type: by, toldType: is, reckonOn });
    },
  );

  it('has the type that is reported; a reported customer stays one until its deals end', () => {
    const customer = { type: 'customer', toldType: 'prospect', reckonOn: '2027-01-01' } as const;
    expect(typeAsReported(customer, 'former')).toEqual({ type: 'former', toldType: null, reckonOn: null });
    expect(typeAsReported({ ...customer, type: 'former' }, 'customer')).toEqual({
      type: 'customer',
      toldType: null,
      reckonOn: '2027-01-01',
    });
  });
});
