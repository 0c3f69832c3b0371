import { Injectable } from '@nestjs/common';
import { type Between, type FeedPosition, isBefore } from '../events/feed.js';
import { FeedConsumerStore } from '../events/feed-consumer.store.js';
import { LedgerStore } from '../events/ledger.store.js';
import { Database, isUnavailable, type Tx } from '../platform/database.js';
import { mayBeOfOne } from '../platform/gatherer.js';

/** Events of one transaction: it holds back all feeds for as long as it takes. */
const EVENTS_MAX = 1_000;

/** A part of the ledger, and what a follower found in it. */
export interface Slice<Found> {
  readonly after: FeedPosition;
  readonly end: FeedPosition;
  readonly found: readonly Found[];
}

/** Who makes something of what happens, behind the ledger. */
export interface Follower<Found> {
  /** As its place in the ledger is called. A new name begins at the start of the ledger (`FeedConsumerStore.claim`). */
  readonly name: string;
  /** What there is in a slice to make something of: its events, or the leads that they are about. */
  find(slice: Between): Promise<readonly Found[]>;
  /** Whether anybody is there for whom something is made; without it there always is. What happens else is passed over. */
  isWanted?(tx: Tx): Promise<boolean>;
  /** Makes of a slice what it makes, in the transaction in which its place goes on. Done again it changes nothing. */
  write(tx: Tx, slice: Slice<Found>): Promise<void>;
  /** Nothing can be made of what one event is about, and all others must not wait for it. */
  leaveOut(tx: Tx, found: readonly Found[], error: unknown): Promise<void>;
}

/** How far a slice has brought a follower; nowhere, where another node has its place. */
type Came = 'on' | 'toTheEnd' | 'nowhere';

/** Takes followers through the ledger, each on one node at a time. */
@Injectable()
export class Following {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerStore,
    private readonly consumers: FeedConsumerStore,
  ) {}

  /**
   * To its end.
   * @param rest after each slice, which took so many milliseconds; @returns whether to go on
   * @returns whether it has come there: not while another node has the follower's place
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

  /** One slice. That of which nothing can be made is found by ever smaller slices, and left out. */
  private async round<Found>(follower: Follower<Found>, most: number): Promise<Came> {
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
  ): Promise<Came> {
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
      return 'on';
    });
  }

  /** To the horizon, past what is nothing to this follower, also where somebody comes to be there for what follows. */
  private async passOver(tx: Tx, name: string, between: Between): Promise<void> {
    // Going on for nothing would move the horizon.
    const next = await this.ledger.endOfSlice(between, 1);
    if (isBefore(next, between.horizon)) await this.consumers.advance(tx, name, between.horizon);
  }
}
