import { Module } from '@nestjs/common';
import { NotificationStore } from './notification.store.js';

const OFFERED = [NotificationStore];

/** The table of what reps are told. */
@Module({ providers: OFFERED, exports: OFFERED })
export class NotificationsModule {}
