import { Readable } from 'node:stream';
import { type LedgerRow, matchesTypes } from '../../events/event.js';
import { type FeedPosition, isBefore } from '../../events/feed.js';
import type { FeedNotification } from '../../notifications/notification.store.js';
import type { WatchedReps } from './watched.js';

/** The most that may wait for a listener, in characters. */
const UNREAD_MAX = 1024 * 1024;

/** Whose a listener is. */
export interface ListenerOf {
  /** The name under which it takes turns. */
  readonly keyId: string;
  /** The id of the key or session with which it ends. */
  readonly credential: string;
}

export class Listener {
  readonly stream = new Readable({ read: () => undefined });
  /** Counts the runs that bring it up to date. Only the latest one continues. */
  turn = 0;

  /** Consecutive checks of its key that failed, as when the database was away. */
  unchecked = 0;

  private isEnded = false;
  private pushed = 0;
  /** How much it had read at the last check; null if nothing waited then. */
  private takenBefore: number | null = null;

  /** @param at the position up to which it has received everything */
  constructor(
    public at: FeedPosition,
    readonly of: ListenerOf,
  ) {}

  get isGone(): boolean {
    return this.isEnded || this.stream.destroyed || this.stream.readableEnded;
  }

  /** @returns false, and sends nothing, if more than the limit would wait */
  sendAll(texts: readonly string[]): boolean {
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (length > 0 && this.stream.readableLength + length > UNREAD_MAX) return false;
    for (const text of texts) this.push(text);
    return true;
  }

  push(text: string): void {
    if (this.isGone) return;
    this.pushed += Buffer.byteLength(text);
    this.stream.push(text);
  }

  /** Reports whether something waited at the last check, and the listener has read nothing since. */
  takesNothing(): boolean {
    const waiting = this.stream.readableLength;
    const taken = this.pushed - waiting;
    const isDeaf = waiting > 0 && taken === this.takenBefore;
    this.takenBefore = waiting > 0 ? taken : null;
    return isDeaf;
  }

  end(): void {
    if (!this.isGone) this.stream.push(null);
    this.isEnded = true;
  }
}

export class EventListener extends Listener {
  constructor(
    private readonly types: readonly string[],
    at: FeedPosition,
    of: ListenerOf,
  ) {
    super(at, of);
  }

  wants(row: LedgerRow): boolean {
    return isBefore(this.at, row) && (this.types.length === 0 || matchesTypes(row.type, this.types));
  }
}

export class InboxListener extends Listener {
  constructor(
    public watched: WatchedReps,
    at: FeedPosition,
    of: ListenerOf,
  ) {
    super(at, of);
  }

  /** Reports whether it still has to receive a notification. A transaction's notifications follow all of its events. */
  hears({ repId, epoch, xid }: Pick<FeedNotification, 'repId' | 'epoch' | 'xid'>): boolean {
    return this.watched.notified.has(repId) && !isBefore({ epoch, xid, seq: 0 }, { ...this.at, seq: 0 });
  }
}
