import type { NewEvent } from '../events/event.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';

/** What a work has recorded of clocks that are due at another time than before, or not any more, by what has changed. */
export function replannedIn(work: UnitOfWork): readonly NewEvent[] {
  return work.recorded.filter(
    ({ type, data }) => type === 'sla.replanned' || (type === 'sla.cancelled' && data.reason === 'policyChanged'),
  );
}
