import { Injectable, Logger } from '@nestjs/common';
import { Following, type Slice } from '../../engine/following.service.js';
import type { LedgerRow } from '../../events/event.js';
import type { FeedSpan } from '../../events/feed.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { whyOf } from '../../platform/running/failure.js';
import { TimeSource } from '../../platform/running/time-source.js';
import type { Tx } from '../../platform/sql/database.js';
import { newId } from '../../platform/values/ids.js';
import { DeliveryQueueStore } from '../delivery-queue.store.js';
import { deliveriesOf } from './webhook.js';
import { WebhookStore } from './webhook.store.js';

const CONSUMER = 'webhooks';
const EVENTS_MAX = 1_000;

/** Follows the ledger and writes deliveries to webhooks (docs/adr/0035). */
@Injectable()
export class WebhookFollowing {
  private readonly logger = new Logger('webhooks');

  constructor(
    private readonly following: Following,
    private readonly ledger: LedgerStore,
    private readonly webhooks: WebhookStore,
    private readonly deliveries: DeliveryQueueStore,
    private readonly time: TimeSource,
  ) {}

  /** @param rest and @returns as for `Following` */
  follow(rest?: (tookMs: number) => Promise<boolean>): Promise<boolean> {
    const follower = {
      name: CONSUMER,
      find: (between: FeedSpan) => this.ledger.readNews(between, [], EVENTS_MAX),
      isWanted: async (tx: Tx) => (await this.webhooks.readSubscribers(tx)).length > 0,
      write: (tx: Tx, { found }: Slice<LedgerRow>) => this.write(tx, found),
      leaveOut: async (_tx: Tx, found: readonly LedgerRow[], error: unknown) =>
        this.logger.error(`No webhook receives event ${found.map(({ id }) => id).join(', ')}: ${whyOf(error)}`),
    };
    return this.following.follow(follower, rest);
  }

  private async write(tx: Tx, events: readonly LedgerRow[]): Promise<void> {
    const subscribers = await this.webhooks.readSubscribers(tx);
    const now = this.time.now();
    await this.deliveries.insertMany(
      tx,
      deliveriesOf(events, subscribers, now, () => newId(now)),
    );
  }
}
