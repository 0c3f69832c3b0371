import { Readable } from 'node:stream';
import { isAsked, type LedgerRow } from '../../events/event.js';
import { type FeedPosition, isBefore } from '../../events/feed.js';

/** Who takes nothing of so much is cut off: it goes on where it was when it asks again. */
const UNREAD_MAX = 1024 * 1024;

/** Somebody who is sent events as they happen. */
export class EventListener {
  readonly stream: Readable;

  /**
   * @param types that it asks for; empty for all
   * @param at up to where it has been sent everything
   */
  constructor(
    private readonly types: readonly string[],
    public at: FeedPosition,
  ) {
    this.stream = new Readable({ read: () => undefined });
  }

  get isGone(): boolean {
    return this.stream.destroyed || this.stream.readableEnded;
  }

  wants({ type }: Pick<LedgerRow, 'type'>): boolean {
    return this.types.length === 0 || isAsked(type, this.types);
  }

  /** Unless it has been sent it before. @param text as it is written to everybody */
  tell(row: LedgerRow, text: string): void {
    if (!isBefore(this.at, row)) return;
    this.at = row;
    if (this.wants(row)) this.write(text);
  }

  write(text: string): void {
    if (this.isGone) return;
    this.stream.push(text);
    if (this.stream.readableLength > UNREAD_MAX) this.stream.destroy();
  }

  end(): void {
    if (!this.isGone) this.stream.push(null);
  }
}
