import type { InboundKind } from '../connections/inbound.schema.js';
import { HUBSPOT_API } from '../hubspot/hubspot-api.js';
import { LINKEDIN_API } from '../linkedin/linkedin-api.js';
import { META_API } from '../meta/meta-api.js';
import type { ProductApi } from './product-api.js';

/** The kinds of connections whose product is asked for leads. */
export const PRODUCT_APIS = { meta: META_API, hubspot: HUBSPOT_API, linkedin: LINKEDIN_API } satisfies Partial<
  Record<InboundKind, ProductApi>
>;
export type AskedKind = keyof typeof PRODUCT_APIS;

export function isAsked(kind: InboundKind): kind is AskedKind {
  return Object.hasOwn(PRODUCT_APIS, kind);
}

/** @returns null if its leads are only sent */
export function apiOf(kind: InboundKind): ProductApi | null {
  return isAsked(kind) ? PRODUCT_APIS[kind] : null;
}
