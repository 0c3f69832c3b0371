import { Injectable } from '@nestjs/common';
import { DueClockStore } from '../clocks/due-clocks.store.js';
import { Database } from '../platform/database.js';
import type { Instant } from '../platform/duration.js';
import { TimeSource } from '../platform/time-source.js';
import { whoseTurn } from './worker.js';
import { Workers } from './workers.service.js';

/** Everything that happens by the clock, in one place: what is due now is done, and when the next thing is due. */
@Injectable()
export class Engine {
  constructor(
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly dueClocks: DueClockStore,
    private readonly workers: Workers,
  ) {}

  /**
   * Does what is due, until nothing is left that this node can do. An idle engine asks one question.
   * @param isStopping asked between batches
   * @returns when the next thing is due, null when nothing is; in the past when another node works on it
   */
  async settle(isStopping: () => boolean = () => false): Promise<Instant | null> {
    for (;;) {
      const next = await this.dueClocks.readNext(this.database.engine);
      let isAnythingDone = false;
      for (const worker of isStopping() ? [] : whoseTurn(this.workers.inTurn, next, this.time.now())) {
        const isDone = await worker.round(isStopping);
        isAnythingDone ||= isDone;
      }
      if (!isAnythingDone) return next[0]?.at ?? null;
    }
  }
}
