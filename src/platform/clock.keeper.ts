import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock, SystemClock } from './clock.js';
import { Database, type Sql } from './database.js';
import { MS_PER_SECOND } from './instant.js';

/** Quartz drifts by some ten milliseconds in this time. */
const EVERY_MS = 30 * MS_PER_SECOND;

/** Keeps the node's clock at the database's. */
@Injectable()
export class ClockKeeper {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  @Interval(EVERY_MS)
  async calibrate(): Promise<void> {
    // Without an answer the last correction holds.
    if (this.clock instanceof SystemClock) await calibrate(this.clock, this.database.engine).catch(() => undefined);
  }
}

export async function calibrate(clock: SystemClock, database: Sql): Promise<void> {
  await clock.calibrate(async () => {
    const { rows } = await database.query<{ now: string }>(
      'select extract(epoch from clock_timestamp()) * 1000 as now',
    );
    return Number(rows[0]!.now);
  });
}
