import { type FeedPosition, isBefore } from '../../events/feed.js';
import type { FeedNotification } from '../../notifications/notification.store.js';
import { Listener } from './listener.js';
import type { Watched } from './watched.js';

/** Somebody who is sent what is in inboxes, and what reps are told. */
export class InboxListener extends Listener {
  constructor(
    public watched: Watched,
    at: FeedPosition,
    keyId: string,
  ) {
    super(at, keyId);
  }

  /** Whether it is told so, and has not been yet: what a transaction tells is told once all its events are. */
  hears({ repId, epoch, xid }: Pick<FeedNotification, 'repId' | 'epoch' | 'xid'>): boolean {
    return this.watched.told.has(repId) && !isBefore({ epoch, xid, seq: 0 }, { ...this.at, seq: 0 });
  }
}
