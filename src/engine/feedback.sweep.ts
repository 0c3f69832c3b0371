import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../platform/instant.js';
import { FeedbackPlanning } from './feedback-planning.service.js';
import { FeedbackUpkeep } from './feedback-upkeep.service.js';

/** Keeps the ledger of what ad platforms are told a moment behind what happens. */
@Injectable()
export class FeedbackSweep implements BeforeApplicationShutdown {
  private readonly logger = new Logger('feedback');
  private working: Promise<void> | null = null;
  private isStopping = false;
  private nextUpkeepMs = 0;

  constructor(
    private readonly planning: FeedbackPlanning,
    private readonly upkeep: FeedbackUpkeep,
    private readonly environment: Environment,
  ) {}

  @Interval(MS_PER_SECOND)
  async keepUp(): Promise<void> {
    if (this.environment.role === 'api' || this.isStopping || this.working !== null) return;
    this.working = this.look().catch((error: unknown) =>
      this.logger.warn(error instanceof Error ? `Feedback falls behind: ${error.message}` : 'Feedback falls behind'),
    );
    await this.working;
    this.working = null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.working;
  }

  /** Nothing is lost where it fails: its place in the ledger is where it was. */
  private async look(): Promise<void> {
    await this.planning.follow(async () => !this.isStopping);
    if (this.isStopping || performance.now() < this.nextUpkeepMs) return;
    await this.upkeep.look();
    this.nextUpkeepMs = performance.now() + MS_PER_MINUTE;
  }
}
