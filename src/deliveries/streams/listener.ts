import { Readable } from 'node:stream';
import { isAsked, type LedgerRow } from '../../events/event.js';
import { type FeedPosition, isBefore } from '../../events/feed.js';
import type { FeedNotification } from '../../notifications/notification.store.js';
import type { Watched } from './watched.js';

/** In characters: so much waits for somebody at most. */
const UNREAD_MAX = 1024 * 1024;

/** Somebody who is sent what happens as it happens. */
export class Listener {
  readonly stream = new Readable({ read: () => undefined });
  /** How often it was brought to where the others are: the last time counts. */
  turn = 0;

  /** How often in a row nobody could say whether it still may listen. */
  unchecked = 0;

  private isEnded = false;
  private pushed = 0;
  /** How much it had taken when that was last asked; null where nothing waited then. */
  private takenBefore: number | null = null;

  /**
   * @param at up to where it has been sent everything
   * @param keyId by which it listens
   */
  constructor(
    public at: FeedPosition,
    readonly keyId: string,
  ) {}

  get isGone(): boolean {
    return this.isEnded || this.stream.destroyed || this.stream.readableEnded;
  }

  /** @returns false, and sends nothing, where more would wait for it than may */
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

  /** Whether something waited when this was last asked, and it has taken nothing since. */
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
