import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { EventsModule } from '../events/events.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { FirstStartService } from './first-start.service.js';
import { HealthController } from './health.controller.js';
import { LoopDelay } from './loop-delay.sweep.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsService } from './metrics.service.js';
import { MetricsStore } from './metrics.store.js';
import { ProblemsController } from './problems.controller.js';
import { SettingsController } from './settings.controller.js';
import { SettingsService } from './settings.service.js';
import { SetupController } from './setup.controller.js';

@Module({
  imports: [DirectoryModule, EventsModule, LifecycleModule],
  controllers: [HealthController, MetricsController, ProblemsController, SettingsController, SetupController],
  providers: [FirstStartService, LoopDelay, MetricsService, MetricsStore, SettingsService],
  exports: [FirstStartService],
})
export class SetupModule {}
