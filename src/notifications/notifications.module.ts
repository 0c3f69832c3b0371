import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { LeadListStore } from '../leads/lead-list.store.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsService } from './notifications.service.js';

@Module({
  imports: [DirectoryModule, LifecycleModule],
  controllers: [NotificationsController],
  providers: [LeadListStore, NotificationsService],
})
export class NotificationsModule {}
