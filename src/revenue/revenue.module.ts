import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { ContractsModule } from './contracts/contracts.module.js';
import { ForecastAccuracyService } from './forecast/accuracy.service.js';
import { ForecastController } from './forecast/forecast.controller.js';
import { ForecastService } from './forecast/forecast.service.js';
import { ForecastStore } from './forecast/forecast.store.js';
import { ForecastWorth } from './forecast/forecast-worth.service.js';
import { RevenueRehearsalController } from './rehearsal/rehearsal.controller.js';

/** What customers pay, what moves it and how much of it stays, and what is expected of deals. */
@Module({
  imports: [ContractsModule, DirectoryModule],
  controllers: [ForecastController, RevenueRehearsalController],
  providers: [ForecastAccuracyService, ForecastService, ForecastStore, ForecastWorth],
})
export class RevenueModule {}
