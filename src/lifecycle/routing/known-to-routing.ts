import type { LeadDocument } from '../../leads/lead.js';
import type { LeadAccount } from '../../leads/lead-account.js';
import type { AssignmentCause } from '../../routing/assignments/assignment.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import type { RequestedAccount } from '../../routing/rules/of-account.js';
import type { AccountOwnerRole } from '../../routing/rules/rules.js';
import {
  causeOfCycle,
  declinersOf,
  lastOwnerBefore,
  ownersBefore,
  ownersForAgain,
  ownersInCycle,
  type WithPast,
} from '../tenures.js';

/** Returns the account of a lead, and its company, as far as they are known. */
export function ofCompany(
  document: LeadDocument | null,
  accountRole: AccountOwnerRole | null | undefined,
): Pick<RoutingRequest, 'account' | 'company'> {
  if (document === null) return {};
  const { account, companyOwnerId, companyKey } = document;
  return {
    ...(account != null && { account: requestedOf(account, accountRole) }),
    ...(companyOwnerId !== undefined && { company: { key: companyKey, repId: companyOwnerId } }),
  };
}

function requestedOf(
  { accountId, by, asked, reps, protectedUntil }: LeadAccount,
  role: AccountOwnerRole | null | undefined,
): RequestedAccount {
  const repId = role == null ? null : (reps[role] ?? null);
  return { accountId, by, asked, repId, ownerRepId: reps.owner ?? null, protectedUntil };
}

/** Causes of a cycle in which the last owner gets the lead if they can. */
const RETURNS_TO_OWNER: ReadonlySet<AssignmentCause> = new Set(['wake', 'reopen', 'inquiry', 'deal']);

/**
 * Returns who is preferred, avoided and excluded. That follows from the past of the lead, whoever routes it and however
 * long it has waited. A lead that woke or was reopened prefers its last owner until it has an owner. A recycled lead
 * excludes all owners of earlier cycles. Owners of this cycle get it again only if there is nobody else.
 */
export function pastOf(past: WithPast, cause: AssignmentCause): Past {
  if (past.tenures.length === 0 && past.lead.ownerId === null && cause !== 'breach') return NO_PAST;
  const began = causeOfCycle(past, cause);
  const isMove = cause === 'breach';
  const isRecycled = began === 'recycle';
  const earlierOwners = ownersInCycle(past);
  const declined = declinersOf(past);
  const lastOwner = lastOwnerBefore(past);
  const isBack = !isMove && RETURNS_TO_OWNER.has(began) && earlierOwners.length === 0;
  return {
    kind: isMove ? 'move' : 'route',
    earlierOwners,
    excluded: isRecycled ? [...new Set(ownersBefore(past))] : [],
    declined,
    again: isMove || isRecycled ? ownersForAgain(past, began).filter((repId) => !declined.includes(repId)) : [],
    preferredRepId: isBack && lastOwner !== undefined && !declined.includes(lastOwner) ? lastOwner : undefined,
  };
}

type Past = Required<Pick<RoutingRequest, 'kind' | 'earlierOwners' | 'excluded' | 'declined' | 'again'>> &
  Pick<RoutingRequest, 'preferredRepId'>;

const NO_PAST: Past = { kind: 'route', earlierOwners: [], excluded: [], declined: [], again: [] };
