import type { Effect } from '../clocks/clock-rules.js';
import { system } from '../platform/actor.js';
import type { RoutingRequest } from '../routing/decision.js';
import { endClocks } from './clocks.js';
import { beginCycle } from './cycle.js';
import type { Demand } from './enforcing.js';
import type { LeadCase } from './lead-case.js';
import { requestByRules } from './routing-requests.js';
import type { UnitOfWork } from './unit-of-work.js';

export type Return = Demand<LeadCase, Extract<Effect, { kind: 'return' }>>;

export function isReturn(demand: Demand<LeadCase>): demand is Return {
  return demand.effect.kind === 'return';
}

/**
 * Begins a new cycle for a lead that was nurtured or recycled: from nurture it goes to its last owner if eligible, from
 * recycle it is routed like a new lead, but never to a former owner.
 * @returns the routing request
 */
export function returnToWork(work: UnitOfWork, { subject: leadCase, clock, effect }: Return): RoutingRequest {
  const { from, cause } = effect;
  beginCycle(work, leadCase);
  work.record(leadCase, 'lead.woken', { clockId: clock.id, from, cycle: leadCase.lead.cycle }, system(clock.kind));
  return requestByRules(work.directory, leadCase, cause);
}

/** Reopens a closed lead for another reason than its clock. @returns the routing request: its last owner if eligible */
export function reopen(
  work: UnitOfWork,
  leadCase: LeadCase,
  by: 'person' | 'contact',
  facts: { readonly bulkId?: string } = {},
): RoutingRequest {
  endClocks(work, leadCase, 'reopened');
  beginCycle(work, leadCase);
  work.record(leadCase, 'lead.reopened', { by, cycle: leadCase.lead.cycle, ...facts });
  return requestByRules(work.directory, leadCase, 'reopen');
}
