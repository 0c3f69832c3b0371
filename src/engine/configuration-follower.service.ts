import { Injectable, OnModuleInit } from '@nestjs/common';
import { ClockStore } from '../clocks/clock.store.js';
import { ReplanningStore } from '../clocks/replanning.store.js';
import { ConfigurationService, type ConfigurationWatcher } from '../configuration/configuration.service.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { isNoChange } from '../directory/hours-change.js';
import { SweepSignal } from '../lifecycle/sweep-signal.service.js';
import type { Tx } from '../platform/database.js';
import { type Instant, MS_PER_SECOND } from '../platform/instant.js';
import { TimeSource } from '../platform/time-source.js';
import { AbsencesWorker } from './absences.worker.js';
import { ReplanningWorker } from './replanning.worker.js';

/** Nobody who changes a calendar waits longer for all that depends on it: the engine does the rest. */
const SETTLED_WITHIN_MS = MS_PER_SECOND;

/**
 * Keeps plans true when configuration changes: what is outdated is recorded, once, and worked off after the commit; and
 * the queue is looked at, because somebody may have become eligible.
 */
@Injectable()
export class ConfigurationFollower implements ConfigurationWatcher, OnModuleInit {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly directories: DirectoryService,
    private readonly replannings: ReplanningStore,
    private readonly clocks: ClockStore,
    private readonly replanning: ReplanningWorker,
    private readonly repTimers: AbsencesWorker,
    private readonly signal: SweepSignal,
    private readonly time: TimeSource,
  ) {}

  onModuleInit(): void {
    this.configuration.watchedBy(this);
  }

  changing(tx: Tx): Promise<Directory> {
    return this.directories.current(tx);
  }

  async changed(tx: Tx, before: unknown, now: Instant): Promise<Directory> {
    const { directory, change } = await this.directories.changed(tx, before as Directory);
    if (!isNoChange(change)) await this.replannings.add(tx, change, directory.revision, now);
    await this.clocks.pokeQueue(tx, now);
    return directory;
  }

  /** The one who changed something sees its effect in the next answer, unless it is too much for that. */
  async settled(after: unknown): Promise<void> {
    this.directories.adopt(after as Directory);
    const endMs = performance.now() + SETTLED_WITHIN_MS;
    const isTime = () => performance.now() < endMs;
    try {
      // An absence that has begun already, before the clocks of leads that it moves are planned anew for nothing.
      while ((await this.repTimers.round()) && isTime());
      while ((await this.replanning.round()) && isTime());
    } finally {
      this.signal.wake(this.time.now());
    }
  }
}
