import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Instant, MS_PER_DAY } from '../platform/instant.js';
import { TimeSource } from '../platform/time-source.js';
import { LedgerStore } from './ledger.store.js';

const MONTHS_AHEAD = 3;

/** Makes the ledger's months before they begin. */
@Injectable()
export class PartitionSweep {
  private readonly logger = new Logger('ledger');

  constructor(
    private readonly ledger: LedgerStore,
    private readonly time: TimeSource,
  ) {}

  @Interval(MS_PER_DAY)
  async makeMonths(): Promise<void> {
    try {
      await this.ledger.makePartitions(monthsFrom(this.time.now(), MONTHS_AHEAD));
    } catch (error) {
      // The default partition takes what no month was made for; tomorrow it is tried again.
      this.logger.warn(error instanceof Error ? error.message : 'The months of the ledger could not be made');
    }
  }
}

/** The first days of the month of an instant and of those after it, in UTC. */
export function monthsFrom(at: Instant, ahead: number): string[] {
  const now = new Date(at);
  return Array.from({ length: ahead + 1 }, (_, offset) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1)).toISOString().slice(0, 10),
  );
}
