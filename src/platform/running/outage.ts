import { Logger } from '@nestjs/common';
import { isBroken } from '../sql/database.js';
import { MS_PER_SECOND } from '../values/duration.js';
import { whyOf } from './failure.js';

/**
 * Logs that the database cannot be reached: once when that begins, and once when it is over, for all the work that
 * fails meanwhile.
 */
export class Outage {
  private readonly logger = new Logger('database');
  /** The work that has failed. Other work may not need the database, so its success says nothing. */
  private readonly failed = new Set<string>();
  private sinceMs = 0;

  noteFailure(work: string, error: unknown): void {
    if (!isBroken(error)) return;
    if (this.failed.size === 0) {
      this.sinceMs = performance.now();
      this.logger.warn(`The database cannot be reached, so what is due waits: ${whyOf(error)}`);
    }
    this.failed.add(work);
  }

  endFor(work: string): void {
    if (!this.failed.has(work)) return;
    this.failed.clear();
    const seconds = Math.ceil((performance.now() - this.sinceMs) / MS_PER_SECOND);
    this.logger.log(`The database can be reached again, after ${seconds} s`);
  }
}
