import type { MappedObject } from '../objects.js';
import type { RevenueKind } from '../told-kinds.js';
import { type ReadFact, readTold } from '../told-values.js';
import { readToldContract } from './told-contract.js';
import type { ReadParts, ToldFact, Understanding } from './told-facts.js';
import { readToldInvoice, readToldUsage } from './told-payments.js';

interface FactKind {
  /** What one of them is called. */
  readonly what: string;
  read(object: Pick<MappedObject, 'values' | 'lists'>, how: Understanding): ReadParts;
}

const FACT_KINDS = {
  contracts: { what: 'contract', read: readToldContract },
  invoices: { what: 'invoice', read: readToldInvoice },
  usage: { what: 'report', read: readToldUsage },
} as const satisfies Record<RevenueKind, FactKind>;

/** Reads what was found in one object. Faults name the fields of the mapping, and repeat nothing of what stands there. */
export function readFact(kind: RevenueKind, mapped: MappedObject, how: Understanding): ReadFact<ToldFact> {
  const { what, read } = FACT_KINDS[kind];
  return readTold(mapped, what, (values, lists) => read({ values, lists }, how));
}
