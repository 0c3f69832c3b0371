import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_HOUR, MS_PER_SECOND } from '../platform/instant.js';
import { Jobs } from './jobs.service.js';

/** Looks every second for jobs that nobody works on. A timer of its own: what falls due waits for no job. */
@Injectable()
export class JobsSweep implements BeforeApplicationShutdown {
  private readonly logger = new Logger('jobs');
  private running: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    private readonly jobs: Jobs,
    private readonly environment: Environment,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  @Interval(MS_PER_SECOND)
  look(): void {
    if (this.environment.role === 'api' || this.running !== null || this.isStopping) return;
    this.running = this.carefully(() => this.jobs.settle(() => this.isStopping)).then(() => {
      this.running = null;
    });
  }

  @Interval(MS_PER_HOUR)
  async forget(): Promise<void> {
    if (this.environment.role !== 'api') await this.carefully(() => this.jobs.forget());
  }

  /** A job that was cut off is taken again when the node's time for it is over. */
  private async carefully(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(error instanceof Error ? `A job was cut off: ${error.message}` : 'A job was cut off');
    }
  }
}
