import type { Clock } from '../clocks/clock.js';
import type { EscalationTarget } from '../sla/policy.js';
import { clockFacts } from './clocks.js';
import type { OwnedSubject } from './subject.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Why a person is told: an action of the policy, or the engine at the end of what it can do by itself. */
export type EscalationWhy = 'policy' | 'reminder' | 'nobodyElse' | 'maxReassignments';

/** Tells a person of a promise that was missed; recorded also where there is nobody to tell. */
export function escalate(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Clock,
  to: EscalationTarget,
  why: EscalationWhy,
): void {
  told(work, subject, clock, targetOf(work, to, clock.repId ?? subject.ownerId), why);
}

/** Whoever missed it is told that it is still theirs to do, unless somebody else has the subject by now. */
export function remind(work: UnitOfWork, subject: OwnedSubject, clock: Clock): void {
  if (clock.repId === subject.ownerId) told(work, subject, clock, clock.repId, 'reminder');
}

function told(work: UnitOfWork, subject: OwnedSubject, clock: Clock, toRepId: string | null, why: EscalationWhy): void {
  work.record(subject, 'sla.escalated', { ...clockFacts(clock), toRepId, why });
  work.tell(toRepId, 'sla.escalated', subject, {
    clockId: clock.id,
    kind: clock.kind,
    missedByRepId: clock.repId,
    why,
  });
}

/** The manager of whoever missed it; where there is none, the owner of the queue. */
function targetOf(work: UnitOfWork, to: EscalationTarget, missedBy: string | null): string | null {
  const { directory } = work;
  if (typeof to === 'object') return directory.rep(to.repId) === undefined ? directory.queueOwnerId : to.repId;
  if (to === 'queueOwner' || missedBy === null) return directory.queueOwnerId;
  return directory.managerOf(missedBy) ?? directory.queueOwnerId;
}
