import { Injectable } from '@nestjs/common';
import type { EventType } from '../events/event.js';
import { type FeedPosition, isBefore } from '../events/feed.js';
import { FeedConsumerStore } from '../events/feed-consumer.store.js';
import { LedgerStore } from '../events/ledger.store.js';
import { Database, isUnavailable, type Tx } from '../platform/database.js';
import { mayBeOfOne } from '../platform/gatherer.js';

/** Events of one transaction: it holds back all feeds for as long as it takes. */
const EVENTS_MAX = 1_000;

/** A part of the ledger, and the leads that its events are about. */
export interface Slice {
  readonly after: FeedPosition;
  readonly end: FeedPosition;
  readonly leadIds: readonly string[];
}

/** Who makes something of what happens to leads, behind the ledger. */
export interface Follower {
  /** As its place in the ledger is called. */
  readonly name: string;
  /** The events that it makes something of; empty for all. */
  readonly types: readonly EventType[];
  /**
   * Whether it makes what it makes of a lead of how that is now, whatever has happened. Behind a backlog each lead then
   * comes once, with the slice of its latest event, and not with every slice that has one; its types are all.
   */
  readonly ofPresent: boolean;
  /** Makes of a slice what it makes, in the transaction in which its place goes on. Done again it changes nothing. */
  write(tx: Tx, slice: Slice): Promise<void>;
  /** Nothing can be made of a lead, and all others must not wait for it. */
  leaveOut(tx: Tx, leadIds: readonly string[], error: unknown): Promise<void>;
}

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
   */
  async follow(follower: Follower, rest: (tookMs: number) => Promise<boolean> = async () => true): Promise<void> {
    for (;;) {
      const begunMs = performance.now();
      if (!(await this.round(follower, EVENTS_MAX)) || !(await rest(performance.now() - begunMs))) return;
    }
  }

  /**
   * One slice. A lead of which nothing can be made is found by ever smaller slices, and left out.
   * @returns whether there was anything in it
   */
  private async round(follower: Follower, most: number): Promise<boolean> {
    try {
      return await this.slice(follower, most, (tx, slice) => follower.write(tx, slice));
    } catch (error) {
      if (isUnavailable(error) || !mayBeOfOne(error)) throw error;
      if (most > 1) return this.round(follower, most >> 1);
      return this.slice(follower, 1, (tx, { leadIds }) => follower.leaveOut(tx, leadIds, error));
    }
  }

  private async slice(
    { name, types, ofPresent }: Follower,
    most: number,
    write: (tx: Tx, slice: Slice) => Promise<void>,
  ): Promise<boolean> {
    const horizon = await this.ledger.readHorizon();
    return this.database.engine.transaction(async (tx) => {
      const after = await this.consumers.claim(tx, name);
      if (after === null || !isBefore(after, horizon)) return false;
      const end = await this.ledger.endOfSlice({ after, horizon }, most);
      const slice = { after, horizon: end };
      const leadIds = ofPresent
        ? await this.ledger.readLastSubjects(slice, 'lead', horizon)
        : await this.ledger.readSubjects(slice, 'lead', types);
      // Going on to the horizon for nothing would move the horizon.
      if (leadIds.length === 0 && !isBefore(end, horizon)) return false;
      if (leadIds.length > 0) await write(tx, { after, end, leadIds });
      await this.consumers.advance(tx, name, end);
      return true;
    });
  }
}
