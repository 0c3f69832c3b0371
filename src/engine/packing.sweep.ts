import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { PackedDayStore } from '../reporting/packed-day.store.js';

const EVERY_MS = 10 * MS_PER_SECOND;
/** Days of one transaction: whoever settles facts of them waits for it. */
const DAYS_MAX = 10;

/** Packs the days whose facts have changed (docs/adr/0033). Until then reports read those facts themselves, which is slower. */
@Injectable()
export class PackingSweep implements BeforeApplicationShutdown {
  private readonly logger = new Logger('reports');
  private packing: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    private readonly days: PackedDayStore,
    private readonly environment: Environment,
  ) {}

  @Interval(EVERY_MS)
  async pack(): Promise<void> {
    if (this.environment.role === 'api' || this.packing !== null || this.isStopping) return;
    this.packing = this.packAll().catch((error: unknown) => this.complain(error));
    await this.packing;
    this.packing = null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.packing;
  }

  private async packAll(): Promise<void> {
    for (let packed = DAYS_MAX; packed === DAYS_MAX && !this.isStopping; ) packed = await this.days.packSome(DAYS_MAX);
  }

  /** Reports are right all the same. */
  private complain(error: unknown): void {
    this.logger.warn(
      error instanceof Error ? `Days are not packed for reports: ${error.message}` : 'Days are not packed for reports',
    );
  }
}
