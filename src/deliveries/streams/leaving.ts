import type { LedgerRow } from '../../events/event.js';
import type { LeadState } from '../../leads/lead.js';
import { isOfferedToAny } from '../../leads/visibility.js';
import type { WatchedReps } from './watched.js';

interface DepartedLead {
  readonly event: LedgerRow;
  /** The rep in whose inbox it was; null if it was offered. */
  readonly repId: string | null;
}

/**
 * Returns the event that took a lead out of watched inboxes. Undefined if it had left before: a former owner does not
 * learn what others do with it.
 * @param holders its present and former owners, and the pools that offered it until now
 */
export function departureOf(
  { ownerId, offer }: Pick<LeadState, 'ownerId' | 'offer'>,
  events: readonly LedgerRow[],
  { inboxes, offering }: Pick<WatchedReps, 'inboxes' | 'offering'>,
  holders: readonly string[],
): DepartedLead | undefined {
  const moved = events.findLast(({ data }) => typeof data.fromRepId === 'string' && inboxes.has(data.fromRepId));
  if (moved !== undefined) return { event: moved, repId: String(moved.data.fromRepId) };
  // A closed lead keeps its last owner.
  const closed = ownerId !== null && inboxes.has(ownerId) ? events.findLast(isClosing) : undefined;
  if (closed !== undefined) return { event: closed, repId: ownerId };
  const wasOffered = holders.some((id) => offering.has(id)) && offer !== null;
  const claimed = wasOffered && isOfferedToAny(offer, (id) => inboxes.has(id)) ? endOfOffer(events) : undefined;
  return claimed && { event: claimed, repId: null };
}

function isClosing({ type, data }: LedgerRow): boolean {
  return (
    type === 'lead.disposed' ||
    type === 'lead.corrected' ||
    type === 'lead.erased' ||
    (type === 'lead.merged' && data.intoLeadId !== undefined) ||
    (type === 'lead.milestone' && data.name === 'won')
  );
}

/** A claim also assigns the lead, so it takes precedence as the reason. */
function endOfOffer(events: readonly LedgerRow[]): LedgerRow | undefined {
  const last = (wanted: LedgerRow['type']) => events.findLast(({ type }) => type === wanted);
  return last('lead.claimed') ?? last('lead.assigned');
}
