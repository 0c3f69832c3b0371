import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { HandoffSuccession } from '../lifecycle/handoff-succession.service.js';
import { Environment } from '../platform/environment.js';
import { MS_PER_MINUTE } from '../platform/instant.js';

/** Finds other owners for what people had to process who have left. */
@Injectable()
export class HandoffOwnersSweep {
  private readonly logger = new Logger('handoffs');
  private running: Promise<void> | null = null;

  constructor(
    private readonly succession: HandoffSuccession,
    private readonly environment: Environment,
  ) {}

  /** Every minute. A round that takes longer is not begun a second time. */
  @Interval(MS_PER_MINUTE)
  look(): Promise<void> {
    if (this.environment.role === 'api') return Promise.resolve();
    this.running ??= this.replaceAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async replaceAll(): Promise<void> {
    try {
      for (let last = await this.succession.replaceLeft(null); last !== null; )
        last = await this.succession.replaceLeft(last);
    } catch (error) {
      // Nothing is half done: in a minute it is looked again.
      this.logger.warn(error instanceof Error ? `The look went wrong: ${error.message}` : 'The look went wrong');
    }
  }
}
