import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { EventsModule } from '../events/events.module.js';
import { LeadListStore } from '../leads/lead-list.store.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { InboxController } from './inbox.controller.js';
import { LeadActionsController } from './lead-actions.controller.js';
import { LeadsController } from './leads.controller.js';
import { LeadsService } from './leads.service.js';

@Module({
  imports: [DirectoryModule, EventsModule, LifecycleModule],
  controllers: [LeadsController, LeadActionsController, InboxController],
  providers: [LeadListStore, LeadsService],
  exports: [LeadsService],
})
export class DeskModule {}
