import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { Database } from '../platform/database.js';
import { type Instant, MS_PER_SECOND } from '../platform/instant.js';
import { ClockStore } from '../sla/clock.store.js';
import { QueueStore } from './queue.store.js';
import { Waker } from './waker.js';

const LOOK_EVERY_MS = 5 * MS_PER_SECOND;
/** Due for longer than this and not done is no backlog any more, it is a fault. */
const OVERDUE_MS = 10 * MS_PER_SECOND;

export interface Overdue {
  readonly clocks: number;
  readonly oldestAt: Instant | null;
}

/**
 * Asks, apart from the sweep, whether anything is due and not done. An engine that has silently stopped is the worst
 * failure this product can have: health and metrics show what is found here.
 */
@Injectable()
export class Watchdog {
  private readonly logger = new Logger('watchdog');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly clocks: ClockStore,
    private readonly queue: QueueStore,
    private readonly waker: Waker,
    private readonly configuration: Configuration,
  ) {}

  /** What has been due for longer than any backlog should take. */
  readOverdue(): Promise<Overdue> {
    return this.clocks.readOverdue(this.database, this.clock.now() - OVERDUE_MS);
  }

  @Interval(LOOK_EVERY_MS)
  async look(): Promise<void> {
    if (this.configuration.role === 'api') return;
    try {
      // Whoever became eligible in the very moment in which a lead came to wait may have been overlooked.
      await this.queue.poke(this.database, this.clock.now());
      this.waker.wake(this.clock.now());
      const { clocks, oldestAt } = await this.readOverdue();
      if (clocks > 0) {
        this.logger.warn(`${clocks} clocks are overdue, the oldest for ${this.clock.now() - oldestAt!} ms`);
      }
    } catch (error) {
      this.logger.warn(error instanceof Error ? `The look went wrong: ${error.message}` : 'The look went wrong');
    }
  }
}
