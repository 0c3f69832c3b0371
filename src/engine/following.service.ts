import { Injectable } from '@nestjs/common';
import { type FeedPosition, type FeedSpan, isBefore } from '../events/feed.js';
import { FeedConsumerStore } from '../events/feed-consumer.store.js';
import { LedgerStore } from '../events/ledger.store.js';
import { mayBeOfOne } from '../platform/running/gatherer.js';
import { Database, isUnavailable, type Tx } from '../platform/sql/database.js';

/** Events in one transaction, which holds back all feeds for as long as it takes. */
const EVENTS_MAX = 1_000;

export interface Slice<Found> {
  readonly after: FeedPosition;
  readonly end: FeedPosition;
  readonly found: readonly Found[];
}

/** Processes events after they are recorded in the ledger. */
export interface Follower<Found> {
  /**
   * The name of its position in the ledger. A new name begins at the start of the ledger (`FeedConsumerStore.claim`).
   */
  readonly name: string;
  /** Returns what the follower has to process in a slice: its events, or the leads that they are about. */
  find(slice: FeedSpan): Promise<readonly Found[]>;
  /** Whether there are recipients; without this function, there always are. Without recipients, events are skipped. */
  isWanted?(tx: Tx): Promise<boolean>;
  /** Processes a slice in the transaction that advances the position. It has to be idempotent. */
  write(tx: Tx, slice: Slice<Found>): Promise<void>;
  /** Skips what one event is about if it cannot be processed, so that all others do not wait for it. */
  leaveOut(tx: Tx, found: readonly Found[], error: unknown): Promise<void>;
}

/** How far a slice has taken a follower; `nowhere` if another node holds its position. */
type FollowerProgress = 'on' | 'toTheEnd' | 'nowhere';

/** Takes followers through the ledger, each on one node at a time. */
@Injectable()
export class Following {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerStore,
    private readonly consumers: FeedConsumerStore,
  ) {}

  /**
   * Takes a follower to the end of the ledger. What is recorded meanwhile waits for the next time, so that under load
   * slices are large and few.
   * @param rest called after each slice with the milliseconds that it took; @returns whether to go on
   * @returns whether the end was reached; false while another node holds the follower's position
   */
  async follow<Found>(
    follower: Follower<Found>,
    rest: (tookMs: number) => Promise<boolean> = async () => true,
  ): Promise<boolean> {
    for (;;) {
      const begunMs = performance.now();
      const came = await this.round(follower, EVENTS_MAX);
      if (came !== 'on') return came === 'toTheEnd';
      if (!(await rest(performance.now() - begunMs))) return false;
    }
  }

  /** Processes one slice. If it fails because of an event, ever smaller slices find that event, and it is left out. */
  private async round<Found>(follower: Follower<Found>, most: number): Promise<FollowerProgress> {
    try {
      return await this.slice(follower, most, (tx, slice) => follower.write(tx, slice));
    } catch (error) {
      if (isUnavailable(error) || !mayBeOfOne(error)) throw error;
      if (most > 1) return this.round(follower, most >> 1);
      return this.slice(follower, 1, (tx, { found }) => follower.leaveOut(tx, found, error));
    }
  }

  private async slice<Found>(
    { name, find, isWanted }: Follower<Found>,
    most: number,
    write: (tx: Tx, slice: Slice<Found>) => Promise<void>,
  ): Promise<FollowerProgress> {
    const horizon = await this.ledger.readHorizon();
    return this.database.engine.transaction(async (tx) => {
      const after = await this.consumers.claim(tx, name);
      if (after === null) return 'nowhere';
      if (!isBefore(after, horizon)) return 'toTheEnd';
      if (isWanted !== undefined && !(await isWanted(tx))) {
        await this.passOver(tx, name, { after, horizon });
        return 'toTheEnd';
      }
      const end = await this.ledger.endOfSlice({ after, horizon }, most);
      const found = await find({ after, horizon: end });
      if (found.length === 0 && !isBefore(end, horizon)) {
        await this.passOver(tx, name, { after, horizon });
        return 'toTheEnd';
      }
      if (found.length > 0) await write(tx, { after, end, found });
      await this.consumers.advance(tx, name, end);
      return isBefore(end, horizon) ? 'on' : 'toTheEnd';
    });
  }

  /**
   * Advances to the horizon, past events that do not concern this follower. Recipients that are added later do not get
   * them.
   */
  private async passOver(tx: Tx, name: string, between: FeedSpan): Promise<void> {
    // Only if there is an event to pass: an advance itself moves the horizon.
    const next = await this.ledger.endOfSlice(between, 1);
    if (isBefore(next, between.horizon)) await this.consumers.advance(tx, name, between.horizon);
  }
}
