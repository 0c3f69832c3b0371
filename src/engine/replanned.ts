import type { NewEvent } from '../events/event.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';

/**
 * Returns the recorded events of clocks that a change gave another due time, or cancelled, and of those that it began
 * for leads without a policy.
 */
export function replannedIn(work: UnitOfWork): readonly NewEvent[] {
  const given = new Set(work.recorded.filter(isFirstPolicy).map(({ subjectId }) => subjectId));
  return work.recorded.filter(
    ({ type, subjectId, data }) =>
      type === 'sla.replanned' ||
      (type === 'sla.cancelled' && data.reason === 'policyChanged') ||
      (type === 'sla.started' && given.has(subjectId)),
  );
}

function isFirstPolicy({ type, data }: NewEvent): boolean {
  return type === 'lead.updated' && data.policy !== undefined && data.formerPolicyVersion === undefined;
}
