import { isAsked, type LedgerRow } from '../../events/event.js';
import { type FeedPosition, isBefore } from '../../events/feed.js';
import { Listener } from './listener.js';

/** Somebody who is sent events. */
export class EventListener extends Listener {
  /** @param types that it asks for; empty for all */
  constructor(
    private readonly types: readonly string[],
    at: FeedPosition,
    keyId: string,
  ) {
    super(at, keyId);
  }

  /** Whether it asks for it, and has not been sent it. */
  wants(row: LedgerRow): boolean {
    return isBefore(this.at, row) && (this.types.length === 0 || isAsked(row.type, this.types));
  }
}
