import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { EngineModule } from '../engine/engine.module.js';
import { EventsModule } from '../events/events.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { PeopleModule } from '../people/people.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { CoreMetrics } from './core-metrics.service.js';
import { CoreMetricsStore } from './core-metrics.store.js';
import { HealthController } from './health.controller.js';
import { LoopDelay } from './loop-delay.sweep.js';
import { MetricsController } from './metrics.controller.js';
import { SealedStore } from './sealed.store.js';
import { SetupController } from './setup.controller.js';
import { SystemController } from './system.controller.js';

@Module({
  imports: [DirectoryModule, EngineModule, EventsModule, LeadsModule, PeopleModule, RoutingModule],
  controllers: [HealthController, MetricsController, SetupController, SystemController],
  providers: [CoreMetrics, CoreMetricsStore, LoopDelay, SealedStore],
})
export class SetupModule {}
