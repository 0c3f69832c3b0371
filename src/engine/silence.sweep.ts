import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_MINUTE } from '../platform/instant.js';
import { SilenceService } from './silence.service.js';

const LOOK_EVERY_MS = 5 * MS_PER_MINUTE;

/** Looks now and then whether touches still come. */
@Injectable()
export class SilenceSweep {
  private readonly logger = new Logger('silence');

  constructor(
    private readonly silence: SilenceService,
    private readonly environment: Environment,
  ) {}

  @Interval(LOOK_EVERY_MS)
  async look(): Promise<void> {
    if (this.environment.role === 'api') return;
    try {
      await this.silence.look();
    } catch (error) {
      this.logger.warn(error instanceof Error ? `The look went wrong: ${error.message}` : 'The look went wrong');
    }
  }
}
