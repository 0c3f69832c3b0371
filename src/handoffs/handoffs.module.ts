import { Module } from '@nestjs/common';
import { BackfillStore } from './backfills/backfill.store.js';
import { BlockerStore } from './blockers/blocker.store.js';
import { HandoffStore } from './handoff.store.js';
import { HandoffListStore } from './handoff-list.store.js';
import { HandoffTimeStore } from './handoff-time.store.js';
import { KindArchive } from './kinds/kind-archive.store.js';
import { MapLinks } from './map/map-links.service.js';
import { HandoffLinks } from './page/handoff-links.service.js';
import { QuestionStore } from './questions/question.store.js';
import { ReceiverStore } from './receivers/receiver.store.js';
import { SuccessionStore } from './succession.store.js';

const OFFERED = [
  BlockerStore,
  QuestionStore,
  HandoffLinks,
  HandoffListStore,
  HandoffStore,
  HandoffTimeStore,
  MapLinks,
  ReceiverStore,
  BackfillStore,
  SuccessionStore,
  KindArchive,
];

@Module({ providers: OFFERED, exports: OFFERED })
export class HandoffsModule {}
