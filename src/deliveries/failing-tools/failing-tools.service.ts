import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import type { NotificationType } from '../../notifications/notification.js';
import { NotificationStore } from '../../notifications/notification.store.js';
import { Database } from '../../platform/database.js';
import { TimeSource } from '../../platform/time-source.js';
import { FailingToolStore, type WayToTool } from './failing-tool.store.js';

const TOLD: Readonly<Record<WayToTool, NotificationType>> = {
  recordConnector: 'connector.failing',
  crmConnection: 'crm.failing',
  mailServer: 'mail.failing',
};

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
            ...{ repId, type: TOLD[kind], at: now, data: { toolId } },
            ...({ subjectType: null, subjectId: null } as const),
          })),
        ),
      );
    });
  }
}
