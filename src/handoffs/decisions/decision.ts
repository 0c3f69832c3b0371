import type { Directory } from '../../directory/directory.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Instant } from '../../platform/values/duration.js';
import { recipientIds, recipientsOf } from '../../sla/escalation-targets.js';
import type { HandoffCase } from '../handoff-case.js';
import { beginPromise } from '../handoff-clocks.js';
import { DECISION } from '../handoff-promises.js';

/** Starts the decider's promise of a decision after a miss was escalated, unless one runs already. */
export function oweDecision(work: UnitOfWork, subject: HandoffCase): void {
  const { state } = subject.handoff;
  if (state === 'draft' || state === 'running')
    beginPromise(work, subject, DECISION, deciderNow(work.directory, subject, work.now));
}

/** Returns the decider of the kind or, while they are away, the rep whom an escalation to them reaches. */
export function deciderNow(directory: Directory, { kind }: HandoffCase, at: Instant): string {
  const { deciderRepId: repId } = kind.body.escalation;
  return recipientIds(recipientsOf({ repId }, { by: null, at }, directory))[0] ?? repId;
}
