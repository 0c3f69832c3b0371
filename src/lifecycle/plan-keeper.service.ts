import { Injectable, OnModuleInit } from '@nestjs/common';
import { ConfigurationService, type ConfigurationWatcher } from '../configuration/configuration.service.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { Clock } from '../platform/clock.js';
import type { Tx } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import { ClockStore } from '../sla/clock.store.js';
import { EnforcementService } from './enforcement.service.js';
import { QueueStore } from './queue.store.js';
import { RepTimersService } from './rep-timers.service.js';
import { Waker } from './waker.service.js';

/**
 * Keeps plans true when configuration changes: clocks whose working time is another now are planned anew, and the
 * queue is looked at, because somebody may have become eligible.
 */
@Injectable()
export class PlanKeeper implements ConfigurationWatcher, OnModuleInit {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly directories: DirectoryService,
    private readonly clocks: ClockStore,
    private readonly queue: QueueStore,
    private readonly enforcement: EnforcementService,
    private readonly repTimers: RepTimersService,
    private readonly waker: Waker,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.configuration.watchedBy(this);
  }

  changing(tx: Tx): Promise<Directory> {
    return this.directories.current(tx);
  }

  async changed(tx: Tx, before: unknown, now: Instant): Promise<void> {
    const after = await this.directories.uncommitted(tx);
    const changes = whatChanged(before as Directory, after);
    if (changes.repIds.length + changes.poolIds.length + changes.calendarIds.length > 0) {
      await this.clocks.markStale(tx, changes, now);
    }
    await this.queue.poke(tx, now);
  }

  /** The one who changed something sees its effect in the next answer. */
  async settled(): Promise<void> {
    try {
      // An absence that has begun already, before the clocks of leads that it moves are planned anew for nothing.
      while (await this.repTimers.sweepOnce());
      while ((await this.enforcement.sweepOnce('stale')) > 0);
    } finally {
      this.waker.wake(this.clock.now());
    }
  }
}

/** Whose working time is not what it was. Too many costs a little work, too few would break a promise. */
export function whatChanged(before: Directory, after: Directory) {
  const differs = (key: (directory: Directory) => string) => key(before) !== key(after);
  return {
    repIds: [...after.content.reps.keys()].filter(
      (id) => before.rep(id) !== undefined && differs((each) => each.hoursKey(id)),
    ),
    poolIds: [...after.content.pools.keys()].filter(
      (id) => before.pool(id) !== undefined && differs((each) => each.poolHoursKey(id)),
    ),
    calendarIds: [...after.content.calendars.values()]
      .filter((calendar) => before.content.calendars.get(calendar.id)?.version !== calendar.version)
      .map((calendar) => calendar.id),
  };
}
