import { Injectable } from '@nestjs/common';
import { DueClockStore } from '../clocks/due-clocks.store.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import { whoseTurn } from './worker.js';
import { Workers } from './workers.service.js';

/** Carries out everything that happens by the clock, and tells when the next clock is due. */
@Injectable()
export class Engine {
  constructor(
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly dueClocks: DueClockStore,
    private readonly workers: Workers,
  ) {}

  /**
   * Carries out what is due, until this node can do no more. An idle engine makes a single query.
   * @param isStopping checked between batches
   * @returns when the next clock is due, or null if none is; in the past if another node works on it
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
