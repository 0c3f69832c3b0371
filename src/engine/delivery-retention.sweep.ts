import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DeliveryQueueStore } from '../deliveries/delivery-queue.store.js';
import { UsedLinkStore } from '../deliveries/used-link.store.js';
import { Database } from '../platform/database.js';
import { Environment } from '../platform/environment.js';
import { MS_PER_DAY, MS_PER_HOUR } from '../platform/instant.js';
import { TimeSource } from '../platform/time-source.js';

/** For so long a delivery that has ended can be looked at and replayed, and one waits whose webhook is paused. */
const KEPT_FOR_MS = 30 * MS_PER_DAY;
/** Of one transaction. */
const AT_ONCE = 5_000;

/** Forgets deliveries that have long ended. */
@Injectable()
export class DeliveryRetention {
  private readonly logger = new Logger('deliveries');

  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryQueueStore,
    private readonly links: UsedLinkStore,
    private readonly environment: Environment,
    private readonly time: TimeSource,
  ) {}

  @Interval(MS_PER_HOUR)
  async look(): Promise<void> {
    if (this.environment.role === 'api') return;
    try {
      await this.forget();
    } catch (error) {
      // They are only in the way of the disk; in an hour it is tried again.
      this.logger.warn(error instanceof Error ? error.message : 'Old deliveries could not be forgotten');
    }
  }

  async forget(): Promise<void> {
    const now = this.time.now();
    const before = now - KEPT_FOR_MS;
    for (let count = AT_ONCE; count === AT_ONCE; )
      count = await this.database.engine.transaction((tx) => this.deliveries.giveUp(tx, before, now, AT_ONCE));
    for (let count = AT_ONCE; count === AT_ONCE; )
      count = await this.database.engine.transaction((tx) => this.deliveries.forgetEnded(tx, before, AT_ONCE));
    for (let count = AT_ONCE; count === AT_ONCE; )
      count = await this.database.engine.transaction((tx) => this.links.forget(tx, now, AT_ONCE));
  }
}
