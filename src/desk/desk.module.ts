import { Module } from '@nestjs/common';
import { AdminModule } from '../admin/admin.module.js';
import { ClocksModule } from '../clocks/clocks.module.js';
import { CrmModule } from '../crm/crm.module.js';
import { CrmDealsController } from '../crm/crm-deals.controller.js';
import { CrmDoor } from '../crm/crm-door.service.js';
import { AccountsController } from '../deals/accounts.controller.js';
import { DealsController } from '../deals/deals.controller.js';
import { DealsModule } from '../deals/deals.module.js';
import { DealsReadingService } from '../deals/deals-reading.service.js';
import { PostWriting } from '../deliveries/channels/post-writing.service.js';
import { DeliveriesController } from '../deliveries/deliveries.controller.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { DeliveriesService } from '../deliveries/deliveries.service.js';
import { LinksController } from '../deliveries/links/links.controller.js';
import { LinksService } from '../deliveries/links/links.service.js';
import { MessageWriting } from '../deliveries/message-writing.service.js';
import { NotificationsController } from '../deliveries/notifications/notifications.controller.js';
import { NotificationsService } from '../deliveries/notifications/notifications.service.js';
import { SlackController } from '../deliveries/slack/slack.controller.js';
import { SlackPresses } from '../deliveries/slack/slack-presses.service.js';
import { SlackWorkspaces } from '../deliveries/slack/slack-workspaces.service.js';
import { EventHub } from '../deliveries/streams/event-hub.service.js';
import { EventsController } from '../deliveries/streams/events.controller.js';
import { InboxHub } from '../deliveries/streams/inbox-hub.service.js';
import { InboxStreamsController } from '../deliveries/streams/inbox-streams.controller.js';
import { StreamConnections } from '../deliveries/streams/stream-connections.service.js';
import { WaysService } from '../deliveries/ways.service.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { EventsModule } from '../events/events.module.js';
import { BatchesController } from '../feedback/batches/batches.controller.js';
import { BatchesService } from '../feedback/batches/batches.service.js';
import { ItemsController } from '../feedback/batches/items.controller.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { BackfillsController } from '../handoffs/backfills/backfills.controller.js';
import { BackfillsReading } from '../handoffs/backfills/backfills-reading.service.js';
import { ClientWordPages } from '../handoffs/client/client-word-page.service.js';
import { FormFilling } from '../handoffs/form/form-filling.service.js';
import { HandoffPosts } from '../handoffs/handoff-posts.service.js';
import { HandoffsController } from '../handoffs/handoffs.controller.js';
import { HandoffsModule } from '../handoffs/handoffs.module.js';
import { HandoffsReadingService } from '../handoffs/handoffs-reading.service.js';
import { HandoffMapLinksController } from '../handoffs/map/handoff-map-links.controller.js';
import { HandoffMapPageController } from '../handoffs/map/handoff-map-page.controller.js';
import { HandoffMapPageService } from '../handoffs/map/handoff-map-page.service.js';
import { HandoffLinksController } from '../handoffs/page/handoff-links.controller.js';
import { HandoffPageController } from '../handoffs/page/handoff-page.controller.js';
import { HandoffPageService } from '../handoffs/page/handoff-page.service.js';
import { HandoffQuestionsController } from '../handoffs/questions/handoff-questions.controller.js';
import { QuestionPages } from '../handoffs/questions/questions-page.service.js';
import { ReceivingController } from '../handoffs/receivers/receiving.controller.js';
import { ReceivingPages } from '../handoffs/receivers/receiving-page.service.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { RecordsModule } from '../records/records.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { SlaModule } from '../sla/sla.module.js';
import { BulkController } from './bulk.controller.js';
import { BulkService } from './bulk.service.js';
import { BulkReadingService } from './bulk-reading.service.js';
import { DispositionsController } from './dispositions.controller.js';
import { DispositionsService } from './dispositions.service.js';
import { InboxController } from './inbox.controller.js';
import { LeadActionsController } from './lead-actions.controller.js';
import { LeadHistoryService } from './lead-history.service.js';
import { LeadsController } from './leads.controller.js';
import { LeadsService } from './leads.service.js';
import { MilestonesController } from './milestones.controller.js';
import { OutcomeBatchesController } from './outcome-batches.controller.js';
import { PausingController } from './pausing.controller.js';
import { TakingBatches } from './taking-batches.service.js';
import { TouchesController } from './touches.controller.js';

/** What reps and programs do. */
@Module({
  imports: [
    AdminModule,
    ClocksModule,
    CrmModule,
    DealsModule,
    DeliveriesModule,
    DirectoryModule,
    DispositionModule,
    EventsModule,
    FeedbackModule,
    HandoffsModule,
    JobsModule,
    LeadsModule,
    LifecycleModule,
    NotificationsModule,
    RoutingModule,
    SlaModule,
    RecordsModule,
  ],
  controllers: [
    BulkController,
    LeadsController,
    LeadActionsController,
    MilestonesController,
    OutcomeBatchesController,
    PausingController,
    TouchesController,
    InboxController,
    InboxStreamsController,
    DispositionsController,
    AccountsController,
    CrmDealsController,
    DealsController,
    BackfillsController,
    HandoffsController,
    HandoffLinksController,
    HandoffMapLinksController,
    HandoffMapPageController,
    HandoffPageController,
    HandoffQuestionsController,
    ReceivingController,
    NotificationsController,
    EventsController,
    DeliveriesController,
    BatchesController,
    ItemsController,
    LinksController,
    SlackController,
  ],
  providers: [
    BatchesService,
    BulkReadingService,
    BulkService,
    CrmDoor,
    DealsReadingService,
    DeliveriesService,
    DispositionsService,
    EventHub,
    FormFilling,
    HandoffMapPageService,
    HandoffPageService,
    HandoffsReadingService,
    InboxHub,
    LeadHistoryService,
    LeadsService,
    LinksService,
    MessageWriting,
    NotificationsService,
    WaysService,
    HandoffPosts,
    PostWriting,
    BackfillsReading,
    ClientWordPages,
    QuestionPages,
    ReceivingPages,
    SlackPresses,
    SlackWorkspaces,
    StreamConnections,
    TakingBatches,
  ],
  exports: [BatchesService, MessageWriting, PostWriting],
})
export class DeskModule {}
