import type { Warning } from '../../documents/version.schema.js';
import { futureDayFault, isAfterTomorrow } from '../../platform/input/ahead.js';
import { faultsOfAmount } from '../../platform/input/amount-faults.js';
import { collectFaults, type Fault, fault, step } from '../../platform/input/fault.js';
import { type Day, dayInWords } from '../../platform/values/day.js';
import { amountIn, minorUnitsOf, moneyInWords } from '../../platform/values/money.js';
import { faultsOfContract } from '../contract-named.js';
import type { Contract } from '../contracts/contract.js';
import type { ReportedByRef } from '../reported-by-ref.js';
import { type DatedAmount, paidOf, type ReportedInvoice } from './invoice.js';
import type { InvoiceBody } from './invoice.schema.js';

interface ReadInvoice {
  readonly reported: ReportedInvoice;
  /** About what is accepted but unwise. */
  readonly warnings: readonly Warning[];
}

/** Validates a reported invoice. @param contract undefined if it does not exist @param today of the company */
export function readInvoice(
  { system, ref, body }: ReportedByRef<InvoiceBody>,
  contract: Contract | undefined,
  today: Day,
): ReadInvoice | { readonly faults: readonly Fault[] } {
  const unknown = faultsOfContract(contract, body.contractId);
  if (contract === undefined || unknown.length > 0) return { faults: unknown };
  const { currency } = contract;
  const { issuedOn, payments, refunds = [] } = body;
  const faults = collectFaults(
    isAfterTomorrow(issuedOn, today) && futureDayFault('/issuedOn', 'an invoice once it has been issued'),
    faultsOfAmount('/amount', body.amount, currency),
    faultsOfDated('/payments', payments, currency, today),
    faultsOfDated('/refunds', refunds, currency, today),
  );
  if (faults.length > 0) return { faults };
  const amount = minorUnitsOf(body.amount, currency)!;
  const dated = { payments: inOrder(payments, currency), refunds: inOrder(refunds, currency), currency };
  const paid = paidOf(dated);
  if (paid < 0n) return { faults: [tooMuchBack(-paid, currency)] };
  const reported = { system, ref, contractId: contract.id, issuedOn, amount: String(amount), ...dated };
  return {
    reported: reported,
    warnings: [...early(body), ...(paid > amount ? [overpaid(paid - amount, currency)] : [])],
  };
}

function faultsOfDated(pointer: string, amounts: readonly DatedAmount[], currency: string, today: Day): Fault[] {
  return amounts.flatMap(({ on, amount }, place) =>
    collectFaults(
      isAfterTomorrow(on, today) && futureDayFault(`${pointer}${step(place)}/on`, 'it once it has been made'),
      faultsOfAmount(`${pointer}${step(place)}/amount`, amount, currency),
    ),
  );
}

/** Sorted by day, with all places of the currency, so that the order of a report makes no difference. */
function inOrder(amounts: readonly DatedAmount[], currency: string): DatedAmount[] {
  const whole = amounts.map(({ on, amount }) => ({ on, amount: amountIn(minorUnitsOf(amount, currency)!, currency) }));
  return whole.sort((a, b) => (a.on === b.on ? Number(a.amount) - Number(b.amount) : a.on < b.on ? -1 : 1));
}

function tooMuchBack(by: bigint, currency: string): Fault {
  const message = `Expected refunds up to the sum of the payments: they are ${moneyInWords(amountIn(by, currency), currency)} more.`;
  return fault('/refunds', 'tooMuch', message);
}

/** Only a warning: customers do pay in advance. */
function early({ issuedOn, payments }: InvoiceBody): Warning[] {
  return payments.flatMap(({ on }, place) =>
    on < issuedOn
      ? [
          {
            pointer: `/payments${step(place)}/on`,
            message: `It is before the invoice was issued, on ${dayInWords(issuedOn)}.`,
          },
        ]
      : [],
  );
}

function overpaid(by: bigint, currency: string): Warning {
  return {
    pointer: '/payments',
    message: `They are ${moneyInWords(amountIn(by, currency), currency)} more than was invoiced.`,
  };
}
