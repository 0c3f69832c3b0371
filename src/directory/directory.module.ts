import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PeopleModule } from '../people/people.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { SlaModule } from '../sla/sla.module.js';
import { Alarms } from './alarms.service.js';
import { DirectoryService } from './directory.service.js';
import { DirectoryStore } from './directory.store.js';
import { HoursChangeStore } from './hours-change.store.js';

@Module({
  imports: [NotificationsModule, PeopleModule, RoutingModule, SlaModule],
  providers: [Alarms, DirectoryStore, HoursChangeStore, DirectoryService],
  exports: [Alarms, DirectoryService],
})
export class DirectoryModule {}
