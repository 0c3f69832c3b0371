import { describe, expect, it } from '@jest/globals';
import type { ContractLine, Term } from '../../src/revenue/contracts/contract.js';
import { restatedWorth, worthOfTerm, worthOver } from '../../src/revenue/renewals/renewal-worth.js';

const line = (arr: string | null, fields: Partial<ContractLine> = {}, amount = '12000.00'): ContractLine => ({
  product: 'Suite',
  kind: 'recurring',
  segments: [{ from: '2026-01-01', to: '2026-12-31', amount, arr, cause: 'sold' }],
  ...fields,
});
const of = (...lines: ContractLine[]) => ({ currency: 'EUR', lines });

describe('the amount of a renewal', () => {
  it.each<[string, number | null, string, string]>([
    ['of a year is its ARR', 12, '2027-12-31', '12000.00'],
    ['of three years is three times its ARR', 36, '2029-12-31', '36000.00'],
    ['of half a year is half of its ARR', 6, '2027-06-30', '6000.00'],
    ['of days is a year by 365 of them', null, '2027-04-10', '3287.67'],
  ])('%s', (_title, months, to, amount) => {
    expect(worthOver(of(line('12000.00')), '2026-12-31', { from: '2027-01-01', to, months })).toBe(amount);
  });

  it('adds up lines as the renewed contract would have them, without what does not recur', () => {
    const lines = [
      line('100.01'),
      line('100.01', { product: 'More' }),
      line(null, { product: 'Setup', kind: 'oneOff' }),
      line(null, { product: 'Calls', kind: 'usage' }),
    ];
    // Each line is rounded, as on an invoice: 58.34 twice.
    expect(worthOver(of(...lines), '2026-12-31', { from: '2027-01-01', to: '2027-07-31', months: 7 })).toBe('116.68');
  });

  it('that was agreed includes what is billed once, but no usage', () => {
    const lines = [
      line('12000.00', {
        segments: [
          { from: '2026-01-01', to: '2026-12-31', amount: '12000.00', arr: '12000.00', cause: 'sold' },
          { from: '2027-01-01', to: '2028-12-31', amount: '30000.00', arr: '15000.00', cause: 'renewal' },
        ],
      }),
      line(null, {
        product: 'Move',
        kind: 'oneOff',
        segments: [{ from: '2027-01-01', to: null, amount: '900.00', arr: null, cause: 'renewal' }],
      }),
      line(null, {
        product: 'Calls',
        kind: 'usage',
        segments: [{ from: '2027-01-01', to: '2028-12-31', amount: '50.00', arr: null, cause: 'renewal' }],
      }),
    ];
    expect(worthOfTerm(of(...lines), { startsOn: '2027-01-01', endsOn: '2028-12-31' })).toBe('30900.00');
    expect(worthOfTerm(of(...lines), { startsOn: '2027-01-01', endsOn: null })).toBe('15000.00');
  });
});

describe('a renewal that was made with its ARR as its amount', () => {
  const TERM: Term = { startsOn: '2026-01-01', endsOn: '2026-12-31', cause: 'signed' };
  const contract = { ...of(line('12000.00')), terms: [TERM] };
  const deal = {
    amount: '12000.00',
    currency: 'EUR',
    contractTerm: 1,
    term: { startsOn: '2027-01-01', endsOn: '2028-12-31', noticeDays: 30, autoRenewMonths: null },
  };
  it('gets the amount of its whole term, whether it is open or lost', () => {
    expect(restatedWorth(deal, contract)).toBe('24000.00');
    expect(restatedWorth({ ...deal, amount: '12000' }, contract)).toBe('24000.00');
  });

  it('gets what was signed once it is won', () => {
    const segments = [
      { from: '2027-01-01', to: '2028-12-31', amount: '30000.00', arr: '15000.00', cause: 'renewal' as const },
    ];
    const renewed = {
      ...of({ ...line('12000.00'), segments }),
      terms: [TERM, { startsOn: '2027-01-01', endsOn: '2028-12-31', cause: 'renewed' as const }],
    };
    expect(restatedWorth({ ...deal, amount: '15000.00' }, renewed)).toBe('30000.00');
    expect(restatedWorth({ ...deal, amount: '20000.00' }, renewed)).toBeNull();
  });

  it.each<[string, Partial<typeof deal>]>([
    ['that somebody has reported stays', { amount: '20000.00' }],
    ['in another currency stays', { currency: 'CHF' }],
    ['of a term that its contract no longer has stays', { contractTerm: 2 }],
  ])('an amount %s', (_title, fields) => {
    expect(restatedWorth({ ...deal, ...fields }, contract)).toBeNull();
  });
});
