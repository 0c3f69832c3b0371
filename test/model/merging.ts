import { type ClosedLead, close, openAgain } from './closing.js';
import type { ModelLead } from './model-lead.js';

/** A merge that was not undone. */
export interface Merge {
  readonly closed: ClosedLead;
  readonly into: ModelLead;
}

/**
 * Closes an open lead as a duplicate of another open one. A lead with a deal stays.
 * @returns null if it is not allowed
 */
export function merge(lead: ModelLead, into: ModelLead, now: number): Merge | null {
  if (!lead.isOpen || !into.isOpen || lead === into || lead.deals.length > 0) return null;
  const closed = close(lead, 'suppressed', now);
  for (const each of [lead, into]) each.record(now, 'lead.merged');
  return { closed, into };
}

/** The merged lead is as if it had never been merged, whatever the other has become. */
export function unmerge({ closed, into }: Merge, now: number): void {
  for (const each of [closed.lead, into]) each.record(now, 'lead.unmerged');
  openAgain(closed, now, { by: 'person', why: 'unmerged' });
}
