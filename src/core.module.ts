import { Global, Module } from '@nestjs/common';
import { ClockStore } from './clocks/clock.store.js';
import { DueClockStore } from './clocks/due-clocks.store.js';
import { MissedClockStore } from './clocks/missed-clocks.store.js';
import { PauseStore } from './clocks/pause.store.js';
import { RepTimerStore } from './clocks/rep-timers.store.js';
import { ReplanningStore } from './clocks/replanning.store.js';
import { ConfigurationService } from './configuration/configuration.service.js';
import { ConfigurationStore } from './configuration/configuration.store.js';
import { ResourceService } from './configuration/resource.service.js';
import { ResourceOrderService } from './configuration/resource-order.service.js';
import { SealedField } from './configuration/sealed-field.service.js';
import { Alarms } from './directory/alarms.service.js';
import { DirectoryService } from './directory/directory.service.js';
import { DirectoryStore } from './directory/directory.store.js';
import { HoursChangeStore } from './directory/hours-change.store.js';
import { BulkClosingStore } from './disposition/bulk-closing.store.js';
import { BulkRunStore } from './disposition/bulk-run.store.js';
import { DispositionStore } from './disposition/disposition.store.js';
import { KeptOutStore, SuppressionStore } from './disposition/suppression.store.js';
import { HistoryService } from './documents/history.service.js';
import { VersionStore } from './documents/version.store.js';
import { EventTally } from './events/event-tally.js';
import { FeedConsumerStore } from './events/feed-consumer.store.js';
import { LedgerStore } from './events/ledger.store.js';
import { PartitionSweep } from './events/partition.sweep.js';
import { JobStore } from './jobs/job.store.js';
import { ActivityStore } from './leads/activity.store.js';
import { HolderStore } from './leads/holder.store.js';
import { InquiryStore } from './leads/inquiry.store.js';
import { LeadStore } from './leads/lead.store.js';
import { LeadCompanyStore } from './leads/lead-company.store.js';
import { LeadListStore } from './leads/lead-list.store.js';
import { LeadMatchStore } from './leads/lead-match.store.js';
import { LeadTallyStore } from './leads/lead-tally.store.js';
import { MilestoneStore } from './leads/milestone.store.js';
import { TouchRhythmStore } from './leads/touch-rhythm.store.js';
import { UrgentLeadsStore } from './leads/urgent-leads.store.js';
import { WaitingStore } from './leads/waiting.store.js';
import { ActingService } from './lifecycle/acting.service.js';
import { AmendmentService } from './lifecycle/amendment.service.js';
import { BulkClosingService } from './lifecycle/bulk-closing.service.js';
import { BulkReassigningService } from './lifecycle/bulk-reassigning.service.js';
import { BulkRuns } from './lifecycle/bulk-runs.service.js';
import { ClaimingService } from './lifecycle/claiming.service.js';
import { ClosingService } from './lifecycle/closing.service.js';
import { CreditingService } from './lifecycle/crediting.service.js';
import { CycleFactsReader } from './lifecycle/cycle-facts.service.js';
import { DecisionRequests } from './lifecycle/decision-requests.service.js';
import { DecliningService } from './lifecycle/declining.service.js';
import { DispositionRecorder } from './lifecycle/disposition-recorder.service.js';
import { LeadFollowers } from './lifecycle/following-leads.service.js';
import { GivingBack, ReassigningService } from './lifecycle/giving-back.service.js';
import { HandingOver } from './lifecycle/handing-over.service.js';
import { Holding } from './lifecycle/holding.service.js';
import { InquiringService } from './lifecycle/inquiring.service.js';
import { IntakeService } from './lifecycle/intake.service.js';
import { KnownSinceReader } from './lifecycle/known-since.service.js';
import { LeadAccounts } from './lifecycle/lead-accounts.service.js';
import { LeadCases, RepCases } from './lifecycle/lead-cases.service.js';
import { LifecycleService } from './lifecycle/lifecycle.service.js';
import { LockOrder } from './lifecycle/lock-order.service.js';
import { MergingService } from './lifecycle/merging.service.js';
import { MilestoneMending } from './lifecycle/milestone-mending.service.js';
import { MilestoneRecorder } from './lifecycle/milestone-recorder.service.js';
import { MilestonesService } from './lifecycle/milestones.service.js';
import { OffboardingParts } from './lifecycle/offboarding-parts.service.js';
import { PausingService } from './lifecycle/pausing.service.js';
import { TracesOfPersons } from './lifecycle/person-traces.service.js';
import { PolicyAdoption } from './lifecycle/policy-adoption.service.js';
import { ReopeningService } from './lifecycle/reopening.service.js';
import { Reporting } from './lifecycle/reporting.service.js';
import { Router } from './lifecycle/router.service.js';
import { RoutingService } from './lifecycle/routing.service.js';
import { ShadowRouting } from './lifecycle/shadow-routing.service.js';
import { SourceLimits } from './lifecycle/source-limits.service.js';
import { StormBreaker } from './lifecycle/storm-breaker.service.js';
import { StrikingService } from './lifecycle/striking.service.js';
import { SubjectKinds } from './lifecycle/subject-kinds.service.js';
import { Suppressing } from './lifecycle/suppressing.service.js';
import { SweepSignal } from './lifecycle/sweep-signal.service.js';
import { TakingIn } from './lifecycle/taking-in.service.js';
import { TakingLeadsBack } from './lifecycle/taking-leads-back.service.js';
import { TouchRecorder } from './lifecycle/touch-recorder.service.js';
import { TouchesService } from './lifecycle/touches.service.js';
import { UndoingService } from './lifecycle/undoing.service.js';
import { VoidingService } from './lifecycle/voiding.service.js';
import { NotificationStore } from './notifications/notification.store.js';
import { AbsenceStore } from './people/absence.store.js';
import { OffboardingStore } from './people/offboarding.store.js';
import { RepStore } from './people/rep.store.js';
import { AssignmentStore } from './routing/assignment.store.js';
import { BulkReassignmentStore } from './routing/bulk-reassignment.store.js';
import { FairnessStore } from './routing/fairness.store.js';
import { RosterStore } from './routing/roster.store.js';
import { RulebookStore } from './routing/rulebook.store.js';
import { ShadowStore } from './routing/shadow.store.js';
import { SourceTallyStore } from './routing/source-tally.store.js';
import { HoldStore, StormStore } from './sla/hold.store.js';
import { PolicyArchive } from './sla/policy.store.js';

