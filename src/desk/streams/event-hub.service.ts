import type { Readable } from 'node:stream';
import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { LedgerRow } from '../../events/event.js';
import { eventView } from '../../events/event.view.js';
import { type FeedPosition, feedCursor, isBefore } from '../../events/feed.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { MS_PER_SECOND, toIso } from '../../platform/instant.js';
import { OverloadError } from '../../platform/refusal.js';
import { serverSent } from '../../platform/server-sent.js';
import { TimeSource } from '../../platform/time-source.js';
import { EventListener } from './event-listener.js';

const LOOK_MS = 250;
const BEAT_MS = 15 * MS_PER_SECOND;
const PAGE = 1_000;
const LISTENERS_MAX = 5_000;

/** Who listens, and whether they still may. */
interface Listening {
  readonly listener: EventListener;
  readonly mayStill: () => Promise<boolean>;
}

/**
 * Sends events to whoever listens on this node. The ledger is read once for all of them, however many there are; who comes
 * later, or comes back, reads what it has missed by itself until it has caught up with the others.
 */
@Injectable()
export class EventHub implements BeforeApplicationShutdown {
  private readonly logger = new Logger('streams');
  private readonly open = new Set<Listening>();
  /** Those that have caught up. */
  private readonly live = new Set<EventListener>();
  /** Up to where all of them were told. */
  private position: FeedPosition | null = null;
  private timers: readonly NodeJS.Timeout[] = [];
  private looking: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    private readonly ledger: LedgerStore,
    private readonly time: TimeSource,
  ) {}

  /**
   * @param types names of types or of kinds; empty for all
   * @param after where it goes on; null: what happens from now on
   * @param mayStill is asked at every beat: a stream ends with the key that opened it
   */
  async listen(
    types: readonly string[],
    after: FeedPosition | null,
    mayStill: () => Promise<boolean>,
  ): Promise<Readable> {
    if (this.isStopping || this.open.size >= LISTENERS_MAX)
      throw new OverloadError('This node has as many listeners as it takes. Ask another, or again in a moment.');
    const listener = new EventListener(types, after ?? (await this.ledger.readHorizon()));
    const listening = { listener, mayStill };
    this.open.add(listening);
    listener.stream.once('close', () => {
      this.open.delete(listening);
      this.live.delete(listener);
      if (this.open.size === 0) this.rest();
    });
    this.begin();
    listener.write(this.beat());
    void this.catchUp(listener).catch((error: unknown) => this.giveUp(listener, error));
    return listener.stream;
  }

  /** How many there are on this node. */
  get listeners(): number {
    return this.open.size;
  }

  /** Whoever listens goes on at another node. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const { listener } of this.open) listener.end();
    this.rest();
    await this.looking;
  }

  private begin(): void {
    if (this.timers.length > 0) return;
    this.timers = [setInterval(() => void this.look(), LOOK_MS), setInterval(() => void this.beatAll(), BEAT_MS)];
  }

  private rest(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
    this.position = null;
  }

  /** What it has missed, page by page, as fast as it is taken, until it is where the others are. */
  private async catchUp(listener: EventListener): Promise<void> {
    while (!listener.isGone) {
      const horizon = await this.ledger.readHorizon();
      const rows = await this.ledger.readFeed({ after: listener.at, horizon }, [], PAGE);
      for (const row of rows) listener.tell(row, textOf(row));
      if (rows.length === PAGE) {
        await taken(listener);
        continue;
      }
      listener.at = horizon;
      // The others may have been told more meanwhile; where they have been told less, it is told nothing twice.
      if (this.position !== null && isBefore(horizon, this.position)) continue;
      this.position ??= horizon;
      this.live.add(listener);
      return;
    }
  }

  private async look(): Promise<void> {
    if (this.looking !== null || this.live.size === 0 || this.position === null) return;
    this.looking = this.tellAll(this.position).catch((error: unknown) => this.complain(error));
    await this.looking;
    this.looking = null;
  }

  private async tellAll(after: FeedPosition): Promise<void> {
    const horizon = await this.ledger.readHorizon();
    for (let at = after; isBefore(at, horizon); ) {
      const rows = await this.ledger.readFeed({ after: at, horizon }, [], PAGE);
      for (const row of rows) this.tell(row);
      at = rows.length === PAGE ? rows.at(-1)! : horizon;
      this.position = at;
    }
  }

  private tell(row: LedgerRow): void {
    let text: string | null = null;
    for (const listener of this.live) {
      if (!listener.wants(row)) continue;
      text ??= textOf(row);
      listener.tell(row, text);
    }
  }

  /** Says to each that it is there, and asks whether it still may listen. */
  async beatAll(): Promise<void> {
    for (const { listener, mayStill } of this.open) {
      if (await mayStill()) listener.write(this.beat());
      else listener.end();
    }
  }

  private beat(): string {
    return serverSent({ event: 'beat', data: JSON.stringify({ serverTime: toIso(this.time.now()) }) });
  }

  /** It goes on where it was when it asks again. */
  private giveUp(listener: EventListener, error: unknown): void {
    this.complain(error);
    listener.stream.destroy();
  }

  private complain(error: unknown): void {
    this.logger.warn(error instanceof Error ? `Streams fall behind: ${error.message}` : 'Streams fall behind');
  }
}

function textOf(row: LedgerRow): string {
  return serverSent({ id: feedCursor(row), event: row.type, data: JSON.stringify(eventView(row)) });
}

/** When what it was sent has gone out, or it has gone itself. */
async function taken({ stream }: EventListener): Promise<void> {
  while (!stream.destroyed && stream.readableLength > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}
