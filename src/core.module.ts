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
import { ContactKeysStore } from './leads/contact-keys.store.js';
import { HolderStore } from './leads/holder.store.js';
import { InquiryStore } from './leads/inquiry.store.js';
import { LeadStore } from './leads/lead.store.js';
import { LeadCompanyStore } from './leads/lead-company.store.js';
import { LeadFindingStore } from './leads/lead-finding.store.js';
import { LeadListStore } from './leads/lead-list.store.js';
import { LeadMatchStore } from './leads/lead-match.store.js';
import { LeadTallyStore } from './leads/lead-tally.store.js';
import { MilestoneStore } from './leads/milestone.store.js';
import { NoteStore } from './leads/note.store.js';
import { QueueStayStore } from './leads/queue-stay.store.js';
import { SamePersonStore } from './leads/same-person.store.js';
import { TouchRhythmStore } from './leads/touch-rhythm.store.js';
import { UrgentLeadsStore } from './leads/urgent-leads.store.js';
import { WaitingStore } from './leads/waiting.store.js';
import { ActingService } from './lifecycle/acting.service.js';
import { AmendmentService } from './lifecycle/arrivals/amendment.service.js';
import { BringingAlong } from './lifecycle/arrivals/bringing-along.service.js';
import { DealsOfPastLeads } from './lifecycle/arrivals/deals-of-past-leads.service.js';
import { FormsMeanwhile } from './lifecycle/arrivals/forms-meanwhile.service.js';
import { IntakeService } from './lifecycle/arrivals/intake.service.js';
import { JoiningService } from './lifecycle/arrivals/joining.service.js';
import { LookingUp } from './lifecycle/arrivals/looking-up.service.js';
import { MergedConsents } from './lifecycle/arrivals/merged-consents.service.js';
import { MergingService } from './lifecycle/arrivals/merging.service.js';
import { NewDemand } from './lifecycle/arrivals/new-demand.service.js';
import { ServingReviewed } from './lifecycle/arrivals/serving-reviewed.service.js';
import { SourceLimits } from './lifecycle/arrivals/source-limits.service.js';
import { Suppressing } from './lifecycle/arrivals/suppressing.service.js';
import { TakingIn } from './lifecycle/arrivals/taking-in.service.js';
import { Holding } from './lifecycle/clocks/holding.service.js';
import { PausingService } from './lifecycle/clocks/pausing.service.js';
import { PolicyAdoption } from './lifecycle/clocks/policy-adoption.service.js';
import { StormBreaker } from './lifecycle/clocks/storm-breaker.service.js';
import { BulkClosingService } from './lifecycle/closing/bulk-closing.service.js';
import { BulkRuns } from './lifecycle/closing/bulk-runs.service.js';
import { ClosingService } from './lifecycle/closing/closing.service.js';
import { DispositionRecorder } from './lifecycle/closing/disposition-recorder.service.js';
import { Proofs } from './lifecycle/closing/proofs.service.js';
import { ReopeningService } from './lifecycle/closing/reopening.service.js';
import { SinceClosingReader } from './lifecycle/closing/since-closing.service.js';
import { UndoneClosings } from './lifecycle/closing/undone-closings.service.js';
import { CycleFactsReader } from './lifecycle/corrections/cycle-facts.service.js';
import { StrikingService } from './lifecycle/corrections/striking.service.js';
import { StrikingMisses } from './lifecycle/corrections/striking-misses.service.js';
import { UndoingService } from './lifecycle/corrections/undoing.service.js';
import { LeadFollowers } from './lifecycle/following-leads.service.js';
import { LeadAccounts } from './lifecycle/lead-accounts.service.js';
import { LeadCases, RepCases } from './lifecycle/lead-cases.service.js';
import { LifecycleService } from './lifecycle/lifecycle.service.js';
import { LockOrder } from './lifecycle/lock-order.service.js';
import { DecisionRequests } from './lifecycle/milestones/decision-requests.service.js';
import { MilestoneMending } from './lifecycle/milestones/milestone-mending.service.js';
import { MilestoneRecorder } from './lifecycle/milestones/milestone-recorder.service.js';
import { MilestonesService } from './lifecycle/milestones/milestones.service.js';
import { BulkReassigningService } from './lifecycle/moves/bulk-reassigning.service.js';
import { ClaimingService } from './lifecycle/moves/claiming.service.js';
import { CreditingService } from './lifecycle/moves/crediting.service.js';
import { DecliningService } from './lifecycle/moves/declining.service.js';
import { GivingBack, ReassigningService } from './lifecycle/moves/giving-back.service.js';
import { TakingLeadsBack } from './lifecycle/moves/taking-leads-back.service.js';
import { TellingOfActs } from './lifecycle/news/telling-of-acts.service.js';
import { NotingService } from './lifecycle/notes/noting.service.js';
import { OffboardingParts } from './lifecycle/offboarding-parts.service.js';
import { OpenDeals } from './lifecycle/open-deals.service.js';
import { TracesOfPersons } from './lifecycle/person-traces.service.js';
import { PromisingService } from './lifecycle/promising.service.js';
import { FurtherLeads } from './lifecycle/routing/further-leads.service.js';
import { HandingOver } from './lifecycle/routing/handing-over.service.js';
import { Router } from './lifecycle/routing/router.service.js';
import { RoutingDecisions } from './lifecycle/routing/routing-decisions.service.js';
import { ShadowRouting } from './lifecycle/routing/shadow-routing.service.js';
import { SubjectKinds } from './lifecycle/subject-kinds.service.js';
import { SweepSignal } from './lifecycle/sweep-signal.service.js';
import { KnownSinceReader } from './lifecycle/touches/known-since.service.js';
import { PastTouches } from './lifecycle/touches/past-touches.service.js';
import { Reporting } from './lifecycle/touches/reporting.service.js';
import { TouchRecorder } from './lifecycle/touches/touch-recorder.service.js';
import { TouchesService } from './lifecycle/touches/touches.service.js';
import { VoidingService } from './lifecycle/touches/voiding.service.js';
import { NewsOfActsStore } from './notifications/news-of-acts.store.js';
import { NotificationStore } from './notifications/notification.store.js';
import { AbsenceStore } from './people/absence.store.js';
import { OffboardingStore } from './people/offboarding.store.js';
import { RepStore } from './people/rep.store.js';
import { AssignmentStore } from './routing/assignments/assignment.store.js';
import { BulkReassignmentStore } from './routing/assignments/bulk-reassignment.store.js';
import { RosterStore } from './routing/deciding/roster.store.js';
import { FairnessStore } from './routing/pools/fairness.store.js';
import { RulebookStore } from './routing/rules/rulebook.store.js';
import { ShadowStore } from './routing/rules/shadow.store.js';
import { SourceTallyStore } from './routing/sources/source-tally.store.js';
import { HoldStore, StormStore } from './sla/hold.store.js';
import { PolicyArchive } from './sla/policy.store.js';

