import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { MS_PER_HOUR } from '../platform/instant.js';
import { TimeSource } from '../platform/time-source.js';
import { REMEMBERED_FOR_MS } from './idempotency.js';
import { IdempotencyStore } from './idempotency.store.js';

/** Forgets answers that are no longer given again. */
@Injectable()
export class IdempotencySweep {
  private readonly logger = new Logger('idempotency');

  constructor(
    private readonly store: IdempotencyStore,
    private readonly time: TimeSource,
  ) {}

  @Interval(MS_PER_HOUR)
  async forget(): Promise<void> {
    try {
      await this.store.forgetBefore(this.time.now() - REMEMBERED_FOR_MS);
    } catch (error) {
      // They are only in the way of the disk; in an hour it is tried again.
      this.logger.warn(error instanceof Error ? error.message : 'Old answers could not be forgotten');
    }
  }
}
