import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { FeedbackPush } from './feedback-push.service.js';

/** Looks whether something is to be posted; when, the rows say. */
@Injectable()
export class FeedbackPushSweep implements BeforeApplicationShutdown {
  private readonly logger = new Logger('feedback');
  private working: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    private readonly push: FeedbackPush,
    private readonly environment: Environment,
  ) {}

  @Interval(5 * MS_PER_SECOND)
  async keepUp(): Promise<void> {
    if (this.environment.role === 'api' || this.isStopping || this.working !== null) return;
    this.working = this.push
      .look(() => !this.isStopping)
      .catch((error: unknown) =>
        this.logger.warn(error instanceof Error ? `Posting falls behind: ${error.message}` : 'Posting falls behind'),
      );
    await this.working;
    this.working = null;
  }

  /** A request that has left is waited for: what it was answered is not known otherwise. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.working;
  }
}
