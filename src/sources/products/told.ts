import type { InboundKind } from '../connections/inbound.schema.js';
import { isFetchedFromLinkedin, leadsDeletedIn, leadsToldByLinkedin } from './linkedin.js';
import { isFetched as isFetchedOfMeta, leadsToldIn } from './meta.js';
import type { ToldLead } from './product.js';

/** A product that tells the ids of leads, whose fields are then fetched. */
interface Teller {
  toldIn(payload: unknown): ToldLead[];
  /** Returns the ids of leads that were deleted there. */
  deletedIn?(payload: unknown): string[];
  /** Whether the fields of a lead are there, and not just its id. */
  isFetched(payload: unknown): boolean;
}

const TELLERS: Partial<Record<InboundKind, Teller>> = {
  linkedin: { toldIn: leadsToldByLinkedin, deletedIn: leadsDeletedIn, isFetched: isFetchedFromLinkedin },
  meta: { toldIn: leadsToldIn, isFetched: isFetchedOfMeta },
};

export function isTeller(kind: InboundKind): boolean {
  return TELLERS[kind] !== undefined;
}

/** Returns the leads in a request of a product, which may tell of several, and of other things. */
export function toldIn(kind: InboundKind, payload: unknown): ToldLead[] {
  return TELLERS[kind]?.toldIn(payload) ?? [];
}

/** Returns the ids of leads that somebody has deleted at the product. */
export function deletedIn(kind: InboundKind, payload: unknown): string[] {
  return TELLERS[kind]?.deletedIn?.(payload) ?? [];
}

export function isFetched(kind: InboundKind, payload: unknown): boolean {
  return TELLERS[kind]?.isFetched(payload) ?? true;
}
