import type { RoutingDecision } from '../routing/decision.js';
import { missFacts } from './clocks.js';
import type { LeadCase } from './lead-case.js';
import { missedClock } from './lead-clocks.js';
import type { Placing } from './placing.js';

/** A move that had to wait says what was missed, as one that happens at once does. */
export function placingFromQueue(leadCase: LeadCase): Placing {
  if (leadCase.lead.waiting !== 'move') return { cause: 'queue' };
  const missed = missedClock(leadCase);
  return { cause: 'breach', ...(missed && { facts: missFacts(missed) }) };
}

/** What it came to wait for, such as being recycled, still holds where it waits now. */
export function placingOfDealt(decision: RoutingDecision, leadCase: LeadCase, placing: Placing): Placing {
  return decision.kind === 'queued' ? { ...placing, cause: leadCase.assignment!.cause } : placing;
}

/** A lead that waits is served, or it waits elsewhere: else the queue would look for it where nobody comes. */
export function isNews(decision: RoutingDecision, { lead }: LeadCase): boolean {
  if (decision.kind !== 'queued') return decision.kind === 'assigned';
  return decision.poolId !== lead.poolId || decision.rule !== lead.rule;
}
