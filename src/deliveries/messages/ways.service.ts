import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { DeliveryListStore } from '../delivery-list.store.js';
import type { NotificationWaysView } from '../notifications/notification.schema.js';
import { DEFAULTS } from '../notifications/notification-settings.js';
import { NotificationSettingsStore } from '../notifications/notification-settings.store.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { readsAs } from '../notifications/reads-as.js';
import { MessageWayStore } from './message-way.store.js';
import { MessageWriting } from './message-writing.service.js';
import { waysOf } from './ways.js';

/** Explains by which channels a notification is sent, and its text there, computed on request. */
@Injectable()
export class WaysService {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationsService,
    private readonly settings: NotificationSettingsStore,
    private readonly ways: MessageWayStore,
    private readonly deliveries: DeliveryListStore,
    private readonly messages: MessageWriting,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  async of(notificationId: string, caller: Caller): Promise<NotificationWaysView> {
    const { id, repId, type, createdAt, passedOn } = await this.notifications.find(notificationId, caller);
    const sql = this.database.reads;
    const directory = await this.directories.now();
    const [settings] = await this.settings.readMany(sql, [repId]);
    const request = {
      type,
      createdAt,
      passedOn,
      isActive: directory.rep(repId)?.active === true,
      settings: settings?.body ?? DEFAULTS,
      ways: await this.ways.read(sql),
      deliveries: await this.deliveries.readOfNotification(sql, id),
    };
    return { ways: waysOf(request, this.time.now()), body: await this.messages.textOf(repId, [id], readsAs(caller)) };
  }
}
