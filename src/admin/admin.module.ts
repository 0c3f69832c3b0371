import { Module } from '@nestjs/common';
import { ClocksModule } from '../clocks/clocks.module.js';
import { CrmConnectionToolsController } from '../crm/connections/crm-connection-tools.controller.js';
import { CrmConnectionTools } from '../crm/connections/crm-connection-tools.service.js';
import { CrmConnectionsController } from '../crm/connections/crm-connections.controller.js';
import { CrmModule } from '../crm/crm.module.js';
import { ChannelResuming } from '../deliveries/channels/channel-resuming.service.js';
import { ChannelsController } from '../deliveries/channels/channels.controller.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { NotificationSettingsController } from '../deliveries/notifications/notification-settings.controller.js';
import { NotificationSettingsService } from '../deliveries/notifications/notification-settings.service.js';
import { WebhookToolsController } from '../deliveries/webhooks/webhook-tools.controller.js';
import { WebhookToolsService } from '../deliveries/webhooks/webhook-tools.service.js';
import { WebhooksController } from '../deliveries/webhooks/webhooks.controller.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { ErasuresController } from '../erasure/erasures.controller.js';
import { ErasuresService } from '../erasure/erasures.service.js';
import { EventsModule } from '../events/events.module.js';
import { DestinationTestService } from '../feedback/destinations/destination-test.service.js';
import { DestinationToolsController } from '../feedback/destinations/destination-tools.controller.js';
import { DestinationToolsService } from '../feedback/destinations/destination-tools.service.js';
import { DestinationsController } from '../feedback/destinations/destinations.controller.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { HandoffsModule } from '../handoffs/handoffs.module.js';
import { HandoffKindToolsController } from '../handoffs/kinds/handoff-kind-tools.controller.js';
import { HandoffKindsController } from '../handoffs/kinds/handoff-kinds.controller.js';
import { HandoffMapController } from '../handoffs/map/handoff-map.controller.js';
import { HandoffMapService } from '../handoffs/map/handoff-map.service.js';
import { HandoffReasonsService } from '../handoffs/reports/handoff-reasons.service.js';
import { HandoffReportService } from '../handoffs/reports/handoff-report.service.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ConnectorTestService } from '../records/connectors/connector-test.service.js';
import { RecordConnectorToolsController } from '../records/connectors/record-connector-tools.controller.js';
import { RecordConnectorsController } from '../records/connectors/record-connectors.controller.js';
import { RecordsModule } from '../records/records.module.js';
import { PolicyDryRunService } from '../rehearsal/policy-dry-run.service.js';
import { PolicyPreviewService } from '../rehearsal/policy-preview.service.js';
import { PolicyToolsController } from '../rehearsal/policy-tools.controller.js';
import { PreviewService } from '../rehearsal/routing-preview.service.js';
import { ReportingModule } from '../reporting/reporting.module.js';
import { ReportsController } from '../reporting/reports.controller.js';
import { ReportsService } from '../reporting/reports.service.js';
import { RoutingModule } from '../routing/routing.module.js';
import { SlaModule } from '../sla/sla.module.js';
import { CalendarsController } from './calendars/calendars.controller.js';
import { DaysController } from './calendars/days.controller.js';
import { CalendarPreviewController } from './calendars/preview.controller.js';
import { DryRuns } from './dry-runs.service.js';
import { EnforcementController } from './enforcement/enforcement.controller.js';
import { HoldsService } from './enforcement/holds.service.js';
import { ScopeService } from './enforcement/scope.service.js';
import { UndoService } from './enforcement/undo.service.js';
import { JobsController } from './jobs/jobs.controller.js';
import { JobsService } from './jobs/jobs.service.js';
import { KeysController } from './keys/keys.controller.js';
import { AbsencesController } from './people/absences.controller.js';
import { AbsencesService } from './people/absences.service.js';
import { DeparturesService } from './people/departures.service.js';
import { ReceivingService } from './people/receiving.service.js';
import { RepBatchService } from './people/rep-batch.service.js';
import { RepsController } from './people/reps.controller.js';
import { RepsService } from './people/reps.service.js';
import { TeamsController } from './people/teams.controller.js';
import { PoliciesController } from './policies/policies.controller.js';
import { PolicyOrderController } from './policies/policy-order.controller.js';
import { PolicyOrderService } from './policies/policy-order.service.js';
import { ReasonsController } from './reasons/reasons.controller.js';
import { PoolsController } from './routing/pools.controller.js';
import { RoutingController } from './routing/routing.controller.js';
import { RulebookService } from './routing/rulebook.service.js';
import { WaitingService } from './routing/waiting.service.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsService } from './settings/settings.service.js';
import { SuppressionsController } from './suppressions/suppressions.controller.js';
import { SuppressionsService } from './suppressions/suppressions.service.js';

/** What RevOps configure. A route with a word stands before the one with an id, which would take the word for one. */
@Module({
  imports: [
    ClocksModule,
    DeliveriesModule,
    DirectoryModule,
    DispositionModule,
    ErasureModule,
    EventsModule,
    FeedbackModule,
    JobsModule,
    LeadsModule,
    LifecycleModule,
    PeopleModule,
    RecordsModule,
    CrmModule,
    HandoffsModule,
    ReportingModule,
    RoutingModule,
    SlaModule,
  ],
  controllers: [
    KeysController,
    CalendarPreviewController,
    DaysController,
    CalendarsController,
    RepsController,
    AbsencesController,
    NotificationSettingsController,
    TeamsController,
    RoutingController,
    PoolsController,
    PolicyOrderController,
    PolicyToolsController,
    PoliciesController,
    ReasonsController,
    SuppressionsController,
    ErasuresController,
    DestinationToolsController,
    DestinationsController,
    EnforcementController,
    JobsController,
    ReportsController,
    SettingsController,
    WebhookToolsController,
    WebhooksController,
    ChannelsController,
    HandoffMapController,
    HandoffKindToolsController,
    HandoffKindsController,
    CrmConnectionToolsController,
    CrmConnectionsController,
    RecordConnectorToolsController,
    RecordConnectorsController,
  ],
  providers: [
    AbsencesService,
    ConnectorTestService,
    DeparturesService,
    ErasuresService,
    DestinationTestService,
    DestinationToolsService,
    DryRuns,
    HoldsService,
    JobsService,
    NotificationSettingsService,
    PolicyOrderService,
    PolicyDryRunService,
    PolicyPreviewService,
    PreviewService,
    ReceivingService,
    RepBatchService,
    HandoffMapService,
    HandoffReasonsService,
    HandoffReportService,
    ReportsService,
    RepsService,
    RulebookService,
    ScopeService,
    SettingsService,
    SuppressionsService,
    UndoService,
    WaitingService,
    CrmConnectionTools,
    ChannelResuming,
    WebhookToolsService,
  ],
  exports: [HandoffMapService, HandoffReasonsService, JobsService, SettingsService],
})
export class AdminModule {}
