import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { restAfter } from '../platform/spare-time.js';
import { ReportFacts } from './report-facts.service.js';

const EVERY_MS = MS_PER_SECOND;
/** Brings reports up to date, a moment behind what happens. */
@Injectable()
export class ReportFactsSweep implements BeforeApplicationShutdown {
  private readonly logger = new Logger('reports');
  private following: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    private readonly facts: ReportFacts,
    private readonly environment: Environment,
  ) {}

  @Interval(EVERY_MS)
  async follow(): Promise<void> {
    if (this.environment.role === 'api' || this.following !== null || this.isStopping) return;
    this.following = this.facts
      .follow((tookMs) => restAfter(tookMs, () => !this.isStopping))
      .catch((error: unknown) => this.complain(error));
    await this.following;
    this.following = null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.following;
  }

  /** Nothing is lost: its place in the ledger is where it was. */
  private complain(error: unknown): void {
    this.logger.warn(error instanceof Error ? `Reports fall behind: ${error.message}` : 'Reports fall behind');
  }
}
