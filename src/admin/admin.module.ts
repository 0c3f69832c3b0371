import { Module } from '@nestjs/common';
import { ClocksModule } from '../clocks/clocks.module.js';
import { CrmModule } from '../crm/crm.module.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { EventsModule } from '../events/events.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { HandoffsModule } from '../handoffs/handoffs.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { PeopleModule } from '../people/people.module.js';
import { RecordsModule } from '../records/records.module.js';
import { ReportingModule } from '../reporting/reporting.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { SlaModule } from '../sla/sla.module.js';
import { CalendarsController } from './calendars/calendars.controller.js';
import { DaysController } from './calendars/days.controller.js';
import { CalendarPreviewController } from './calendars/preview.controller.js';
import { ChannelResuming } from './channels/channel-resuming.service.js';
import { ChannelsController } from './channels/channels.controller.js';
import { CrmConnectionToolsController } from './crm/crm-connection-tools.controller.js';
import { CrmConnectionTools } from './crm/crm-connection-tools.service.js';
import { CrmConnectionsController } from './crm/crm-connections.controller.js';
import { DestinationTestService } from './destinations/destination-test.service.js';
import { DestinationToolsController } from './destinations/destination-tools.controller.js';
import { DestinationToolsService } from './destinations/destination-tools.service.js';
import { DestinationsController } from './destinations/destinations.controller.js';
import { DryRuns } from './dry-runs.service.js';
import { EnforcementController } from './enforcement/enforcement.controller.js';
import { HoldsService } from './enforcement/holds.service.js';
import { ScopeService } from './enforcement/scope.service.js';
import { UndoService } from './enforcement/undo.service.js';
import { ErasuresController } from './erasures/erasures.controller.js';
import { ErasuresService } from './erasures/erasures.service.js';
import { HandoffKindToolsController } from './handoffs/handoff-kind-tools.controller.js';
import { HandoffKindsController } from './handoffs/handoff-kinds.controller.js';
import { HandoffMapController } from './handoffs/handoff-map.controller.js';
import { HandoffMapService } from './handoffs/handoff-map.service.js';
import { JobsController } from './jobs/jobs.controller.js';
import { JobsService } from './jobs/jobs.service.js';
import { KeysController } from './keys/keys.controller.js';
import { AbsencesController } from './people/absences.controller.js';
import { AbsencesService } from './people/absences.service.js';
import { DeparturesService } from './people/departures.service.js';
import { NotificationSettingsController } from './people/notification-settings.controller.js';
import { NotificationSettingsService } from './people/notification-settings.service.js';
import { ReceivingService } from './people/receiving.service.js';
import { RepBatchService } from './people/rep-batch.service.js';
import { RepsController } from './people/reps.controller.js';
import { RepsService } from './people/reps.service.js';
import { TeamsController } from './people/teams.controller.js';
import { PoliciesController } from './policies/policies.controller.js';
import { PolicyDryRunService } from './policies/policy-dry-run.service.js';
import { PolicyOrderController } from './policies/policy-order.controller.js';
import { PolicyOrderService } from './policies/policy-order.service.js';
import { PolicyPreviewService } from './policies/policy-preview.service.js';
import { PolicyToolsController } from './policies/policy-tools.controller.js';
import { ReasonsController } from './reasons/reasons.controller.js';
import { ConnectorTestService } from './records/connector-test.service.js';
import { RecordConnectorToolsController } from './records/record-connector-tools.controller.js';
import { RecordConnectorsController } from './records/record-connectors.controller.js';
import { HandoffReasonsService } from './reports/handoff-reasons.service.js';
import { HandoffReportService } from './reports/handoff-report.service.js';
import { ReportsController } from './reports/reports.controller.js';
import { ReportsService } from './reports/reports.service.js';
import { PoolsController } from './routing/pools.controller.js';
import { PreviewService } from './routing/preview.service.js';
import { RoutingController } from './routing/routing.controller.js';
import { RulebookService } from './routing/rulebook.service.js';
import { WaitingService } from './routing/waiting.service.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsService } from './settings/settings.service.js';
import { SuppressionsController } from './suppressions/suppressions.controller.js';
import { SuppressionsService } from './suppressions/suppressions.service.js';
import { WebhookToolsController } from './webhooks/webhook-tools.controller.js';
import { WebhookToolsService } from './webhooks/webhook-tools.service.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

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
