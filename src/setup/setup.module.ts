import { Module } from '@nestjs/common';
import { AdminModule } from '../admin/admin.module.js';
import { CrmDataModule } from '../crm/crm-data.module.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { EngineModule } from '../engine/engine.module.js';
import { EventsModule } from '../events/events.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { RecordsDataModule } from '../records/records-data.module.js';
import { FirstStartService } from './first-start.service.js';
import { HealthController } from './health.controller.js';
import { LoopDelay } from './loop-delay.sweep.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsService } from './metrics.service.js';
import { MetricsStore } from './metrics.store.js';
import { ProblemsController } from './problems.controller.js';
import { SealedStore } from './sealed.store.js';
import { SetupController } from './setup.controller.js';

/** The first start, what is missing, health and metrics. */
@Module({
  imports: [
    DeliveriesModule,
    AdminModule,
    CrmDataModule,
    DirectoryModule,
    EngineModule,
    EventsModule,
    FeedbackModule,
    LeadsModule,
    RecordsDataModule,
  ],
  controllers: [HealthController, MetricsController, ProblemsController, SetupController],
  providers: [FirstStartService, LoopDelay, MetricsService, MetricsStore, SealedStore],
  exports: [FirstStartService],
})
export class SetupModule {}
