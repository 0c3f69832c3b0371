import { Module } from '@nestjs/common';
import { Pulse } from '../engine/pulse.sweep.js';
import { restAfter } from '../platform/running/turns.js';
import { MS_PER_SECOND } from '../platform/values/duration.js';
import { AgeingStore } from './ageing.store.js';
import { BeforeAfterService } from './before-after/before-after.service.js';
import { DuePromisesStore } from './due-promises.store.js';
import { FactStore } from './facts/fact.store.js';
import { HistoryStore } from './facts/history.store.js';
import { ReportFacts } from './facts/report-facts.service.js';
import { SettledHoursService } from './facts/settled-hours.service.js';
import { SettlementStore } from './facts/settlement.store.js';
import { FairnessReportService } from './fairness-report.service.js';
import { PackedDayStore } from './packed/packed-day.store.js';
import { PackingSweep } from './packed/packing.sweep.js';
import { ReportStore } from './report.store.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';
import { ShadowReportService } from './shadow-report.service.js';

@Module({
  controllers: [ReportsController],
  providers: [
    ReportsService,
    BeforeAfterService,
    FairnessReportService,
    ShadowReportService,
    PackingSweep,
    ReportFacts,
    SettledHoursService,
    AgeingStore,
    DuePromisesStore,
    FactStore,
    HistoryStore,
    PackedDayStore,
    ReportStore,
    SettlementStore,
  ],
  exports: [AgeingStore, DuePromisesStore, ReportStore],
})
export class ReportingModule {
  constructor(pulse: Pulse, facts: ReportFacts) {
    // A failure leaves the place in the ledger unchanged, so it is retried.
    pulse.whenRecorded({
      name: 'reports',
      everyMs: MS_PER_SECOND,
      run: (goOn) => facts.follow((tookMs) => restAfter(tookMs, goOn)),
      failing: 'Reports fall behind',
    });
  }
}
