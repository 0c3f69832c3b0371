import type { DeliveryRow } from '../delivery-row.js';
import type { Planner } from './booking.js';
import { dedupKeyOf } from './dedup-key.js';
import { sendOfStage } from './matching.js';
import { newRow } from './new-row.js';

/** What the ledger and the numbers of a destination call a lead of which nothing could be worked out. */
export const CANNOT_BE_PLANNED = 'cannotBePlanned';

/**
 * A row that says that planning failed for a lead, so that somebody can find it. It is never sent.
 * @param rows all that the ledger holds of the lead
 * @returns null where it says so already
 */
export function unplanned(
  { destination, now, newId }: Planner,
  lead: { readonly id: string; readonly cycle: number },
  rows: readonly DeliveryRow[],
): DeliveryRow | null {
  if (rows.some(({ errorCode }) => errorCode === CANNOT_BE_PLANNED)) return null;
  return newRow({ destination, now, newId }, lead, {
    stage: 'lead',
    send: sendOfStage(destination.rules, 'lead') ?? {},
    place: '',
    revision: 0,
    kind: 'conversion',
    dedupKey: dedupKeyOf(lead.id, 'lead', 0),
    eventAt: now,
    value: null,
    notBefore: now,
    sendBefore: null,
    state: 'failed',
    withheldReason: null,
    errorCode: CANNOT_BE_PLANNED,
    errorMessage: 'What is to be told of this lead could not be worked out; the log says where.',
  });
}
