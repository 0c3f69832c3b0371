import type { LedgerRow } from '../../events/event.js';
import { eventView } from '../../events/event.view.js';
import { toIso } from '../../platform/instant.js';

/** What an endpoint is sent: as Standard Webhooks recommends it, with the event as the feed shows it. */
export function payloadOf(event: LedgerRow): string {
  return JSON.stringify({ type: event.type, timestamp: toIso(event.occurredAt), data: eventView(event) });
}
