import { type LeadClock, meet } from '../clocks/clock.js';
import { startAccept } from '../clocks/start.js';
import { type Instant, toIso } from '../platform/duration.js';
import type { Assignment } from '../routing/assignment.js';
import { ACCEPTANCE } from '../sla/unpromised.js';
import { ruleOf } from './asking-rules.js';
import { clockFacts, startClock } from './clocks.js';
import type { LeadCase } from './lead-case.js';
import { startOf } from './lead-clocks.js';
import type { UnitOfWork } from './unit-of-work.js';

type Begun = Pick<Assignment, 'id' | 'cause' | 'poolId'> & { readonly repId: string };

/**
 * Starts what a new owner owes of a lead that a rule for a milestone has handed over: to accept it, as soon as the rule
 * says. Whoever gets it after a miss owes the same; whoever gets it back, because a miss was none, does not.
 */
export function beginAcceptance(work: UnitOfWork, leadCase: LeadCase, { id, cause, repId, poolId }: Begun): void {
  const within = ruleOf(work.directory, leadCase)?.acceptWithin ?? null;
  if (within === null || cause === 'correction' || cause === 'undone') return;
  const hours = work.directory.hours.ofOwnersClock(ACCEPTANCE, repId, poolId);
  const start = startOf(work, leadCase, ACCEPTANCE, hours);
  startClock(work, leadCase, startAccept(start, { repId, assignmentId: id }, within));
}

/** The owner accepts the lead. @returns whether there was anything to accept */
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

/** When its owner accepted the lead; null where they have not, or owed no acceptance. */
export function whenAccepted({ clocks, assignment }: LeadCase): Instant | null {
  const accepted = clocks.find(({ kind, assignmentId }) => kind === 'accept' && assignmentId === assignment?.id);
  return accepted?.acknowledgedAt ?? null;
}

/** The promise as kept by accepting the lead. */
export function acceptedAt(clock: LeadClock, at: number): LeadClock {
  return { ...meet(clock, at, at), acknowledgedAt: at };
}
