import { describe, expect, it } from '@jest/globals';
import type { Deal } from '../../src/deals/deal.js';
import { expansionOfDelivery, worthOf } from '../../src/revenue/proposals/delivered-expansion.js';
import type { Proposal } from '../../src/revenue/proposals/proposal.js';

const DEAL = { currency: 'EUR', product: 'Suite', amount: '900.00', pilotEndsOn: null } as Deal;
const PILOT = { ...DEAL, pilotEndsOn: '2026-03-31' } as Deal;
const seats = (rate: string) => ({
  pointer: '',
  lines: [{ what: 'Seats', kind: 'retainer', rate, period: 'a month' }],
});
const once = (amount: string) => ({ pointer: '', lines: [{ what: 'Setup', kind: 'fixed', amount }] });
const changes = (deal: Deal, sold: ReturnType<typeof seats | typeof once> | null, delivered: typeof sold) =>
  expansionOfDelivery({ deal, sold, delivered: delivered!, wonOn: '2026-01-01' }, [])?.changes ?? null;

describe('what was delivered beyond a sale without a contract', () => {
  it('is priced over the days of a pilot, and has no ARR', () => {
    const more = changes(PILOT, seats('100.00'), seats('140.00'))!;
    expect(more).toEqual([
      {
        ...{ product: 'Seats', kind: 'recurring', soldAmount: '300.00', amount: '420.00' },
        ...{ soldArr: null, arr: null },
      },
    ]);
    expect(worthOf({ changes: more, currency: 'EUR' })).toBe('120.00');
  });

  it.each([
    ['of a rate, if no days are agreed', DEAL, seats('100.00'), seats('140.00')],
    [
      'of a rate, if a pilot was over before it was won',
      { ...PILOT, pilotEndsOn: '2025-12-31' },
      seats('1'),
      seats('2'),
    ],
    ['without a currency', { ...DEAL, currency: null }, once('1.00'), once('2.00')],
    ['without an amount of the deal or lines', { ...DEAL, amount: null }, null, once('2.00')],
  ])('is not known %s', (_, deal, sold, delivered) => {
    expect(changes(deal as Deal, sold, delivered)).toBeNull();
  });

  it('is compared with the amount of the deal, if its form has no lines', () => {
    expect(changes(DEAL, null, once('950.00'))).toMatchObject([
      { product: 'Suite', soldAmount: '900.00', amount: '950.00' },
    ]);
    expect(changes(DEAL, null, once('900.00'))).toEqual([]);
    expect(changes(DEAL, null, once('850.00'))).toEqual([]);
    expect(changes({ ...DEAL, amount: '900.0000' } as Deal, null, once('900.00'))).toEqual([]);
    const yen = { ...DEAL, amount: '900.00', currency: 'JPY' } as Deal;
    expect(changes(yen, null, once('900'))).toEqual([]);
    expect(changes({ ...yen, amount: '900.50' } as Deal, null, once('900'))).toBeNull();
  });

  it.each(['declined', 'applied'] as const)('is the same that was %s if a product is renamed', (state) => {
    const deal = { ...DEAL, id: 'd' } as Deal;
    const delivered = { deal, sold: null, delivered: once('950.00'), wonOn: '2026-01-01' };
    const [more] = expansionOfDelivery(delivered, [])!.changes;
    const proposal = { dealId: 'd', state, currency: 'EUR', changes: [more!] } as unknown as Proposal;
    const renamed = (product: string, amount = '950.00') =>
      expansionOfDelivery({ ...delivered, deal: { ...deal, product }, delivered: once(amount) }, [proposal])!;
    for (const product of ['Suite', 'Suite 2']) {
      const { own, changes: left } = renamed(product);
      expect(own[0]!.changes).toEqual([{ ...more, product }]);
      expect(left).toEqual(state === 'applied' ? [] : own[0]!.changes);
    }
    // It is another difference.
    expect(renamed('Suite 2', '960.00').changes).toMatchObject([{ product: 'Suite 2', amount: '960.00' }]);
  });
});
