import type { LeadClock } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import type { Hours } from '../../directory/working-hours.js';
import { reachFor, type SlaPolicy } from '../../sla/policy.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';

/**
 * Returns the hours in which a version of the policy counts a clock. The pool is the one from which the clock's owner
 * had the lead.
 */
export function hoursBy({ directory }: UnitOfWork, leadCase: LeadCase, clock: LeadClock, policy: SlaPolicy): Hours {
  const { lead, tenures } = leadCase;
  const assignment = tenures.find(({ id }) => id === clock.assignmentId) ?? leadCase.assignment;
  // A step that the version no longer has names no kinds of touch by which the person could be reached.
  const isPromised = clock.step === null || (policy.followUp?.steps.length ?? 0) >= clock.step;
  const reach = isPromised && isWithinReach(clock) ? reachFor(policy, clock.step, () => leadCase.person) : null;
  return rulesOf(clock).owedBy === 'owner'
    ? directory.hours.ofOwnersClock(policy, clock.repId!, assignment?.poolId ?? null, reach)
    : directory.hours.ofLeadsClock(policy, lead.poolId);
}

/**
 * Reports whether a promise is kept by contacting the person, so that its time counts only while they may be contacted
 * (`leadHours`).
 */
export function isWithinReach({ kind }: LeadClock): boolean {
  return kind === 'followUp' || kind === 'firstTouch';
}
