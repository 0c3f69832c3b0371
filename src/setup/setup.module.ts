import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { FirstStartService } from './first-start.service.js';
import { HealthController } from './health.controller.js';
import { SettingsController } from './settings.controller.js';
import { SettingsService } from './settings.service.js';
import { SetupController } from './setup.controller.js';

@Module({
  imports: [DirectoryModule, LifecycleModule],
  controllers: [HealthController, SettingsController, SetupController],
  providers: [FirstStartService, SettingsService],
  exports: [FirstStartService],
})
export class SetupModule {}
