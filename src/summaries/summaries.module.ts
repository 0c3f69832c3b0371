import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { NOTIFICATION_WORDS } from '../deliveries/notifications/notification-words.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { MS_PER_MINUTE } from '../platform/values/duration.js';
import { ReportingModule } from '../reporting/reporting.module.js';
import { DailySummary } from './daily-summary.service.js';
import { DailySummaryStore } from './daily-summary.store.js';
import { SUMMARY_WORDS } from './summary-text.js';

NOTIFICATION_WORDS.add({ 'team.summary': SUMMARY_WORDS });

@Module({
  imports: [DeliveriesModule, ReportingModule],
  providers: [DailySummary, DailySummaryStore],
})
export class SummariesModule {
  constructor(periodic: Periodic, summary: DailySummary) {
    periodic.add({
      name: 'summaries',
      everyMs: MS_PER_MINUTE,
      run: () => summary.look(),
      failing: 'The summaries of the day were not sent',
    });
  }
}
