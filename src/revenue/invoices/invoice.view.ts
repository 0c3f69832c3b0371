import type { Warning } from '../../documents/version.schema.js';
import type { LedgerRow } from '../../events/event.js';
import { eventView } from '../../events/event.view.js';
import { type Day, dayInWords } from '../../platform/values/day.js';
import { toIso } from '../../platform/values/duration.js';
import { amountIn, moneyInWords } from '../../platform/values/money.js';
import { asOf, type Invoice, paidInFullOn, paidOf } from './invoice.js';
import type { InvoiceView } from './invoice.schema.js';

/** @param at shows the invoice as of that day; null for all that is known */
export function invoiceView(row: Invoice, at: Day | null = null, warnings: readonly Warning[] = []): InvoiceView {
  const invoice = at === null ? row : asOf(row, at);
  const { id, system, ref, contractId, currency, issuedOn, payments, refunds, createdAt, updatedAt } = invoice;
  const paidOn = at === null ? row.paidOn : paidInFullOn(invoice);
  return {
    id,
    system,
    ref,
    contractId,
    currency,
    issuedOn,
    amount: amountIn(BigInt(invoice.amount), currency),
    payments: payments.map((each) => ({ ...each })),
    refunds: refunds.map((each) => ({ ...each })),
    paid: amountIn(paidOf(invoice), currency),
    paidInFull: paidOn !== null,
    paidInFullOn: paidOn,
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
    ...(warnings.length > 0 && { warnings: warnings.map((warning) => ({ ...warning })) }),
  };
}

export function invoiceTimelineEntry(row: LedgerRow) {
  return { ...eventView(row), text: sentenceOf(row) };
}

function sentenceOf({ type, data }: Pick<LedgerRow, 'type' | 'data'>): string {
  switch (type) {
    case 'invoice.recorded':
      return `Recorded: ${moneyInWords(data.amount, data.currency)}, issued on ${dayInWords(String(data.issuedOn))}`;
    case 'invoice.updated':
      return `Updated: ${(data.fields as readonly string[]).join(', ')}`;
    case 'invoice.paidInFull':
      return `Paid in full since ${dayInWords(String(data.paidOn))}`;
    case 'invoice.paidInFullWithdrawn':
      return `Not paid in full since ${dayInWords(String(data.formerPaidOn))} after all`;
    default:
      return type;
  }
}
