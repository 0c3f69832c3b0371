import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { EngineModule } from '../engine/engine.module.js';
import { EventsModule } from '../events/events.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { AgeingStore } from './ageing.store.js';
import { DuePromisesStore } from './due-promises.store.js';
import { FactStore } from './fact.store.js';
import { HistoryStore } from './history.store.js';
import { PackedDayStore } from './packed-day.store.js';
import { PackingSweep } from './packing.sweep.js';
import { ReportStore } from './report.store.js';
import { ReportFacts } from './report-facts.service.js';
import { ReportFactsSweep } from './report-facts.sweep.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';
import { SettledHoursService } from './settled-hours.service.js';
import { SettlementStore } from './settlement.store.js';
import { DailySummary } from './summaries/daily-summary.service.js';
import { DailySummaryStore } from './summaries/daily-summary.store.js';
import { DailySummarySweep } from './summaries/daily-summary.sweep.js';

@Module({
  imports: [DeliveriesModule, DirectoryModule, EngineModule, EventsModule, LifecycleModule],
  controllers: [ReportsController],
  providers: [
    ReportsService,
    PackingSweep,
    ReportFacts,
    ReportFactsSweep,
    SettledHoursService,
    DailySummary,
    DailySummarySweep,
    DailySummaryStore,
    AgeingStore,
    DuePromisesStore,
    FactStore,
    HistoryStore,
    PackedDayStore,
    ReportStore,
    SettlementStore,
  ],
})
export class ReportingModule {}
