import type { LeadClock } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import type { Instant } from '../../platform/values/duration.js';
import { WHEN_IT_MAY_MOVE_NO_MORE } from '../../sla/escalation-targets.js';
import { ACCEPTANCE } from '../../sla/unpromised.js';
import { type Demand, termsOf } from '../clocks/enforcing.js';
import { escalate } from '../clocks/escalation.js';
import type { LeadCase } from '../lead-case.js';
import { isOfPresentStay } from '../stays.js';
import type { UnitOfWork } from '../unit-of-work.js';

/**
 * Reports whether a miss may move the lead away from its owner: only a miss in their present tenure can, and not while
 * the lead waits already.
 */
export function isOfOwner(leadCase: LeadCase, clock: LeadClock): boolean {
  const { lead } = leadCase;
  if (lead.ownerId === null || lead.waiting !== null) return false;
  return clock.assignmentId === null || isOfPresentStay(leadCase, clock.assignmentId);
}

/**
 * Reports whether the lead may move again. After the number of moves that its policy allows, its last owner keeps it,
 * and a person is notified.
 */
export function mayMoveAgain({ lead, policy }: LeadCase): boolean {
  // Without a policy, only the promise of a handover can be missed.
  return lead.breachMoves < (policy ?? ACCEPTANCE).firstTouch.maxReassignments;
}

/**
 * Returns the moves that clocks request and the policy allows. If a lead may not move again, a person is notified
 * instead.
 */
export function movesRequested(work: UnitOfWork, demands: readonly Demand<LeadCase>[]): Demand<LeadCase>[] {
  const missed = demands.filter(
    ({ effect, subject, clock }) => effect.kind === 'reassign' && isOfOwner(subject, clock),
  );
  // The owner's and the company's clock may request the same move at once.
  const moves = [...new Map(missed.map((each) => [each.subject, each])).values()];
  return moves.filter(({ subject, clock }) => {
    if (mayMoveAgain(subject)) return true;
    escalate(work, subject, clock, WHEN_IT_MAY_MOVE_NO_MORE, 'maxReassignments');
    return false;
  });
}

/** A bound on how often a clock can be due: its warnings, the breach and its chain. */
const LOOKS_MAX = 100;

/** Returns when a lead would move if its owner missed a promise, by the rules that enforce; null if it would stay. */
export function movesAt(work: UnitOfWork, leadCase: LeadCase, clock: LeadClock): Instant | null {
  if (!isOfOwner(leadCase, clock) || !mayMoveAgain(leadCase)) return null;
  const terms = termsOf(work, leadCase, clock);
  let next = clock;
  for (let looks = 0; next.nextAt !== null && looks < LOOKS_MAX; looks += 1) {
    const { clock: after, effects } = rulesOf(next).enforce(next, terms, next.nextAt);
    if (effects.some(({ kind }) => kind === 'reassign')) return next.nextAt;
    next = after;
  }
  return null;
}
