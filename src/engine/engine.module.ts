import { Module, type Provider, type Type } from '@nestjs/common';
import { BacktestModule } from '../backtest/backtest.module.js';
import { Backtest } from '../backtest/backtest.service.js';
import { ClocksModule } from '../clocks/clocks.module.js';
import { CrmModule } from '../crm/crm.module.js';
import { DealsModule } from '../deals/deals.module.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { DeskModule } from '../desk/desk.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { EventsModule } from '../events/events.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { HandoffsModule } from '../handoffs/handoffs.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PeopleModule } from '../people/people.module.js';
import { RecordsModule } from '../records/records.module.js';
import { ReportingModule } from '../reporting/reporting.module.js';
import { SlaModule } from '../sla/sla.module.js';
import { AbsencesWorker } from './absences.worker.js';
import { BulkClosingJob } from './bulk-closing-job.service.js';
import { BulkUndoJob } from './bulk-undo-job.service.js';
import { ChangeDryRunJob } from './change-dry-run-job.service.js';
import { ChannelFollowing } from './channel-following.service.js';
import { ChatSettling } from './chat-settling.service.js';
import { ConfigurationFollower } from './configuration-follower.service.js';
import { CrmOutlet } from './crm.outlet.js';
import { DailySummary } from './daily-summary.service.js';
import { DailySummarySweep } from './daily-summary.sweep.js';
import { DeliveryRetention } from './delivery-retention.sweep.js';
import { Dispatch } from './dispatch.service.js';
import { DispatchSweep } from './dispatch.sweep.js';
import { DueLeadsStore } from './due-leads.store.js';
import { DueSweep } from './due-sweep.service.js';
import { EmailOutlet } from './email.outlet.js';
import { Engine } from './engine.service.js';
import { EngineSweep } from './engine.sweep.js';
import { FailingTools } from './failing-tools.service.js';
import { FeedbackSweep } from './feedback.sweep.js';
import { FeedbackOutcomes } from './feedback-outcomes.service.js';
import { FeedbackPlanning } from './feedback-planning.service.js';
import { FeedbackPush } from './feedback-push.service.js';
import { FeedbackPushSweep } from './feedback-push.sweep.js';
import { FeedbackUpkeep } from './feedback-upkeep.service.js';
import { Following } from './following.service.js';
import { HandoffEnforcementWorker } from './handoff-enforcement.worker.js';
import { HandoffsSweep } from './handoffs.sweep.js';
import { HoldsWorker } from './holds.worker.js';
import { JOB_RUNNERS, type JobRunners, Jobs } from './jobs.service.js';
import { JobsSweep } from './jobs.sweep.js';
import { LeadEnforcementWorker } from './lead-enforcement.worker.js';
import { MessageMaking } from './message-making.service.js';
import { OUTLETS, type Outlet } from './outlet.js';
import { PackingSweep } from './packing.sweep.js';
import { PulseStore } from './pulse.store.js';
import { Pulse } from './pulse.sweep.js';
import { QueueWorker } from './queue.worker.js';
import { RecordReading } from './record-reading.service.js';
import { RecordUpdatesOutlet } from './record-updates.outlet.js';
import { RecordsOutlet } from './records.outlet.js';
import { ReplanningWorker } from './replanning.worker.js';
import { ReplanningForecasts } from './replanning-forecast.service.js';
import { ReportFacts } from './report-facts.service.js';
import { ReportFactsSweep } from './report-facts.sweep.js';
import { SetAside } from './set-aside.js';
import { SettledHoursService } from './settled-hours.service.js';
import { SilenceService } from './silence.service.js';
import { SilenceSweep } from './silence.sweep.js';
import { SlackOutlet } from './slack.outlet.js';
import { SuppressionDigest } from './suppression-digest.service.js';
import { SuppressionDigestSweep } from './suppression-digest.sweep.js';
import { TeamsOutlet } from './teams.outlet.js';
import { Watchdog } from './watchdog.sweep.js';
import { WebhookOutlet } from './webhook.outlet.js';
import { WebhookFollowing } from './webhook-following.service.js';
import { WebhookSender } from './webhook-sender.service.js';
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
