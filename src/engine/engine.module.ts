import { Module, type Provider, type Type } from '@nestjs/common';
import { ClocksModule } from '../clocks/clocks.module.js';
import { CrmModule } from '../crm/crm.module.js';
import { CrmOutlet } from '../crm/crm.outlet.js';
import { DealsModule } from '../deals/deals.module.js';
import { ChannelFollowing } from '../deliveries/channels/channel-following.service.js';
import { ChatSettling } from '../deliveries/channels/chat-settling.service.js';
import { SlackOutlet } from '../deliveries/channels/slack.outlet.js';
import { TeamsOutlet } from '../deliveries/channels/teams.outlet.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { DeliveryRetention } from '../deliveries/delivery-retention.sweep.js';
import { Dispatch } from '../deliveries/dispatch.service.js';
import { DispatchSweep } from '../deliveries/dispatch.sweep.js';
import { EmailOutlet } from '../deliveries/email.outlet.js';
import { FailingTools } from '../deliveries/failing-tools.service.js';
import { MessageMaking } from '../deliveries/message-making.service.js';
import { OUTLETS, type Outlet } from '../deliveries/outlet.js';
import { WebhookOutlet } from '../deliveries/webhooks/webhook.outlet.js';
import { WebhookFollowing } from '../deliveries/webhooks/webhook-following.service.js';
import { WebhookSender } from '../deliveries/webhooks/webhook-sender.service.js';
import { DeskModule } from '../desk/desk.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { EventsModule } from '../events/events.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { FeedbackSweep } from '../feedback/feedback.sweep.js';
import { FeedbackOutcomes } from '../feedback/feedback-outcomes.service.js';
import { FeedbackPlanning } from '../feedback/feedback-planning.service.js';
import { FeedbackPush } from '../feedback/feedback-push.service.js';
import { FeedbackPushSweep } from '../feedback/feedback-push.sweep.js';
import { FeedbackUpkeep } from '../feedback/feedback-upkeep.service.js';
import { HandoffEnforcementWorker } from '../handoffs/handoff-enforcement.worker.js';
import { HandoffsModule } from '../handoffs/handoffs.module.js';
import { HandoffsSweep } from '../handoffs/handoffs.sweep.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PeopleModule } from '../people/people.module.js';
import { RecordReading } from '../records/record-reading.service.js';
import { RecordUpdatesOutlet } from '../records/record-updates.outlet.js';
import { RecordsModule } from '../records/records.module.js';
import { RecordsOutlet } from '../records/records.outlet.js';
import { BacktestModule } from '../rehearsal/backtest/backtest.module.js';
import { Backtest } from '../rehearsal/backtest/backtest.service.js';
import { PackingSweep } from '../reporting/packing.sweep.js';
import { ReportFacts } from '../reporting/report-facts.service.js';
import { ReportFactsSweep } from '../reporting/report-facts.sweep.js';
import { ReportingModule } from '../reporting/reporting.module.js';
import { SettledHoursService } from '../reporting/settled-hours.service.js';
import { DailySummary } from '../reporting/summaries/daily-summary.service.js';
import { DailySummarySweep } from '../reporting/summaries/daily-summary.sweep.js';
import { SlaModule } from '../sla/sla.module.js';
import { AbsencesWorker } from './absences.worker.js';
import { BulkClosingJob } from './bulk-closing-job.service.js';
import { BulkUndoJob } from './bulk-undo-job.service.js';
import { ChangeDryRunJob } from './change-dry-run-job.service.js';
import { ConfigurationFollower } from './configuration-follower.service.js';
import { DueLeadsStore } from './due-leads.store.js';
import { DueSweep } from './due-sweep.service.js';
import { Engine } from './engine.service.js';
import { EngineSweep } from './engine.sweep.js';
import { Following } from './following.service.js';
import { HoldsWorker } from './holds.worker.js';
import { JOB_RUNNERS, type JobRunners, Jobs } from './jobs.service.js';
import { JobsSweep } from './jobs.sweep.js';
import { LeadEnforcementWorker } from './lead-enforcement.worker.js';
import { PulseStore } from './pulse.store.js';
import { Pulse } from './pulse.sweep.js';
import { QueueWorker } from './queue.worker.js';
import { ReplanningWorker } from './replanning.worker.js';
import { ReplanningForecasts } from './replanning-forecast.service.js';
import { SetAside } from './set-aside.js';
import { SilenceService } from './silence.service.js';
import { SilenceSweep } from './silence.sweep.js';
import { SuppressionDigest } from './suppression-digest.service.js';
import { SuppressionDigestSweep } from './suppression-digest.sweep.js';
import { Watchdog } from './watchdog.sweep.js';
import { WordIndexSweep } from './word-index.sweep.js';
import { WORKERS, type Worker } from './worker.js';

