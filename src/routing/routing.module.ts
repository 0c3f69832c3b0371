import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { AssignmentStore } from './assignment.store.js';
import { FairnessStore } from './fairness.store.js';
import { PoolsController } from './pools.controller.js';
import { PreviewService } from './preview.service.js';
import { RosterStore } from './roster.store.js';
import { RoutingController } from './routing.controller.js';
import { RoutingService } from './routing.service.js';
import { RulebookService } from './rulebook.service.js';
import { RulebookStore } from './rulebook.store.js';
import { WaitingService } from './waiting.service.js';
import { WaitingStore } from './waiting.store.js';

@Module({
  imports: [DirectoryModule],
  controllers: [RoutingController, PoolsController],
  providers: [
    AssignmentStore,
    FairnessStore,
    PreviewService,
    RosterStore,
    RoutingService,
    RulebookService,
    RulebookStore,
    WaitingService,
    WaitingStore,
  ],
  exports: [AssignmentStore, PreviewService, RosterStore, RoutingService],
})
export class RoutingModule {}
