import { describe, expect, it } from '@jest/globals';
import type { ContractLine } from '../../src/revenue/contracts/contract.js';
import { dealArrOf, type PricedContract, type PricedDeal } from '../../src/revenue/deal-arr/deal-arr.js';

const aDeal = (fields: Partial<PricedDeal> = {}): PricedDeal => ({
  id: 'd',
  type: 'new',
  stage: 'open',
  amount: '54000.00',
  currency: 'EUR',
  term: { startsOn: '2026-01-01', endsOn: '2028-12-31', noticeDays: null, autoRenewMonths: null },
  oneOff: false,
  pilotEndsOn: null,
  contractId: null,
  contractTerm: null,
  ...fields,
});
const aLine = (
  arr: string | null,
  fields: Partial<ContractLine> = {},
  from = '2026-01-01',
  to = '2026-12-31',
): ContractLine => ({
  product: 'Suite',
  kind: arr === null ? 'oneOff' : 'recurring',
  segments: [{ from, to, amount: arr ?? '500.00', arr, cause: 'sold' }],
  ...fields,
});
const aContract = (lines: readonly ContractLine[], fields: Partial<PricedContract> = {}): PricedContract => ({
  id: 'c',
  dealId: 'd',
  movedFromContractId: null,
  currency: 'EUR',
  lines,
  terms: [{ startsOn: '2026-01-01', endsOn: '2026-12-31', cause: 'signed' }],
  notice: null,
  heldBy: [{ accountId: 'a', from: '2026-01-01' }],
  autoRenewMonths: null,
  ...fields,
});
const won = { stage: 'won', contractId: 'c' } as const;
const same = (arr: string | null) => ({ arr, netNewArr: arr });

describe('a deal without a contract is worth a year of its amount', () => {
  it.each<[string, Partial<PricedDeal>, string | null]>([
    ['by whole months', {}, '18000.00'],
    [
      'by days, both ends counted',
      {
        amount: '8000.00',
        term: { startsOn: '2026-01-01', endsOn: '2026-12-28', noticeDays: 0, autoRenewMonths: null },
      },
      '8066.30',
    ],
    [
      'rounded once, half away from zero',
      { amount: '0.05', term: { startsOn: '2026-01-01', endsOn: '2027-12-31', noticeDays: 0, autoRenewMonths: null } },
      '0.03',
    ],
    [
      'with the decimals of its currency',
      {
        amount: '1000',
        currency: 'JPY',
        term: { startsOn: '2026-01-01', endsOn: '2026-07-31', noticeDays: 0, autoRenewMonths: null },
      },
      '1714',
    ],
    ['unless it has no term', { term: null }, null],
    ['unless it has no amount', { amount: null, currency: null }, null],
    ['not as what is sold once', { oneOff: true, term: null }, '0.00'],
    ['not as a pilot', { pilotEndsOn: '2026-03-31', term: null }, '0.00'],
    ['also once it is won, or lost', { stage: 'lost' }, '18000.00'],
    ['also an expansion', { type: 'expansion', contractId: 'other' }, '18000.00'],
  ])('%s', (_title, fields, arr) => {
    expect(dealArrOf(aDeal(fields), [])).toEqual(same(arr));
    if (fields.stage === undefined) expect(dealArrOf(aDeal({ ...fields, stage: 'won' }), [])).toEqual(same(arr));
  });
});

