import type { Directory } from '../../directory/directory.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Instant } from '../../platform/duration.js';
import { recipientIds, whomToTell } from '../../sla/escalation-targets.js';
import type { HandoffCase } from '../handoff-case.js';
import { beginPromise } from '../handoff-clocks.js';
import { DECISION } from '../handoff-promises.js';

/** A miss was escalated: whoever decides owes a decision from now on, unless they owe one already. */
export function oweDecision(work: UnitOfWork, subject: HandoffCase): void {
  const { state } = subject.handoff;
  if (state === 'draft' || state === 'running')
    beginPromise(work, subject, DECISION, deciderNow(work.directory, subject, work.now));
}

/** Whoever decides by the kind; if they are away, whom an escalation to them reaches. */
export function deciderNow(directory: Directory, { kind }: HandoffCase, at: Instant): string {
  const { deciderRepId: repId } = kind.body.escalation;
  return recipientIds(whomToTell({ repId }, { by: null, at }, directory))[0] ?? repId;
}
