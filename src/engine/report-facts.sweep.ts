import { setTimeout } from 'node:timers/promises';
import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { ReportFacts } from './report-facts.service.js';

const EVERY_MS = MS_PER_SECOND;
/** So many times as long as the work it rests at most, and looks so often whether it has to. */
const RESTS = 6;
const LOOK_MS = 50;
/** The share of its time in which a node has something to do. */
const BUSY = 0.4;

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
    this.following = this.facts.follow((tookMs) => this.rest(tookMs)).catch((error: unknown) => this.complain(error));
    await this.following;
    this.following = null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.following;
  }

  /**
   * Whoever waits for an answer comes first: as long as the node has much to do besides, each slice is followed by a rest
   * of several times its length. Without it taking leads in was half as fast.
   */
  private async rest(tookMs: number): Promise<boolean> {
    const untilMs = performance.now() + tookMs * RESTS;
    for (let isBusy = true; isBusy && performance.now() < untilMs && !this.isStopping; ) {
      const before = performance.eventLoopUtilization();
      await setTimeout(LOOK_MS);
      isBusy = performance.eventLoopUtilization(before).utilization > BUSY;
    }
    return !this.isStopping;
  }

  /** Nothing is lost: its place in the ledger is where it was. */
  private complain(error: unknown): void {
    this.logger.warn(error instanceof Error ? `Reports fall behind: ${error.message}` : 'Reports fall behind');
  }
}
