import { Injectable } from '@nestjs/common';
import { Alarms } from '../../directory/alarms.service.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { FailingToolStore } from './failing-tool.store.js';
import { wayOf } from './way-to-tool.js';

/** Raises one alarm for each outage of a receiver's tool, a CRM or the mail server. */
@Injectable()
export class FailingTools {
  constructor(
    private readonly database: Database,
    private readonly tools: FailingToolStore,
    private readonly alarms: Alarms,
    private readonly time: TimeSource,
  ) {}

  async look(): Promise<void> {
    const now = this.time.now();
    await this.database.engine.transaction(async (tx) => {
      for (const { kind, id: toolId, count, failure: example } of await this.tools.note(tx, now)) {
        const { alarm, givesExample = false } = wayOf(kind);
        await this.alarms.notify(tx, alarm, { toolId, ...(givesExample && { count, example }) }, now);
      }
    });
  }
}
