import type { LeadClock } from '../clocks/clock.js';
import { WHEN_IT_MAY_MOVE_NO_MORE } from '../sla/escalation-targets.js';
import type { Demand } from './enforcing.js';
import { escalate } from './escalation.js';
import type { LeadCase } from './lead-case.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Only the present owner can lose a lead, and only by their present tenure: who gets it back owes nothing for the time before. */
export function isOfOwner({ lead, assignment }: LeadCase, clock: LeadClock): boolean {
  if (lead.ownerId === null || lead.waiting !== null) return false;
  return clock.assignmentId === null || clock.assignmentId === assignment?.id;
}

/** A lead moves only so often: then its last owner keeps it, and a person is told. */
export function mayMoveAgain({ lead, policy }: LeadCase): boolean {
  return lead.breachMoves < policy!.firstTouch.maxReassignments;
}

/** Of what clocks ask for, the moves that are to be made. Of a lead that may move no more somebody is told. */
export function movesAsked(work: UnitOfWork, demands: readonly Demand<LeadCase>[]): Demand<LeadCase>[] {
  const missed = demands.filter(
    ({ effect, subject, clock }) => effect.kind === 'reassign' && isOfOwner(subject, clock),
  );
  // Owner's and lead's clock may ask for the same move at once: a lead moves once.
  const moves = [...new Map(missed.map((each) => [each.subject, each])).values()];
  return moves.filter(({ subject, clock }) => {
    if (mayMoveAgain(subject)) return true;
    escalate(work, subject, clock, WHEN_IT_MAY_MOVE_NO_MORE, 'maxReassignments');
    return false;
  });
}
