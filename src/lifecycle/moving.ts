import type { LeadClock } from '../clocks/clock.js';
import type { LeadCase } from './lead-case.js';

/** Only the present owner can lose a lead, and only by their present tenure: who gets it back owes nothing for the time before. */
export function isOfOwner({ lead, assignment }: LeadCase, clock: LeadClock): boolean {
  if (lead.ownerId === null || lead.waiting !== null) return false;
  return clock.assignmentId === null || clock.assignmentId === assignment?.id;
}

/** A lead moves only so often: then its last owner keeps it, and a person is told. */
export function mayMoveAgain({ lead, policy }: LeadCase): boolean {
  return lead.breachMoves < policy!.firstTouch.maxReassignments;
}
