import type { DirectoryContent } from '../directory/directory.js';
import type { LeadState } from '../leads/lead.js';
import type { RoutingRequest } from '../routing/decision.js';
import { poolChain } from '../routing/roster.js';

/** Whether the rules now route the lead to another pool or rep. */
export function leadElsewhere(
  lead: Pick<LeadState, 'ownerId' | 'poolId' | 'rule'>,
  { target, rule }: Pick<RoutingRequest, 'target' | 'rule'>,
  { pools, rulebook: { fallbackPoolId } }: Pick<DirectoryContent, 'pools' | 'rulebook'>,
): boolean {
  if (target !== null && 'repId' in target) return lead.ownerId !== target.repId;
  // No rule matched and none does now, so the lead stays.
  if (rule === null && lead.rule === null) return false;
  const poolId = target?.poolId ?? fallbackPoolId;
  if (poolId === null || poolId === lead.poolId) return false;
  if (rule !== lead.rule) return true;
  // The same rule matches; the lead may have come to a fallback pool.
  return !poolChain({ pools, fallbackPoolId }, poolId).some((pool) => pool.id === lead.poolId);
}
