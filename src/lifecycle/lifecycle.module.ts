import { Module } from '@nestjs/common';
import { ClocksModule } from '../clocks/clocks.module.js';
import { CrmModule } from '../crm/crm.module.js';
import { DealsModule } from '../deals/deals.module.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { EventsModule } from '../events/events.module.js';
import { HandoffsModule } from '../handoffs/handoffs.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PeopleModule } from '../people/people.module.js';
import { RecordsModule } from '../records/records.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { SlaModule } from '../sla/sla.module.js';
import { AccountsService } from './accounts.service.js';
import { ActingService } from './acting.service.js';
import { ActingByLink } from './acting-by-link.service.js';
import { AmendmentService } from './amendment.service.js';
import { Backfills } from './backfills.service.js';
import { BulkClosingService } from './bulk-closing.service.js';
import { BulkRuns } from './bulk-runs.service.js';
import { ClientTelling } from './client-telling.service.js';
import { ClosingService } from './closing.service.js';
import { CrmDeals } from './crm-deals.service.js';
import { DealAccounts } from './deal-accounts.service.js';
import { DealCases } from './deal-cases.service.js';
import { DealHandoffs } from './deal-handoffs.service.js';
import { DealStages } from './deal-stages.service.js';
import { DealWriting } from './deal-writing.service.js';
import { DealsService } from './deals.service.js';
import { Delivering } from './delivering.service.js';
import { DispositionRecorder } from './disposition-recorder.service.js';
import { ErasingService } from './erasing.service.js';
import { GivingBack } from './giving-back.service.js';
import { HandoffActing } from './handoff-acting.service.js';
import { HandoffBlockers } from './handoff-blockers.service.js';
import { HandoffCases } from './handoff-cases.service.js';
import { HandoffForms } from './handoff-forms.service.js';
import { HandoffLinking } from './handoff-linking.service.js';
import { HandoffOpening } from './handoff-opening.service.js';
import { HandoffQuestions } from './handoff-questions.service.js';
import { HandoffSuccession } from './handoff-succession.service.js';
import { Holding } from './holding.service.js';
import { IntakeService } from './intake.service.js';
import { LeadCases } from './lead-cases.service.js';
import { LifecycleService } from './lifecycle.service.js';
import { LockOrder } from './lock-order.service.js';
import { MilestoneDeals } from './milestone-deals.service.js';
import { MilestoneRecorder } from './milestone-recorder.service.js';
import { MilestonesService } from './milestones.service.js';
import { PausingService } from './pausing.service.js';
import { PolicyAdoption } from './policy-adoption.service.js';
import { Prefilling } from './prefilling.service.js';
import { ReassigningService } from './reassigning.service.js';
import { Receiving } from './receiving.service.js';
import { RecordOutcomes } from './record-outcomes.service.js';
import { RecordUpdates } from './record-updates.service.js';
import { Renewals } from './renewals.service.js';
import { ReopeningService } from './reopening.service.js';
import { RepCases } from './rep-cases.service.js';
import { Reporting } from './reporting.service.js';
import { Router } from './router.service.js';
import { RoutingService } from './routing.service.js';
import { SinceWins } from './since-wins.service.js';
import { StormBreaker } from './storm-breaker.service.js';
import { StrikingService } from './striking.service.js';
import { SubjectKinds } from './subject-kinds.service.js';
import { Suppressing } from './suppressing.service.js';
import { SweepSignal } from './sweep-signal.service.js';
import { TellingAgain } from './telling-again.service.js';
import { ToldDeals } from './told-deals.service.js';
import { ToldStages } from './told-stages.service.js';
import { TouchRecorder } from './touch-recorder.service.js';
import { TouchesService } from './touches.service.js';
import { UndoingService } from './undoing.service.js';
import { VoidingService } from './voiding.service.js';

/** What the doors call. */
const OFFERED = [
  Backfills,
  AccountsService,
  ActingByLink,
  AmendmentService,
  BulkClosingService,
  BulkRuns,
  ClosingService,
  CrmDeals,
  DealStages,
  Delivering,
  DealsService,
  ErasingService,
  ClientTelling,
  Prefilling,
  HandoffActing,
  HandoffCases,
  HandoffBlockers,
  HandoffForms,
  HandoffLinking,
  HandoffOpening,
  HandoffQuestions,
  HandoffSuccession,
  Holding,
  IntakeService,
  LeadCases,
  LifecycleService,
  MilestonesService,
  PausingService,
  PolicyAdoption,
  ReassigningService,
  Receiving,
  RecordOutcomes,
  RecordUpdates,
  Renewals,
  ReopeningService,
  RepCases,
  Router,
  RoutingService,
  StormBreaker,
  SubjectKinds,
  Suppressing,
  SweepSignal,
  ToldDeals,
  ToldStages,
  TouchesService,
  TellingAgain,
  StrikingService,
  VoidingService,
  UndoingService,
];

@Module({
  imports: [
    ClocksModule,
    CrmModule,
    DealsModule,
    DeliveriesModule,
    DirectoryModule,
    DispositionModule,
    ErasureModule,
    EventsModule,
    HandoffsModule,
    JobsModule,
    LeadsModule,
    NotificationsModule,
    PeopleModule,
    RecordsModule,
    RoutingModule,
    SlaModule,
  ],
  providers: [
    ...OFFERED,
    ActingService,
    DealAccounts,
    DealCases,
    DealHandoffs,
    DealWriting,
    DispositionRecorder,
    GivingBack,
    LockOrder,
    MilestoneDeals,
    MilestoneRecorder,
    Reporting,
    SinceWins,
    TouchRecorder,
  ],
  exports: OFFERED,
})
export class LifecycleModule {}