const CORE = [
  ClockStore,
  DueClockStore,
  MissedClockStore,
  PauseStore,
  RepTimerStore,
  ReplanningStore,
  ConfigurationService,
  ConfigurationStore,
  ResourceService,
  ResourceOrderService,
  SealedField,
  Alarms,
  DirectoryService,
  DirectoryStore,
  HoursChangeStore,
  BulkClosingStore,
  BulkRunStore,
  DispositionStore,
  KeptOutStore,
  SuppressionStore,
  HistoryService,
  VersionStore,
  EventTally,
  FeedConsumerStore,
  LedgerStore,
  PartitionSweep,
  JobStore,
  ActivityStore,
  HolderStore,
  InquiryStore,
  SamePersonStore,
  ContactKeysStore,
  LeadStore,
  LeadCompanyStore,
  LeadFindingStore,
  LeadListStore,
  LeadMatchStore,
  LeadTallyStore,
  MilestoneStore,
  NoteStore,
  TouchRhythmStore,
  UrgentLeadsStore,
  WaitingStore,
  QueueStayStore,
  ActingService,
  AmendmentService,
  FormsMeanwhile,
  JoiningService,
  NewDemand,
  IntakeService,
  LookingUp,
  MergedConsents,
  MergingService,
  SourceLimits,
  ServingReviewed,
  Suppressing,
  BringingAlong,
  TakingIn,
  Holding,
  PausingService,
  PolicyAdoption,
  StormBreaker,
  BulkClosingService,
  BulkRuns,
  ClosingService,
  DispositionRecorder,
  Proofs,
  PromisingService,
  ReopeningService,
  SinceClosingReader,
  UndoneClosings,
  CycleFactsReader,
  StrikingService,
  StrikingMisses,
  UndoingService,
  LeadFollowers,
  LeadAccounts,
  LeadCases,
  RepCases,
  LifecycleService,
  OpenDeals,
  DealsOfPastLeads,
  LockOrder,
  DecisionRequests,
  MilestoneMending,
  MilestoneRecorder,
  MilestonesService,
  NotingService,
  BulkReassigningService,
  ClaimingService,
  CreditingService,
  DecliningService,
  GivingBack,
  ReassigningService,
  TakingLeadsBack,
  OffboardingParts,
  TracesOfPersons,
  HandingOver,
  FurtherLeads,
  Router,
  TellingOfActs,
  RoutingDecisions,
  ShadowRouting,
  SubjectKinds,
  SweepSignal,
  KnownSinceReader,
  Reporting,
  TouchRecorder,
  TouchesService,
  PastTouches,
  VoidingService,
  NewsOfActsStore,
  NotificationStore,
  AbsenceStore,
  OffboardingStore,
  RepStore,
  AssignmentStore,
  BulkReassignmentStore,
  RosterStore,
  FairnessStore,
  RulebookStore,
  ShadowStore,
  SourceTallyStore,
  HoldStore,
  StormStore,
  PolicyArchive,
];

/**
 * What ground and core offer to every module: their stores, the life cycle of configuration, and the actions on leads.
 * Which folder may use what is checked by imports (test/direction.spec.ts), so Nest need not know it too.
 */
@Global()
@Module({ providers: CORE, exports: CORE })
export class CoreModule {}
