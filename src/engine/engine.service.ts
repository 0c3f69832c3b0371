import { Injectable } from '@nestjs/common';
import { ClockStore } from '../clocks/clock.store.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import { EnforcementService } from './enforcement.service.js';
import { QueueService } from './queue.service.js';
import { RepTimersService } from './rep-timers.service.js';
import { ReplanningService } from './replanning.service.js';

/** Everything that happens by the clock, in one place: what is due now is done, and when the next thing is due. */
@Injectable()
export class Engine {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly clocks: ClockStore,
    private readonly enforcement: EnforcementService,
    private readonly repTimers: RepTimersService,
    private readonly queue: QueueService,
    private readonly replanning: ReplanningService,
  ) {}

  /**
   * Does what is due, until nothing is left that this node can do. An idle engine asks one question.
   * @param isStopping asked between batches
   * @returns when the next thing is due, null when nothing is; in the past when another node works on it
   */
  async settle(isStopping: () => boolean = () => false): Promise<Instant | null> {
    for (;;) {
      const next = await this.clocks.nextInstant(this.database.engine);
      const isQuiet = next === null || next > this.clock.now();
      if (isStopping() || (isQuiet && !this.queue.isUnderWay)) return next;
      const timers = await this.repTimers.sweepOnce();
      const enforced = await this.enforcement.sweep(isStopping);
      const dealt = await this.queue.dealIfDue();
      const replanned = await this.replanning.sweepOnce();
      if (!timers && enforced === 0 && !dealt && !replanned) return next;
    }
  }
}
