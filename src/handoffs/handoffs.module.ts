import { Module } from '@nestjs/common';
import { USERS } from '../configuration/users.store.js';
import { DealGate } from '../deals/deal-gate.service.js';
import { DEAL_VIEWERS } from '../deals/deal-viewers.store.js';
import { DealsModule } from '../deals/deals.module.js';
import { KEEPS_FROM_TAKING_BACK } from '../deals/taking-back.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { NOTIFICATION_WORDS } from '../deliveries/notifications/notification-words.js';
import { NotifiedSubjects } from '../deliveries/notified-subjects.service.js';
import { Senders } from '../deliveries/senders.service.js';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { Workers } from '../engine/workers.service.js';
import { VERIFIED_SUBJECTS } from '../events/verified.js';
import { REWORK } from '../figures/rework.js';
import { CAME_OF_LEADS, FOUND_BY_ADDRESS, HELD_OF_PERSONS, PERSONAL_DATA } from '../leads/personal-data.js';
import { LeadFollowers } from '../lifecycle/following-leads.service.js';
import { OFFBOARDING_FIELDS } from '../lifecycle/offboarding-fields.js';
import { OffboardingParts } from '../lifecycle/offboarding-parts.service.js';
import { TracesOfPersons } from '../lifecycle/person-traces.service.js';
import { SubjectKinds } from '../lifecycle/subject-kinds.service.js';
import { Metrics } from '../platform/running/metrics.js';
import { Database } from '../platform/sql/database.js';
import { CONNECTOR_CHECKS } from '../records/connectors/connector-safety.js';
import { RecordsModule } from '../records/records.module.js';
import { BackfillStore } from './backfills/backfill.store.js';
import { BackfillsController } from './backfills/backfills.controller.js';
import { Backfills } from './backfills/backfills.service.js';
import { BackfillsReading } from './backfills/backfills-reading.service.js';
import { BlockerStore } from './blockers/blocker.store.js';
import { HandoffBlockers } from './blockers/handoff-blockers.service.js';
import { ClientNotifiedRecorder, ClientWordPages } from './client/client-notified-recorder.service.js';
import { DealDrafts } from './deal-drafts.service.js';
import { DealHandoffs } from './deal-handoffs.service.js';
import { Deciding } from './decisions/deciding.service.js';
import { ActionReminders } from './diagnosis/action-reminders.service.js';
import { DiagnosisActionStore, readActionsNaming } from './diagnosis/diagnosis-action.store.js';
import { DiagnosisActionsController } from './diagnosis/diagnosis-actions.controller.js';
import { DiagnosisActions } from './diagnosis/diagnosis-actions.service.js';
import { DiagnosisFigureStore } from './diagnosis/diagnosis-figure.store.js';
import { BilledForms } from './form/billed-forms.service.js';
import { FormFilling } from './form/form-filling.service.js';
import { HandoffForms } from './form/handoff-forms.service.js';
import { Prefilling } from './form/prefilling.service.js';
import { HandoffStore } from './handoff.store.js';
import { HandoffActing } from './handoff-acting.service.js';
import { HandoffCases } from './handoff-cases.service.js';
import { HandoffEnforcementWorker } from './handoff-enforcement.worker.js';
import { HandoffLinking } from './handoff-linking.service.js';
import { HandoffListStore } from './handoff-list.store.js';
import { HandoffOpening } from './handoff-opening.service.js';
import { USERS_AMONG_HANDOFFS } from './handoff-users.store.js';
import { VERIFIED_HANDOFFS } from './handoff-verified.store.js';
import { HandoffsController } from './handoffs.controller.js';
import { HandoffsSweep } from './handoffs.sweep.js';
import { HANDOFFS_BY_ADDRESS } from './handoffs-found.store.js';
import { HandoffsReadingService } from './handoffs-reading.service.js';
import { faultsInKinds, KIND_CHECK, KindArchive } from './kinds/handoff-kind.store.js';
import {
  HandoffKindOrderController,
  HandoffKindsController,
  HandoffKindToolsController,
} from './kinds/handoff-kinds.controller.js';
import { KIND_LISTENERS } from './kinds/kind-news.js';
import { NewerFields } from './kinds/newer-fields.service.js';
import { ReadyMadeSets } from './kinds/ready-made-sets.service.js';
import { LeadMapStore } from './lead-map/lead-map.store.js';
import {
  HandoffMapController,
  HandoffMapLinksController,
  HandoffMapPageController,
} from './map/handoff-map.controller.js';
import { HandoffMapService } from './map/handoff-map.service.js';
import { HandoffMapPageService, MapLinks } from './map/handoff-map-page.service.js';
import { HandoffNotifications } from './notifications/handoff-notifications.service.js';
import { HANDOFF_WORDS } from './notifications/handoff-words.js';
import { HandoffLinks } from './page/handoff-links.service.js';
import { HandoffLinksController, HandoffPageController } from './page/handoff-page.controller.js';
import { HandoffPageService } from './page/handoff-page.service.js';
import { OF_LEADS } from './personal-column.js';
import { HELD_ACTIONS, PERSONAL_DATA_OF_HANDOFFS } from './personal-data.js';
import { HandoffQuestionsController } from './questions/handoff-questions.controller.js';
import { HandoffQuestions } from './questions/handoff-questions.service.js';
import { QuestionStore } from './questions/question.store.js';
import { QuestionPages } from './questions/questions-page.service.js';
import { ReceiverStore } from './receivers/receiver.store.js';
import { ReceivingController } from './receivers/receiving.controller.js';
import { Receiving } from './receivers/receiving.service.js';
import { ReceivingPages } from './receivers/receiving-page.service.js';
import { ConnectorTestService } from './records/connector-test.service.js';
import { PERSONAL_DATA_OF_RECORDS } from './records/personal-data.js';
import { RecordConnectorToolsController } from './records/record-connector-tools.controller.js';
import { RecordOutcomesController } from './records/record-outcomes.controller.js';
import { RecordOutcomes } from './records/record-outcomes.service.js';
import { RecordReading } from './records/record-reading.service.js';
import { RecordUpdatesSender } from './records/record-updates.sender.js';
import { RecordUpdates } from './records/record-updates.service.js';
import { RecordsSender } from './records/records.sender.js';
import { forgetLook, RenewalHandoffStore } from './renewals/renewal.store.js';
import { Renewals } from './renewals/renewals.service.js';
import { HandoffCountStore } from './reports/handoff-count.store.js';
import { HandoffReasonStore } from './reports/handoff-reason.store.js';
import { HandoffReasonsService, HandoffReportService } from './reports/handoff-report.service.js';
import { HandoffReportsController } from './reports/handoff-reports.controller.js';
import { readReworkOfDeals } from './reports/rework.store.js';
import { SinceWins } from './since-wins.service.js';
import { HandoffSuccession } from './succession/handoff-succession.service.js';
import { LeavingHandoffs } from './succession/leaving-handoffs.service.js';
import { SuccessionStore } from './succession/succession.store.js';
import { WIN_CHECK } from './wins-without-deal.store.js';

