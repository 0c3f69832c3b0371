import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Renewals } from '../lifecycle/renewals.service.js';
import { Environment } from '../platform/environment.js';
import { MS_PER_MINUTE } from '../platform/instant.js';

/** Lets renewals begin that have become due. */
@Injectable()
export class RenewalsSweep {
  private readonly logger = new Logger('renewals');
  private running: Promise<void> | null = null;

  constructor(
    private readonly renewals: Renewals,
    private readonly environment: Environment,
  ) {}

  /** Every minute. A round that takes longer is not begun a second time. */
  @Interval(MS_PER_MINUTE)
  look(): Promise<void> {
    if (this.environment.role === 'api') return Promise.resolve();
    this.running ??= this.beginAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async beginAll(): Promise<void> {
    try {
      while (await this.renewals.beginDue());
    } catch (error) {
      // Nothing is half done: in a minute it is looked again.
      this.logger.warn(error instanceof Error ? `The look went wrong: ${error.message}` : 'The look went wrong');
    }
  }
}
