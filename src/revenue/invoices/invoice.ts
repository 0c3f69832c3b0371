import { isDeepStrictEqual } from 'node:util';
import { RowCase } from '../../deals/row-case.js';
import type { EventData } from '../../events/event.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Row } from '../../platform/sql/table.js';
import { type Day, laterOf } from '../../platform/values/day.js';
import { amountIn } from '../../platform/values/money.js';
import { unitsOf } from '../contracts/contract.js';
import type { INVOICE } from './invoice.table.js';

/** A payment or refund on a day. The amount is a decimal with all places of the currency. */
export interface DatedAmount {
  readonly on: Day;
  readonly amount: string;
}

export type Invoice = Row<typeof INVOICE>;
export type InvoiceCase = RowCase<Invoice>;

/** A reported invoice. Payments and refunds are in the order of their days. */
export type ReportedInvoice = Pick<
  Invoice,
  'system' | 'ref' | 'contractId' | 'currency' | 'issuedOn' | 'amount' | 'payments' | 'refunds'
>;

/** Returns what was paid, less what was paid back, in minor units. */
export function paidOf({ payments, refunds, currency }: Pick<Invoice, 'payments' | 'refunds' | 'currency'>): bigint {
  const sum = (amounts: readonly DatedAmount[]) =>
    amounts.reduce((total, { amount }) => total + unitsOf(amount, currency), 0n);
  return sum(payments) - sum(refunds);
}

/** An invoice with its payments and refunds up to a day. */
export function asOf<Told extends Pick<Invoice, 'payments' | 'refunds'>>(invoice: Told, at: Day): Told {
  const by = ({ on }: DatedAmount) => on <= at;
  return { ...invoice, payments: invoice.payments.filter(by), refunds: invoice.refunds.filter(by) };
}

/** The day since which it is paid in full, at the earliest that of issue; null if it is not, or no longer. */
export function paidInFullOn(invoice: Omit<ReportedInvoice, 'system' | 'ref' | 'contractId'>): Day | null {
  const { issuedOn, payments, refunds, amount } = invoice;
  const days = [...new Set([issuedOn, ...[...payments, ...refunds].map(({ on }) => on)])].sort();
  const isPaid = (day: Day) => paidOf(asOf(invoice, day)) >= BigInt(amount);
  const open = days.findLastIndex((day) => !isPaid(day));
  const since = days[open + 1];
  return since === undefined ? null : laterOf(since, issuedOn);
}

const REPORTED_FIELDS = ['contractId', 'currency', 'issuedOn', 'amount', 'payments', 'refunds'] as const;

/**
 * Applies a report about an invoice. Payment in full has an event of its own, recorded once. It is withdrawn if it
 * turns out wrong, or to hold since another day.
 * @param invoice null for a new one @returns the invoice, with whether it changed
 */
export function applyReport(
  work: UnitOfWork,
  invoice: InvoiceCase | null,
  reported: ReportedInvoice,
): { readonly invoice: InvoiceCase; readonly changed: boolean } {
  const changed =
    invoice === null ? [] : REPORTED_FIELDS.filter((field) => !isDeepStrictEqual(invoice.row[field], reported[field]));
  if (invoice !== null && changed.length === 0) return { invoice, changed: false };
  const taken = invoice ?? begun(work, reported);
  taken.row = { ...taken.row, ...reported };
  if (invoice === null) record(work, taken, 'invoice.recorded', {});
  else record(work, taken, 'invoice.updated', { fields: changed });
  const formerPaidOn = taken.row.paidOn;
  const paidOn = paidInFullOn(taken.row);
  if (formerPaidOn !== null && formerPaidOn !== paidOn) {
    taken.row = { ...taken.row, paidOn: null };
    record(work, taken, 'invoice.paidInFullWithdrawn', { formerPaidOn });
  }
  if (paidOn !== null && formerPaidOn !== paidOn) {
    taken.row = { ...taken.row, paidOn };
    record(work, taken, 'invoice.paidInFull', {});
  }
  return { invoice: taken, changed: true };
}

function begun(work: UnitOfWork, reported: ReportedInvoice): InvoiceCase {
  const row = {
    ...reported,
    id: work.newId(),
    paidOn: null,
    createdAt: work.now,
    updatedAt: work.now,
    eventSeq: 0,
    eventXid: null,
  };
  return new RowCase<Invoice>('invoice', row, null);
}

type InvoiceEvent = 'recorded' | 'updated' | 'paidInFull' | 'paidInFullWithdrawn';

function record(work: UnitOfWork, invoice: InvoiceCase, type: `invoice.${InvoiceEvent}`, facts: EventData): void {
  work.record(invoice, type, { ...factsOf(invoice.row), ...facts });
}

function factsOf({ contractId, currency, issuedOn, amount, payments, refunds, paidOn }: Invoice): EventData {
  return { contractId, currency, issuedOn, amount: amountIn(BigInt(amount), currency), payments, refunds, paidOn };
}
