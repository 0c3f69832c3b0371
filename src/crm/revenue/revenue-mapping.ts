import type { Warning } from '../../documents/version.schema.js';
import type { LineKind } from '../../forms/contract-lines.dto.js';
import { collectFaults, type Fault, fault, step } from '../../platform/input/fault.js';
import { caseless } from '../../platform/values/text.js';
import { type ListMapping, MappingReading, type ObjectMapping, type WrittenObjects } from '../objects.js';
import type { RevenueKind } from '../reported-kinds.js';
import type { ContractsMapping, InvoicesMapping, RevenueMappings, UsageMapping } from './revenue-mapping.schema.js';

export interface RevenueMapping extends ObjectMapping {
  readonly isMinor: boolean;
  /** Kinds of lines by the CRM's name for them, in lower case. */
  readonly kinds: ReadonlyMap<string, LineKind>;
}

type ReadRevenueMapping = { readonly mapping: RevenueMapping } | { readonly faults: readonly Fault[] };

interface FactRules<Written> {
  readonly fields: readonly (keyof Written & string)[];
  /** The lists, each with the name of an entry in templates. */
  readonly lists: Readonly<Partial<Record<keyof Written & string, string>>>;
  faultsOf(written: Written): Fault[];
}

const CONTRACTS: FactRules<ContractsMapping> = {
  fields: [
    ...(['ref', 'changedAt', 'accountRef', 'accountName', 'accountDomain', 'dealRef', 'currency'] as const),
    ...([
      'startsOn',
      'endsOn',
      'endsBefore',
      'noticeDays',
      'autoRenewMonths',
      'product',
      'kind',
      'amount',
      'arr',
    ] as const),
  ],
  lists: { lines: 'line' },
  faultsOf: (written) => {
    const { accountRef, accountName, dealRef, product, amount, lines, kinds = {} } = written;
    const ofOne = (['product', 'kind', 'amount', 'arr'] as const).filter((name) => written[name] !== undefined);
    const theirs = Object.keys(kinds);
    const keys = theirs.map(keyOf);
    return collectFaults(
      accountRef === undefined &&
        accountName === undefined &&
        dealRef === undefined &&
        fault('/accountRef', 'required', 'Expected `accountRef`, `accountName` or `dealRef`: whose it is.'),
      lines !== undefined && ofOne.map((name) => either(name, 'lines')),
      lines === undefined &&
        (product === undefined || amount === undefined) &&
        fault('/lines', 'required', 'Expected `lines`, or `product` and `amount` for one line.'),
      exclusive(written, 'endsOn', 'endsBefore'),
      exclusive(lines ?? {}, 'to', 'before').map((each) => ({ ...each, pointer: `/lines${each.pointer}` })),
      theirs
        .filter((_, index) => keys.indexOf(keys[index]!) < index)
        .map((each) => fault(`/kinds${step(each)}`, 'duplicate', 'A kind means one thing, without case.')),
    );
  },
};

const INVOICES: FactRules<InvoicesMapping> = {
  fields: ['ref', 'changedAt', 'contractRef', 'currency', 'issuedOn', 'amount', 'paidOn', 'paidAmount'],
  lists: { payments: 'payment', refunds: 'refund' },
  faultsOf: (written) =>
    collectFaults(
      faultsOfCurrency(written),
      exclusive(written, 'payments', 'paidOn'),
      written.paidAmount !== undefined &&
        written.paidOn === undefined &&
        fault('/paidOn', 'required', 'Say on which day it was paid.'),
    ),
};

const USAGE: FactRules<UsageMapping> = {
  fields: ['ref', 'changedAt', 'contractRef', 'currency', 'product', 'from', 'to', 'before', 'quantity', 'amount'],
  lists: {},
  faultsOf: (written) =>
    collectFaults(
      faultsOfCurrency(written),
      exclusive(written, 'to', 'before'),
      written.to === undefined &&
        written.before === undefined &&
        fault('/to', 'required', 'Expected `to` or `before`, which says where to find the last day.'),
      written.quantity === undefined &&
        written.amount === undefined &&
        fault('/amount', 'required', 'Expected `quantity`, `amount`, or both.'),
    ),
};

const READINGS: { readonly [Kind in RevenueKind]: FactRules<RevenueMappings[Kind]> } = {
  contracts: CONTRACTS,
  invoices: INVOICES,
  usage: USAGE,
};

/** @returns faults with pointers into the mapping */
export function readRevenueMapping<Kind extends RevenueKind>(
  kind: Kind,
  written: RevenueMappings[Kind],
): ReadRevenueMapping {
  const reading = new MappingReading();
  const { fields, lists, faultsOf } = READINGS[kind] as FactRules<RevenueMappings[Kind]>;
  const given = written as WrittenObjects & Readonly<Record<string, unknown>>;
  const { kinds = {} } = written as Partial<ContractsMapping>;
  const mapping: RevenueMapping = {
    each: reading.each(given),
    only: reading.only(given.only),
    fields: reading.fields<string>(given, fields),
    lists: Object.entries(lists).flatMap(([name, as]): ListMapping[] =>
      given[name] === undefined ? [] : [reading.list(name, as as string, given[name] as { readonly each: string })],
    ),
    isMinor: written.amounts === 'minor',
    kinds: new Map(Object.entries(kinds).map(([theirs, ours]) => [keyOf(theirs), ours])),
  };
  const faults = [...reading.faults, ...faultsOf(written)];
  return faults.length > 0 ? { faults } : { mapping };
}

/** Returns warnings about omissions that are probably unintended. */
export function warningsOfRevenueMapping(kind: RevenueKind, { changedAt }: { readonly changedAt?: string }): Warning[] {
  if (changedAt !== undefined) return [];
  const message = 'Without changedAt, a report that arrives late or a second time counts as the newest.';
  return [{ pointer: `/${kind}/changedAt`, message }];
}

function keyOf(theirs: string): string {
  return caseless(theirs.trim());
}

function either(one: string, other: string): Fault {
  return fault(`/${one}`, 'contradiction', `Give \`${one}\` or \`${other}\`, not both.`);
}

function exclusive<Written extends object>(written: Written, one: string, other: string): Fault[] {
  return one in written && other in written ? [either(other, one)] : [];
}

/** Minor units need the tool's currency: the contract's is not known while amounts are read. */
function faultsOfCurrency({ amounts, currency }: Pick<InvoicesMapping, 'amounts' | 'currency'>): Fault[] {
  if (amounts !== 'minor' || currency !== undefined) return [];
  return [fault('/currency', 'required', 'Minor units need a currency: say where to find it.')];
}