USERS.add(...USERS_AMONG_HANDOFFS);
SETUP_CHECKS.add(KIND_CHECK);
SETUP_CHECKS.add(WIN_CHECK);
CONNECTOR_CHECKS.add(faultsInKinds);
VERIFIED_SUBJECTS.add(VERIFIED_HANDOFFS);
PERSONAL_DATA.add(PERSONAL_DATA_OF_HANDOFFS, PERSONAL_DATA_OF_RECORDS);
FOUND_BY_ADDRESS.add(HANDOFFS_BY_ADDRESS);
HELD_OF_PERSONS.add({ ...HELD_ACTIONS, read: readActionsNaming });
CAME_OF_LEADS.add({ ids: OF_LEADS.handoffs, leadOf: OF_LEADS.of });
NOTIFICATION_WORDS.add(HANDOFF_WORDS);
KIND_LISTENERS.add(forgetLook);
REWORK.add({ read: readReworkOfDeals });
OFFBOARDING_FIELDS.add({ name: 'handoffs', description: 'Who does what they owe in handoffs that go on.' });

/** Receivers of a handoff may see its deal and account. */
DEAL_VIEWERS.add({
  deal: `exists (select from handoff join handoff_receiver as receiver on receiver.handoff_id = handoff.id
    where handoff.deal_id = deal.id and handoff.state in ('running', 'done') and receiver.owner_rep_id = any ($reps))`,
  account: `exists (select from handoff join handoff_receiver as receiver on receiver.handoff_id = handoff.id
    where handoff.account_id = account.id and handoff.state in ('running', 'done') and receiver.owner_rep_id = any ($reps))`,
});

