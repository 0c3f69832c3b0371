import type { NewEvent } from '../events/event.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';

/** Returns the recorded events of clocks that a change gave another due time, or cancelled. */
export function replannedIn(work: UnitOfWork): readonly NewEvent[] {
  return work.recorded.filter(
    ({ type, data }) => type === 'sla.replanned' || (type === 'sla.cancelled' && data.reason === 'policyChanged'),
  );
}
