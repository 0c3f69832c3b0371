import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { ContractsModule } from './contracts/contracts.module.js';
import { ForecastController } from './forecast/forecast.controller.js';
import { ForecastService } from './forecast/forecast.service.js';
import { ForecastStore } from './forecast/forecast.store.js';
import { RevenueRehearsalController } from './rehearsal/rehearsal.controller.js';

/** What customers pay, what that is worth in a year, what moves it, and how much stays; and what is expected of deals. */
@Module({
  imports: [ContractsModule, DirectoryModule],
  controllers: [ForecastController, RevenueRehearsalController],
  providers: [ForecastService, ForecastStore],
})
export class RevenueModule {}
