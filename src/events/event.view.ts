import { toIso } from '../platform/values/duration.js';
import type { LedgerRow } from './event.js';
import { feedCursor } from './feed.js';

export function eventView(row: LedgerRow) {
  const actor =
    row.actorType === 'system'
      ? { type: row.actorType, rule: row.actorRule }
      : { type: row.actorType, id: row.actorId };
  return {
    id: row.id,
    cursor: feedCursor(row),
    type: row.type,
    occurredAt: toIso(row.occurredAt),
    subject: { type: row.subjectType, id: row.subjectId, seq: row.subjectSeq },
    actor,
    data: row.data,
  };
}
