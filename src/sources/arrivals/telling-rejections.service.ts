import { Injectable } from '@nestjs/common';
import { Alarms } from '../../directory/alarms.service.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { MS_PER_DAY, MS_PER_SECOND } from '../../platform/values/duration.js';
import { RejectionAlarmStore } from './rejection-alarm.store.js';

/** By then, whatever was rejected has been committed. */
const COMMITTED_AFTER_MS = 10 * MS_PER_SECOND;

/** Tells people that submissions were rejected: soon, and at most once a day for each connection. */
@Injectable()
export class TellingRejections {
  constructor(
    private readonly store: RejectionAlarmStore,
    private readonly alarms: Alarms,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  async tell(): Promise<void> {
    const now = this.time.now();
    const until = now - COMMITTED_AFTER_MS;
    await this.database.engine.transaction(async (tx) => {
      if (!(await this.store.tryLock(tx))) return;
      for (const each of await this.store.noteTold(tx, { until, before: until - MS_PER_DAY }))
        await this.alarms.notify(tx, 'connection.rejected', { ...each }, now);
    });
  }
}
