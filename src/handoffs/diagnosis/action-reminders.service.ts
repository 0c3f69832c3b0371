import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { NotificationStore } from '../../notifications/notification.store.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { DiagnosisActionStore } from './diagnosis-action.store.js';

/** Reminds those who are to do actions on the diagnosis, once, on the day by which they are to be done. */
@Injectable()
export class ActionReminders {
  constructor(
    private readonly database: Database,
    private readonly actions: DiagnosisActionStore,
    private readonly notifications: NotificationStore,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  async remindDue(): Promise<void> {
    const at = this.time.now();
    const today = (await this.directories.now()).companyDay(at);
    await this.database.transaction(async (tx) => {
      const due = await this.actions.remindDue(tx, today, at);
      const about = { subjectType: null, subjectId: null, formerXid: null, at };
      await this.notifications.insertMany(
        tx,
        due.map(({ id: actionId, ownerRepId: repId, dueOn }) => ({
          ...{ repId, type: 'handoff.actionDue' as const, ...about },
          data: { actionId, dueOn },
        })),
      );
    });
  }
}
