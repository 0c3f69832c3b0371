import type { Directory } from '../../directory/directory.js';
import type { LeadDocument } from '../../leads/lead.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import type { LeadCase } from '../lead-case.js';
import { ofCompany } from './known-to-routing.js';
import { requestByRules } from './routing-requests.js';

/**
 * Returns the request of a new lead of a person who has bought: the owner of their account gets it first, else the rep
 * who won them.
 * @param wonBy the owner of the lead that was won
 */
export function requestOfCustomer(
  directory: Directory,
  leadCase: LeadCase,
  request: RoutingRequest,
  wonBy: string | null,
): RoutingRequest {
  const { accountRole } = request;
  return asCustomers({ ...requestByRules(directory, leadCase, 'intake'), accountRole }, leadCase.document, wonBy);
}

/** Returns the same request, for a person who has bought. */
export function asCustomers(request: RoutingRequest, document: LeadDocument | null, wonBy: string | null) {
  const accountRole = request.accountRole ?? 'owner';
  const routed: RoutingRequest = { ...request, accountRole, ...ofCompany(document, accountRole) };
  return routed.account?.repId != null ? routed : { ...routed, preferredRepId: wonBy ?? undefined };
}
