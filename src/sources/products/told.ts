import type { InboundKind } from '../connections/inbound.schema.js';
import { isFetched as isFetchedOfMeta, leadsToldIn } from './meta.js';
import type { ToldLead } from './product.js';

/** A product that tells the ids of leads, whose fields are then fetched. */
interface Teller {
  toldIn(payload: unknown): ToldLead[];
  /** Whether the fields of a lead are there, and not just its id. */
  isFetched(payload: unknown): boolean;
}

const TELLERS: Partial<Record<InboundKind, Teller>> = {
  meta: { toldIn: leadsToldIn, isFetched: isFetchedOfMeta },
};

export function isTeller(kind: InboundKind): boolean {
  return TELLERS[kind] !== undefined;
}

/** Returns the leads in a request of a product, which may tell of several, and of other things. */
export function toldIn(kind: InboundKind, payload: unknown): ToldLead[] {
  return TELLERS[kind]?.toldIn(payload) ?? [];
}

export function isFetched(kind: InboundKind, payload: unknown): boolean {
  return TELLERS[kind]?.isFetched(payload) ?? true;
}
