import { Injectable } from '@nestjs/common';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../platform/values/duration.js';
import { forgetEnded, forgetOfDeleted, giveUp } from './delivery-columns.store.js';
import { UsedLinkStore } from './links/used-link.store.js';

/** How long an ended delivery can be read and replayed. A delivery that is still waiting at this age fails. */
const KEPT_FOR_MS = 30 * MS_PER_DAY;
const AT_ONCE = 5_000;

@Injectable()
export class DeliveryRetention {
  constructor(
    periodic: Periodic,
    private readonly database: Database,
    private readonly links: UsedLinkStore,
    private readonly time: TimeSource,
  ) {
    const failing = 'Old deliveries could not be deleted';
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

  /** After the deletion itself, which holds the configuration lock (docs/adr/0035). */
  forgetOfDeleted(): Promise<void> {
    return this.inSlices((tx) => forgetOfDeleted(tx, AT_ONCE), 1);
  }

  /** @param least repeats while a slice reports at least this many, as there may be more */
  private async inSlices(slice: (tx: Tx) => Promise<number>, least: number): Promise<void> {
    while ((await this.database.engine.transaction(slice)) >= least);
  }
}
