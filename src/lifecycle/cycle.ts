import { enterStatus } from '../leads/lead.js';
import type { Instant } from '../platform/instant.js';
import type { LeadCase } from './lead-case.js';
import { pinPolicy } from './matching-policy.js';
import { followCondition } from './pausing.js';
import type { UnitOfWork } from './unit-of-work.js';

/** The state of a new lead: open, without an owner, with nothing recorded. */
export function newLeadState(id: string, receivedAt: Instant, test = false): LeadCase['lead'] {
  return {
    id,
    test,
    status: 'open',
    workState: 'untouched',
    cycle: 1,
    cycleStartedAt: receivedAt,
    ownerId: null,
    poolId: null,
    rule: null,
    policyId: null,
    policyVersion: null,
    reassignments: 0,
    breachMoves: 0,
    waiting: null,
    waitingSince: null,
    dispositionId: null,
    erasedAt: null,
    eventSeq: 0,
    updatedAt: receivedAt,
  };
}

/** The state of a lead that begins a new cycle: open, untouched, without an owner. */
export function beginCycle(work: UnitOfWork, leadCase: LeadCase): void {
  leadCase.lead = {
    ...enterStatus(leadCase.lead, 'open'),
    workState: 'untouched',
    cycle: leadCase.lead.cycle + 1,
    cycleStartedAt: work.now,
    ownerId: null,
    reassignments: 0,
    breachMoves: 0,
    dispositionId: null,
    updatedAt: work.now,
  };
  pinPolicy(work.directory, leadCase);
  followCondition(work, leadCase, work.now);
}

/** When the response clock of the first cycle starts. */
export function promisedFrom({ document, policy }: Pick<LeadCase, 'document' | 'policy'>): Instant {
  const { receivedAt, submittedAt } = document!;
  return policy?.firstTouch.startFrom === 'submitted' && submittedAt !== null
    ? Math.min(submittedAt, receivedAt)
    : receivedAt;
}
