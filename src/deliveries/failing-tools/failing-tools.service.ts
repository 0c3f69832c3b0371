import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { NotificationStore } from '../../notifications/notification.store.js';
import { Database } from '../../platform/database.js';
import { TimeSource } from '../../platform/time-source.js';
import { FailingToolStore } from './failing-tool.store.js';
import { wayOf } from './way-to-tool.js';

/** Tells whoever hears alarms that nothing reaches a tool of receivers, a CRM or the mail server: once, until something has. */
@Injectable()
export class FailingTools {
  constructor(
    private readonly database: Database,
    private readonly tools: FailingToolStore,
    private readonly directories: DirectoryService,
    private readonly notifications: NotificationStore,
    private readonly time: TimeSource,
  ) {}

  async look(): Promise<void> {
    const now = this.time.now();
    await this.database.engine.transaction(async (tx) => {
      const failing = await this.tools.note(tx, now);
      if (failing.length === 0) return;
      const { alerted } = await this.directories.current(tx);
      await this.notifications.insertMany(
        tx,
        failing.flatMap(({ kind, id: toolId }) =>
          alerted.map((repId) => ({
            ...{ repId, type: wayOf(kind).alarm, at: now, data: { toolId } },
            ...({ subjectType: null, subjectId: null } as const),
          })),
        ),
      );
    });
  }
}
