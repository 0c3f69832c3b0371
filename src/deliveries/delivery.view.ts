import { isoOrNull, toIso } from '../platform/instant.js';
import type { AttemptRow } from './attempt.store.js';
import type { Delivery } from './delivery.js';
import type { DeliveryView } from './delivery.schema.js';

/** What all views of a delivery show. */
export function deliveryFields(row: Delivery): Omit<DeliveryView, 'lastAttempt'> {
  const { id, channel, webhookId, type, eventId, state, attempts, replayOf } = row;
  return {
    ...{ id, channel, webhookId, type, eventId },
    leadId: row.subjectType === 'lead' ? row.subjectId : null,
    ...{ state, attempts },
    nextAttemptAt: isoOrNull(row.dueAt),
    replayOf,
    createdAt: toIso(row.createdAt),
    endedAt: isoOrNull(row.endedAt),
  };
}

export function attemptView({ at, tookMs, status, answer, problem }: AttemptRow) {
  return { at: toIso(at), tookMs, status, answer, problem };
}
