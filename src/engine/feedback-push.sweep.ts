import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { FeedbackPush } from './feedback-push.service.js';

/** Looks whether something is to be posted; when, the rows say. */
@Injectable()
export class FeedbackPushSweep implements BeforeApplicationShutdown {
  private readonly logger = new Logger('feedback');
  private readonly looks = new Set<Promise<void>>();
  private isStopping = false;

  constructor(
    private readonly push: FeedbackPush,
    private readonly environment: Environment,
  ) {}

  @Interval(5 * MS_PER_SECOND)
  async keepUp(): Promise<void> {
    if (this.environment.role === 'api' || this.isStopping) return;
    const look = this.push
      .look(() => !this.isStopping)
      .catch((error: unknown) =>
        this.logger.warn(error instanceof Error ? `Posting falls behind: ${error.message}` : 'Posting falls behind'),
      );
    this.looks.add(look);
    await look;
    this.looks.delete(look);
  }

  /** A request that has left is waited for: what it was answered is not known otherwise. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.looks);
  }
}
