import { Type } from '@sinclair/typebox';
import { readBody } from '../../platform/input/checked.js';
import type { Fault } from '../../platform/input/fault.js';
import { faultsElsewhere } from '../../platform/input/fault.js';
import { InvoiceBody } from '../../revenue/invoices/invoice.schema.js';
import { UsageBody } from '../../revenue/usage/usage.schema.js';
import type { MappedObject } from '../objects.js';
import { FactReading, type FactsContext, type ReadParts, renamed, withoutUndefined } from './crm-facts.js';

const CrmInvoiceBody = Type.Omit(InvoiceBody, ['contractId']);
const CrmUsageBody = Type.Omit(UsageBody, ['contractId']);
const OF_CONTRACT = { '/contractId': '/contractRef' };

/** Reads an invoice, with lists of payments and refunds, or a single payment in its own fields. */
export function readCrmInvoice(
  { values, lists }: Pick<MappedObject, 'values' | 'lists'>,
  how: FactsContext,
): ReadParts {
  const reading = new FactReading(values, how);
  const { currency } = reading;
  const dated = (name: string) =>
    lists[name]?.map((entry, place) => new FactReading(entry, how, { at: `/${name}/${place}`, currency }));
  const [payments, refunds] = [dated('payments'), dated('refunds')];
  const amount = reading.amountOf('amount');
  const body = withoutUndefined({
    issuedOn: reading.day('issuedOn'),
    amount,
    payments: payments?.map(datedOf) ?? paidAtOnce(reading, amount),
    refunds: refunds?.map(datedOf),
  });
  const names = payments === undefined ? { '/payments/0/on': '/paidOn', '/payments/0/amount': '/paidAmount' } : {};
  const entries = [...(payments ?? []), ...(refunds ?? [])];
  return checked(CrmInvoiceBody, body, { how, reading, entries, names });
}

export function readCrmUsage({ values }: Pick<MappedObject, 'values' | 'lists'>, how: FactsContext): ReadParts {
  const reading = new FactReading(values, how);
  const body = withoutUndefined({
    product: reading.product(),
    from: reading.day('from'),
    to: reading.lastDay('to', 'before'),
    quantity: reading.amount('quantity'),
    amount: reading.amountOf('amount'),
  });
  const names = values.before === undefined ? {} : { '/to': '/before' };
  return checked(CrmUsageBody, body, { how, reading, entries: [], names });
}

function datedOf(entry: FactReading) {
  return withoutUndefined({ on: entry.day('on'), amount: entry.amountOf('amount') });
}

/** Reads the payment of tools without a list: the day on which all or a part was paid. */
function paidAtOnce(reading: FactReading, all: string | undefined) {
  const [on, paid] = [reading.day('paidOn'), reading.amountOf('paidAmount')];
  const isNothing = (text: string | undefined) => text !== undefined && /^[0.]+$/.test(text);
  if (isNothing(paid)) return [];
  if (on !== undefined) return isNothing(paid ?? all) ? [] : [withoutUndefined({ on, amount: paid ?? all })];
  if (paid !== undefined && reading.text('paidOn') === undefined)
    reading.complain('paidOn', 'required', 'Something was paid, but the day of the payment is missing.');
  return [];
}

function checked(
  schema: typeof CrmInvoiceBody | typeof CrmUsageBody,
  body: object,
  {
    how,
    reading,
    entries,
    names,
  }: {
    readonly how: FactsContext;
    readonly reading: FactReading;
    readonly entries: readonly FactReading[];
    readonly names: Readonly<Record<string, string>>;
  },
): ReadParts {
  const contractRef = reading.id('contractRef');
  if (contractRef === undefined) reading.complain('contractRef', 'required', 'The id of the contract is missing.');
  if (how.isMinor && reading.currency === undefined)
    reading.complain('currency', 'required', 'Minor units need a currency, and none is given.');
  const fieldOf = (pointer: string) => renamed(pointer, { ...OF_CONTRACT, ...names });
  const { body: taken, faults } = readBody<object>(schema, body);
  const own: Fault[] = [...reading.faults, ...entries.flatMap((entry) => entry.faults)];
  const shaped = faults.map((fault) => ({ ...fault, pointer: fieldOf(fault.pointer) }));
  const common = { names: { contractRef, currency: reading.currency }, body: taken, fieldOf };
  return { reported: common, faults: [...own, ...faultsElsewhere(own, shaped)] };
}
