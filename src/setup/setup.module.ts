import { Module } from '@nestjs/common';
import { CoreMetrics } from './core-metrics.service.js';
import { CoreMetricsStore } from './core-metrics.store.js';
import { HealthController } from './health.controller.js';
import { LoopDelay } from './loop-delay.sweep.js';
import { MetricsController } from './metrics.controller.js';
import { SealedStore } from './sealed.store.js';
import { SetupController } from './setup.controller.js';
import { SystemController } from './system.controller.js';
import { UnreadNumbersStore } from './unread-numbers.store.js';

@Module({
  controllers: [HealthController, MetricsController, SetupController, SystemController],
  providers: [CoreMetrics, CoreMetricsStore, LoopDelay, SealedStore, UnreadNumbersStore],
})
export class SetupModule {}
