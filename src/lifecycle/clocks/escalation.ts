import type { Clock } from '../../clocks/clock.js';
import { type Recipients, recipientIds, recipientsOf } from '../../sla/escalation-targets.js';
import type { EscalationTarget } from '../../sla/policy.js';
import type { LeadCase } from '../lead-case.js';
import type { OwnedSubject } from '../subject.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { clockFacts, requirementsOf } from './clocks.js';
import { coverOf } from './standing-in.js';

/**
 * Why an escalation notifies people: an action of the policy, a repetition of one, or the engine when it can do no more
 * by itself.
 */
export type EscalationWhy = 'policy' | 'repeat' | 'reminder' | 'nobodyElse' | 'maxReassignments';

/** Notifies people of a miss; recorded even if there is nobody to notify. */
export function escalate(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Clock,
  to: EscalationTarget,
  why: EscalationWhy,
): void {
  const by = clock.repId ?? subject.ownerId;
  notifyOfMiss(
    work,
    subject,
    clock,
    { to, ...recipientsOf(to, { by, at: work.now, queueOwnerId: queueOwnerFor(work, subject) }, work.directory) },
    why,
  );
}

/** Returns the owner of the queue in which a lead waits; for other subjects, the one whom the routing rules name. */
function queueOwnerFor({ directory }: UnitOfWork, subject: OwnedSubject): string | null {
  return directory.ownerOfQueue(isLead(subject) ? subject.lead.queueId : null);
}

function isLead(subject: OwnedSubject): subject is LeadCase {
  return subject.subjectType === 'lead';
}

/** Reminds the rep who missed a promise that it is still theirs, unless the subject has another owner by now. */
export function remind(work: UnitOfWork, subject: OwnedSubject, clock: Clock): void {
  if (clock.repId !== null && clock.repId === subject.ownerId)
    notifyOfMiss(work, subject, clock, { toRepId: clock.repId }, 'reminder');
}

function notifyOfMiss(
  work: UnitOfWork,
  subject: OwnedSubject,
  clock: Clock,
  recipients: Recipients & { readonly to?: EscalationTarget },
  why: EscalationWhy,
): void {
  const ids = recipientIds(recipients);
  const coverId = coverOf(work, subject, clock);
  const isCoverNotified = coverId !== null && !ids.includes(coverId);
  work.record(subject, 'sla.escalated', {
    ...clockFacts(clock),
    ...recipients,
    ...(isCoverNotified && { coverRepId: coverId }),
    why,
  });
  const facts = {
    clockId: clock.id,
    kind: clock.kind,
    missedByRepId: clock.repId,
    why,
    ...(why === 'reminder' && requirementsOf(subject, clock)),
  };
  const passedOver = 'insteadOf' in recipients ? { insteadOf: recipients.insteadOf } : {};
  for (const repId of ids) work.notify(repId, 'sla.escalated', subject, { ...facts, ...passedOver });
  if (isCoverNotified) work.notify(coverId, 'sla.escalated', subject, { ...facts, coversRepId: clock.repId });
}
