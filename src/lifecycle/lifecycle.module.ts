import { Module } from '@nestjs/common';
import { ClocksModule } from '../clocks/clocks.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { EventsModule } from '../events/events.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PeopleModule } from '../people/people.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { SlaModule } from '../sla/sla.module.js';
import { ActingService } from './acting.service.js';
import { AmendmentService } from './amendment.service.js';
import { BulkClosingService } from './bulk-closing.service.js';
import { BulkReassigningService } from './bulk-reassigning.service.js';
import { BulkRuns } from './bulk-runs.service.js';
import { ClaimingService } from './claiming.service.js';
import { ClosingService } from './closing.service.js';
import { CreditingService } from './crediting.service.js';
import { CycleFactsReader } from './cycle-facts.service.js';
import { DecisionRequests } from './decision-requests.service.js';
import { DecliningService } from './declining.service.js';
import { DispositionRecorder } from './disposition-recorder.service.js';
import { LeadFollowers } from './following-leads.service.js';
import { GivingBack, ReassigningService } from './giving-back.service.js';
import { HandingOver } from './handing-over.service.js';
import { Holding } from './holding.service.js';
import { InquiringService } from './inquiring.service.js';
import { IntakeService } from './intake.service.js';
import { KnownSinceReader } from './known-since.service.js';
import { LeadAccounts } from './lead-accounts.service.js';
import { LeadCases, RepCases } from './lead-cases.service.js';
import { LifecycleService } from './lifecycle.service.js';
import { LockOrder } from './lock-order.service.js';
import { MergingService } from './merging.service.js';
import { MilestoneMending } from './milestone-mending.service.js';
import { MilestoneRecorder } from './milestone-recorder.service.js';
import { MilestonesService } from './milestones.service.js';
import { OffboardingParts, PlannedDepartures } from './offboarding-parts.service.js';
import { PausingService } from './pausing.service.js';
import { TracesOfPersons } from './person-traces.service.js';
import { PolicyAdoption } from './policy-adoption.service.js';
import { ReopeningService } from './reopening.service.js';
import { Reporting } from './reporting.service.js';
import { Router } from './router.service.js';
import { RoutingService } from './routing.service.js';
import { ShadowRouting } from './shadow-routing.service.js';
import { SourceLimits } from './source-limits.service.js';
import { StormBreaker } from './storm-breaker.service.js';
import { StrikingService } from './striking.service.js';
import { SubjectKinds } from './subject-kinds.service.js';
import { Suppressing } from './suppressing.service.js';
import { SweepSignal } from './sweep-signal.service.js';
import { TakingIn } from './taking-in.service.js';
import { TakingLeadsBack } from './taking-leads-back.service.js';
import { TouchRecorder } from './touch-recorder.service.js';
import { TouchesService } from './touches.service.js';
import { UndoingService } from './undoing.service.js';
import { VoidingService } from './voiding.service.js';

const OFFERED = [
  AmendmentService,
  BulkClosingService,
  BulkReassigningService,
  BulkRuns,
  ClosingService,
  DecisionRequests,
  DispositionRecorder,
  HandingOver,
  Holding,
  InquiringService,
  IntakeService,
  TakingIn,
  MergingService,
  LeadCases,
  LifecycleService,
  LockOrder,
  MilestoneMending,
  MilestoneRecorder,
  MilestonesService,
  PausingService,
  PolicyAdoption,
  ReassigningService,
  ClaimingService,
  CreditingService,
  DecliningService,
  KnownSinceReader,
  LeadAccounts,
  ReopeningService,
  RepCases,
  Router,
  RoutingService,
  SourceLimits,
  ShadowRouting,
  StormBreaker,
  StrikingService,
  SubjectKinds,
  Suppressing,
  SweepSignal,
  TouchesService,
  UndoingService,
  VoidingService,
  LeadFollowers,
  OffboardingParts,
  PlannedDepartures,
  TracesOfPersons,
];

/** The one transaction path, and the actions on leads. */
@Module({
  imports: [
    ClocksModule,
    DirectoryModule,
    DispositionModule,
    EventsModule,
    JobsModule,
    LeadsModule,
    NotificationsModule,
    PeopleModule,
    RoutingModule,
    SlaModule,
  ],
  providers: [...OFFERED, ActingService, GivingBack, Reporting, TakingLeadsBack, CycleFactsReader, TouchRecorder],
  exports: OFFERED,
})
export class LifecycleModule {}