describe('a won deal is worth what its lines in contracts are on their first day', () => {
  it.each<[string, readonly PricedContract[], string | null]>([
    ['whatever its amount says', [aContract([aLine('12000.00')])], '12000.00'],
    [
      'without what other deals have added',
      [aContract([aLine('12000.00'), aLine('3000.00', { dealId: 'e' })])],
      '12000.00',
    ],
    [
      'in all contracts that it sold',
      [aContract([aLine('12000.00')]), aContract([aLine('1.00')], { id: 'c2' })],
      '12001.00',
    ],
    [
      'not what a later step brings',
      [aContract([aLine('12000.00'), aLine('6000.00', { product: 'More' }, '2026-07-01')])],
      '12000.00',
    ],
    ['nothing if it is billed once', [aContract([aLine(null)])], '0.00'],
    ['which is not known in another currency', [aContract([aLine('12000.00')], { currency: 'CHF' })], null],
    [
      'wherever they have moved',
      [
        aContract([aLine('12000.00', { movedToContractId: 'm', movedOn: '2026-03-01' }, '2026-01-01', '2026-02-28')]),
        aContract([aLine('12000.00', {}, '2026-03-01')], {
          id: 'm',
          dealId: null,
          movedFromContractId: 'c',
          heldBy: [{ accountId: 'b', from: '2026-03-01' }],
        }),
      ],
      '12000.00',
    ],
  ])('%s', (_title, contracts, arr) => {
    expect(dealArrOf(aDeal(won), contracts)).toEqual(same(arr));
  });

  it('also those that it added to the contract of another deal', () => {
    const contract = aContract([aLine('12000.00'), aLine('3000.00', { dealId: 'd' }, '2026-07-01')], { dealId: 'e' });
    expect(dealArrOf(aDeal({ ...won, type: 'expansion' }), [contract])).toEqual(same('3000.00'));
    // Nothing of it is there yet.
    expect(dealArrOf(aDeal({ ...won, type: 'expansion' }), [aContract([aLine('1.00')], { dealId: 'e' })])).toEqual(
      same('18000.00'),
    );
  });
});

describe('the renewal of a contract', () => {
  const renewal = (fields: Partial<PricedDeal> = {}) =>
    aDeal({
      type: 'renewal',
      contractId: 'c',
      contractTerm: 1,
      amount: '24000.00',
      term: { startsOn: '2027-01-01', endsOn: '2028-12-31', noticeDays: 30, autoRenewMonths: null },
      ...fields,
    });
  const contract = aContract([aLine('12000.00')], { dealId: null, autoRenewMonths: 24 });

  it('adds nothing as its contract proposes it, and the difference where somebody has reported another amount', () => {
    expect(dealArrOf(renewal(), [contract])).toEqual({ arr: '12000.00', netNewArr: '0.00' });
    expect(dealArrOf(renewal({ amount: '30000.00' }), [contract])).toEqual({ arr: '15000.00', netNewArr: '3000.00' });
    expect(dealArrOf(renewal({ amount: '20000.00', stage: 'lost' }), [contract])).toEqual({
      arr: '10000.00',
      netNewArr: '-2000.00',
    });
    expect(dealArrOf(renewal({ term: null }), [contract])).toEqual({ arr: null, netNewArr: null });
  });

  it('has the ARR of the contract to the cent, though the amount of seven months is rounded', () => {
    const odd = aContract([aLine('100.01'), aLine('100.01', { product: 'More' })], {
      dealId: null,
      autoRenewMonths: 7,
    });
    const term = { startsOn: '2027-01-01', endsOn: '2027-07-31', noticeDays: 30, autoRenewMonths: null };
    expect(dealArrOf(renewal({ amount: '116.68', term }), [odd])).toEqual({ arr: '200.02', netNewArr: '0.00' });
  });

  it('has the ARR of the new term once it is won, and adds what that is more', () => {
    const [first, second] = [
      aLine('12000.00').segments[0]!,
      aLine('15000.00', {}, '2027-01-01', '2028-12-31').segments[0]!,
    ];
    const renewed = aContract([{ ...aLine('12000.00'), segments: [first, second] }], {
      terms: [...contract.terms, { startsOn: '2027-01-01', endsOn: '2028-12-31', cause: 'renewed' }],
    });
    expect(dealArrOf(renewal({ stage: 'won', amount: '30000.00' }), [renewed])).toEqual({
      arr: '15000.00',
      netNewArr: '3000.00',
    });
  });

  it('without its contract adds nobody knows what', () => {
    expect(dealArrOf(renewal({ contractTerm: null }), [contract])).toEqual({ arr: '12000.00', netNewArr: null });
    expect(dealArrOf(renewal({ contractTerm: 2 }), [contract])).toEqual({ arr: '12000.00', netNewArr: null });
    expect(dealArrOf(renewal({ currency: 'CHF' }), [contract])).toEqual({ arr: null, netNewArr: null });
  });
});
