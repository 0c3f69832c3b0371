import { Readable } from 'node:stream';
import type { FeedPosition } from '../../events/feed.js';

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
