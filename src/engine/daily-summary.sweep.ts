import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_MINUTE } from '../platform/instant.js';
import { DailySummary } from './daily-summary.service.js';

/** Looks every minute whose day has ended. */
@Injectable()
export class DailySummarySweep {
  private readonly logger = new Logger('summaries');

  constructor(
    private readonly summary: DailySummary,
    private readonly environment: Environment,
  ) {}

  @Interval(MS_PER_MINUTE)
  async look(): Promise<void> {
    if (this.environment.role === 'api') return;
    try {
      await this.summary.look();
    } catch (error) {
      // Nobody was told: in a minute it is looked again.
      this.logger.warn(error instanceof Error ? `The look went wrong: ${error.message}` : 'The look went wrong');
    }
  }
}
