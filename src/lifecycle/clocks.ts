import type { Clock, LeadClock } from '../clocks/clock.js';
import { rulesOf } from '../clocks/kinds.js';
import { startFirstTouch, startLeadResponse, startReturn } from '../clocks/start.js';
import type { Hours } from '../directory/directory.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { Assignment } from '../routing/assignment.js';
import type { SlaPolicy } from '../sla/policy.js';
import type { LeadCase } from './lead-case.js';
import type { UnitOfWork } from './unit-of-work.js';

/** What every `sla.*` event says of its clock. */
export function clockFacts(clock: Clock): Record<string, unknown> {
  return {
    clockId: clock.id,
    kind: clock.kind,
    repId: clock.repId,
    dueAt: clock.dueAt === null ? null : toIso(clock.dueAt),
  };
}

/** What is said of a miss when it moves a lead. */
export function missFacts(clock: Clock): Record<string, unknown> {
  return { clockId: clock.id, kind: clock.kind, within: clock.target };
}

/** The promise of its owner that was missed last. */
export function missedClock({ clocks, lead }: LeadCase): LeadClock | undefined {
  return clocks
    .filter((clock) => clock.state === 'breached' && clock.repId !== null && clock.repId === lead.ownerId)
    .sort((a, b) => b.breachedAt! - a.breachedAt!)[0];
}

/** The company's promise to the lead: begins a cycle, whoever will own it. `startedAt` is when the promise was made. */
export function beginLeadsClock(work: UnitOfWork, leadCase: LeadCase, startedAt: Instant): void {
  const { policy } = leadCase;
  if (policy === null) return;
  const hours = work.directory.hoursOfLeadsClock(policy, leadCase.lead.poolId);
  startClock(work, leadCase, startLeadResponse({ ...startOf(work, leadCase, policy, hours), at: startedAt }));
}

/** The owner's promise: begins with every assignment. */
export function beginOwnersClock(work: UnitOfWork, leadCase: LeadCase, assignment: Assignment): void {
  const { policy } = leadCase;
  if (policy === null) return;
  const repId = assignment.repId!;
  const hours = work.directory.hoursOfOwnersClock(policy, repId, assignment.poolId);
  startClock(
    work,
    leadCase,
    startFirstTouch(startOf(work, leadCase, policy, hours), { repId, assignmentId: assignment.id }),
  );
}

/** A lead that has been put away comes back at an instant. */
export function beginReturn(
  work: UnitOfWork,
  leadCase: LeadCase,
  kind: 'nurtureWake' | 'recycle',
  dueAt: number,
): void {
  const { id, cycle } = leadCase.lead;
  startClock(work, leadCase, startReturn({ id: work.newId(), subjectId: id, cycle, at: work.now }, kind, dueAt));
}

/** Ends all that runs, and what was still to follow a breach. What was missed by then is a miss, seen by a sweep or not. */
export function endClocks(work: UnitOfWork, leadCase: LeadCase, reason: string): void {
  for (const clock of leadCase.clocks) {
    if (clock.state === 'running') endClock(work, leadCase, clock, reason);
    else if (clock.nextAt !== null) work.replaceClock(leadCase, { ...clock, nextAt: null });
  }
}

/** The owner's promise ends with their tenure. The chain of a miss goes on after it, whoever has the lead then. */
export function endOwnersClock(work: UnitOfWork, leadCase: LeadCase, reason: string): void {
  for (const clock of leadCase.clocks) {
    if (rulesOf(clock).owedBy !== 'owner' || clock.state !== 'running') continue;
    const ended = endClock(work, leadCase, clock, reason);
    if (ended.state === 'breached') work.replaceClock(leadCase, { ...ended, nextAt: work.now });
  }
}

function endClock(work: UnitOfWork, leadCase: LeadCase, clock: LeadClock, reason: string): LeadClock {
  const ended = rulesOf(clock).end(clock, reason, work.now);
  work.replaceClock(leadCase, ended);
  if (ended.state === 'breached') recordBreach(work, leadCase, ended);
  else work.record(leadCase, 'sla.cancelled', { ...clockFacts(clock), reason });
  return ended;
}

/** With what the policy's mode leaves undone, where it does not act. */
export function recordBreach(work: UnitOfWork, leadCase: LeadCase, clock: LeadClock): void {
  const left = rulesOf(clock).leftUndone(leadCase.policy!);
  work.record(leadCase, 'sla.breached', { ...clockFacts(clock), ...(left !== null && { wouldHave: left }) });
}

function startOf(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy, hours: Hours) {
  return {
    id: work.newId(),
    subjectId: leadCase.lead.id,
    cycle: leadCase.lead.cycle,
    at: work.now,
    policy,
    hours: hours.working,
    calendar: hours.calendar,
    revision: work.directory.revision,
  };
}

function startClock(work: UnitOfWork, leadCase: LeadCase, clock: LeadClock): void {
  work.addClock(leadCase, clock);
  work.record(leadCase, 'sla.started', clockFacts(clock));
}
