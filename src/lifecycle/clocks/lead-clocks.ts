import { isStillMissed, type LeadClock } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import { startFirstTouch, startLeadResponse, startReturn } from '../../clocks/start.js';
import type { CompiledCondition, Spellings } from '../../conditions/condition-evaluate.js';
import type { Lists } from '../../conditions/value-list.js';
import type { Directory } from '../../directory/directory.js';
import type { Hours } from '../../directory/working-hours.js';
import { factsOf, type LeadDocument } from '../../leads/lead.js';
import { reviewNeededBy } from '../../leads/reading.js';
import type { Instant } from '../../platform/values/duration.js';
import type { Assignment } from '../../routing/assignments/assignment.js';
import { reachFor, type SlaPolicy } from '../../sla/policy.js';
import type { LeadCase } from '../lead-case.js';
import { isOfPresentStay } from '../stays.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { startClock } from './clocks.js';

/** Gives the lead the first policy that matches, for this cycle. Without one it has no clocks, and an event says so. */
export function pinPolicy(directory: Directory, leadCase: LeadCase): void {
  givenPolicy(leadCase, firstMatching(directory.content, leadCase.document!));
}

/** Gives the lead a policy, for this cycle; null for none. */
export function givenPolicy(leadCase: LeadCase, policy: SlaPolicy | null): void {
  leadCase.policy = policy;
  leadCase.lead = { ...leadCase.lead, policyId: policy?.id ?? null, policyVersion: policy?.version ?? null };
}

/** All policies in their order, with what their conditions need. */
export interface OrderedPolicies {
  readonly policies: readonly { readonly policy: SlaPolicy; readonly when: CompiledCondition }[];
  readonly lists: Lists;
  readonly sources: Spellings;
}

/** Returns the first policy whose conditions the lead meets; null also for one by which nobody can be reached. */
export function firstMatching({ policies, lists, sources }: OrderedPolicies, document: LeadDocument): SlaPolicy | null {
  if (reviewNeededBy(document) !== null && !document.test) return null;
  const facts = factsOf(document);
  return policies.find(({ when }) => when.evaluate(facts, lists, sources).matched)?.policy ?? null;
}

/**
 * Returns the miss because of which a lead moves or waits to move: the latest that requested a move before the lead
 * began to wait.
 */
export function missedClock(leadCase: LeadCase): LeadClock | undefined {
  const { clocks, lead } = leadCase;
  return clocks
    .filter((clock) => isStillMissed(clock) && clock.cycle === lead.cycle)
    .filter(({ assignmentId }) => assignmentId === null || isOfPresentStay(leadCase, assignmentId))
    .filter((clock) => rulesOf(clock).requestedMoves(clock, leadCase.policyOf(clock)!) !== 0)
    .filter(({ breachedAt }) => lead.waitingSince === null || breachedAt! <= lead.waitingSince)
    .sort((a, b) => a.breachedAt! - b.breachedAt!)
    .at(-1);
}

/** Starts the company's promise to the lead, with the cycle. @param startedAt when the promise was made */
export function beginLeadsClock(work: UnitOfWork, leadCase: LeadCase, startedAt: Instant): void {
  const { policy } = leadCase;
  if (policy !== null) startClock(work, leadCase, leadsClock(work, leadCase, policy, startedAt));
}

/** Returns the company's promise to the lead. @param at when it is made */
export function leadsClock(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy, at: Instant): LeadClock {
  const hours = work.directory.hours.ofLeadsClock(policy, leadCase.lead.poolId);
  return startLeadResponse({ ...startOf(work, leadCase, policy, hours), at });
}

/** Starts the owner's promise of a first touch. */
export function beginOwnersClock(work: UnitOfWork, leadCase: LeadCase, tenure: Held): void {
  const { policy } = leadCase;
  if (policy !== null) startClock(work, leadCase, ownersClock(work, leadCase, policy, tenure, work.now));
}

type Held = Pick<Assignment, 'id' | 'repId' | 'poolId'>;

/** Returns the promise of a first touch of an owner. @param at when it is made */
export function ownersClock(
  work: UnitOfWork,
  leadCase: LeadCase,
  policy: SlaPolicy,
  { id: assignmentId, repId, poolId }: Held,
  at: Instant,
): LeadClock {
  const reach = reachFor(policy, null, () => leadCase.person);
  const hours = work.directory.hours.ofOwnersClock(policy, repId!, poolId, reach);
  return startFirstTouch({ ...startOf(work, leadCase, policy, hours), at }, { repId: repId!, assignmentId });
}

/** Starts the clock that brings a nurtured or recycled lead back. */
export function beginReturn(
  work: UnitOfWork,
  leadCase: LeadCase,
  kind: 'nurtureWake' | 'recycle',
  dueAt: number,
): void {
  const { id, cycle } = leadCase.lead;
  startClock(work, leadCase, startReturn({ id: work.newId(), subjectId: id, cycle, at: work.now }, kind, dueAt));
}

/** Returns the fields that every new clock has in common. */
export function startOf(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy, hours: Hours) {
  return {
    id: work.newId(),
    subjectId: leadCase.lead.id,
    cycle: leadCase.lead.cycle,
    at: work.now,
    policy,
    hours: hours.working,
    calendar: hours.calendar,
    revision: work.directory.revision,
    pauses: leadCase.pauses,
    now: work.now,
  };
}
