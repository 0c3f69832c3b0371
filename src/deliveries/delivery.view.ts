import { isoOrNull, toIso } from '../platform/values/duration.js';
import type { AttemptRow } from './attempt.store.js';
import type { DeliveryView } from './delivery.schema.js';
import type { ListedDelivery } from './delivery-list.store.js';

export function deliveryFields(row: ListedDelivery): Omit<DeliveryView, 'lastAttempt'> {
  const {
    id,
    channel,
    webhookId,
    channelId,
    repId,
    type,
    eventId,
    notificationId,
    messageId,
    state,
    why,
    attempts,
    replayOf,
  } = row;
  return {
    id,
    channel,
    webhookId,
    channelId,
    repId,
    type,
    eventId,
    notificationId,
    messageId,
    leadId: row.subjectType === 'lead' ? row.subjectId : null,
    state,
    why,
    attempts,
    nextAttemptAt: isoOrNull(row.dueAt),
    rewrites: row.rewrites,
    replayOf,
    createdAt: toIso(row.createdAt),
    endedAt: isoOrNull(row.endedAt),
  };
}

export function attemptView({ at, tookMs, status, answer, problem }: AttemptRow) {
  return { at: toIso(at), tookMs, status, answer, problem };
}
