import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { BatchStore } from './batches/batch.store.js';
import { DeliveryStore } from './delivery.store.js';
import { DestinationStore } from './destinations/destination.store.js';
import { DueStore } from './due.store.js';
import { FailureTally } from './failure-tally.js';
import { HealthStore } from './health.store.js';
import { LedgerKeeping } from './ledger-keeping.service.js';
import { Poster } from './poster.service.js';
import { PushStore } from './push.store.js';
import { PushTally } from './push-tally.js';
import { WaitingStore } from './waiting.store.js';

const OFFERED = [
  BatchStore,
  DeliveryStore,
  DestinationStore,
  DueStore,
  FailureTally,
  HealthStore,
  LedgerKeeping,
  Poster,
  PushStore,
  PushTally,
  WaitingStore,
];

@Module({ imports: [EventsModule, NotificationsModule], providers: OFFERED, exports: OFFERED })
export class FeedbackModule {}
