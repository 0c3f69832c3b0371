import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../platform/database.js';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../platform/duration.js';
import { Periodic } from '../platform/periodic.sweep.js';
import { TimeSource } from '../platform/time-source.js';
import { forgetEnded, forgetOfDeleted, giveUp } from './delivery-columns.store.js';
import { UsedLinkStore } from './links/used-link.store.js';

/** For so long a delivery that has ended can be looked at and replayed. One that still waits when it is as old fails. */
const KEPT_FOR_MS = 30 * MS_PER_DAY;
/** Of one transaction. */
const AT_ONCE = 5_000;

/** Forgets deliveries that have long ended. */
@Injectable()
export class DeliveryRetention {
  constructor(
    periodic: Periodic,
    private readonly database: Database,
    private readonly links: UsedLinkStore,
    private readonly time: TimeSource,
  ) {
    const failing = 'Old deliveries could not be forgotten';
    periodic.add({ name: 'old-deliveries', everyMs: MS_PER_HOUR, run: () => this.forget(), failing });
    periodic.add({ name: 'deleted-targets', everyMs: MS_PER_MINUTE, run: () => this.forgetOfDeleted(), failing });
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
}
