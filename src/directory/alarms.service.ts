import { Injectable } from '@nestjs/common';
import type { NotificationType } from '../notifications/notification.js';
import { NotificationStore } from '../notifications/notification.store.js';
import type { Tx } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import { DirectoryService } from './directory.service.js';

@Injectable()
export class Alarms {
  constructor(
    private readonly directories: DirectoryService,
    private readonly notifications: NotificationStore,
  ) {}

  async notify(tx: Tx, type: NotificationType, data: Readonly<Record<string, unknown>>, at: Instant): Promise<void> {
    const { alerted } = await this.directories.current(tx);
    const alarm = { type, subjectType: null, subjectId: null, formerXid: null, at, data } as const;
    await this.notifications.insertMany(
      tx,
      alerted.map((repId) => ({ ...alarm, repId })),
    );
  }
}
