import type { Directory } from '../directory/directory.js';
import { factsOf } from '../leads/facts.js';
import type { RoutingRequest } from '../routing/decision.js';
import { matchRules } from '../routing/rules.js';
import type { LeadCase } from './work.js';

/** Asks the rules of the present rulebook for whom a lead is. Its document has been read. */
export function requestByRules(
  directory: Directory,
  leadCase: LeadCase,
  how: Pick<RoutingRequest, 'earlierOwners' | 'earlierOwnersAre' | 'preferredRepId'>,
): RoutingRequest {
  const match = matchRules(directory.content.rulebook.rules, factsOf(leadCase.document!));
  return {
    leadId: leadCase.lead.id,
    kind: 'route',
    target: match.rule?.assign ?? null,
    rule: match.rule?.name ?? null,
    rules: match.evaluated,
    currentOwner: currentOwnerOf(leadCase),
    ...how,
  };
}

/** Its owner missed a promise: the same pool, but nobody who has had it in this cycle. */
export function requestMove(leadCase: LeadCase): RoutingRequest {
  const { lead } = leadCase;
  return {
    leadId: lead.id,
    kind: 'move',
    target: lead.poolId === null ? null : { poolId: lead.poolId },
    rule: lead.rule,
    earlierOwners: ownersInCycle(leadCase),
    earlierOwnersAre: 'excluded',
    currentOwner: currentOwnerOf(leadCase),
  };
}

export function ownersInCycle(leadCase: LeadCase): string[] {
  const { lead } = leadCase;
  const owners = leadCase.owners.filter((owner) => owner.cycle === lead.cycle).map((owner) => owner.repId);
  return lead.ownerId !== null && !owners.includes(lead.ownerId) ? [...owners, lead.ownerId] : owners;
}

export function ownersEver(leadCase: LeadCase): string[] {
  return [...new Set(leadCase.owners.map((owner) => owner.repId))];
}

export function currentOwnerOf({ lead }: LeadCase): RoutingRequest['currentOwner'] {
  if (lead.ownerId === null) return undefined;
  return { repId: lead.ownerId, untouched: lead.status === 'open' && lead.workState === 'untouched' };
}