function handedIn(...workers: readonly Type<Worker>[]): Provider {
  return { provide: WORKERS, useFactory: (...made: Worker[]) => made, inject: [...workers] };
}

/** By which ways something is told to the outside. */
const WAYS_OUT = {
  webhook: WebhookOutlet,
  email: EmailOutlet,
  slack: SlackOutlet,
  teams: TeamsOutlet,
  record: RecordsOutlet,
  recordUpdate: RecordUpdatesOutlet,
  crm: CrmOutlet,
} satisfies Record<Outlet['channel'], Type<Outlet>>;
const WAYS_OUT_HANDED_IN: Provider = {
  provide: OUTLETS,
  useFactory: (...outlets: Outlet[]) => outlets,
  inject: Object.values(WAYS_OUT),
};

/** How the jobs of each kind are done. */
const RUNNERS: Provider = {
  provide: JOB_RUNNERS,
  useFactory: (
    policyDryRun: Backtest,
    changeDryRun: ChangeDryRunJob,
    bulkClosing: BulkClosingJob,
    bulkUndo: BulkUndoJob,
  ) => ({ policyDryRun, changeDryRun, bulkClosing, bulkUndo }) satisfies JobRunners,
  inject: [Backtest, ChangeDryRunJob, BulkClosingJob, BulkUndoJob],
};

/** What time does. */
@Module({
  imports: [
    BacktestModule,
    ClocksModule,
    CrmModule,
    DealsModule,
    DeskModule,
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
    PeopleModule,
    RecordsModule,
    ReportingModule,
    SlaModule,
  ],
  providers: [
    DailySummary,
    DailySummarySweep,
    DeliveryRetention,
    Dispatch,
    DispatchSweep,
    DueLeadsStore,
    DueSweep,
    EmailOutlet,
    BulkClosingJob,
    BulkUndoJob,
    HandoffEnforcementWorker,
    FailingTools,
    HandoffsSweep,
    LeadEnforcementWorker,
    Engine,
    EngineSweep,
    ConfigurationFollower,
    FeedbackOutcomes,
    FeedbackPlanning,
    FeedbackPush,
    FeedbackPushSweep,
    FeedbackSweep,
    FeedbackUpkeep,
    Following,
    HoldsWorker,
    Jobs,
    JobsSweep,
    MessageMaking,
    RUNNERS,
    QueueWorker,
    ChangeDryRunJob,
    ReplanningForecasts,
    ReplanningWorker,
    AbsencesWorker,
    ReportFacts,
    PackingSweep,
    Pulse,
    PulseStore,
    ReportFactsSweep,
    SetAside,
    SilenceService,
    SilenceSweep,
    SuppressionDigest,
    SuppressionDigestSweep,
    ChannelFollowing,
    ChatSettling,
    SettledHoursService,
    SlackOutlet,
    RecordReading,
    RecordsOutlet,
    RecordUpdatesOutlet,
    CrmOutlet,
    TeamsOutlet,
    Watchdog,
    WAYS_OUT_HANDED_IN,
    WebhookFollowing,
    WebhookOutlet,
    WebhookSender,
    WordIndexSweep,
    // Reps first: who goes away hands over leads whose clocks would else be carried out for nothing. Then what makes more due.
    handedIn(
      AbsencesWorker,
      HandoffEnforcementWorker,
      HoldsWorker,
      LeadEnforcementWorker,
      QueueWorker,
      ReplanningWorker,
    ),
  ],
  exports: [DueSweep, Engine, EngineSweep, Jobs, ReportFacts, SuppressionDigest, Watchdog],
})
export class EngineModule {}
