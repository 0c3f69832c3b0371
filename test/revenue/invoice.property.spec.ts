import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daysAfter } from '../../src/platform/values/day.js';
import { asOf, paidInFullOn, paidOf } from '../../src/revenue/invoices/invoice.js';
import { runs } from '../support/runs.js';

const dated = fc.array(
  fc.record({ on: fc.nat(20).map((day) => daysAfter('2026-01-01', day)), cents: fc.nat(300) }).map(({ on, cents }) => ({
    on,
    amount: `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`,
  })),
  { maxLength: 6 },
);
const invoices = fc.record({
  issuedOn: fc.nat(20).map((day) => daysAfter('2026-01-01', day)),
  amount: fc.nat(400).map(String),
  payments: dated,
  refunds: dated,
  currency: fc.constant('EUR'),
});

it('an invoice is paid in full since the first day after which it is never open again', () => {
  fc.assert(
    fc.property(invoices, (invoice) => {
      const on = paidInFullOn(invoice);
      const isPaidOn = (day: string) => paidOf(asOf(invoice, day)) >= BigInt(invoice.amount);
      expect(on !== null).toBe(paidOf(invoice) >= BigInt(invoice.amount));
      if (on === null) return;
      expect(on >= invoice.issuedOn).toBe(true);
      for (let day = on; day <= '2026-01-25'; day = daysAfter(day, 1)) expect(isPaidOn(day)).toBe(true);
      if (on > invoice.issuedOn) expect(isPaidOn(daysAfter(on, -1))).toBe(false);
    }),
    { numRuns: runs(200, 2_000) },
  );
});
