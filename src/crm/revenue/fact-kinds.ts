import { type ReadFact, readCrmObject } from '../object-values.js';
import type { MappedObject } from '../objects.js';
import type { RevenueKind } from '../reported-kinds.js';
import { readCrmContract } from './crm-contract.js';
import type { CrmFact, FactsContext, ReadParts } from './crm-facts.js';
import { readCrmInvoice, readCrmUsage } from './crm-payments.js';

interface FactKind {
  readonly what: string;
  read(object: Pick<MappedObject, 'values' | 'lists'>, how: FactsContext): ReadParts;
}

const FACT_KINDS = {
  contracts: { what: 'contract', read: readCrmContract },
  invoices: { what: 'invoice', read: readCrmInvoice },
  usage: { what: 'report', read: readCrmUsage },
} as const satisfies Record<RevenueKind, FactKind>;

/** Reads a mapped object. Faults name fields of the mapping, and quote no values. */
export function readFact(kind: RevenueKind, mapped: MappedObject, how: FactsContext): ReadFact<CrmFact> {
  const { what, read } = FACT_KINDS[kind];
  return readCrmObject(mapped, what, (values, lists) => read({ values, lists }, how));
}
