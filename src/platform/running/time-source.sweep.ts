import { Injectable, Logger } from '@nestjs/common';
import { Database, type Sql } from '../sql/database.js';
import { MS_PER_SECOND, toIso } from '../values/duration.js';
import { Complaints } from './complaints.js';
import type { JsonLog } from './log.js';
import { Periodic } from './periodic.sweep.js';
import { NOTICED_MS, SystemTime, TimeSource } from './time-source.js';

/** Quartz drifts by some ten milliseconds in this time. */
const EVERY_MS = 30 * MS_PER_SECOND;

/** Corrects the node's time by the database's, periodically. */
@Injectable()
export class TimeSync {
  private readonly logger = new Logger('time');
  private readonly complaints = new Complaints('time');

  constructor(
    periodic: Periodic,
    time: TimeSource,
    private readonly database: Database,
  ) {
    if (time instanceof SystemTime)
      periodic.add({
        name: 'time',
        everyMs: EVERY_MS,
        run: () => this.correct(time),
        failing: 'The last correction of the time holds',
        onEveryRole: true,
      });
  }

  private async correct(time: SystemTime): Promise<void> {
    const aheadMs = await calibrate(time, this.database.engine);
    if (time.standsStill)
      this.complaints.error(
        `Nothing falls due until the clock of the database is at ${toIso(time.now())} again: it was set back`,
      );
    else if (aheadMs > NOTICED_MS)
      this.logger.warn(
        `The clock of the database went ahead by ${secondsOf(aheadMs)} s: it was set, or this machine stood still`,
      );
  }
}

/** The first correction, which follows the clock of the machine. */
export async function calibrateFirst(time: SystemTime, database: Sql, log: JsonLog): Promise<void> {
  const aheadMs = await calibrate(time, database);
  if (Math.abs(aheadMs) <= NOTICED_MS) return;
  const side = aheadMs > 0 ? 'behind' : 'ahead of';
  log.warn(
    `The clock of this machine is ${secondsOf(aheadMs)} s ${side} that of the database, which Touchline follows`,
    'time',
  );
}

function calibrate(time: SystemTime, database: Sql): Promise<number> {
  return time.calibrate(async () => {
    const { rows } = await database.query<{ now: string }>(
      'select extract(epoch from clock_timestamp()) * 1000 as now',
    );
    return Number(rows[0]!.now);
  });
}

function secondsOf(ms: number): number {
  return Math.round(Math.abs(ms) / MS_PER_SECOND);
}
