import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../sql/database.js';
import { MS_PER_SECOND } from '../values/duration.js';
import { Periodic } from './periodic.sweep.js';
import { SystemTime, TimeSource } from './time-source.js';

/** Quartz drifts by some ten milliseconds in this time. */
const EVERY_MS = 30 * MS_PER_SECOND;

/** Corrects the node's time by the database's, periodically. */
@Injectable()
export class TimeSync {
  constructor(periodic: Periodic, time: TimeSource, database: Database) {
    if (time instanceof SystemTime)
      periodic.add({
        name: 'time',
        everyMs: EVERY_MS,
        run: () => calibrate(time, database.engine),
        failing: 'The last correction of the time holds',
        onEveryRole: true,
      });
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
