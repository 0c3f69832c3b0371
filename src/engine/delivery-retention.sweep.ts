import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { forgetEnded, forgetOfDeleted, giveUp } from '../deliveries/delivery-columns.store.js';
import { UsedLinkStore } from '../deliveries/used-link.store.js';
import { Database, type Tx } from '../platform/database.js';
import { Environment } from '../platform/environment.js';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../platform/instant.js';
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
    private readonly links: UsedLinkStore,
    private readonly environment: Environment,
    private readonly time: TimeSource,
  ) {}

  @Interval(MS_PER_HOUR)
  look(): Promise<void> {
    return this.patiently(() => this.forget());
  }

  @Interval(MS_PER_MINUTE)
  lookForDeleted(): Promise<void> {
    return this.patiently(() => this.forgetOfDeleted());
  }

  async forget(): Promise<void> {
    const now = this.time.now();
    const before = now - KEPT_FOR_MS;
    await this.inSlices((tx) => giveUp(tx, before, now, AT_ONCE), AT_ONCE);
    await this.inSlices((tx) => forgetEnded(tx, before, AT_ONCE), AT_ONCE);
    await this.inSlices((tx) => this.links.forget(tx, now, AT_ONCE), AT_ONCE);
  }

  /** Webhooks and channels are deleted at once, under the configuration lock; what was for them goes afterwards. */
  forgetOfDeleted(): Promise<void> {
    return this.inSlices((tx) => forgetOfDeleted(tx, AT_ONCE), 1);
  }

  /** @param least as long as so many are done in one, there may be more */
  private async inSlices(slice: (tx: Tx) => Promise<number>, least: number): Promise<void> {
    while ((await this.database.engine.transaction(slice)) >= least);
  }

  private async patiently(forget: () => Promise<void>): Promise<void> {
    if (this.environment.role === 'api') return;
    try {
      await forget();
    } catch (error) {
      // They are only in the way of the disk; it is tried again.
      this.logger.warn(error instanceof Error ? error.message : 'Old deliveries could not be forgotten');
    }
  }
}
