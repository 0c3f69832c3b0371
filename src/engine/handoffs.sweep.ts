import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Backfills } from '../lifecycle/backfills.service.js';
import { HandoffOpening } from '../lifecycle/handoff-opening.service.js';
import { HandoffSuccession } from '../lifecycle/handoff-succession.service.js';
import { Renewals } from '../lifecycle/renewals.service.js';
import { Environment } from '../platform/environment.js';
import { MS_PER_MINUTE } from '../platform/instant.js';

/** Brings handoffs to what has become of the world around them. */
@Injectable()
export class HandoffsSweep {
  private readonly logger = new Logger('handoffs');
  private running: Promise<void> | null = null;

  constructor(
    private readonly opening: HandoffOpening,
    private readonly renewals: Renewals,
    private readonly backfills: Backfills,
    private readonly succession: HandoffSuccession,
    private readonly environment: Environment,
  ) {}

  /** Every minute. A round that takes longer is not begun a second time. */
  @Interval(MS_PER_MINUTE)
  look(): Promise<void> {
    if (this.environment.role === 'api') return Promise.resolve();
    this.running ??= this.lookAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** What goes wrong in one of them keeps the others from nothing. */
  private async lookAll(): Promise<void> {
    await this.try('drafts of open deals', async () => {
      while ((await this.opening.draftMissing()) > 0);
    });
    await this.try('renewals that are due', async () => {
      while (await this.renewals.beginDue());
    });
    await this.try('backfills', async () => {
      while (await this.backfills.beginDue());
    });
    await this.try('what is asked of others by now', async () => {
      let last: string | null = null;
      do last = await this.succession.passOn(last);
      while (last !== null);
    });
  }

  /** Nothing is half done: in a minute it is looked again. */
  private async try(what: string, look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      this.logger.warn(`The look at ${what} went wrong${error instanceof Error ? `: ${error.message}` : ''}`);
    }
  }
}
