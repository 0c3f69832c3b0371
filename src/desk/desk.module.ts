import { Global, Module } from '@nestjs/common';
import { BulkController } from './bulk.controller.js';
import { BulkService } from './bulk.service.js';
import { BulkReadingService } from './bulk-reading.service.js';
import { DispositionsController } from './dispositions.controller.js';
import { DispositionsService } from './dispositions.service.js';
import { InboxController } from './inbox.controller.js';
import { InquiriesController } from './inquiries.controller.js';
import { InquiriesService } from './inquiries.service.js';
import { LeadActionsController, PausingController } from './lead-actions.controller.js';
import { LeadHistoryService } from './lead-history.service.js';
import { LeadListsService } from './lead-lists.service.js';
import { LeadsController } from './leads.controller.js';
import { LeadsService } from './leads.service.js';
import { MilestonesController } from './milestones.controller.js';
import { NamedLeads } from './named-leads.service.js';
import { NotesController } from './notes.controller.js';
import { OutcomeBatchesController } from './outcome-batches.controller.js';
import { ReadingLeads } from './reading-leads.service.js';
import { ReassignmentsController } from './reassignments.controller.js';
import { ReassignmentsService } from './reassignments.service.js';
import { TakingBatches } from './taking-batches.service.js';
import { TouchesController } from './touches.controller.js';

@Global()
@Module({
  controllers: [
    BulkController,
    ReassignmentsController,
    LeadsController,
    LeadActionsController,
    MilestonesController,
    NotesController,
    OutcomeBatchesController,
    PausingController,
    TouchesController,
    InboxController,
    InquiriesController,
    DispositionsController,
  ],
  providers: [
    BulkService,
    BulkReadingService,
    DispositionsService,
    InquiriesService,
    LeadHistoryService,
    LeadListsService,
    LeadsService,
    NamedLeads,
    ReadingLeads,
    ReassignmentsService,
    TakingBatches,
  ],
  exports: [LeadsService],
})
export class DeskModule {}
