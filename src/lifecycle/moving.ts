import type { LeadClock } from '../clocks/clock.js';
import { WHEN_IT_MAY_MOVE_NO_MORE } from '../sla/escalation-targets.js';
import type { Demand } from './enforcing.js';
import { escalate } from './escalation.js';
import type { LeadCase } from './lead-case.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Only the present owner can lose a lead, and only by a miss in their present tenure. */
export function isOfOwner({ lead, assignment }: LeadCase, clock: LeadClock): boolean {
  if (lead.ownerId === null || lead.waiting !== null) return false;
  return clock.assignmentId === null || clock.assignmentId === assignment?.id;
}

/** A lead moves a limited number of times. Then its last owner keeps it, and a person is notified. */
export function mayMoveAgain({ lead, policy }: LeadCase): boolean {
  return lead.breachMoves < policy!.firstTouch.maxReassignments;
}

/** The moves that clocks ask for and the policy allows. If a lead may move no more, somebody is notified. */
export function movesAsked(work: UnitOfWork, demands: readonly Demand<LeadCase>[]): Demand<LeadCase>[] {
  const missed = demands.filter(
    ({ effect, subject, clock }) => effect.kind === 'reassign' && isOfOwner(subject, clock),
  );
  // The owner's and the company's clock may ask for the same move at once.
  const moves = [...new Map(missed.map((each) => [each.subject, each])).values()];
  return moves.filter(({ subject, clock }) => {
    if (mayMoveAgain(subject)) return true;
    escalate(work, subject, clock, WHEN_IT_MAY_MOVE_NO_MORE, 'maxReassignments');
    return false;
  });
}