/** Handoffs: their kinds, forms, receivers, questions, pages, map and reports. */
KEEPS_FROM_TAKING_BACK.add(
  { of: 'deal', table: 'handoff', column: 'deal_id' },
  { of: 'account', table: 'handoff', column: 'account_id' },
  { of: 'account', table: 'handoff_backfill_account', column: 'account_id' },
);

@Module({
  imports: [DealsModule, DeliveriesModule, RecordsModule],
  controllers: [
    RecordConnectorToolsController,
    RecordOutcomesController,
    HandoffReportsController,
    HandoffMapController,
    DiagnosisActionsController,
    HandoffKindToolsController,
    HandoffKindOrderController,
    HandoffKindsController,
    BackfillsController,
    HandoffsController,
    HandoffLinksController,
    HandoffMapLinksController,
    HandoffMapPageController,
    HandoffPageController,
    HandoffQuestionsController,
    ReceivingController,
  ],
  providers: [
    Deciding,
    DiagnosisActions,
    ActionReminders,
    DiagnosisActionStore,
    DiagnosisFigureStore,
    HandoffMapService,
    HandoffReasonsService,
    HandoffReportService,
    BackfillsReading,
    ClientWordPages,
    FormFilling,
    HandoffsReadingService,
    HandoffMapPageService,
    MapLinks,
    HandoffPageService,
    HandoffLinks,
    QuestionPages,
    ReceivingPages,
    HandoffEnforcementWorker,
    HandoffsSweep,
    Backfills,
    HandoffBlockers,
    ClientNotifiedRecorder,
    BilledForms,
    DealDrafts,
    DealHandoffs,
    HandoffForms,
    Prefilling,
    HandoffActing,
    HandoffLinking,
    HandoffOpening,
    LeavingHandoffs,
    HandoffSuccession,
    HandoffQuestions,
    Receiving,
    Renewals,
    SinceWins,
    HandoffNotifications,
    RenewalHandoffStore,
    BackfillStore,
    BlockerStore,
    HandoffStore,
    HandoffListStore,
    KindArchive,
    NewerFields,
    ReadyMadeSets,
    QuestionStore,
    ReceiverStore,
    SuccessionStore,
    HandoffCases,
    ConnectorTestService,
    RecordReading,
    RecordUpdatesSender,
    RecordsSender,
    RecordOutcomes,
    RecordUpdates,
    HandoffCountStore,
    HandoffReasonStore,
    LeadMapStore,
  ],
  exports: [HandoffCases, HandoffStore],
})
export class HandoffsModule {
  constructor(
    kinds: SubjectKinds,
    cases: HandoffCases,
    workers: Workers,
    enforcement: HandoffEnforcementWorker,
    followers: LeadFollowers,
    clients: ClientNotifiedRecorder,
    gate: DealGate,
    handover: DealHandoffs,
    senders: Senders,
    records: RecordsSender,
    updates: RecordUpdatesSender,
    subjects: NotifiedSubjects,
    notifications: HandoffNotifications,
    metrics: Metrics,
    list: HandoffListStore,
    database: Database,
    parts: OffboardingParts,
    leaving: LeavingHandoffs,
    traces: TracesOfPersons,
    actions: DiagnosisActionStore,
  ) {
    traces.add({ eraseKnown: async (tx, person) => ({ actions: await actions.erase(tx, person) }) });
    parts.add(leaving);
    kinds.add('handoff', cases);
    workers.add(enforcement);
    senders.add(records, updates);
    followers.addOfTouches(clients);
    gate.guardWith(handover);
    subjects.add(notifications);
    const running = metrics.gauge(
      'touchline_handoffs_running',
      'Handoffs that not all of their receivers have processed yet',
    );
    metrics.onRead(async () => running.set(await list.countRunning(database.reads)));
  }
}
