import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { EventsModule } from '../events/events.module.js';
import { LeadListStore } from '../leads/lead-list.store.js';
import { WordIndexStore } from '../leads/word-index.store.js';
import { WordIndexSweep } from '../leads/word-index.sweep.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { InboxController } from './inbox.controller.js';
import { LeadActionsController } from './lead-actions.controller.js';
import { LeadsController } from './leads.controller.js';
import { LeadsService } from './leads.service.js';

@Module({
  imports: [DirectoryModule, EventsModule, LifecycleModule],
  controllers: [LeadsController, LeadActionsController, InboxController],
  providers: [LeadListStore, LeadsService, WordIndexStore, WordIndexSweep],
  exports: [LeadsService],
})
export class DeskModule {}
