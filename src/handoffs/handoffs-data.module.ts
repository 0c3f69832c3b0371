import { Module } from '@nestjs/common';
import { ClocksModule } from '../clocks/clocks.module.js';
import { DealsDataModule } from '../deals/deals-data.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { SubjectKinds } from '../lifecycle/subject-kinds.service.js';
import { RecordsDataModule } from '../records/records-data.module.js';
import { BackfillStore } from './backfills/backfill.store.js';
import { BlockerStore } from './blockers/blocker.store.js';
import { HandoffStore } from './handoff.store.js';
import { HandoffCases } from './handoff-cases.service.js';
import { HandoffListStore } from './handoff-list.store.js';
import { HandoffTimeStore } from './handoff-time.store.js';
import { KindArchive } from './kinds/kind-archive.store.js';
import { QuestionStore } from './questions/question.store.js';
import { ReceiverStore } from './receivers/receiver.store.js';
import { RenewalStore } from './renewals/renewal.store.js';
import { SuccessionStore } from './succession/succession.store.js';

const OFFERED = [
  RenewalStore,
  BackfillStore,
  BlockerStore,
  HandoffStore,
  HandoffListStore,
  HandoffTimeStore,
  KindArchive,
  QuestionStore,
  ReceiverStore,
  SuccessionStore,
  HandoffCases,
];

/**
 * The stores of handoffs, and how a handoff is opened in a transaction, without their routes: what deals, deliveries,
 * records, crm and erasure read and write of handoffs.
 */
@Module({
  imports: [ClocksModule, DealsDataModule, LifecycleModule, RecordsDataModule],
  providers: OFFERED,
  exports: OFFERED,
})
export class HandoffsDataModule {
  constructor(kinds: SubjectKinds, handoffs: HandoffCases) {
    kinds.add('handoff', handoffs);
  }
}
