import { Module } from '@nestjs/common';
import { DailySummaryStore } from '../reporting/summaries/daily-summary.store.js';
import { NotificationStore } from './notification.store.js';

const OFFERED = [DailySummaryStore, NotificationStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class NotificationsModule {}
