import { Module } from '@nestjs/common';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { FirstStartService } from './first-start.service.js';
import { HealthController } from './health.controller.js';

@Module({
  imports: [LifecycleModule],
  controllers: [HealthController],
  providers: [FirstStartService],
  exports: [FirstStartService],
})
export class SetupModule {}
