import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../platform/instant.js';
import { untilSpare } from '../platform/spare-time.js';
import { PackedDayStore } from '../reporting/packed-day.store.js';

const EVERY_MS = 10 * MS_PER_SECOND;
/**
 * So many times as long as a round took it is rested after it: today's facts change all the time, and a day of very many
 * leads is packed for none of them alone.
 */
const RESTS = 60;
/** So long it rests at most, and waits for time to spare. */
const REST_MAX_MS = 10 * MS_PER_MINUTE;

/** Packs the days whose facts have changed (docs/adr/0033). Until then reports read those facts themselves, which is slower. */
@Injectable()
export class PackingSweep implements BeforeApplicationShutdown {
  private readonly logger = new Logger('reports');
  private packing: Promise<void> | null = null;
  private isStopping = false;
  private restsUntilMs = 0;

  constructor(
    private readonly days: PackedDayStore,
    private readonly environment: Environment,
  ) {}

  @Interval(EVERY_MS)
  async pack(): Promise<void> {
    if (this.environment.role === 'api' || this.packing !== null || this.isStopping) return;
    if (performance.now() < this.restsUntilMs) return;
    this.packing = this.packAll().catch((error: unknown) => this.complain(error));
    await this.packing;
    this.packing = null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.packing;
  }

  /** Each day in a transaction of its own: whoever settles facts of it waits for that. */
  private async packAll(): Promise<void> {
    let packedMs = 0;
    for (const day of await this.days.readStale()) {
      if (!(await untilSpare(REST_MAX_MS, () => !this.isStopping))) return;
      const begunMs = performance.now();
      await this.days.pack(day);
      packedMs += performance.now() - begunMs;
    }
    this.restsUntilMs = performance.now() + Math.min(packedMs * RESTS, REST_MAX_MS);
  }

  /** Reports are right all the same. */
  private complain(error: unknown): void {
    this.logger.warn(
      error instanceof Error ? `Days are not packed for reports: ${error.message}` : 'Days are not packed for reports',
    );
  }
}
