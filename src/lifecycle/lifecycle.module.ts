import { Module } from '@nestjs/common';
import { ClocksModule } from '../clocks/clocks.module.js';
import { CrmModule } from '../crm/crm.module.js';
import { CrmDeals } from '../crm/crm-deals.service.js';
import { ToldDeals } from '../crm/told-deals.service.js';
import { ToldStages } from '../crm/told-stages.service.js';
import { AccountsService } from '../deals/accounts.service.js';
import { DealAccounts } from '../deals/deal-accounts.service.js';
import { DealCases } from '../deals/deal-cases.service.js';
import { DealStages } from '../deals/deal-stages.service.js';
import { DealWriting } from '../deals/deal-writing.service.js';
import { DealsModule } from '../deals/deals.module.js';
import { DealsService } from '../deals/deals.service.js';
import { MilestoneDeals } from '../deals/milestone-deals.service.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { ActingByLink } from '../deliveries/links/acting-by-link.service.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { ErasingService } from '../erasure/erasing.service.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { EventsModule } from '../events/events.module.js';
import { Backfills } from '../handoffs/backfills/backfills.service.js';
import { HandoffBlockers } from '../handoffs/blockers/handoff-blockers.service.js';
import { ClientTelling } from '../handoffs/client/client-telling.service.js';
import { DealHandoffs } from '../handoffs/deal-handoffs.service.js';
import { Delivering } from '../handoffs/delivering.service.js';
import { HandoffForms } from '../handoffs/form/handoff-forms.service.js';
import { Prefilling } from '../handoffs/form/prefilling.service.js';
import { HandoffActing } from '../handoffs/handoff-acting.service.js';
import { HandoffCases } from '../handoffs/handoff-cases.service.js';
import { HandoffLinking } from '../handoffs/handoff-linking.service.js';
import { HandoffOpening } from '../handoffs/handoff-opening.service.js';
import { HandoffSuccession } from '../handoffs/handoff-succession.service.js';
import { HandoffsModule } from '../handoffs/handoffs.module.js';
import { HandoffQuestions } from '../handoffs/questions/handoff-questions.service.js';
import { Receiving } from '../handoffs/receivers/receiving.service.js';
import { Renewals } from '../handoffs/renewals.service.js';
import { SinceWins } from '../handoffs/since-wins.service.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PeopleModule } from '../people/people.module.js';
import { RecordOutcomes } from '../records/record-outcomes.service.js';
import { RecordUpdates } from '../records/record-updates.service.js';
import { RecordsModule } from '../records/records.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { SlaModule } from '../sla/sla.module.js';
import { ActingService } from './acting.service.js';
import { AmendmentService } from './amendment.service.js';
import { BulkClosingService } from './bulk-closing.service.js';
import { BulkRuns } from './bulk-runs.service.js';
import { ClosingService } from './closing.service.js';
import { DispositionRecorder } from './disposition-recorder.service.js';
import { GivingBack } from './giving-back.service.js';
import { Holding } from './holding.service.js';
import { IntakeService } from './intake.service.js';
import { LeadCases } from './lead-cases.service.js';
import { LifecycleService } from './lifecycle.service.js';
import { LockOrder } from './lock-order.service.js';
import { MilestoneRecorder } from './milestone-recorder.service.js';
import { MilestonesService } from './milestones.service.js';
import { PausingService } from './pausing.service.js';
import { PolicyAdoption } from './policy-adoption.service.js';
import { ReassigningService } from './reassigning.service.js';
import { ReopeningService } from './reopening.service.js';
import { RepCases } from './rep-cases.service.js';
import { Reporting } from './reporting.service.js';
import { Router } from './router.service.js';
import { RoutingService } from './routing.service.js';
import { StormBreaker } from './storm-breaker.service.js';
import { StrikingService } from './striking.service.js';
import { SubjectKinds } from './subject-kinds.service.js';
import { Suppressing } from './suppressing.service.js';
import { SweepSignal } from './sweep-signal.service.js';
import { TellingAgain } from './telling-again.service.js';
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
