import { Module } from '@nestjs/common';
import { NotificationStore } from './notification.store.js';

const OFFERED = [NotificationStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class NotificationsModule {}
