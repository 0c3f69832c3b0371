import { Injectable, Logger } from '@nestjs/common';
import { ClockStore } from '../clocks/clock.store.js';
import { DueClockStore } from '../clocks/due-clocks.store.js';
import { ConfigurationService } from '../configuration/configuration.service.js';
import { LedgerStore } from '../events/ledger.store.js';
import { SweepSignal } from '../lifecycle/sweep-signal.service.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import { system } from '../platform/values/actor.js';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';

/** Id of the subject of heartbeats. */
const SYSTEM = '00000000-0000-7000-8000-000000000003';
const HEARTBEAT_EVERY_MS = 5 * MS_PER_MINUTE;
const LOOK_EVERY_MS = 5 * MS_PER_SECOND;
const QUEUE_EVERY_MS = MS_PER_MINUTE;
/** A clock that is overdue by more than this is no longer a backlog, but a fault. */
const OVERDUE_MS = 10 * MS_PER_SECOND;

/** Milliseconds are usual, and health checks do not wait for long either. */
export const ANSWER_WITHIN_MS = 2 * MS_PER_SECOND;

export interface OverdueClocks {
  readonly clocks: number;
  readonly oldestAt: Instant | null;
}

/**
 * Checks, independently of the sweep, whether anything is due and not done. An engine that has silently stopped is the
 * worst failure that this product can have. Health and metrics show what is found here.
 */
@Injectable()
export class Watchdog {
  private readonly logger = new Logger('watchdog');
  /** When the latest heartbeat known to this node was recorded. */
  private beatAt: Instant | null = null;

  constructor(
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly clocks: ClockStore,
    private readonly dueClocks: DueClockStore,
    private readonly signal: SweepSignal,
    private readonly ledger: LedgerStore,
    private readonly changes: ConfigurationService,
    periodic: Periodic,
  ) {
    const failing = 'The look went wrong';
    periodic.add({ name: 'watchdog', everyMs: LOOK_EVERY_MS, run: () => this.look(), failing });
    periodic.add({ name: 'queue', everyMs: QUEUE_EVERY_MS, run: () => this.lookAtQueue(), failing });
  }

  /**
   * Counts clocks that have been due for longer than any backlog should take. A database that does not answer in time
   * counts as unavailable.
   */
  readOverdue(): Promise<OverdueClocks> {
    return this.dueClocks.readOverdue(this.database.engine.within(ANSWER_WITHIN_MS), this.time.now() - OVERDUE_MS);
  }

  async look(): Promise<void> {
    const { clocks, oldestAt } = await this.readOverdue();
    await this.beat(clocks);
    if (clocks === 0) return;
    this.signal.wake(this.time.now());
    this.logger.warn(`${clocks} clocks are overdue, the oldest for ${this.time.now() - oldestAt!} ms`);
  }

  /**
   * Checks the queue in case code that made somebody eligible did not. Rarely, because a long queue of leads that only
   * their former owners could take is gone through in vain.
   */
  private async lookAtQueue(): Promise<void> {
    await this.clocks.pokeQueue(this.database.engine, this.time.now());
    this.signal.wake(this.time.now());
  }

  /**
   * Records a sign of life in the feed, from whichever node comes first, so that readers of the feed see that the
   * engine runs.
   */
  private async beat(overdueClocks: number): Promise<void> {
    const now = this.time.now();
    const isRecent = (at: Instant | null) => at !== null && at > now - HEARTBEAT_EVERY_MS;
    if (isRecent(this.beatAt)) return;
    this.beatAt = await this.database.engine.transaction(async (tx) => {
      if (!(await this.ledger.tryLockHeartbeat(tx))) return this.beatAt;
      const latestAt = await this.ledger.latestAt(tx, SYSTEM);
      if (isRecent(latestAt)) return latestAt;
      const event = { type: 'system.heartbeat', kind: 'system', id: SYSTEM, at: now } as const;
      await this.changes.record(tx, { ...event, actor: system('watchdog'), data: { overdueClocks } });
      return now;
    });
  }
}
