import { isAdjustment, SIDE_STAGES } from '../delivery.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { LeadEvent } from './lead-event.js';
import type { ClosingParts } from './trigger.js';

/** Reports whether a delivery may follow from a disposition: it changes what was sent, or tells of an outcome. */
export function mayFollowClosing(row: Pick<DeliveryRow, 'kind' | 'stage'>): boolean {
  return isAdjustment(row) || isAside(row);
}

/**
 * Returns the disposition that a delivery follows from, as it has been corrected since. Null if the delivery follows from
 * something else, such as a corrected amount.
 * @param events of the lead, oldest first
 */
export function closingBehind(
  row: Pick<DeliveryRow, 'kind' | 'stage' | 'eventAt'>,
  events: readonly LeadEvent[],
): ClosingParts | null {
  if (!mayFollowClosing(row)) return null;
  const closings: { readonly from: number; readonly until: number; readonly closing: ClosingParts }[] = [];
  for (const event of events) {
    if (event.is !== 'closed' && event.is !== 'reopened') continue;
    const last = event.is === 'closed' && !event.isCorrection ? undefined : closings.pop();
    if (event.is === 'closed') closings.push({ from: last?.from ?? event.at, until: Infinity, closing: event.closing });
    else if (last !== undefined && !event.isTakenBack) closings.push({ ...last, until: event.at });
  }
  // What became of one life of the lead is still told once the next has begun; an adjustment belongs to the life it is in.
  return (
    closings.findLast(({ from, until }) => from <= row.eventAt && (isAside(row) || row.eventAt < until))?.closing ??
    null
  );
}

function isAside({ stage }: Pick<DeliveryRow, 'stage'>): boolean {
  return (SIDE_STAGES as readonly string[]).includes(stage);
}
