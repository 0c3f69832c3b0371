import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Database, type Sql } from './database.js';
import { MS_PER_SECOND } from './instant.js';
import { SystemTime, TimeSource } from './time-source.js';

/** Quartz drifts by some ten milliseconds in this time. */
const EVERY_MS = 30 * MS_PER_SECOND;

/** Sets the node's time by the database's, again and again. */
@Injectable()
export class TimeSync {
  constructor(
    private readonly time: TimeSource,
    private readonly database: Database,
  ) {}

  @Interval(EVERY_MS)
  async calibrate(): Promise<void> {
    // Without an answer the last correction holds.
    if (this.time instanceof SystemTime) await calibrate(this.time, this.database.engine).catch(() => undefined);
  }
}

export async function calibrate(time: SystemTime, database: Sql): Promise<void> {
  await time.calibrate(async () => {
    const { rows } = await database.query<{ now: string }>(
      'select extract(epoch from clock_timestamp()) * 1000 as now',
    );
    return Number(rows[0]!.now);
  });
}
