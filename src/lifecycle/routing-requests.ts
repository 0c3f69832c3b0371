import type { Directory } from '../directory/directory.js';
import { factsOf } from '../leads/facts.js';
import type { AssignmentCause } from '../routing/assignment.js';
import type { RoutingRequest } from '../routing/decision.js';
import { matchRules } from '../routing/rules.js';
import type { LeadCase } from './lead-case.js';
import { causeOfCycle, ownersBefore, ownersInCycle } from './tenures.js';

/** Asks the rules of the present rulebook for whom a lead is. Its document has been read. @param cause why it is asked */
export function requestByRules(directory: Directory, leadCase: LeadCase, cause: AssignmentCause): RoutingRequest {
  const match = matchRules(directory.content.rulebook.rules, factsOf(leadCase.document!));
  return {
    ...requestOf(leadCase, cause),
    target: match.rule?.assign ?? null,
    rule: match.rule?.name ?? null,
    rules: match.evaluated,
  };
}

/** Somebody out of a pool, whatever the rules say. */
export function requestPool(leadCase: LeadCase, poolId: string, cause: AssignmentCause): RoutingRequest {
  return { ...requestOf(leadCase, cause), target: { poolId } };
}

/** Its owner missed a promise: the same pool, but nobody who has had it in this cycle. */
export function requestMove(leadCase: LeadCase): RoutingRequest {
  const { poolId, rule } = leadCase.lead;
  return {
    ...requestOf(leadCase, 'breach'),
    kind: 'move',
    target: poolId === null ? null : { poolId },
    rule,
    preferredRepId: undefined,
  };
}

/**
 * Who is preferred, avoided and excluded follows from what the lead has been through, whoever asks and however long it
 * has waited: a lead that woke or was reopened prefers its last owner until somebody has it; one that came back from
 * recycling is for nobody who had it before; who has had it in this cycle gets it when there is nobody else.
 */
function requestOf(leadCase: LeadCase, cause: AssignmentCause): Omit<RoutingRequest, 'target'> {
  const { lead } = leadCase;
  const began = causeOfCycle(leadCase, cause);
  const avoided = ownersInCycle(leadCase);
  const before = ownersBefore(leadCase);
  const preferred = (began === 'wake' || began === 'reopen') && avoided.length === 0 ? before.at(-1) : undefined;
  return {
    leadId: lead.id,
    kind: 'route',
    rule: null,
    earlierOwners: avoided,
    earlierOwnersAre: 'avoided',
    excluded: began === 'recycle' ? [...new Set(before)] : [],
    preferredRepId: preferred,
    currentOwner:
      lead.ownerId === null
        ? undefined
        : { repId: lead.ownerId, untouched: lead.status === 'open' && lead.workState === 'untouched' },
  };
}
