import { type LeadClock, meet } from '../../clocks/clock.js';
import { startAccept } from '../../clocks/start.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { Assignment } from '../../routing/assignments/assignment.js';
import { ACCEPTANCE } from '../../sla/unpromised.js';
import type { LeadCase } from '../lead-case.js';
import { ruleOf } from '../routing/asking-rules.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { clockFacts, startClock } from './clocks.js';
import { startOf } from './lead-clocks.js';

type Begun = Pick<Assignment, 'id' | 'cause' | 'poolId'> & { readonly repId: string };

/**
 * Starts the owner's promise to accept a lead that a rule for a milestone has handed over, within the time that the
 * rule sets. An owner who gets the lead after a miss owes the same; an owner who gets it back by a correction or an
 * undo does not.
 */
export function beginAcceptance(work: UnitOfWork, leadCase: LeadCase, { id, cause, repId, poolId }: Begun): void {
  const within = ruleOf(work.directory, leadCase)?.acceptWithin ?? null;
  if (within === null || cause === 'correction' || cause === 'undone') return;
  const hours = work.directory.hours.ofOwnersClock(ACCEPTANCE, repId, poolId);
  const start = startOf(work, leadCase, ACCEPTANCE, hours);
  startClock(work, leadCase, startAccept(start, { repId, assignmentId: id }, within));
}

/** Records that the owner accepts the lead. @returns whether there was anything to accept */
export function acceptLead(work: UnitOfWork, leadCase: LeadCase): boolean {
  const owed = leadCase.clocks.find(
    ({ kind, state, assignmentId }) =>
      kind === 'accept' && state === 'running' && assignmentId === leadCase.assignment?.id,
  );
  if (owed === undefined) return false;
  const accepted = acceptedAt(owed, work.now);
  work.replaceClock(leadCase, accepted);
  const at = toIso(work.now);
  work.record(leadCase, 'sla.met', { ...clockFacts(accepted), metAt: at, acknowledgedAt: at });
  return true;
}

/** Returns when its owner accepted the lead; null if they have not, or owed no acceptance. */
export function whenAccepted({ clocks, assignment }: LeadCase): Instant | null {
  const accepted = clocks.find(({ kind, assignmentId }) => kind === 'accept' && assignmentId === assignment?.id);
  return accepted?.acknowledgedAt ?? null;
}

/** Returns the promise as kept by accepting the lead. */
export function acceptedAt(clock: LeadClock, at: number): LeadClock {
  return { ...meet(clock, at, at), acknowledgedAt: at };
}
