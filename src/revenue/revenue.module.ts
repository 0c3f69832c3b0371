import { Module } from '@nestjs/common';
import { DealsModule } from '../deals/deals.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { CohortStore } from './cohorts/cohort.store.js';
import { CohortsController } from './cohorts/cohorts.controller.js';
import { CohortsService } from './cohorts/cohorts.service.js';
import { ContractsModule } from './contracts/contracts.module.js';
import { ForecastAccuracyService } from './forecast/accuracy.service.js';
import { ForecastController } from './forecast/forecast.controller.js';
import { ForecastService } from './forecast/forecast.service.js';
import { ForecastStore } from './forecast/forecast.store.js';
import { ForecastReading } from './forecast/forecast-reading.service.js';
import { InvoicesModule } from './invoices/invoices.module.js';
import { RevenueRehearsalController } from './rehearsal/rehearsal.controller.js';
import { SalesDebtController } from './sales-debt/sales-debt.controller.js';
import { SalesDebtService } from './sales-debt/sales-debt.service.js';
import { SalesDebtStore } from './sales-debt/sales-debt.store.js';
import { ArrHistoryStore } from './windows/arr-history.store.js';
import { WindowReportService } from './windows/window-report.service.js';
import { WindowReportsController } from './windows/window-reports.controller.js';

@Module({
  imports: [ContractsModule, DealsModule, DirectoryModule, InvoicesModule],
  controllers: [
    CohortsController,
    ForecastController,
    RevenueRehearsalController,
    SalesDebtController,
    WindowReportsController,
  ],
  providers: [
    ArrHistoryStore,
    CohortsService,
    CohortStore,
    ForecastAccuracyService,
    ForecastReading,
    ForecastService,
    ForecastStore,
    SalesDebtService,
    SalesDebtStore,
    WindowReportService,
  ],
})
export class RevenueModule {}
