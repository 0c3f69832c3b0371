import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock.js';
import { MS_PER_HOUR } from '../platform/instant.js';
import { KEPT_FOR_MS } from './idempotency.interceptor.js';
import { IdempotencyStore } from './idempotency.store.js';

/** Forgets answers that are no longer given again. */
@Injectable()
export class IdempotencySweep {
  private readonly logger = new Logger('idempotency');

  constructor(
    private readonly store: IdempotencyStore,
    private readonly clock: Clock,
  ) {}

  @Interval(MS_PER_HOUR)
  async forget(): Promise<void> {
    try {
      await this.store.forgetBefore(this.clock.now() - KEPT_FOR_MS);
    } catch (error) {
      // They are only in the way of the disk; in an hour it is tried again.
      this.logger.warn(error instanceof Error ? error.message : 'Old answers could not be forgotten');
    }
  }
}
