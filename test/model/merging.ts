import { type ClosedLead, close, openAgain } from './closing.js';
import type { ModelLead } from './model-lead.js';
import type { Consent } from './story.js';

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
  changeConsents(into, now, () => {
    into.joined.leads.add(lead);
    lead.joined.into = into;
  });
  return { closed, into };
}

/** The merged lead is as if it had never been merged, whatever the other has become. */
export function unmerge({ closed, into }: Merge, now: number): void {
  const { lead } = closed;
  for (const each of [lead, into]) each.record(now, 'lead.unmerged');
  changeConsents(into, now, () => {
    into.joined.leads.delete(lead);
    lead.joined.into = null;
  });
  openAgain(closed, now, { by: 'person', why: 'unmerged' });
}

/** Nobody consents to what either of two leads of theirs denies. */
export function consentOf({ joined }: ModelLead): Consent {
  const said = [joined.consent, ...[...joined.leads].map(consentOf)];
  return said.find((each) => each === 'denied') ?? said.find((each) => each !== null) ?? null;
}

/** A lead consents to what its merged leads do, and so on along the chain of leads into which it is merged itself. */
function changeConsents(into: ModelLead, now: number, change: () => void): void {
  const chain: ModelLead[] = [];
  for (let lead: ModelLead | null = into; lead !== null; lead = lead.joined.into) chain.push(lead);
  const before = chain.map(consentOf);
  change();
  for (const [place, lead] of chain.entries()) if (consentOf(lead) !== before[place]) lead.record(now, 'lead.updated');
}
