import type { LeadClock } from '../../clocks/clock.js';
import { judge } from '../../clocks/judging-one-clock.js';
import { startAccept } from '../../clocks/start.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { ACCEPTANCE } from '../../sla/unpromised.js';
import type { LeadCase } from '../lead-case.js';
import { isOfPresentStay } from '../stays.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { clockFacts, recordBreach, startClock } from './clocks.js';
import { startOf } from './lead-clocks.js';

/**
 * Starts the owner's promise to accept a lead that was handed over in this cycle, within the time that the rule for the
 * milestone set. The lead carries that time, so that each owner owes the same, however they got it.
 */
export function beginAcceptance(work: UnitOfWork, leadCase: LeadCase): void {
  const { acceptWithin, ownerId: repId, poolId } = leadCase.lead;
  const assignmentId = leadCase.assignment?.id;
  if (acceptWithin === null || repId === null || assignmentId === undefined) return;
  const hours = work.directory.hours.ofOwnersClock(ACCEPTANCE, repId, poolId);
  const start = startOf(work, leadCase, ACCEPTANCE, hours);
  startClock(work, leadCase, startAccept(start, { repId, assignmentId }, acceptWithin));
}

/**
 * Records that the owner accepts the lead; after the deadline as late, whether or not a sweep has found the miss.
 * @returns whether there was anything to accept
 */
export function acceptLead(work: UnitOfWork, leadCase: LeadCase): boolean {
  const owed = owedAcceptance(leadCase);
  if (owed === undefined) return false;
  const accepted = acceptedAt(owed, work.now);
  work.replaceClock(leadCase, accepted);
  const isLate = accepted.state === 'breached';
  if (isLate) recordBreach(work, leadCase, accepted);
  const at = toIso(work.now);
  const facts = { ...clockFacts(accepted), metAt: at, acknowledgedAt: at };
  work.record(leadCase, 'sla.met', { ...facts, ...(isLate && { late: true }) });
  return true;
}

/** Returns the running promise of the owner to accept the lead. */
export function owedAcceptance({ clocks, assignment }: LeadCase): LeadClock | undefined {
  return clocks.find(
    ({ kind, state, assignmentId }) => kind === 'accept' && state === 'running' && assignmentId === assignment?.id,
  );
}

/** Returns when its owner accepted the lead; null if they have not, or owed no acceptance. */
export function whenAccepted(leadCase: LeadCase): Instant | null {
  const accepted = leadCase.clocks.findLast(
    ({ kind, assignmentId, acknowledgedAt }) =>
      kind === 'accept' && acknowledgedAt !== null && isOfPresentStay(leadCase, assignmentId),
  );
  return accepted?.acknowledgedAt ?? null;
}

/** Returns the promise as kept by accepting the lead; if its deadline has passed, as answered late. */
export function acceptedAt(clock: LeadClock, at: number): LeadClock {
  const [verdict] = judge(clock, { touch: { occurredAt: at }, now: at });
  return { ...(verdict?.clock ?? clock), acknowledgedAt: at };
}
