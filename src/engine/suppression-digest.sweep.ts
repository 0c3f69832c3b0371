import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_MINUTE } from '../platform/instant.js';
import { SuppressionDigest } from './suppression-digest.service.js';

const LOOK_EVERY_MS = 5 * MS_PER_MINUTE;

/** Looks now and then whether the daily list of leads that were kept out is due. */
@Injectable()
export class SuppressionDigestSweep {
  private readonly logger = new Logger('suppression');

  constructor(
    private readonly digest: SuppressionDigest,
    private readonly environment: Environment,
  ) {}

  @Interval(LOOK_EVERY_MS)
  async look(): Promise<void> {
    if (this.environment.role === 'api') return;
    try {
      await this.digest.look();
    } catch (error) {
      this.logger.warn(error instanceof Error ? `The look went wrong: ${error.message}` : 'The look went wrong');
    }
  }
}