const CORE = [
  ...[EventTally, FeedConsumerStore, LedgerStore, PartitionSweep],
  ...[NotificationStore],
  ...[HistoryService, VersionStore],
  ...[JobStore],
  ...[ConfigurationService, ConfigurationStore, ResourceOrderService, ResourceService, SealedField],
  ...[AbsenceStore, OffboardingStore, RepStore],
  ...[BulkClosingStore, BulkRunStore, DispositionStore, KeptOutStore, SuppressionStore],
  ...[HoldStore, PolicyArchive, StormStore],
  ...[ClockStore, DueClockStore, MissedClockStore, PauseStore, RepTimerStore, ReplanningStore],
  ...[AssignmentStore, BulkReassignmentStore, FairnessStore, RosterStore, RulebookStore, ShadowStore],
  ...[SourceTallyStore],
  ...[Alarms, DirectoryService, DirectoryStore, HoursChangeStore],
  ...[ActivityStore, HolderStore, InquiryStore, LeadCompanyStore, LeadListStore, LeadMatchStore, LeadStore],
  ...[LeadTallyStore, MilestoneStore, TouchRhythmStore, UrgentLeadsStore, WaitingStore],
  ...[ActingService, AmendmentService, BulkClosingService, BulkReassigningService, BulkRuns, ClaimingService],
  ...[ClosingService, CreditingService, CycleFactsReader, DecisionRequests, DecliningService, DispositionRecorder],
  ...[GivingBack, HandingOver, Holding, InquiringService, IntakeService, KnownSinceReader, LeadAccounts, LeadCases],
  ...[LeadFollowers, LifecycleService, LockOrder, MergingService, MilestoneMending, MilestoneRecorder],
  ...[MilestonesService, OffboardingParts, PausingService, PolicyAdoption, ReassigningService],
  ...[ReopeningService, RepCases, Reporting, Router, RoutingService, ShadowRouting, SourceLimits, StormBreaker],
  ...[StrikingService, SubjectKinds, Suppressing, SweepSignal, TakingIn, TakingLeadsBack, TouchRecorder],
  ...[TouchesService, TracesOfPersons, UndoingService, VoidingService],
];

/**
 * What ground and core offer to every module: their stores, the life cycle of configuration, and the actions on leads.
 * Which folder may use what is checked by imports (test/direction.spec.ts), so Nest need not know it too.
 */
@Global()
@Module({ providers: CORE, exports: CORE })
export class CoreModule {}
