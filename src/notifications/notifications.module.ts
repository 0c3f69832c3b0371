import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsService } from './notifications.service.js';

@Module({
  imports: [DirectoryModule, LifecycleModule],
  controllers: [NotificationsController],
  providers: [NotificationsService],
})
export class NotificationsModule {}
