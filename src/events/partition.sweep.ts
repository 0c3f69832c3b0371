import { Injectable } from '@nestjs/common';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { TimeSource } from '../platform/running/time-source.js';
import { type Instant, MS_PER_DAY } from '../platform/values/duration.js';
import { LedgerStore } from './ledger.store.js';

const MONTHS_AHEAD = 3;

/** Creates the ledger's monthly partitions ahead of time. */
@Injectable()
export class PartitionSweep {
  constructor(
    periodic: Periodic,
    private readonly ledger: LedgerStore,
    private readonly time: TimeSource,
  ) {
    periodic.add({
      name: 'ledger',
      everyMs: MS_PER_DAY,
      run: () => this.makeMonths(),
      // A failure loses nothing: the default partition receives what has no month.
      failing: 'The monthly partitions of the ledger could not be created',
      onEveryRole: true,
    });
  }

  makeMonths(): Promise<void> {
    return this.ledger.makePartitions(monthsFrom(this.time.now(), MONTHS_AHEAD));
  }
}

function monthsFrom(at: Instant, ahead: number): string[] {
  const now = new Date(at);
  return Array.from({ length: ahead + 1 }, (_, offset) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1)).toISOString().slice(0, 10),
  );
}
