import type { RoutingDecision } from '../../routing/deciding/outcome.js';
import { missFacts } from '../clocks/clocks.js';
import { missedClock } from '../clocks/lead-clocks.js';
import type { LeadCase } from '../lead-case.js';
import type { PlacingOptions } from './placement.js';

/** Returns why a lead leaves the queue. A move that had to wait records the miss, as an immediate move does. */
export function placingFromQueue(leadCase: LeadCase): PlacingOptions {
  if (leadCase.lead.waiting !== 'move') return { cause: 'queue' };
  const missed = missedClock(leadCase);
  return { cause: 'breach', ...(missed && { facts: missFacts(missed) }) };
}

/** Keeps the reason for which the lead waits, such as that it was recycled, if it goes on waiting. */
export function placingOfDealt(decision: RoutingDecision, leadCase: LeadCase, placing: PlacingOptions): PlacingOptions {
  return decision.kind === 'queued' ? { ...placing, cause: leadCase.assignment!.cause } : placing;
}

/**
 * Reports whether the decision changes anything for a waiting lead: it is served or offered, or it waits in another
 * pool or queue.
 */
export function isChange(decision: RoutingDecision, { lead }: LeadCase): boolean {
  if (decision.kind !== 'queued') return decision.kind === 'assigned' || decision.kind === 'offered';
  // The offer ended without a claim, and nobody can take the lead now.
  if (lead.waiting === 'claim') return true;
  return decision.poolId !== lead.poolId || decision.queueId !== lead.queueId || decision.rule !== lead.rule;
}
