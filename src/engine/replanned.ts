import type { UnitOfWork } from '../lifecycle/unit-of-work.js';

/** How many clocks of a work are due at another time than before, or not any more, by what has changed. */
export function countReplanned(work: UnitOfWork): number {
  return work.recorded.filter(
    ({ type, data }) => type === 'sla.replanned' || (type === 'sla.cancelled' && data.reason === 'policyChanged'),
  ).length;
}
