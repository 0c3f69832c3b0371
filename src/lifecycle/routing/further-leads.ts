import type { Directory } from '../../directory/directory.js';
import type { LeadDocument } from '../../leads/lead.js';
import type { RelatedLead } from '../../leads/same-person.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import type { Duplicates } from '../../routing/sources/source.dto.js';
import type { LeadCase } from '../lead-case.js';
import { isStillNew } from '../tenures.js';
import { ofCompany } from './known-to-routing.js';

/** A lead to be routed. Its document must have been read. */
export interface Routed {
  readonly leadCase: LeadCase;
  readonly request: RoutingRequest;
}

/** Returns what is done with further forms of a person, by the source of one of them. */
export function duplicatesOf(
  { content: { sources, settings } }: Directory,
  { source, test }: Pick<LeadDocument, 'source' | 'test'>,
): Duplicates {
  // A test lead has no person.
  return test ? 'separate' : (sources.of(source)?.duplicates ?? settings.duplicates);
}

/** Reports whether a new lead names another one of its person, and waits for whoever the rules say. */
export function isNewAndFurther({ leadCase, request: { held } }: Routed): boolean {
  return leadCase.lead.duplicateOf !== null && held === undefined && isStillNew(leadCase);
}

/**
 * Returns the request of a new lead whose person has another one: who has bought goes to the owner of their account,
 * else to the rep who won them; one that may repeat an open lead goes to the owner of that one. The account of a lead
 * that has bought must have been read.
 */
export function asFurther(
  { document }: Pick<LeadCase, 'document'>,
  request: RoutingRequest,
  { other, duplicates }: { readonly other: RelatedLead; readonly duplicates: Duplicates },
): RoutingRequest {
  const way = wayTo(other, duplicates);
  if (way === null) return request;
  if (way === 'winner') return asCustomers(request, document, other.ownerId);
  return { ...request, linkedTo: other.id, preferredRepId: other.ownerId ?? undefined };
}

/** Returns to whom a further lead goes because of another of its person; null if that does not matter. */
function wayTo({ status }: RelatedLead, duplicates: Duplicates): 'winner' | 'owner' | null {
  if (duplicates === 'separate') return null;
  if (status === 'won') return 'winner';
  return status === 'open' && duplicates === 'join' ? 'owner' : null;
}

/** Returns who is asked for a further lead, unless an account decides it; null for nobody. */
export function keeperOf(other: RelatedLead, duplicates: Duplicates): string | null {
  return wayTo(other, duplicates) === null ? null : other.ownerId;
}

/** Returns the same request, for a person who has bought. @param wonBy the owner of the lead that was won */
function asCustomers(request: RoutingRequest, document: LeadDocument | null, wonBy: string | null): RoutingRequest {
  const accountRole = request.accountRole ?? 'owner';
  const routed = { ...request, accountRole, ...ofCompany(document, accountRole) };
  return routed.account?.repId != null ? routed : { ...routed, isCustomers: true, preferredRepId: wonBy ?? undefined };
}
