import type { Hours } from '../directory/directory.js';
import { toIso } from '../platform/instant.js';
import type { Assignment } from '../routing/assignment.js';
import { cancel, type LeadClock } from '../sla/clock.js';
import { startFirstTouch, startLeadResponse, startReturn } from '../sla/plan.js';
import type { SlaPolicy } from '../sla/policy.js';
import type { LeadCase, Work } from './work.js';

/** What every `sla.*` event says of its clock. */
export function clockFacts(clock: LeadClock): Record<string, unknown> {
  return {
    clockId: clock.id,
    kind: clock.kind,
    repId: clock.repId,
    dueAt: clock.dueAt === null ? null : toIso(clock.dueAt),
  };
}

/** The company's promise to the lead: begins a cycle, whoever will own it. `startedAt` is when the promise was made. */
export function beginLeadsClock(work: Work, leadCase: LeadCase, policy: SlaPolicy, startedAt: number): void {
  const hours = work.directory.hoursOfLeadsClock(policy, leadCase.lead.poolId);
  begin(work, leadCase, startLeadResponse({ ...startOf(work, leadCase, policy, hours), at: startedAt }));
}

/** The owner's promise: begins with every assignment. */
export function beginOwnersClock(work: Work, leadCase: LeadCase, policy: SlaPolicy, assignment: Assignment): void {
  const repId = assignment.repId!;
  const hours = work.directory.hoursOfOwnersClock(policy, repId, assignment.poolId);
  begin(
    work,
    leadCase,
    startFirstTouch(startOf(work, leadCase, policy, hours), { repId, assignmentId: assignment.id }),
  );
}

/** A lead that has been put away comes back at an instant. */
export function beginReturn(work: Work, leadCase: LeadCase, kind: 'nurtureWake' | 'recycle', dueAt: number): void {
  const { id, cycle } = leadCase.lead;
  begin(work, leadCase, startReturn({ id: work.newId(), leadId: id, cycle, at: work.now }, kind, dueAt));
}

/** Ends what runs, and what was still to follow a breach. @param which all by default */
export function endClocks(
  work: Work,
  leadCase: LeadCase,
  reason: string,
  which: (clock: LeadClock) => boolean = () => true,
): void {
  for (const clock of leadCase.clocks.filter(which)) {
    if (clock.state === 'running') {
      work.replaceClock(leadCase, cancel(clock, reason, work.now));
      work.record(leadCase, 'sla.cancelled', { ...clockFacts(clock), reason });
    } else if (clock.nextAt !== null) {
      work.replaceClock(leadCase, { ...clock, nextAt: null });
    }
  }
}

function startOf(work: Work, leadCase: LeadCase, policy: SlaPolicy, hours: Hours) {
  return {
    id: work.newId(),
    leadId: leadCase.lead.id,
    cycle: leadCase.lead.cycle,
    at: work.now,
    policy,
    hours: hours.working,
    calendar: hours.calendar,
  };
}

function begin(work: Work, leadCase: LeadCase, clock: LeadClock): void {
  work.addClock(leadCase, clock);
  work.record(leadCase, 'sla.started', clockFacts(clock));
}
