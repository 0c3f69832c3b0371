import type { LeadClock } from '../clocks/clock.js';
import { rulesOf } from '../clocks/kinds.js';
import type { Promised } from '../sla/policy.js';
import { clockFacts } from './clocks.js';
import type { LeadCase } from './lead-case.js';
import { planAnew } from './replanning.js';
import type { UnitOfWork } from './unit-of-work.js';

/** A clock of the present owner whose miss they may hold, and for how long; undefined where there is none. */
export function holdable(leadCase: LeadCase): { readonly clock: LeadClock; readonly holds: Promised } | undefined {
  const { clocks, assignment } = leadCase;
  for (const clock of clocks) {
    const policy = leadCase.policyOf(clock);
    const isOfOwner = assignment !== null && clock.assignmentId === assignment.id;
    const holds = isOfOwner && policy !== null ? rulesOf(clock).holds(clock, policy) : null;
    if (holds !== null) return { clock, holds };
  }
  return undefined;
}

/** The owner acknowledges the lead: should they miss the deadline, the move waits once, as long as the policy says. */
export function acknowledge(
  work: UnitOfWork,
  leadCase: LeadCase,
  { clock, holds }: NonNullable<ReturnType<typeof holdable>>,
): void {
  const known = { ...clock, acknowledgedAt: work.now };
  // What follows a miss that has been already is planned anew.
  const held = known.state === 'breached' ? planAnew(work, leadCase, known) : known;
  work.replaceClock(leadCase, held);
  work.record(leadCase, 'sla.acknowledged', { ...clockFacts(held), holds: holds.text });
}
