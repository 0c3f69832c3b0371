import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { HandoffOpening } from '../lifecycle/handoff-opening.service.js';
import { Environment } from '../platform/environment.js';
import { MS_PER_MINUTE } from '../platform/instant.js';

/** Gives open deals a draft that were there before any kind of handoff was. */
@Injectable()
export class HandoffDraftsSweep {
  private readonly logger = new Logger('handoffs');
  private running: Promise<void> | null = null;

  constructor(
    private readonly opening: HandoffOpening,
    private readonly environment: Environment,
  ) {}

  /** Every minute. A round that takes longer is not begun a second time. */
  @Interval(MS_PER_MINUTE)
  look(): Promise<void> {
    if (this.environment.role === 'api') return Promise.resolve();
    this.running ??= this.draftAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async draftAll(): Promise<void> {
    try {
      while ((await this.opening.draftMissing()) > 0);
    } catch (error) {
      // Nothing is half done: in a minute it is looked again.
      this.logger.warn(error instanceof Error ? `The look went wrong: ${error.message}` : 'The look went wrong');
    }
  }
}
